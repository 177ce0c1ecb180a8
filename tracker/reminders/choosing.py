"""Settings: the weekly letter and the calendar's address, chosen, renewed and ended."""

from datetime import datetime

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock, mail
from tracker.accounts import Card, Person, card, when_zone_changes
from tracker.extensions import db
from tracker.reminders.forms import EmptyForm, WeeklyForm
from tracker.reminders.models import CalendarFeed, WeeklyLetter, Wishes, wishes
from tracker.reminders.routes import blueprint
from tracker.words import said_date

when_zone_changes(WeeklyLetter.move)


def _wishes(person: Person) -> Wishes:
    """Two cards ask in one request."""
    if "wishes" not in g:
        g.wishes = wishes(person)
    return g.wishes  # type: ignore[no-any-return]


def _since(moment: datetime, person: Person) -> str:
    return said_date(moment, person.time_zone, clock.now())


@card
def _letter_card(person: Person) -> Card:
    since = _wishes(person).letter_since
    state = f"On since {_since(since, person)}: Mondays at 7." if since else "Off."
    if not mail.is_sent():
        state = "This Milepost sends no letters."
    warns = bool(since) and mail.is_sent() and not person.confirmed
    if warns:
        state = "On, but it waits: your address isn’t confirmed."
    return Card(60, "Weekly letter", state, "Change", url_for("reminders.letters"), warns)


@card
def _calendar_card(person: Person) -> Card:
    since = _wishes(person).calendar_since
    state = f"Has an address since {_since(since, person)}." if since else "Has no address outside."
    return Card(62, "Plan in your calendar", state, "Change", url_for("reminders.letters", _anchor="calendar"))


@blueprint.get("/settings/letters")
def letters() -> ResponseReturnValue:
    return _page()


def _page(problem: str = "", code: int = 200) -> ResponseReturnValue:
    found = wishes(current_user)
    address = None
    if found.token:
        address = mail.public_url(url_for("reminders.calendar", token=found.token))
    text = render_template(
        "reminders/letters.html",
        wishes=found,
        address=address,
        webcal=address.replace("https://", "webcal://", 1) if address and address.startswith("https://") else None,
        sends=mail.is_sent(),
        problem=problem,
    )
    return text, code


@blueprint.post("/settings/letters")
def choose_letters() -> ResponseReturnValue:
    form = WeeklyForm()
    if not form.validate_on_submit():
        return _page("Choose on or off.", 422)
    if form.weekly.data == "off":
        WeeklyLetter.stop(current_user.id)
        flash("The weekly letter is off.", "ok")
    elif not mail.is_sent():
        abort(404)
    elif not current_user.confirmed:
        return _page("Confirm your address first: letters go to confirmed ones only.", 422)
    else:
        WeeklyLetter.begin(current_user)
        flash("The weekly letter is on. The first comes on Monday at 7.", "ok")
    db.session.commit()
    return redirect(url_for("reminders.letters"), 303)


@blueprint.post("/settings/calendar/make")
def make_calendar() -> ResponseReturnValue:
    """Give it an address, or another in the place of the old one."""
    if not EmptyForm().validate_on_submit():
        abort(422)
    CalendarFeed.make(current_user)
    db.session.commit()
    flash("Your calendar has a new address. An older one answers no more.", "ok")
    return redirect(url_for("reminders.letters", _anchor="calendar"), 303)


@blueprint.post("/settings/calendar/end")
def end_calendar() -> ResponseReturnValue:
    if not EmptyForm().validate_on_submit():
        abort(422)
    CalendarFeed.end(current_user)
    db.session.commit()
    flash("The calendar’s address is ended. What programs have fetched, they may still show.", "ok")
    return redirect(url_for("reminders.letters", _anchor="calendar"), 303)
