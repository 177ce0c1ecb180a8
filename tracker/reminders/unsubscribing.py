"""Stopping letters from the letter itself, without signing in: one click (RFC 8058), or a page with a button.

Hides what stands in the link: the account's random id and the kind of letter, sealed for this purpose alone. It opens
nothing else, works for as long as there are letters that carry it, and answers the same whether or not there is
anything left to stop.
"""

from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from flask import abort, render_template
from flask.typing import ResponseReturnValue

from tracker import inbox, mail, sealing
from tracker.access import public
from tracker.extensions import csrf, db
from tracker.reminders.models import CoachDigest, WeeklyLetter, id_of
from tracker.reminders.routes import blueprint, path

PURPOSE = "unsubscribe"
ONE_CLICK = "List-Unsubscribe=One-Click"
WEEKLY = "weekly"
DIGEST = "digest"


@dataclass(frozen=True)
class Stop:
    """What a link stops: a letter by name, or notices of one kind."""

    uid: str
    kind: str

    @property
    def words(self) -> str:
        names = {WEEKLY: "the weekly letter", DIGEST: "the digest for coaches"}
        return names.get(self.kind, "letters of this kind")

    @property
    def about(self) -> str:
        """What it is, in a sentence."""
        if self.kind == WEEKLY:
            return "It is the letter that brought you here, with last week and this week."
        if self.kind == DIGEST:
            return "It is the letter that brought you here, with who waits on you and what changed."
        said = next((kind.words for kind in inbox.kinds() if kind.name == self.kind), "")
        return f"They come when this happens: {said[:1].lower()}{said[1:]}. Your inbox goes on telling you."

    def do(self) -> None:
        user_id = id_of(self.uid)
        if user_id is None:
            return
        if self.kind == WEEKLY:
            WeeklyLetter.stop(user_id)
        elif self.kind == DIGEST:
            CoachDigest.stop(user_id)
        else:
            inbox.wish(user_id, {self.kind: False})


def address(uid: str, kind: str = WEEKLY) -> str:
    text = uid if kind == WEEKLY else f"{uid} {kind}"
    return mail.public_url(path("reminders.unsubscribing", token=sealing.seal(text, PURPOSE).decode()))


def headers(link: str) -> dict[str, str]:
    """By which mail programs offer it. They post only over https, as RFC 8058 asks."""
    found = {"List-Unsubscribe": f"<{link}>"}
    return {**found, "List-Unsubscribe-Post": ONE_CLICK} if link.startswith("https://") else found


@blueprint.get("/letters/stop/<token>", endpoint="unsubscribing")
@public
def page(token: str) -> ResponseReturnValue:
    return render_template("reminders/unsubscribing.html", token=token, stop=_stop(token), stopped=False)


@blueprint.post("/letters/stop/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    """Whoever holds the letter may stop it: mail programs post here by themselves, with no session and no token."""
    stop = _stop(token)
    stop.do()
    db.session.commit()
    return render_template("reminders/unsubscribing.html", token=token, stop=stop, stopped=True)


def _stop(token: str) -> Stop:
    try:
        uid, _, kind = sealing.unseal(token.encode(), PURPOSE).partition(" ")
    except InvalidToken:
        abort(404)
    return Stop(uid, kind or WEEKLY)
