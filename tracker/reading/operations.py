"""What a reader does, as operations, and the state they lead to. Pure."""

KINDS = ("read", "restart", "finish", "unfinish", "undo")
