"""A mentee's pages as a coach sees them: their work on a guide, and one milestone. What a coach does: mentee_desk.py.

Hides how each page is put together from the parts that a grant shows; the preview before granting is the same page.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.access import coach_only
from tracker.coaching.answering import thread_for
from tracker.coaching.bar import verdict
from tracker.coaching.changed import changed_since, latest_evidence, so_since, told
from tracker.coaching.local_time import said
from tracker.coaching.looking import Looking
from tracker.coaching.models import CoachNotes, Sight, edition_of, meetings_of
from tracker.coaching.routes import blueprint, note_or_429, sight_or_404, sight_or_404_unseen
from tracker.coaching.scopes import listed
from tracker.coaching.versions import with_versions
from tracker.library import Milestone, milestone_or_404
from tracker.roadmap import (
    FILTERS,
    WORDS,
    Dating,
    Event,
    Standing,
    WorkDays,
    lately,
    links,
    new_op_id,
    shared_history,
)

AT_FIRST = timedelta(days=14)
"""How far back a coach is told of changes who has not looked before."""
CHANGED_SHOWN, PIECES_SHOWN = 8, 4
VIEW = ("by", "status", "guide", "scopes")
"""What an address may say of how the page is looked at."""
SHARED = {"milestones": "milestones", "evidence": "evidence", "pace": "plan and pace", "sections": "sections read"}
"""The scopes in a coach's words: what a mentee reads of them is addressed to the mentee."""


@blueprint.get("/coach/mentees/<grant_id>")
@coach_only
def mentee(grant_id: str) -> ResponseReturnValue:
    return mentee_page(sight_or_404(grant_id, "plan"))


def mentee_page(
    sight: Sight, *, preview: bool = False, asking: dict[str, Any] | None = None, code: int = 200
) -> ResponseReturnValue:
    """All that this sight shows. `preview`: as the mentee sees it before granting; its links lead to their own pages.

    `asking` is what writing the private note has to say: complaint, or conflict, with what was typed.
    """
    looking = Looking.at(sight)
    mentee, evidence = sight.mentee, sight.shows("evidence")
    note, last = (None, None) if preview else CoachNotes(sight).with_last_look()
    meetings = {} if preview else meetings_of([sight])
    since = last or clock.now() - AT_FIRST
    events = lately(mentee, looking.guide, since, [one.id for one in looking.under_way], evidence=evidence)
    changed = changed_since((*looking.every, *looking.away), events.histories, since, evidence=evidence)
    dating = Dating(looking.taken, mentee.today(), events.days, "the") if looking.taken else None
    own = url_for("roadmap.overview", guide_id=looking.guide.id)
    base = own if preview else url_for("coaching.mentee", grant_id=sight.grant_id)
    by, status = _view()
    text = render_template(
        "coaching/mentee.html",
        sight=sight,
        preview=preview,
        name=mentee.name,
        guide=looking.guide,
        looking=looking,
        tally=looking.tally,
        base=base,
        here=_here,
        shared=[SHARED[scope.id] for scope in listed(sight.scopes)],
        last=last,
        meeting=next(iter(meetings.get(sight.grant_id, ())), None),
        said=said,
        changed=changed,
        most=CHANGED_SHOWN,
        under_way=[_under_way(one, events.histories.get(one.id, ()), sight) for one in looking.under_way],
        pieces=latest_evidence(looking.every, events.histories, PIECES_SHOWN) if evidence else (),
        today=mentee.today(),
        by=by,
        status=status,
        groups=looking.groups(by, status, base, dating, {one.standing.id for one in changed}),
        note=note,
        edition=edition_of(note),
        asking=asking or {},
        words=WORDS,
        host=links.ascii_host,
        looks_secret=links.looks_secret,
    )
    return text, code


@blueprint.get("/coach/mentees/<grant_id>/<milestone_id>")
@coach_only
def milestone(grant_id: str, milestone_id: str) -> ResponseReturnValue:
    """What isn't there is not noted as looked at."""
    sight = sight_or_404_unseen(grant_id)
    looking = Looking.at(sight)
    moves = looking.guide.changes.milestones
    if milestone_id in moves:
        successors = moves[milestone_id] or abort(410)
        return redirect(url_for("coaching.milestone", grant_id=grant_id, milestone_id=successors[0]), 301)
    found = milestone_or_404(looking.guide, milestone_id)
    note_or_429(sight, "milestone", found.id)
    return milestone_page(looking, found)


def milestone_page(looking: Looking, found: Milestone) -> ResponseReturnValue:
    sight, guide = looking.sight, looking.guide
    by_id = {one.id: one for one in (*looking.every, *looking.away)}
    standing, evidence = by_id[found.id], sight.shows("evidence")
    history = shared_history(sight.mentee, guide, found.id, evidence=evidence)
    kept = with_versions(standing.state.evidence, history) if evidence else {}
    return render_template(
        "coaching/milestone.html",
        sight=sight,
        name=sight.mentee.name,
        guide=guide,
        milestone=found,
        standing=standing,
        base=url_for("coaching.mentee", grant_id=sight.grant_id),
        needs=[by_id[need] for need in found.needs],
        kept=kept,
        pieces=[one for one in kept.values() if one.now.kind != "figure"],
        verdict=verdict,
        history=told(found, history, evidence=evidence),
        under_way=_under_way(standing, history, sight),
        thread=thread_for(sight, guide, found),
        dating=_dating(looking, standing, history),
        op_id=new_op_id(),
        host=links.ascii_host,
        looks_secret=links.looks_secret,
    )


def _dating(looking: Looking, standing: Standing, history: Sequence[Event]) -> Dating | None:
    """For one milestone, by the plan where that is shared; its last "done" is when it was finished."""
    if looking.taken is None:
        return None
    mentee = looking.sight.mentee
    ended = [event.at for event in history if event.change.data.get("status") == "done"]
    day = clock.local_day(ended[-1], mentee.time_zone) if ended else None
    days = {standing.id: WorkDays(day, day)} if day else {}
    return Dating(looking.taken, mentee.today(), days, "the")


def _under_way(standing: Standing, history: Sequence[Event], sight: Sight) -> dict[str, Any]:
    """How a milestone stands, since when, and for how many of the mentee's days."""
    mentee, since = sight.mentee, so_since(standing, history)
    days = (mentee.today() - clock.local_day(since, mentee.time_zone)).days if since else None
    return {"standing": standing, "since": since, "days": days}


def _view() -> tuple[str, str]:
    """How the list is grouped, and what it leaves out, by the address."""
    status = request.args.get("status", "")
    return "track" if request.args.get("by") == "track" else "phase", status if status in (*FILTERS, "lately") else ""


def _here(**changes: Any) -> str:
    """This very page with another view of its list."""
    given: dict[str, Any] = {name: request.args.getlist(name) for name in VIEW if name in request.args}
    given |= (request.view_args or {}) | {"_anchor": "all"} | changes
    endpoint = {"coaching.write_note": "coaching.mentee"}.get(str(request.endpoint), str(request.endpoint))
    return url_for(endpoint, **given)
