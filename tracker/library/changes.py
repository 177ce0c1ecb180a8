"""Reads changes.yaml: which ids were renamed, split, merged or retired.

Hides chains (an id renamed twice) and proves that no declared id still exists and that every successor does.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tracker.library.articles import Section
from tracker.library.front_matter import Fields, read_yaml
from tracker.library.milestones import OWN_PREFIX
from tracker.library.outline import Changes, Milestone
from tracker.library.problems import Problem


def read_changes(path: Path, milestones: Sequence[Milestone], sections: Sequence[Section]) -> Changes:
    """The changes of one guide, every old id resolved to present ones. Raises Problem."""
    fields = read_yaml(path)
    milestone_ids = {milestone.id for milestone in milestones}
    steps, moves = _moves(fields, "milestones", milestone_ids)
    section_moves = _moves(fields, "sections", {section.id for section in sections})[1]
    changes = Changes(
        milestones=moves,
        steps=steps,
        sections=section_moves,
        criteria=_criteria(fields.fields("criteria"), {m.id: m.criterion_ids for m in milestones}),
        blocks=_blocks(fields.fields("blocks"), {section.id: section for section in sections}, section_moves),
        merged=frozenset(fields.fields("milestones").fields("merged").names()),
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
        if kind == "milestones" and old.startswith(OWN_PREFIX):
            raise where.problem(name, f"“{old}” was never this guide's: members' own milestones are called so")
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


def _blocks(fields: Fields, sections: Mapping[str, Section], section_moves: Moves) -> Mapping[Place, Place]:
    """Which block each old one became: `new-block` in the same section, or `other-section#new-block`.

    `section_moves`: what sections have become, so that a line may stay as it is when its section changes.
    """
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

    def now(place: Place) -> list[Place]:
        """The same block under each section that its section has become."""
        return [(section_id, place[1]) for section_id in (place[0], *section_moves.get(place[0], ()))]

    found: dict[Place, Place] = {}
    for old_place, became in declared.items():
        at, met = became, {old_place}
        while further := next((place for place in now(at) if place in declared and place not in met), None):
            met.add(further)
            at = declared[further]
        ends = [place for place in now(at) if place[0] in sections and place[1] in sections[place[0]].order]
        if not ends:
            raise lines[old_place]
        found[old_place] = ends[0]
    return found
