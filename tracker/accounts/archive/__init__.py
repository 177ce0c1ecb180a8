"""Archives: making one of everything that is somebody's, and taking one in. docs/archive.md describes the format."""
