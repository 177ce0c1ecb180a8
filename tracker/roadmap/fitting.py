"""What each milestone costs one person: skipped, halved, more or less than the guide's hours, each with its reason.

Hides the rules of backgrounds and target roles. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from tracker.library import Milestone, Profile, Skip
from tracker.roadmap.inputs import Adjusted, Inputs, Own

QUARTER = 15
"""Adjusted hours are rounded to quarters of an hour, towards the guide's."""
AS_GUIDE = Adjusted()


@dataclass(frozen=True)
class Fitted:
    """One milestone for one person. `state` is planned, finished, had, na, hidden or left-out (a stretch not taken)."""

    id: str
    title: str
    state: str
    minutes: int
    """For this person; what it would cost where it isn't planned."""
    guide_minutes: int
    """The guide's own; for an own milestone as `minutes`."""
    reasons: tuple[str, ...]
    """Why hours or state differ from the guide's, in words: "halved: Backend engineers"."""
    track: str | None
    phase: int | None
    weeks: tuple[int, int] | None
    """The window, in the guide's weeks; None for own milestones."""
    needs: tuple[str, ...]
    market: bool
    stretch: bool
    build: bool
    """Part of a portfolio project."""
    own: bool
    start: date | None
    end: date | None

    @property
    def active(self) -> bool:
        return self.state in {"planned", "finished"}


def fitted(inputs: Inputs) -> tuple[Fitted, ...]:
    """Every milestone of the guide in walking order, then the person's own."""
    guide, setup = inputs.guide, inputs.setup
    chosen = {
        "background": next((one for one in guide.backgrounds if one.id == setup.background), None),
        "role": next((one for one in guide.roles if one.id == setup.role), None),
    }
    found = [_fit(inputs, milestone, chosen["background"], chosen["role"]) for milestone in guide.milestones]
    return (*found, *(_fit_own(inputs, own) for own in inputs.own))


def _fit(inputs: Inputs, milestone: Milestone, background: Profile | None, role: Profile | None) -> Fitted:
    adjusted = inputs.adjusted.get(milestone.id, AS_GUIDE)
    skips = [skip for skip in milestone.skips if _applies(skip, milestone, inputs)]
    state, why = _state(inputs, milestone, adjusted, skips)
    reasons = [why] if why else []
    minutes = 60 * milestone.hours
    if adjusted.hours is not None:
        minutes = round(60 * adjusted.hours)
        reasons.append("hours set by you")
    else:
        for rounded, reason in _steps(milestone, minutes, skips, background, role):
            minutes = rounded
            reasons.append(reason)
    windows: Mapping[str, tuple[int, int]] = {
        **(background.weeks if background else {}),
        **(role.weeks if role else {}),
    }
    return Fitted(
        id=milestone.id,
        title=milestone.title,
        state=state,
        minutes=minutes,
        guide_minutes=60 * milestone.hours,
        reasons=tuple(reasons),
        track=milestone.track.id,
        phase=milestone.phase.number,
        weeks=windows.get(milestone.id, milestone.weeks),
        needs=milestone.needs,
        market=milestone.market,
        stretch=milestone.stretch,
        build=milestone.project is not None,
        own=False,
        start=adjusted.start,
        end=adjusted.end,
    )


def _fit_own(inputs: Inputs, own: Own) -> Fitted:
    state = "planned"
    if own.id in inputs.finished:
        state = "finished"
    elif own.id in inputs.had:
        state = "had"
    elif own.id in inputs.na:
        state = "na"
    elif own.hidden:
        state = "hidden"
    minutes = round(60 * own.hours)
    return Fitted(
        id=own.id,
        title=own.title,
        state=state,
        minutes=minutes,
        guide_minutes=minutes,
        reasons=("added by you",),
        track=own.track,
        phase=None,
        weeks=None,
        needs=own.needs,
        market=False,
        stretch=False,
        build=False,
        own=True,
        start=own.start,
        end=own.end,
    )


def _applies(skip: Skip, milestone: Milestone, inputs: Inputs) -> bool:
    setup = inputs.setup
    if skip.only_if == "daily-python" and not setup.daily_python:
        return False
    if skip.who == "at-work":
        return milestone.id in setup.at_work
    if skip.who == "coding-loop":
        return setup.passed_loop
    return skip.who == setup.background


def _state(inputs: Inputs, milestone: Milestone, adjusted: Adjusted, skips: list[Skip]) -> tuple[str, str]:
    """The state, and the reason where it is one to tell."""
    if milestone.id in inputs.finished:
        return "finished", ""
    if milestone.id in inputs.had:
        return "had", "already had: marked by you"
    if milestone.id in inputs.na:
        return "na", "not applicable: marked by you"
    if adjusted.hidden:
        return "hidden", "hidden by you"
    if adjusted.wanted or milestone.id in inputs.worked:
        return "planned", "kept by you" if skips or (milestone.stretch and not inputs.setup.stretch) else ""
    for may, state, words in (("skip", "had", "already had"), ("na", "na", "not applicable")):
        for skip in skips:
            if skip.may == may:
                return state, f"{words}: {_who(skip)}"
    if milestone.id in inputs.setup.at_work:
        return "had", "already had: you do this at work"
    if milestone.stretch and not inputs.setup.stretch:
        return "left-out", "a stretch milestone, left out"
    return "planned", ""


def _who(skip: Skip) -> str:
    words = {"at-work": "you do this at work", "coding-loop": "you passed a coding loop within a year"}
    who = words.get(skip.who, skip.people)
    return f"{who} with daily Python" if skip.only_if == "daily-python" else who


def _steps(
    milestone: Milestone, minutes: int, skips: list[Skip], background: Profile | None, role: Profile | None
) -> Iterator[tuple[int, str]]:
    """One change of the hours after the other: halved, then by background, then by role."""
    halve = next((skip for skip in skips if skip.may == "halve"), None)
    if halve:
        minutes = minutes // 2
        yield minutes, f"halved: {_who(halve)}"
    for profile in (background, role):
        weight = profile.hours.get(milestone.id) if profile else None
        if profile and weight:
            minutes = max(QUARTER, _quarters(minutes * weight.times, minutes) + 60 * weight.add)
            change = f"×{weight.times:g}" if weight.times != 1 else ""
            added = f"{'+' if weight.add > 0 else '−'}{abs(weight.add)} h" if weight.add else ""
            yield minutes, f"{' '.join(filter(None, (change, added)))}: {weight.why or profile.title}"


def _quarters(minutes: float, before: int) -> int:
    """To a quarter of an hour, so that a change is never larger than was said."""
    quarters = round(minutes / QUARTER, 6)
    return QUARTER * (floor(quarters) if minutes > before else ceil(quarters))
