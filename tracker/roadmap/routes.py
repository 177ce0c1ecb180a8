"""The roadmap and milestone pages: what a person sees. What a person does is in actions.py."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock
from tracker.library import Guide, Milestone, Phase, guide_or_404, milestone_or_404
from tracker.roadmap import links
from tracker.roadmap.dating import Dating
from tracker.roadmap.gathering import WorkDays
from tracker.roadmap.models import Event, Plans, Progress, Worklog, personal, work_days
from tracker.roadmap.outlook import Outlook
from tracker.roadmap.progress import WORDS
from tracker.roadmap.progress import standing as stands
from tracker.roadmap.standing import Standing, Tally, counted
from tracker.roadmap.taken import Taken
from tracker.roadmap.talk_markdown import talk_html
from tracker.roadmap.thread_view import my_thread
from tracker.roadmap.today_view import today_view
from tracker.roadmap.wording import event_words, skip_words

blueprint = Blueprint("roadmap", __name__)
blueprint.add_app_template_filter(talk_html, "talk_html")
blueprint.add_app_template_filter(links.ascii_host, "ascii_host")

HISTORY_SHOWN = 12
FILTERS = ("left", "locked", *WORDS, "reviewed", "changed", "turn")

BY_REVIEW: Mapping[str, Callable[[Standing], bool]] = {
    "reviewed": lambda standing: standing.reviewed,
    "changed": lambda standing: standing.changed_since_review,
    "turn": lambda standing: standing.my_turn,
}


@dataclass(frozen=True)
class Group:
    id: str
    title: str
    detail: str
    tally: Tally
    rows: Sequence[dict[str, Any]]


def my_guide_or_404(guide_id: str) -> Guide:
    """The guide as the person who asks has it."""
    return personal(current_user, guide_or_404(guide_id))


def row(
    standing: Standing, *, base: str, why: str | None = None, dating: Dating | None = None, clocked: bool = False
) -> dict[str, Any]:
    """One milestone for components/milestone_row.html; `base` is the roadmap's own address, made once for all rows.

    With a plan (`dating`) its days and hours stand in place of the guide's. `clocked`: what is under way offers a
    session.
    """
    milestone = standing.milestone
    action = None
    if standing.status == "todo" and not standing.locked:
        action = {"label": "Start", "name": "status", "value": "doing", "url": f"{base}/{milestone.id}/status"}
    elif clocked and standing.status == "doing":
        action = {"label": "Start session", "name": "start", "value": "1", "url": f"{base}/{milestone.id}/session"}
    locks = standing.locked_by if standing.locked else ()
    return {
        "title": milestone.title,
        "href": f"{base}/{milestone.id}",
        "status": standing.status,
        "word": standing.word,
        "overruled": standing.overruled,
        "review": _review_word(standing),
        "turn_word": {"mentee": "your turn", "coach": "your coach’s turn"}.get(standing.review.turn),
        "hours": f"{dating.hours(standing) if dating else milestone.hours:g}",
        "window": None if why else dating.words(standing) if dating else milestone.window,
        "criteria_done": len(standing.met),
        "criteria_total": len(milestone.criteria),
        "evidence_count": len(standing.state.evidence),
        "locked_by": [{"title": need.title, "href": f"{base}/{need.id}"} for need in locks],
        "stretch": milestone.stretch,
        "own": standing.own,
        "why": why,
        "action": action,
    }


def _review_word(standing: Standing) -> str | None:
    return "reviewed" if standing.reviewed else "changed" if standing.changed_since_review else None


def counts(tally: Tally) -> dict[str, Any]:
    """A tally for components/bars.html and trail.html: done and already had, of what applies."""
    counted = tally.done + tally.had
    return {
        "counted": counted,
        "total": tally.of,
        "done": tally.done,
        "had": tally.had,
        "na": tally.na,
        "reviewed": tally.reviewed if tally.talked else None,
        "fraction": counted / tally.of if tally.of else 0.0,
        "words": tally.words,
    }


def trail(guide: Guide, every: Sequence[Standing], where: Callable[[Phase], str] | None = None) -> list[dict[str, Any]]:
    """The phases for components/trail.html. `where`: the address of each; by default on the person's own roadmap."""

    def own(phase: Phase) -> str:
        return url_for("roadmap.overview", guide_id=guide.id, by="phase", _anchor=phase.id)

    return [
        counts(Tally.over([standing for standing in every if standing.milestone.phase == phase]))
        | {"title": phase.title, "href": (where or own)(phase)}
        for phase in guide.phases
    ]


@blueprint.get("/roadmap/<guide_id>")
def overview(guide_id: str) -> ResponseReturnValue:
    guide = my_guide_or_404(guide_id)
    by = "track" if request.args.get("by") == "track" else "phase"
    status = request.args.get("status", "")
    status = status if status in FILTERS else ""
    query = request.args.get("q", "").strip()[:100]
    every = Progress(current_user, guide).standings()
    taken = Plans(current_user, guide).current()
    today = current_user.today()
    dating = Dating(taken, today, work_days(current_user, guide)) if taken else None
    shown = [standing for standing in every if fits(standing, status, query)]
    main = counted(every)
    return render_template(
        "roadmap/overview.html",
        guide=guide,
        by=by,
        status=status,
        query=query,
        tally=Tally.over(main),
        locked=sum(standing.locked for standing in main),
        yours=sum(standing.own for standing in main),
        by_review={name: sum(map(found, main)) for name, found in BY_REVIEW.items()},
        trail=trail(guide, every),
        taken=taken,
        outlook=Outlook(guide, taken, every, today) if taken else None,
        groups=_groups(guide, by, main, counted(shown), dating),
        beside=_beside(guide, every, shown, dating),
        shown=len(shown),
        op_id=new_op_id(),
        words=WORDS,
    )


