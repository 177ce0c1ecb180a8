"""What is wrong with a content file, said so that its author can mend it: file, line, what to do."""

from collections.abc import Sequence
from pathlib import Path

import click


class Problem(Exception):
    """One mistake in one file. `line` counts from 1."""

    def __init__(self, path: Path, line: int, sentence: str) -> None:
        super().__init__(f"{path}:{line}: {sentence}")
        self.path = path
        self.line = line
        self.sentence = sentence


class ContentError(click.ClickException):
    """A content tree that can't be used; `problems` by file and line. `flask` prints it without a traceback."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (str(p.path), p.line)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
