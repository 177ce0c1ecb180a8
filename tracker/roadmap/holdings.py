"""What a roadmap holds of one person: each milestone as it stands, with its history; and both for people to read."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from tracker.accounts import File, Holding, Key, Reader, Topic, Unit, Units, When
from tracker.library import OWN_PREFIX, Milestone, catalogue
from tracker.roadmap import own_holdings, plan_holdings
from tracker.roadmap.carry import Row, fold
from tracker.roadmap.checking import check_event, check_state, check_together
from tracker.roadmap.merging import joined, state_of
from tracker.roadmap.models import MilestoneEvent, MilestoneState
from tracker.roadmap.progress import WORDS, Evidence, State
from tracker.roadmap.talk_holdings import threads
from tracker.sheets import sheet

HEAD = ("guide", "milestone", "title", "track", "phase", "status", "criteria ticked", "of", "evidence", "note")


def _joined(mine: Unit, theirs: Unit, when: When) -> Unit:
    one, other = ((unit["states"][0], unit["events"]) for unit in (mine, theirs))
    state, events = joined(one, other, when.now, when.day)
    return {"states": [dict(state)], "events": [dict(event) for event in events]}


def _check(unit: Unit) -> None:
    check_together(unit.get("states", []), unit.get("events", []))


def _called(key: Key, _unit: Unit) -> str:
    guide_id, milestone_id = key
    guide = catalogue().get(guide_id)
    milestone = guide.by_id.get(milestone_id) if guide else None
    if milestone_id.startswith(OWN_PREFIX):
        return f"A milestone of your own ({milestone_id})"
    return milestone.title if milestone else f"{milestone_id} ({guide_id}), which no guide here has now"


def _files(units: Units, _reader: Reader) -> Iterator[File]:
    found = [_of_guide(guide_id, list(group)) for guide_id, group in groupby(units.items(), key=lambda one: one[0][0])]
    lines = [line for _, states in found for line in states]
    text = sheet(HEAD, [_cells(guide_id, one) for guide_id, states in found for one in states])
    yield File(
        "milestones.csv",
        text,
        "Every milestone of your roadmaps with its status, ticked criteria, evidence and note, for a spreadsheet",
        len(lines),
    )
    for guide_id, states in found:
        noted = [(title, state.note) for _, title, _, _, _, state in states if state.note.strip()]
        if noted:
            yield File(
                f"notes/{guide_id}-milestones.md",
                _notes(guide_id, noted),
                "Your private notes to milestones, each under its milestone's title",
                len(noted),
            )


Line = tuple[str, str, str, str, int, State]
"""Milestone id, title, track, phase, how many criteria it has, and how it stands."""


def _of_guide(guide_id: str, units: Sequence[tuple[Key, Unit]]) -> tuple[str, list[Line]]:
    """Every milestone of the guide as it stands, then whatever is kept under ids that the guide no longer has."""
    guide = catalogue().get(guide_id)
    stored = [
        Row(key[1], state_of(unit["states"][0]), tuple(unit["states"][0]["adopted"]))
        for key, unit in units
        if "states" in unit
    ]
    if guide is None:
        return guide_id, [(row.milestone_id, "", "", "", 0, row.state) for row in stored]
    folded = fold(guide, stored)
    lines = [_line(one, folded[one.id].state if one.id in folded else State()) for one in guide.milestones]
    gone = (row for row in stored if row.milestone_id not in guide.by_id)
    gone = (row for row in gone if not guide.changes.milestones.get(row.milestone_id))
    return guide_id, lines + [(row.milestone_id, "", "", "", 0, row.state) for row in gone]


def _line(milestone: Milestone, state: State) -> Line:
    phase = f"{milestone.phase.number} {milestone.phase.title}"
    return milestone.id, milestone.title, milestone.track.title, phase, len(milestone.criteria), state


def _cells(guide_id: str, line: Line) -> list[str | int]:
    *names, of, state = line
    evidence = "\n".join(_said(piece) for piece in state.evidence)
    status = WORDS[state.status] + (" (by your own decision)" if state.status == "done" and state.overruled else "")
    return [guide_id, *map(str, names), status, len(state.criteria), of, evidence, state.note]


def _said(piece: Evidence) -> str:
    if piece.figure:
        figure = piece.figure
        more = [f"n = {figure.n}" if figure.n else "", figure.day.isoformat() if figure.day else "", figure.commit]
        return ", ".join([f"{figure.figure_id}: {figure.value}", *(one for one in more if one)])
    return " ".join(part for part in (piece.url, piece.text) if part)


def _notes(guide_id: str, noted: Sequence[tuple[str, str]]) -> str:
    """Quoted line by line, so that no note can be taken for a heading of this file."""
    guide = catalogue().get(guide_id)
    pieces = [f"# Notes: {guide.title if guide else guide_id}"]
    for title, note in noted:
        quoted = "\n".join(f"> {line}".rstrip() for line in note.strip().splitlines())
        pieces += [f"## {title or 'A milestone that the guide no longer has'}", quoted]
    return "\n\n".join(pieces) + "\n"


_MILESTONES = (
    Holding(
        "roadmap",
        (
            Topic(
                "states",
                MilestoneState,
                ("guide_id", "milestone_id"),
                ("milestone", "milestones"),
                "How each milestone stands: status, ticked criteria, evidence and your note",
                check_state,
            ),
            Topic(
                "events",
                MilestoneEvent,
                ("guide_id", "milestone_id", "version"),
                ("change to a milestone", "changes to milestones"),
                "Every change that led there, with its time and day, in order; earlier notes and evidence are in it",
                check_event,
            ),
        ),
        unit=("guide_id", "milestone_id"),
        words=("milestone", "milestones"),
        rule="Nothing earned is lost: the further status counts, criteria and evidence of both are kept, and so are "
        "both notes and both histories.",
        merge=_joined,
        called=_called,
        check=_check,
        files=_files,
        apart=threads,
    ),
)
HOLDINGS = (*own_holdings.HOLDINGS, *_MILESTONES, *plan_holdings.HOLDINGS)