@blueprint.get("/roadmap/<guide_id>/<milestone_id>")
def milestone(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    guide = my_guide_or_404(guide_id)
    if milestone_id in guide.changes.milestones:
        successors = guide.changes.milestones[milestone_id]
        return (
            redirect(url_for("roadmap.milestone", guide_id=guide_id, milestone_id=successors[0]), 301)
            if successors
            else abort(410)
        )
    return milestone_page(guide, milestone_or_404(guide, milestone_id))


def milestone_page(
    guide: Guide, found: Milestone, *, asking: dict[str, Any] | None = None, code: int = 200
) -> ResponseReturnValue:
    """The page of one milestone; with htmx only the part that changes.

    `asking` is what an action has to say or ask: complaint (sentence), form (name) with what was typed, or overrule
    (what is missing).
    """
    everything = request.args.get("history") == "all"
    progress = Progress(current_user, guide)
    every = progress.standings(note_of=found.id, away=True)
    sums = Worklog(current_user).sums(guide)
    way = url_for("roadmap.milestone", guide_id=guide.id, milestone_id=found.id, _anchor="hours")
    by_id = {standing.id: standing for standing in every}
    history = progress.history(found, None if everything else HISTORY_SHOWN + 1)
    block = request.headers.get("HX-Request") == "true"
    taken = None if block else Plans(current_user, guide).current()
    text = render_template(
        "roadmap/_work.html" if block else "roadmap/milestone.html",
        block=block,
        guide=guide,
        milestone=found,
        standing=by_id[found.id],
        dating=_dating(taken, by_id[found.id], history) if taken else None,
        needs=[by_id[need] for need in found.needs],
        unlocks=[by_id[other.id] for other in guide.unlocks[found.id]],
        history=history if everything else history[:HISTORY_SHOWN],
        spent=sums.of(found.id),
        today=today_view(guide, every, sums, way=way),
        day=current_user.today(),
        more_history=not everything and len(history) > HISTORY_SHOWN,
        op_id=new_op_id(),
        asking=asking or {},
        talk=my_thread(guide, found, asking or {}),
        words=WORDS,
        can_undo=_can_undo(by_id[found.id], history),
        event_words=lambda event, milestone: event_words(event.change, milestone),
        skip_words=skip_words,
        host=links.ascii_host,
        looks_secret=links.looks_secret,
    )
    return text, code


def _dating(taken: Taken, standing: Standing, history: Sequence[Event]) -> Dating:
    """For one milestone, whose history is at hand: its last "done" there is when it was finished."""
    zone = current_user.time_zone
    ends = (event.at for event in history if event.change.data.get("status") == "done")
    ended = next(ends, None) if standing.status == "done" else None
    if ended is None:
        return Dating(taken, current_user.today())
    day = clock.local_day(ended, zone)
    return Dating(taken, current_user.today(), {standing.id: WorkDays(day, day)})


def new_op_id() -> str:
    """A name for the forms of one page, so that a form sent twice counts once."""
    return secrets.token_urlsafe(12)


def _can_undo(standing: Standing, history: Sequence[Event]) -> bool:
    """Whether a change still stands, and nothing was carried over from another milestone after the last one."""
    stand = len(history) > HISTORY_SHOWN or bool(stands([event.change for event in reversed(history)]))
    return stand and history[0].version == standing.state.version


def fits(standing: Standing, status: str, query: str = "") -> bool:
    """Whether it is among those that a filter (one of FILTERS, or none) and these words leave."""
    if status == "left":
        found = standing.status in {"todo", "doing", "blocked"}
    elif status == "locked":
        found = standing.locked
    elif status in BY_REVIEW:
        found = BY_REVIEW[status](standing)
    else:
        found = not status or standing.status == status
    words = f"{standing.milestone.title} {standing.milestone.outcome} {standing.id}".casefold()
    return found and all(word in words for word in query.casefold().split())


def _groups(
    guide: Guide, by: str, every: Sequence[Standing], shown: Sequence[Standing], dating: Dating | None
) -> list[Group]:
    """The shown milestones under their phase or track; the sums are always of the whole group."""
    base = url_for("roadmap.overview", guide_id=guide.id)
    kinds: Sequence[Any] = guide.phases if by == "phase" else guide.tracks
    groups = []
    for kind in kinds:
        mine = [standing for standing in every if getattr(standing.milestone, by).id == kind.id]
        here = [standing for standing in shown if getattr(standing.milestone, by).id == kind.id]
        hours = sum(standing.milestone.hours for standing in mine if not standing.milestone.stretch)
        weeks = f"weeks {kind.weeks[0]}–{kind.weeks[1]}, {hours} h" if by == "phase" else f"{hours} h"
        rows = [row(standing, base=base, dating=dating) for standing in here]
        groups.append(Group(kind.id, kind.title, weeks, Tally.over(mine), rows))
    return groups


def _beside(guide: Guide, every: Sequence[Standing], shown: Sequence[Standing], dating: Dating | None) -> Group:
    """Own milestones that the person keeps beside the percentages."""
    base = url_for("roadmap.overview", guide_id=guide.id)
    hours = sum(standing.milestone.hours for standing in every if standing.beside)
    rows = [row(standing, base=base, dating=dating) for standing in shown if standing.beside]
    return Group("beside", "Kept beside the percentages", f"{hours} h", Tally.beside(every), rows)
