"""Joining a cohort by its link, and leaving it. Neither lets anybody see anything: that is a decision of its own.

Hides that the link's token leaves the address at once, and waits in the session of the browser that followed it.
"""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.accounts import is_limited, links
from tracker.coaching.meeting_forms import PressForm
from tracker.coaching.models import Full, Memberships, Offered
from tracker.coaching.routes import blueprint
from tracker.extensions import db
from tracker.library import catalogue

MOST = 20
AN_HOUR = timedelta(hours=1)
FULL = "This cohort is full. Ask whoever gave you the link."
links.lead("cohort", to="coaching.joining")


@blueprint.get("/coaching/join")
def joining() -> ResponseReturnValue:
    return _page(_offered())


@blueprint.post("/coaching/join")
def join() -> ResponseReturnValue:
    """Joined twice is once."""
    if _offered() is not None and is_limited("cohort", current_user.id, MOST, AN_HOUR):
        abort(429)
    cohort = _offered()
    if cohort is None or not PressForm().validate_on_submit():
        return _page(None)
    if cohort.coach_id == current_user.id:
        abort(422)
    try:
        Memberships(current_user).join(cohort)
    except Full:
        return _page(cohort, FULL, 422)
    db.session.commit()
    flash("You’re in. Nobody sees your work by that.", "ok")
    return redirect(url_for("coaching.my_cohorts"), 303)


@blueprint.get("/coaching/cohorts")
def my_cohorts() -> ResponseReturnValue:
    mine = Memberships(current_user).all()
    return render_template("coaching/my_cohorts.html", cohorts=[(one, catalogue().get(one.guide_id)) for one in mine])


@blueprint.post("/coaching/cohorts/<cohort_id>/leave")
def leave_cohort(cohort_id: str) -> ResponseReturnValue:
    """Left twice is once, and one that somebody never was in is left already."""
    if not PressForm().validate_on_submit():
        abort(422)
    Memberships(current_user).leave(cohort_id)
    db.session.commit()
    flash("You’re not in it any more. What you granted to its coach you end apart.", "ok")
    return redirect(url_for("coaching.my_cohorts"), 303)


def _offered() -> Offered | None:
    token = links.followed("cohort")
    return Memberships(current_user).offered(token) if token else None


def _page(cohort: Offered | None, problem: str = "", code: int = 200) -> ResponseReturnValue:
    guide = catalogue().get(cohort.guide_id) if cohort else None
    page = render_template("coaching/joining.html", cohort=cohort, guide=guide, problem=problem)
    return page, code if cohort else 410
