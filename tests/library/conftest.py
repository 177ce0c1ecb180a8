"""A guide's folder that a test may spoil: a copy of the tiny guide, and what the loader says of it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import TINY_GUIDE
from tracker.library import ContentError, Guide, Problem, load_guide


@dataclass(frozen=True)
class Tree:
    folder: Path

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text("utf-8")
        assert text.count(old) >= 1, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    def write(self, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def guide(self) -> Guide:
        return load_guide(self.folder)

    def section(self, body: str) -> Guide:
        """The guide with this as the text of its first section."""
        front = (self.folder / "sections/01-one-loop.md").read_text("utf-8").split("---\n")[1]
        self.write("sections/01-one-loop.md", f"---\n{front}---\n{body}\n")
        return self.guide()

    def problems(self) -> tuple[Problem, ...]:
        with pytest.raises(ContentError) as caught:
            load_guide(self.folder)
        assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)
        return caught.value.problems

    def says(self, file: str, line: int, sentence: str, *, among: int = 1) -> None:
        """This is said of this file and line, `among` so many complaints in all."""
        problems = self.problems()
        said = [str(problem) for problem in problems]
        assert any(one.startswith(f"{self.folder / file}:{line}: ") and sentence in one for one in said), said
        assert len(problems) == among, said


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(Path(shutil.copytree(TINY_GUIDE, tmp_path / "tiny-guide")))
