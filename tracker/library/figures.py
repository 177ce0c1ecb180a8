"""Drawings for figures: an SVG file of the guide becomes a labelled image inside the page.

A drawing may hold shapes, text and our classes; nothing that runs, loads, links or brings colours of its own.
"""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from tracker.library.front_matter import utf8
from tracker.library.problems import Problem

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = {"fill", "stroke", "color", "stop-color", "flood-color", "lighting-color"}
FORBIDDEN = {"script", "style", "foreignObject", "image", "a", "use"}


def drawing(file: Path, path: Path, line: int, caption: str) -> str:
    """The SVG's own markup, made into a labelled image.

    It may hold shapes, text and our classes, nothing that runs or loads.
    """
    if file.parent != file.parent.parent / "figures" or not file.is_file():
        raise Problem(path, line, f"the figure {file.name} is not in figures/; draw it, or mend the name")
    try:
        root = ET.fromstring(utf8(file))  # noqa: S314  our own file; expat here expands no external entity
    except ET.ParseError as error:
        raise Problem(file, error.position[0], f"this drawing is not well-formed: {error.msg}") from error
    for element in root.iter():
        name = element.tag.removeprefix(SVG)
        if name in FORBIDDEN or any(key == "style" or key.startswith("on") or "href" in key for key in element.attrib):
            raise Problem(file, 1, f"<{name}> carries style, script or a link; use the fig- classes and plain shapes")
        for key, value in element.attrib.items():
            if (key in COLOURS and value not in {"none", "currentColor"}) or re.search(r"url\((?!#)", value):
                raise Problem(file, 1, f"<{name}> has {key}=“{value}”; colours come from the fig- classes alone")
        element.tag = name
    if "viewBox" not in root.attrib:
        raise Problem(file, 1, "the drawing has no viewBox; give it one, and no width or height")
    root.attrib = {"viewBox": root.attrib["viewBox"], "role": "img", "aria-label": caption, "class": "fig"}
    return ET.tostring(root, encoding="unicode")
