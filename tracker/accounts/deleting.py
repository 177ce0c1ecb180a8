"""Deleting an account: what goes is said first, then everything goes at once, and nothing of the person is left.

Hides everything that lies outside the tables: files of archives, letters in a folder, the ledger of deletions.
"""

from collections.abc import Callable
from pathlib import Path

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from tracker import mail
from tracker.access import needs_proof
from tracker.accounts import journal, ledger, limits
from tracker.accounts.archive import shelf
from tracker.accounts.data_forms import DeleteForm
from tracker.accounts.holdings import all_holdings
from tracker.accounts.models import Person, User, UserSession
from tracker.accounts.models.archives import files_of
from tracker.accounts.routes import blueprint
from tracker.accounts.settings import Card, card
from tracker.extensions import db, wipe_deleted
from tracker.words import plural

_leavers: list[Callable[[int], None]] = []
A_LOOK = 500
"""Ids of the ledger that one statement looks for."""


def when_leaving(tell: Callable[[int], None]) -> Callable[[int], None]:
    """Let this function know, within the same transaction, that an account is about to go. It may tell others."""
    _leavers.append(tell)
    return tell


@card
def _delete_card(_person: Person) -> Card:
    return Card(
        90, "Leave", "Everything that is yours goes at once, for good.", "Delete my account", url_for("accounts.leave")
    )


@blueprint.get("/settings/delete")
@needs_proof("accounts.leave")
def leave() -> ResponseReturnValue:
    return _page(DeleteForm())


@blueprint.post("/settings/delete")
@needs_proof("accounts.leave")
def delete_account() -> ResponseReturnValue:
    form = DeleteForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    user = User.locked(current_user.id)
    if user is not None:
        number, sends_mail = user.id, mail.is_sent()
        if sends_mail:
            mail.send_last("accounts/letters/deleted.txt", user.email, name=user.name, person=user.name)
        forget(user)
        journal.note("deletion", "ok", user_id=number)
    logout_user()
    session.clear()
    flash("Your account and everything that was in it is deleted. Go well.", "ok")
    return redirect(url_for("dashboard.home"), 303)


def forget(user: User) -> None:
    """Delete the account with everything that hangs on it, in the tables and outside them. Commits."""
    uid, address, files = str(user.uid), user.email, files_of(user.id)
    ledger.note("deleting", uid)
    for tell in _leavers:
        tell(user.id)
    for holding in all_holdings():
        holding.erase(user.id)
    limits.forget(user)
    user.delete()
    db.session.commit()
    ledger.note("deleted", uid)
    wipe_deleted()
    shelf.remove(files)
    mail.forget(address)


def forget_again(file: Path | None = None) -> tuple[int, int]:
    """Delete those accounts once more that were deleted after the backup which the database comes from. Commits.

    Answers how many that were, and how many are there whose deletion was begun and of which no end is known.
    """
    deleted, begun = ledger.read(file)
    again = 0
    for ids in _some(deleted):
        for user in User.by_uids(ids):
            forget(user)
            again += 1
    return again, sum(len(User.by_uids(ids)) for ids in _some(begun))


def _some(ids: set[str]) -> list[list[str]]:
    every = sorted(ids)
    return [every[at : at + A_LOOK] for at in range(0, len(every), A_LOOK)]


def _page(form: DeleteForm, code: int = 200) -> ResponseReturnValue:
    counts = [
        one for holding in all_holdings() if holding.feature != "accounts" for one in holding.count(current_user.id)
    ]
    going = [plural(number, *topic.words) for topic, number in counts if number]
    going.append(plural(len(UserSession.of(current_user.id)), "signed-in device"))
    files = len(files_of(current_user.id))
    if files:
        going.append(plural(files, "archive"))
    return render_template("accounts/leave.html", form=form, going=going, sends_mail=mail.is_sent()), code
