"""Random edits of the real guide, as an author would make and declare them.

The guide is edited in memory: its text is cut into pieces at the blank lines, and every edition is rendered, and its
declarations are read, by the app's own code.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.conftest import REAL_GUIDE, loaded
from tracker.library import Guide, Section, markdown
from tracker.library.changes import read_changes

NOTE = re.compile(r"^\[\^([\w-]+)\]: ", re.MULTILINE)
HEADING = re.compile(r"^#+ .*\{#([a-z0-9-]+)\}$")
PLAIN = re.compile(r"^[A-Za-z“\"][^|!\n]*$")
"""A paragraph of words, no heading, table, list, figure or code."""


def original() -> Guide:
    return loaded(REAL_GUIDE)


@cache
def rendered(text: str) -> markdown.Rendered:
    notes = "\n".join(_notes().values())
    return markdown.render(
        f"{text}\n\n{notes}\n",
        path=REAL_GUIDE / "edited.md",
        first_line=1,
        resolve=lambda _kind, _target: markdown.Target("/somewhere", "section"),
        figures=REAL_GUIDE / "figures",
    )


@cache
def _notes() -> dict[str, str]:
    """Every footnote of the guide by its name: a paragraph that moves to another section keeps its notes."""
    found: dict[str, str] = {}
    for section in original().sections:
        for line in section.markdown.splitlines():
            match = NOTE.match(line)
            if match:
                found.setdefault(match[1], line)
    return found


def pieces(text: str) -> list[str]:
    """Cut at blank lines, but not within code; without footnotes."""
    found: list[str] = []
    for piece in text.strip().split("\n\n"):
        if found and found[-1].count("```") % 2:
            found[-1] += f"\n\n{piece}"
        elif piece.strip() and not NOTE.match(piece):
            found.append(piece.strip("\n"))
    return found


@dataclass
class Text:
    """A section as its author has it."""

    id: str
    pieces: list[str]

    def plain(self) -> list[int]:
        return [at for at, piece in enumerate(self.pieces) if PLAIN.match(piece)]

    def headings(self) -> set[str]:
        return {match[1] for match in map(HEADING.match, self.pieces) if match}


@dataclass
class Manuscript:
    """The guide as its author has it, with changes.yaml."""

    texts: list[Text]
    sections: dict[str, Any] = field(default_factory=lambda: {"renamed": {}, "split": {}, "merged": {}, "retired": []})
    blocks: dict[str, dict[str, str]] = field(default_factory=dict)
    count: int = 0

    def edition(self, folder: Path) -> Guide:
        guide = original()
        _mend(self)
        sections = tuple(self._section(number, text) for number, text in enumerate(self.texts, start=1))
        file = folder / "changes.yaml"
        file.write_text(yaml.safe_dump({"sections": self.sections, "blocks": {"renamed": self.blocks}}), "utf-8")
        return replace(guide, sections=sections, changes=read_changes(file, [], sections))

    def _section(self, number: int, text: Text) -> Section:
        done = rendered("\n\n".join(text.pieces))
        return replace(
            original().sections[0],
            id=text.id,
            number=number,
            html=done.html,
            words=done.words,
            headings=done.headings,
            blocks=done.blocks,
        )

    def new_name(self, word: str) -> str:
        self.count += 1
        return f"{word}-{self.count}"

    def any(self, random: Random) -> Text:
        return random.choice([text for text in self.texts if len(text.plain()) > 2])


def manuscript() -> Manuscript:
    """The guide as it is."""
    return Manuscript([Text(section.id, pieces(section.markdown)) for section in original().sections])


def ids_of(text: Text) -> list[str]:
    return [block.id for block in rendered("\n\n".join(text.pieces)).blocks]


Edit = Callable[[Manuscript, Random], None]


def reword(manuscript: Manuscript, random: Random, *, declared: bool = False) -> None:
    text = manuscript.any(random)
    at = random.choice(text.plain())
    before = ids_of(text)
    words = text.pieces[at].split(" ")
    for _ in range(random.randint(1, max(1, len(words) // 4))):
        spot = random.randrange(len(words))
        if words[spot].isalpha():
            words[spot] = random.choice(["altered", "mended", "plainer"])
    words.insert(random.randrange(1, len(words) + 1), manuscript.new_name("edited"))
    text.pieces[at] = _balanced(" ".join(words), text.pieces[at])
    if declared:
        after = ids_of(text)
        gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
        if len(gone) == len(come) == 1:
            manuscript.blocks.setdefault(text.id, {})[gone[0]] = come[0]


def _mend(manuscript: Manuscript) -> None:
    """What an author does whom the check stops: a declared successor that has gone is declared anew, or no more."""
    where = {one: text.id for text in manuscript.texts for one in ids_of(text) if one.startswith("b-")}
    ids = {text.id: set(ids_of(text)) for text in manuscript.texts}
    for section_id, moves in manuscript.blocks.items():
        for old, new in list(moves.items()):
            first, _, second = new.rpartition("#")
            if _stands(manuscript, first or section_id, second, ids):
                continue
            if second in where:
                moves[old] = f"{where[second]}#{second}"
            else:
                del moves[old]
        for old in [old for old in moves if old in ids.get(section_id, ())]:
            del moves[old]  # it stands there again


def _stands(manuscript: Manuscript, section_id: str, block: str, ids: dict[str, set[str]]) -> bool:
    """Whether the declaration is good as it stands, perhaps through further ones."""
    became = [section_id, *_heirs(manuscript, section_id)]
    return any(block in ids.get(one, ()) or block in manuscript.blocks.get(one, {}) for one in became)


def _heirs(manuscript: Manuscript, section_id: str) -> list[str]:
    changes = manuscript.sections
    parts = changes["split"].get(section_id, [])
    for kind in ("renamed", "merged"):
        parts = [*parts, *([changes[kind][section_id]] if section_id in changes[kind] else [])]
    return [heir for part in parts for heir in (part, *_heirs(manuscript, part))]


def _balanced(text: str, before: str) -> str:
    """A word put into the middle of a link or a note would make another text of it; then it stands at the end."""
    links = r"\]\([^)]*\)|\[\^[^\]]*\]"
    return text if re.findall(links, text) == re.findall(links, before) else f"{before} An addition."


def reword_declared(manuscript: Manuscript, random: Random) -> None:
    reword(manuscript, random, declared=True)


def delete(manuscript: Manuscript, random: Random) -> None:
    text = manuscript.any(random)
    del text.pieces[random.choice(text.plain())]


def insert(manuscript: Manuscript, random: Random) -> None:
    text = manuscript.any(random)
    name = manuscript.new_name("thing")
    text.pieces.insert(random.choice(text.plain()), f"A new paragraph speaks of {name}, which was not there before.")


def split(manuscript: Manuscript, random: Random) -> None:
    text = manuscript.any(random)
    able = [at for at in text.plain() if ". " in text.pieces[at]]
    if able:
        at = random.choice(able)
        first, _, second = text.pieces[at].partition(". ")
        text.pieces[at : at + 1] = [f"{first}.", second]


def join(manuscript: Manuscript, random: Random) -> None:
    text = manuscript.any(random)
    able = [at for at in text.plain() if at + 1 in text.plain()]
    if able:
        at = random.choice(able)
        text.pieces[at : at + 2] = [" ".join(text.pieces[at : at + 2])]


def move_within(manuscript: Manuscript, random: Random) -> None:
    text = manuscript.any(random)
    piece = text.pieces.pop(random.choice(text.plain()))
    text.pieces.insert(random.choice(text.plain()), piece)


def move_elsewhere(manuscript: Manuscript, random: Random) -> None:
    text = manuscript.any(random)
    other = random.choice([one for one in manuscript.texts if one is not text])
    other.pieces.insert(random.randrange(len(other.pieces) + 1), text.pieces.pop(random.choice(text.plain())))


def reorder(manuscript: Manuscript, random: Random) -> None:
    random.shuffle(manuscript.texts)


def rename(manuscript: Manuscript, random: Random) -> None:
    text = random.choice(manuscript.texts)
    new = manuscript.new_name("renamed")
    manuscript.sections["renamed"][text.id] = new
    text.id = new


def divide(manuscript: Manuscript, random: Random) -> None:
    text = max(manuscript.texts, key=lambda one: len(one.pieces))
    at = random.randint(3, len(text.pieces) - 3)
    parts = [Text(manuscript.new_name("part"), found) for found in (text.pieces[:at], text.pieces[at:])]
    manuscript.sections["split"][text.id] = [part.id for part in parts]
    where = manuscript.texts.index(text)
    manuscript.texts[where : where + 1] = parts


def unite(manuscript: Manuscript, random: Random) -> None:
    """Merge a section into the one before; a heading whose id is taken there gets another, which is declared."""
    if len(manuscript.texts) < 4:
        return
    at = random.randrange(1, len(manuscript.texts))
    kept, gone = manuscript.texts[at - 1], manuscript.texts.pop(at)
    for taken in sorted(kept.headings() & gone.headings()):
        new = manuscript.new_name(taken)
        gone.pieces = [piece.replace(f"{{#{taken}}}", f"{{#{new}}}") for piece in gone.pieces]
        manuscript.blocks.setdefault(gone.id, {})[taken] = f"{kept.id}#{new}"
    kept.pieces += gone.pieces
    manuscript.sections["merged"][gone.id] = kept.id


def retire(manuscript: Manuscript, random: Random) -> None:
    if len(manuscript.texts) < 5:
        return
    text = manuscript.texts.pop(random.randrange(len(manuscript.texts)))
    manuscript.sections["retired"].append(text.id)


def add(manuscript: Manuscript, random: Random) -> None:
    name = manuscript.new_name("added")
    text = Text(name, [f"Section {name} begins like this.", "It goes on.", f"And {name} ends."])
    manuscript.texts.insert(random.randrange(len(manuscript.texts) + 1), text)


EDITS: tuple[Edit, ...] = (
    *(reword, reword, reword_declared, reword_declared, delete, insert, split, join, move_within, move_elsewhere),
    *(reorder, rename, divide, unite, retire, add),
)
