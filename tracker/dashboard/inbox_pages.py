"""The inbox: what happened that somebody wants to know of, newest first; opening a notice leads to its place.

Hides notices that say nothing to this person any more: they are in no list and open nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm

from tracker import clock, inbox
from tracker.dashboard.routes import blueprint
from tracker.extensions import db
from tracker.inbox import Line, Told
from tracker.words import said_date

A_PAGE = 25
LARGEST_ID = 2**31 - 1


class ReadForm(FlaskForm):
    """A button that says it all; the token is checked."""


@dataclass(frozen=True)
class Item:
    told: Told
    line: Line

    @property
    def unread(self) -> bool:
        return self.told.read_at is None


@blueprint.get("/inbox", endpoint="inbox")
def inbox_page() -> ResponseReturnValue:
    notices = inbox.of(current_user.id)
    lines = inbox.lines(current_user, notices)
    items = [Item(told, lines[told.id]) for told in notices if told.id in lines]
    pages = max(1, -(-len(items) // A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "dashboard/inbox.html",
        days=list(_by_day(items[(page - 1) * A_PAGE : page * A_PAGE])),
        silent=current_user.unread - sum(item.unread for item in items),
        page=page,
        pages=pages,
        kept=inbox.KEEP.days,
        most=inbox.MOST,
    )


@blueprint.post(f"/inbox/<int(max={LARGEST_ID}):notice_id>/open")
def open_notice(notice_id: int) -> ResponseReturnValue:
    """It counts as read with this, and leads to its place. Opened twice is once."""
    told = inbox.one(current_user.id, notice_id)
    line = inbox.lines(current_user, [told]).get(told.id) if told else None
    if line is None or not ReadForm().validate_on_submit():
        abort(404)
    inbox.read(current_user.id, [notice_id])
    db.session.commit()
    return redirect(line.url, 303)


@blueprint.post("/inbox/read")
def read_inbox() -> ResponseReturnValue:
    if not ReadForm().validate_on_submit():
        abort(422)
    inbox.read(current_user.id)
    db.session.commit()
    flash("All read.", "ok")
    return redirect(url_for("dashboard.inbox"), 303)


def _by_day(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """Under the day as the person who asks would call it."""
    now, zone = clock.now(), current_user.time_zone
    for day, group in groupby(items, key=lambda item: said_date(item.told.at, zone, now)):
        yield day[0].upper() + day[1:], list(group)
