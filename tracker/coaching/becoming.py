"""Becoming a coach, saying who one is, and stopping. What a coach's account must have is said here, with the way to it.

Hides that nobody coaches without a confirmed address and a second factor: a coach's account opens other people's work.
"""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.accounts import Card, Coach, Person, card, links
from tracker.coaching.grant_forms import CoachForm, EmptyForm
from tracker.coaching.models import Grants, Sights
from tracker.coaching.over import stop_coaching
from tracker.coaching.routes import blueprint
from tracker.extensions import db
from tracker.words import plural

ORDER = 70


@card
def _coaching_card(person: Person) -> Card:
    if person.is_coach and not person.may_coach:
        wanting = "a second step" if person.confirmed else "a confirmed address and a second step"
        wanting = "a confirmed address" if person.has_second_factor else wanting
        return Card(ORDER, "Coaching", f"You coach, but it rests: it asks for {wanting}.", "See", _profile(), True)
    looking = Grants(person).in_force()
    state = f"{plural(looking, 'coach', 'coaches')} may look at your work." if looking else "Nobody looks on."
    return Card(ORDER, "Coaching", f"{state} You coach." if person.is_coach else state, "See", _overview())


def _profile() -> str:
    return url_for("coaching.profile")


def _overview() -> str:
    return url_for("coaching.overview")


def is_sound() -> bool:
    """Whether whoever asks may become a coach."""
    return bool(current_user.confirmed and current_user.has_second_factor)


@blueprint.get("/coach/profile")
def profile() -> ResponseReturnValue:
    coach = Coach.of(current_user.id)
    data: dict[str, Any] = {"name": current_user.name}
    if coach:
        data = {"name": coach.name, "helps_with": coach.helps_with, "promise_days": coach.promise_days}
    return _page(CoachForm(data=data))


@blueprint.post("/coach/profile")
def put_profile() -> ResponseReturnValue:
    form = CoachForm()
    if not is_sound():
        return _page(form), 409
    if not form.validate_on_submit():
        return _page(form), 422
    Coach.put(
        current_user.id,
        name=str(form.name.data),
        helps_with=str(form.helps_with.data),
        promise_days=int(form.promise_days.data or 0),
    )
    db.session.commit()
    flash("Saved." if current_user.is_coach else "You can coach now.", "ok")
    return redirect(url_for("coaching.invitation") if links.followed("invitation") else _profile(), 303)


@blueprint.get("/coach/stop")
def stopping() -> ResponseReturnValue:
    if not current_user.is_coach:
        return redirect(_profile())
    return render_template("coaching/stopping.html", people=len(Sights(current_user).all()))


@blueprint.post("/coach/stop")
def stop() -> ResponseReturnValue:
    """Sent twice it stops once; whoever doesn't coach has nothing to stop."""
    if not EmptyForm().validate_on_submit():
        abort(422)
    stop_coaching(current_user)
    Coach.stop(current_user.id)
    db.session.commit()
    flash("You coach no more, and see nobody’s work. Whoever let you see theirs is told.", "ok")
    return redirect(_profile(), 303)


def _page(form: CoachForm) -> str:
    return render_template(
        "coaching/profile.html",
        form=form,
        ready=is_sound(),
        sends=current_app.config["SENDS_MAIL"],
        invited=bool(links.followed("invitation")),
    )
