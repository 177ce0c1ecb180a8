"""Sentences about milestones: what an event in the history says, and who may shorten the work. Pure."""

from datetime import date

from tracker.library import Milestone, Skip
from tracker.roadmap.pace import Step
from tracker.roadmap.progress import WORDS, Change
from tracker.words import said_minutes

WHO = {
    "at-work": "Whoever does this at work already",
    "coding-loop": "Whoever passed a coding loop within a year",
    "no-offer": "Whoever has no offer yet",
}
MAY = {
    "skip": "may mark it already had",
    "halve": "may plan half the hours",
    "na": "may mark it not applicable",
}
IFS = {"daily-python": "with daily Python "}


def skip_words(skip: Skip) -> str:
    """Backend engineers with daily Python may mark it already had."""
    return f"{skip.people or WHO[skip.who]} {IFS.get(skip.only_if or '', '')}{MAY[skip.may]}."


def event_words(change: Change, milestone: Milestone, whose: str = "your") -> str:
    """One line of a milestone's history. `whose`: "their" for somebody else than the person."""
    data = change.data
    if change.kind == "status":
        return WORDS[data["status"]] + (f", by {whose} own decision" if data["overruled"] else "")
    if change.kind == "criterion":
        text = next(
            (known.text for known in milestone.criteria if known.id == data["criterion"]), "a criterion since removed"
        )
        return f"{'Ticked' if data['met'] else 'Unticked'}: {text}"
    if change.kind == "evidence":
        if "remove" in data:
            return "Evidence removed"
        put = data["put"]
        kind = {"link": "Link", "text": "Text", "figure": "Figure"}[put["kind"]]
        return f"{kind} added" if put["version"] == 1 else f"{kind} changed, version {put['version']}"
    if change.kind == "note":
        return "Note saved"
    if change.kind == "adopt" and not data["from"]:
        return "Brought together with an imported archive"
    if change.kind == "adopt":
        return "Carried over from an earlier milestone of the guide"
    return "Undone: the change before"


def said_span(start: date | None, end: date | None) -> str:
    """3–12 March 2027; 28 February – 3 March 2027; from 3 March 2027; by 12 March 2027."""
    if start and end:
        if start == end:
            return _said(start)
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.day}–{_said(end)}"
        first = f"{start.day} {start:%B}" if start.year == end.year else _said(start)
        return f"{first} – {_said(end)}"
    return f"from {_said(start)}" if start else f"by {_said(end)}" if end else ""


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def said_step(step: Step) -> str:
    """Build a judge: 2 h, to finish by Friday 4 December: one of the seven days' steps, for a letter."""
    due = f"{step.due:%A} {step.due.day} {step.due:%B}"
    when = f"was planned for {due}" if step.overdue else f"to finish by {due}" if step.finishes else "to go on with"
    return f"{step.title}: {said_minutes(step.minutes)}, {when}"
