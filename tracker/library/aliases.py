"""Which passages of a guide's older version became which of its present one, to be declared in changes.yaml. Pure.

Only texts that are clearly alike are matched: a place that is declared to go elsewhere comes without a notice.
"""

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from tracker.library.articles import Block, Section
from tracker.library.loader import load_guide
from tracker.library.outline import Guide
from tracker.library.problems import ContentError

CHANGES = "changes.yaml"
SHOWN = 70
"""Letters of a passage."""
CLEARLY_ALIKE = 0.6
CLEARLY_AHEAD = 0.1
"""How much better than the second best the best one has to be."""


@dataclass(frozen=True)
class Passage:
    section: str
    block: Block


@dataclass(frozen=True)
class Alias:
    """An edited passage and what became of it. `likeness`: 0 to 1, of their words."""

    old: Passage
    new: Passage
    likeness: float

    @property
    def successor(self) -> str:
        """As changes.yaml names it: with its section, where that is another one."""
        same = self.old.section == self.new.section
        return self.new.block.id if same else f"{self.new.section}#{self.new.block.id}"


@dataclass(frozen=True)
class Compared:
    aliases: tuple[Alias, ...]
    lost: tuple[Passage, ...]
    """Passages without a clear successor: their readers are led by quote and share, with a notice."""

    def lines(self) -> Iterator[str]:
        """What to paste into changes.yaml; nothing where there is nothing to declare."""
        if self.aliases:
            yield from ("blocks:", "  renamed:")
        for section in dict.fromkeys(alias.old.section for alias in self.aliases):
            yield f"    {section}:"
            for alias in self.aliases:
                if alias.old.section == section:
                    successor = alias.successor
                    quoted = f'"{successor}"' if "#" in successor else successor
                    yield f"      {alias.old.block.id}: {quoted}"


def load_version(folder: Path) -> Guide:
    """The guide of a folder, even where its changes.yaml still leads to passages that have been edited since: then
    without what it says of blocks. Raises ContentError.
    """
    try:
        return load_guide(folder)
    except ContentError as error:
        if any(problem.path != folder / CHANGES for problem in error.problems):
            raise
        with TemporaryDirectory() as elsewhere:
            copy = Path(shutil.copytree(folder, Path(elsewhere) / folder.name))
            declared = yaml.safe_load((copy / CHANGES).read_text("utf-8"))
            kept = {name: value for name, value in dict(declared or {}).items() if name != "blocks"}
            (copy / CHANGES).write_text(yaml.safe_dump(kept), "utf-8")
            with suppress(ContentError):
                return load_guide(copy)
        raise


def compare(before: Guide, after: Guide) -> Compared:
    """What the passages that are gone since `before` became in `after`: the likest first, each new one once."""
    gone = list(_missing(before.sections, after))
    stood = {block.id for section in before.sections for block in section.blocks if block.id.startswith("b-")}
    fresh = [
        Passage(section.id, block)
        for section in after.sections
        for block in section.blocks
        if block.id not in stood
        and not any(section.id in _heirs(after, old.id) and block.id in old.order for old in before.sections)
    ]
    found: dict[str, Alias] = {}
    taken: set[tuple[str, str]] = set()
    left = gone
    for same_section in (True, False):
        pairs = [alias for old in left for alias in _likest(after, old, fresh, taken, same_section=same_section)]
        for alias in sorted(pairs, key=lambda one: -one.likeness):
            key = alias.new.section, alias.new.block.id
            if _key(alias.old) not in found and key not in taken:
                found[_key(alias.old)] = alias
                taken.add(key)
        left = [old for old in left if _key(old) not in found]
    return Compared(tuple(found[_key(old)] for old in gone if _key(old) in found), tuple(left))


def _missing(sections: Sequence[Section], after: Guide) -> Iterator[Passage]:
    """Passages whose ids are neither in the section any more nor, as the same words, anywhere else, nor declared."""
    everywhere = {block.id for section in after.sections for block in section.blocks if block.id.startswith("b-")}
    for section in sections:
        present = [after.section_by_id[heir] for heir in _heirs(after, section.id)]
        for block in section.blocks:
            here = any(block.id in heir.order for heir in present)
            declared = any((name, block.id) in after.changes.blocks for name in (section.id, *(h.id for h in present)))
            if not here and not declared and block.id not in everywhere:
                yield Passage(section.id, block)


def _heirs(guide: Guide, section_id: str) -> tuple[str, ...]:
    heirs = guide.changes.sections.get(section_id, (section_id,))
    return tuple(heir for heir in heirs if heir in guide.section_by_id)


def _likest(
    after: Guide, old: Passage, fresh: Sequence[Passage], taken: set[tuple[str, str]], *, same_section: bool
) -> list[Alias]:
    """The one that is clearly like it and clearly more so than the next, or none."""
    heirs = _heirs(after, old.section)
    able = [
        new
        for new in fresh
        if (new.section in heirs) is same_section
        and new.block.kind == old.block.kind
        and (new.section, new.block.id) not in taken
    ]
    ranked = sorted(
        (Alias(old, new, likeness(old.block.text, new.block.text)) for new in able), key=lambda one: -one.likeness
    )
    if not ranked or ranked[0].likeness < CLEARLY_ALIKE:
        return []
    if len(ranked) > 1 and ranked[0].likeness - ranked[1].likeness < CLEARLY_AHEAD:
        return []
    return ranked[:1]


def beginning(passage: Passage) -> str:
    """Its first words, in quotation marks."""
    return f"“{textwrap.shorten(passage.block.text, SHOWN, placeholder=' …')}”"


def likeness(one: str, other: str) -> float:
    """Of two texts by their words, 0 to 1."""
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False).ratio()


def _key(passage: Passage) -> str:
    return f"{passage.section}#{passage.block.id}"
