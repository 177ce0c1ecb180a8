"""Notices by mail: a letter for each that its reader wants by mail, and the page where they choose.

Hides that a letter is written only as it is sent: what it says, whether it may still be said, whether it is wanted, and
whether it was read meanwhile, are of that moment.
"""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock, inbox, jobs, mail
from tracker.accounts import Card, Person, card, when_zone_changes
from tracker.extensions import db
from tracker.reminders import unsubscribing
from tracker.reminders.forms import NoticesForm
from tracker.reminders.models import CoachDigest, digest_since, reader
from tracker.reminders.routes import blueprint, path

LATE = timedelta(days=3)
"""After so long a notice is no news any more; the inbox has it."""
DIGEST_WORDS = "On Mondays at 7: who waits on you, what changed last week, whom you meet"

when_zone_changes(CoachDigest.move)


@jobs.handles("notice")
def send_notice(payload: dict[str, Any]) -> None:
    """Write one as things are now, and hand it on. Sent twice it is one letter."""
    user = reader(payload["user"]) if mail.is_sent() else None
    told = inbox.one(payload["user"], payload["notice"])
    if user is None or told is None or told.read_at is not None or clock.now() - told.at > LATE:
        return
    if told.kind not in {kind.name for kind in inbox.kinds()} or not inbox.wants_mail(user.id, told.kind):
        return
    person = Person.of_user(user)
    line = inbox.lines(person, [told]).get(told.id)
    if line is None:
        return
    stop = unsubscribing.address(person.uid, told.kind)
    text = " ".join(line.text.split())
    values = {"name": person.name, "text": text, "link": mail.public_url(line.url), "stop": stop}
    values["choice"] = mail.public_url(path("reminders.notice_wishes"))
    db.session.rollback()  # nobody waits for the mail server
    headers = unsubscribing.headers(stop)
    job, at = payload["job"], told.at.timestamp()
    mail.send_now(
        "reminders/letters/notice.txt", values, person.email, name=person.name, headers=headers, job=job, at=at
    )


@card
def _notices_card(_person: Person) -> Card:
    state = "All in your inbox; by mail as you choose." if mail.is_sent() else "All in your inbox."
    return Card(61, "Notices by mail", state, "Change", url_for("reminders.notice_wishes"))


@blueprint.get("/settings/notices")
def notice_wishes() -> ResponseReturnValue:
    wanted = [name for name, by_mail in inbox.wishes(current_user.id).items() if by_mail]
    return _page(_form(by_mail=[*wanted, *([unsubscribing.DIGEST] if digest_since(current_user) else [])]))


@blueprint.post("/settings/notices")
def choose_notices() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _page(form, 422)
    chosen = set(form.by_mail.data or ())
    inbox.wish(current_user.id, {kind.name: kind.name in chosen for kind in _kinds()})
    if current_user.is_coach and unsubscribing.DIGEST in chosen:
        CoachDigest.begin(current_user)
    elif current_user.is_coach:
        CoachDigest.stop(current_user.id)
    db.session.commit()
    flash("Saved.", "ok")
    return redirect(url_for("reminders.notice_wishes"), 303)


def _kinds() -> list[inbox.Kind]:
    """Those that may come to whoever asks."""
    return [kind for kind in inbox.kinds() if current_user.is_coach or not kind.for_coaches]


def _form(**given: Any) -> NoticesForm:
    form = NoticesForm(data=given)
    digest = [(unsubscribing.DIGEST, DIGEST_WORDS)] if current_user.is_coach else []
    form.offer([*((kind.name, kind.words) for kind in sorted(_kinds(), key=lambda kind: kind.for_coaches)), *digest])
    return form


def _page(form: NoticesForm, code: int = 200) -> ResponseReturnValue:
    return render_template("reminders/notices.html", form=form, sends=mail.is_sent()), code
