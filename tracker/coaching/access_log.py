"""The access log: which coach looked at what, and when; of all grants, or of one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock
from tracker.coaching.granting import behind_or_404
from tracker.coaching.looks import Line, by_day
from tracker.coaching.models import Behind, log_of
from tracker.coaching.routes import blueprint
from tracker.library import catalogue
from tracker.roadmap import personal

MOST = 300
"""Looks that one page is made of."""


@blueprint.get("/coaching/log")
def log() -> ResponseReturnValue:
    return _page(None)


@blueprint.get("/coaching/grants/<grant_id>/log")
def log_of_grant(grant_id: str) -> ResponseReturnValue:
    return _page(behind_or_404(grant_id))


def _page(one: Behind | None) -> str:
    """`?before=`: days before this one. A page ends with a whole day, unless one day fills it."""
    before, zone = _before(), current_user.time_zone
    looks = log_of(current_user, before or clock.now() + timedelta(days=1), MOST + 1, one.grant.id if one else None)
    days = by_day(looks, zone)
    more = len(looks) > MOST
    if more and len(days) > 1:
        days.pop()
    here = url_for("coaching.log_of_grant", grant_id=one.grant.id) if one else url_for("coaching.log")
    return render_template(
        "coaching/log.html",
        one=one,
        days=days,
        titles=_titles(days),
        newest=before is None,
        here=here,
        older=f"{here}?before={days[-1][0].isoformat()}" if more else None,
    )


def _before() -> datetime | None:
    """The first moment of the day in `?before=`, where the person is; None for what is no day."""
    try:
        day = date.fromisoformat(request.args["before"])
        return datetime.combine(day, time(), ZoneInfo(current_user.time_zone)).astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        return None


def _titles(days: list[tuple[date, list[Line]]]) -> dict[tuple[str, str], str]:
    """Of the milestones that there are still, also those that are put away."""
    wanted = {key for _, lines in days for line in lines for key in line.milestones}
    found: dict[tuple[str, str], str] = {}
    for guide_id in {guide_id for guide_id, _ in wanted}:
        guide = catalogue().get(guide_id)
        if guide is not None:
            mine = personal(current_user, guide)
            found |= {(guide_id, one): mine.by_id[one].title for known, one in wanted if one in mine.by_id}
    return found
