"""Reads a milestone's front matter, checks what milestones need of each other, and puts them in walking order."""

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from tracker.library.front_matter import Fields, Page
from tracker.library.markdown import Rendered
from tracker.library.outline import BarFigure, Criterion, Milestone, Phase, Skip, Source, Track
from tracker.library.problems import Problem

EVIDENCE = ("link", "text", "none")
ANYBODY = ("at-work", "coding-loop", "no-offer")
"""Who may skip something whatever their background."""
MAY = ("skip", "halve", "na")
IFS = ("daily-python",)
OWN_PREFIX = "own-"
"""Begins the ids of milestones that members add for themselves; no guide may use it."""
RESERVED = {"own", "hours", "today", "plan", "pace", "calendar", "timeline"}
"""Pages of a roadmap that stand where a milestone would."""


def read_milestone(
    page: Page,
    text: Rendered,
    phases: Sequence[Phase],
    tracks: Sequence[Track],
    sources: Mapping[str, Source],
    people: Mapping[str, str],
) -> Milestone:
    """One milestone file, its body already rendered. Raises Problem.

    `people` are the backgrounds of its guide and what their people are called.
    """
    fields = page.fields
    if page.id in RESERVED or page.id.startswith(OWN_PREFIX):
        raise fields.problem("id", f"“{page.id}” is kept for pages and for what members add; choose another id")
    phase = phases[fields.whole("phase", 1, len(phases)) - 1]
    criteria = fields.fields("criteria")
    bar = fields.fields("bar")
    milestone = Milestone(
        id=page.id,
        title=page.title,
        outcome=fields.text("outcome"),
        track=_track(fields, tracks),
        phase=phase,
        weeks=_weeks(fields, phase),
        hours=fields.whole("hours", 1, 200),
        needs=fields.words("needs"),
        evidence=fields.choice("evidence", EVIDENCE),
        criteria=tuple(Criterion(name, criteria.text(name)) for name in criteria.ids()),
        bar=tuple(_figure(name, bar.fields(name)) for name in bar.ids()),
        skips=tuple(_skip(entry, people) for entry in fields.each("skip")),
        sources=_cited(fields, sources),
        stretch=fields.flag("stretch"),
        market=fields.flag("market"),
        project=fields.optional_text("project"),
        body=text.html,
        text=" ".join(block.text for block in text.blocks if block.kind != "code"),
    )
    if not milestone.criteria:
        raise fields.problem("criteria", "there is no criterion; say when this milestone is done")
    fields.finish()
    return milestone


def unknown_needs(pages: Iterable[Page], milestones: Mapping[str, Milestone]) -> list[Problem]:
    """A Problem for each prerequisite that is no milestone of the guide."""
    fields = {page.id: page.fields for page in pages}
    return [
        fields[milestone.id].problem("needs", f"it needs “{need}”, which does not exist; mend the id, or add it")
        for milestone in milestones.values()
        for need in milestone.needs
        if need not in fields
    ]


def in_walking_order(
    pages: Iterable[Page], milestones: Mapping[str, Milestone], tracks: Sequence[Track]
) -> tuple[Milestone, ...]:
    """By phase, then first week, then prerequisites before what needs them, then track.

    Raises Problem where milestones need each other in a circle.
    """
    needs = {m.id: [need for need in m.needs if need in milestones] for m in milestones.values()}
    depth: dict[str, int] = {}
    try:
        for milestone_id in TopologicalSorter(needs).static_order():
            depth[milestone_id] = 1 + max((depth[need] for need in needs[milestone_id]), default=0)
    except CycleError as error:
        cycle: list[str] = error.args[1]
        first = next(page.fields for page in pages if page.id == cycle[0])
        sentence = f"these need each other: {' ← '.join(cycle)}; remove one of the needs"
        raise first.problem("needs", sentence) from error
    place = {track.id: at for at, track in enumerate(tracks)}
    return tuple(
        sorted(milestones.values(), key=lambda m: (m.phase.number, m.weeks, depth[m.id], place[m.track.id], m.id))
    )


def _track(fields: Fields, tracks: Sequence[Track]) -> Track:
    folder = fields.path.parent.name
    for track in tracks:
        if track.id == folder:
            return track
    sentence = f"the folder “{folder}” is no track of this guide; move the file, or add the track to guide.md"
    raise Problem(fields.path, 1, sentence)


def _weeks(fields: Fields, phase: Phase) -> tuple[int, int]:
    first, last = fields.span("weeks", phase.weeks[1])
    if first < phase.weeks[0]:
        window = f"weeks {phase.weeks[0]}–{phase.weeks[1]}"
        raise fields.problem("weeks", f"weeks {first}–{last} lie outside {phase.title} ({window})")
    return first, last


def _cited(fields: Fields, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    codes = fields.words("sources")
    for code in codes:
        if code not in sources:
            sentence = f"the source “{code}” is not in sources.yaml; add it there, or mend the code"
            raise fields.problem("sources", sentence)
    return tuple(sources[code] for code in codes)


def _figure(name: str, entry: Fields) -> BarFigure:
    figure = BarFigure(name, entry.text("metric"), entry.text("target"))
    entry.finish()
    return figure


def _skip(entry: Fields, people: Mapping[str, str]) -> Skip:
    who = entry.choice("who", (*people, *ANYBODY))
    only_if = entry.choice("if", IFS) if "if" in entry else None
    skip = Skip(who, entry.choice("may", MAY), only_if, people.get(who, ""))
    entry.finish()
    return skip
