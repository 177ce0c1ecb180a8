"""Reads changes.yaml: which ids were renamed, split, merged or retired.

Hides chains (an id renamed twice) and proves that no declared id still exists and that every successor does.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tracker.library.articles import Section
from tracker.library.front_matter import Fields, read_yaml
from tracker.library.outline import Changes, Milestone
from tracker.library.problems import Problem


def read_changes(path: Path, milestones: Sequence[Milestone], sections: Sequence[Section]) -> Changes:
    """The changes of one guide, every old id resolved to present ones. Raises Problem."""
    fields = read_yaml(path)
    milestone_ids = {milestone.id for milestone in milestones}
    steps, moves = _moves(fields, "milestones", milestone_ids)
    changes = Changes(
        milestones=moves,
        steps=steps,
        sections=_moves(fields, "sections", {section.id for section in sections})[1],
        criteria=_criteria(fields.fields("criteria"), {m.id: m.criterion_ids for m in milestones}),
        blocks=_blocks(fields.fields("blocks"), {section.id: section for section in sections}),
    )
    fields.finish()
    return changes


Moves = Mapping[str, tuple[str, ...]]


def _moves(fields: Fields, kind: str, present: set[str]) -> tuple[Moves, Moves]:
    """What each old id was declared to have become, and the present ids that this leads to."""
    entry = fields.fields(kind)
    declared: dict[str, tuple[str, ...]] = {}
    lines: dict[str, Problem] = {}

    def declare(old: str, new: tuple[str, ...], where: Fields, name: str) -> None:
        if old in present:
            raise where.problem(name, f"“{old}” is declared gone but still exists; remove one of the two")
        if old in declared:
            raise where.problem(name, f"“{old}” is declared twice; keep one")
        declared[old] = new
        lines[old] = where.problem(name, f"“{old}” leads to an id that does not exist; mend the successor")

    for change in ("renamed", "merged"):
        moves = entry.fields(change)
        for old in moves.names():
            declare(old, (moves.text(old),), moves, old)
    splits = entry.fields("split")
    for old in splits.names():
        parts = splits.words(old)
        if not parts:
            raise splits.problem(old, f"“{old}” is split into nothing; name its parts, or retire it")
        declare(old, parts, splits, old)
    for old in entry.words("retired") if "retired" in entry else ():
        declare(old, (), entry, "retired")
    entry.finish()
    return declared, {old: _present(old, declared, present, lines[old]) for old in declared}


def _present(
    old: str, declared: Moves, present: set[str], problem: Problem, above: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Follow an old id to present ones, through ids that have changed again since (`above`: those on the way here)."""
    found: dict[str, None] = {}
    way = (*above, old)
    for became in declared[old]:
        if became in present:
            found[became] = None
        elif became in declared and became not in way:
            found.update(dict.fromkeys(_present(became, declared, present, problem, way)))
        else:
            raise problem
    return tuple(found)


def _criteria(fields: Fields, present: Mapping[str, frozenset[str]]) -> Mapping[tuple[str, str], str | None]:
    found: dict[tuple[str, str], str | None] = {}

    def declare(milestone_id: str, old: str, new: str | None, where: Fields, name: str) -> None:
        if milestone_id not in present:
            raise where.problem(name, f"there is no milestone “{milestone_id}”; name its criteria under its present id")
        if old in present[milestone_id]:
            raise where.problem(name, f"“{old}” is declared gone but still exists; remove one of the two")
        if (milestone_id, old) in found:
            raise where.problem(name, f"“{old}” is declared twice; keep one")
        if new is not None and new not in present[milestone_id]:
            raise where.problem(name, f"“{new}” is no criterion of “{milestone_id}”; mend the successor")
        found[milestone_id, old] = new

    renamed = fields.fields("renamed")
    for milestone_id in renamed.names():
        moves = renamed.fields(milestone_id)
        for old in moves.names():
            declare(milestone_id, old, moves.text(old), moves, old)
    retired = fields.fields("retired")
    for milestone_id in retired.names():
        for old in retired.words(milestone_id):
            declare(milestone_id, old, None, retired, milestone_id)
    fields.finish()
    return found


Place = tuple[str, str]
"""A section id and a block id."""


def _blocks(fields: Fields, sections: Mapping[str, Section]) -> Mapping[Place, Place]:
    """Which block each old one became: `new-block` in the same section, or `other-section#new-block`."""
    declared: dict[Place, Place] = {}
    lines: dict[Place, Problem] = {}
    renamed = fields.fields("renamed")
    for section_id in renamed.names():
        moves = renamed.fields(section_id)
        for old in moves.names():
            if section_id in sections and old in sections[section_id].order:
                raise moves.problem(old, f"“{old}” is declared gone but still exists; remove one of the two")
            first, _, second = moves.text(old).rpartition("#")
            declared[section_id, old] = (first or section_id, second)
            lines[section_id, old] = moves.problem(old, f"“{old}” leads to a block that does not exist; mend it")
    fields.finish()
    found: dict[Place, Place] = {}
    for old_place in declared:
        at, met = old_place, {old_place}
        while at in declared and declared[at] not in met:
            at = declared[at]
            met.add(at)
        if at[0] not in sections or at[1] not in sections[at[0]].order:
            raise lines[old_place]
        found[old_place] = at
    return found
