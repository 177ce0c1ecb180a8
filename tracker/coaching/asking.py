"""A coach's side of grants: asking somebody for one, without learning whether they are here, and giving one up.

Hides that a request is looked at by the worker alone: whatever becomes of it, the coach's answer and what it costs are
the same, and there is no list of requests that could tell.
"""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import inbox, jobs
from tracker.access import coach_only
from tracker.accounts import Person, User, is_limited
from tracker.coaching.grant_forms import RequestForm
from tracker.coaching.models import Offers, sound_coach
from tracker.coaching.routes import blueprint
from tracker.extensions import db

A_DAY = timedelta(days=1)
MOST = 10
"""How many people a coach may ask within a day."""
SENT = "Sent. If that address belongs to somebody here who takes requests from you, they see it now and decide."


@blueprint.get("/coach/request")
@coach_only
def asking() -> ResponseReturnValue:
    return render_template("coaching/request.html", form=RequestForm(data={"guide": request.args.get("guide")}))


@blueprint.post("/coach/request")
@coach_only
def ask() -> ResponseReturnValue:
    form = RequestForm()
    if not form.validate_on_submit():
        return render_template("coaching/request.html", form=form), 422
    if is_limited("coach-request", current_user.id, MOST, A_DAY):
        form.form_errors.append("You asked ten people within a day. Go on tomorrow.")
        text = render_template("coaching/request.html", form=form)
        return text, 429, {"Retry-After": str(int(A_DAY.total_seconds()))}
    wanted = {"coach": current_user.id, "email": str(form.email.data), "guide": str(form.guide.data)}
    jobs.add("coach-request", wanted, user_id=current_user.id)
    db.session.commit()
    flash(SENT, "ok")
    return redirect(url_for("coaching.asking"), 303)


@jobs.handles("coach-request", keeps_dead=False)
def deliver_request(payload: dict[str, Any]) -> None:
    """To whom it is for, if it is for anybody: nobody hears of one that reached nobody."""
    coach, mentee = sound_coach(payload["coach"]), User.by_email(payload["email"])
    if coach is None or mentee is None or mentee.disabled_at is not None:
        return
    offers = Offers(Person.of_user(coach))
    User.locked(mentee.id)  # so that two at once are one
    if offers.may_ask(mentee.id, payload["guide"]):
        inbox.tell(mentee.id, "coach-request", about=offers.ask(mentee.id, payload["guide"]).id)
