"""Reads from guide.md what backgrounds and target roles change, and what may be left out first.

Hides how that is written there, and the checks: known milestones, windows in their phase, nothing needed left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tracker.library.front_matter import Fields
from tracker.library.outline import Milestone
from tracker.library.profiles import Cut, Profile, Weight

LEAST_WEIGHT, MOST_WEIGHT = 0.7, 1.3
"""A target role shifts the hours of a milestone by at most 30 %."""


def named_people(front: Fields, name: str) -> dict[str, str]:
    """The ids under `name` with what their people are called, so that milestones can be read before the rest is."""
    people: dict[str, str] = {}
    for entry in front.each(name):
        profile_id = entry.identifier("id")
        if profile_id in people:
            raise entry.problem("id", f"“{profile_id}” stands here twice; give this one another id")
        people[profile_id] = entry.optional_text("people") or ""
    return people


def read_personal(front: Fields, weeks: int, milestones: Iterable[Milestone] | None) -> dict[str, Any]:
    """The fields of a Guide that plans are made with; without milestones (where some are broken) only what needs none.

    Raises Problem.
    """
    found: dict[str, Any] = {
        "weekly_hours": front.whole("weekly-hours", 1, 60),
        "loop_weeks": front.whole("loop-weeks", 0, weeks) if "loop-weeks" in front else 0,
        "hiring_weeks": front.span("hiring-weeks", weeks) if "hiring-weeks" in front else None,
    }
    for name in ("backgrounds", "roles"):
        named_people(front, name)
    cuts = list(front.each("cuts"))
    if milestones is not None:
        known = {milestone.id: milestone for milestone in milestones}
        found["backgrounds"] = _read_profiles(front, "backgrounds", known)
        found["roles"] = _read_profiles(front, "roles", known)
        found["cuts"] = _read_cuts(cuts, known)
    return found


def _read_profiles(front: Fields, name: str, milestones: Mapping[str, Milestone]) -> tuple[Profile, ...]:
    """The backgrounds or the roles of a guide. Raises Problem."""
    is_role = name == "roles"
    return tuple(_profile(entry, milestones, is_role=is_role) for entry in front.each(name))


def _read_cuts(entries: Iterable[Fields], milestones: Mapping[str, Milestone]) -> tuple[Cut, ...]:
    """What may be left out, in order. Raises Problem where something that stays needs it."""
    cuts: list[Cut] = []
    gone = {milestone.id for milestone in milestones.values() if milestone.stretch}
    for entry in entries:
        cut = Cut(entry.text("title"), entry.words("milestones"))
        _known(entry, "milestones", cut.milestones, milestones)
        gone |= set(cut.milestones)
        for milestone in milestones.values():
            missed = [need for need in milestone.needs if need in cut.milestones]
            if missed and milestone.id not in gone:
                sentence = f"{milestone.id} stays and needs “{missed[0]}”; cut that one too, or keep this one"
                raise entry.problem("milestones", sentence)
        entry.finish()
        cuts.append(cut)
    return tuple(cuts)


def _profile(entry: Fields, milestones: Mapping[str, Milestone], *, is_role: bool) -> Profile:
    hours, weeks = entry.fields("hours"), entry.fields("weeks")
    for fields in (hours, weeks):
        for milestone_id in fields.names():
            _known(fields, milestone_id, [milestone_id], milestones)
    profile = Profile(
        id=entry.identifier("id"),
        title=entry.text("title"),
        people="" if is_role else entry.text("people"),
        about=entry.optional_text("about") or "",
        hours=dict(_weights(hours, milestones, is_role=is_role)),
        weeks={milestone_id: _window(weeks, milestones[milestone_id]) for milestone_id in weeks.names()},
    )
    entry.finish()
    return profile


def _known(fields: Fields, name: str, ids: Iterable[str], milestones: Mapping[str, Milestone]) -> None:
    for milestone_id in ids:
        if milestone_id not in milestones:
            raise fields.problem(name, f"“{milestone_id}” is no milestone of this guide; mend the id, or add it")


def _weights(fields: Fields, milestones: Mapping[str, Milestone], *, is_role: bool) -> Iterator[tuple[str, Weight]]:
    for milestone_id in fields.names():
        entry = fields.fields(milestone_id)
        least, most = (LEAST_WEIGHT, MOST_WEIGHT) if is_role else (0.1, 5.0)
        times = entry.number("times", least, most) if "times" in entry else 1.0
        add = entry.whole("add", -200, 200) if "add" in entry and not is_role else 0
        if milestones[milestone_id].hours * times + add <= 0:
            raise entry.problem("add", f"no hours are left for “{milestone_id}”; let people skip it instead")
        yield milestone_id, Weight(times, add, entry.optional_text("why") or "")
        entry.finish()


def _window(fields: Fields, milestone: Milestone) -> tuple[int, int]:
    first, last = milestone.phase.weeks
    window = fields.span(milestone.id, last)
    if window[0] < first:
        sentence = f"weeks {window[0]}–{window[1]} lie outside {milestone.phase.title} (weeks {first}–{last})"
        raise fields.problem(milestone.id, sentence)
    return window
