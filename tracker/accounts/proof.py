"""Proving again who one is, before something that matters: once every ten minutes is enough.

Two parts: a password, or what stands for it, and the second factor of somebody who has one. A passkey is both. Whoever
offers another way to prove the first part (a provider) says so with `@way`, notes it with `UserSession.prove`, and
sends the person on with `on`, back here if the second part is still wanted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import own_path
from tracker.accounts import ceremonies, journal, limits, second_factors
from tracker.accounts.factor_forms import ProofForm
from tracker.accounts.models import Factors, Person, User, UserSession
from tracker.accounts.routes import blueprint
from tracker.extensions import db


@dataclass(frozen=True)
class Way:
    """A link that leads to another way to prove the first part."""

    label: str
    url: str


Offered = Callable[[Person, str | None], Way | None]
_ways: list[Offered] = []


def way(made: Offered) -> Offered:
    """Offer another way on the page, with where it leads in the end; None: it isn't this person's."""
    _ways.append(made)
    return made


@blueprint.get("/settings/proof")
def proof() -> ResponseReturnValue:
    return _page(_form(_Asked.now(), next=request.args.get("next")))


@blueprint.post("/settings/proof")
def prove() -> ResponseReturnValue:
    asked = _Asked.now()
    form = _form(asked)
    if not form.validate_on_submit():
        return _page(form), 422
    refused = _passkey_is_refused(form) if form.credential.data else _words_are_refused(form, asked)
    if refused:
        return _page(form), refused, limits.RETRY_AFTER if refused == 429 else {}
    db.session.commit()
    return on(form.next.data)


def on(address: str | None) -> ResponseReturnValue:
    """To where the proof was wanted."""
    return redirect(own_path(address) or url_for("accounts.settings"))


@dataclass(frozen=True)
class _Asked:
    """What is wanted of the person who asks: what they haven't shown lately, or all of it again."""

    first: bool
    factor: bool
    has_password: bool

    @classmethod
    def now(cls) -> "_Asked":
        again = current_user.is_fresh
        return cls(
            first=again or not current_user.proved_lately,
            factor=current_user.has_second_factor and (again or not current_user.proved_factor_lately),
            has_password=User.has_password(current_user.id),
        )


def _form(asked: _Asked, **values: str | None) -> ProofForm:
    form = ProofForm(**values)
    if not (asked.first and asked.has_password):
        del form.password
    if not asked.factor:
        del form.code, form.recovery_code
    return form


def _passkey_is_refused(form: ProofForm) -> int | None:
    if second_factors.shown(current_user.id, form, ceremonies.PROVE) is None:
        db.session.commit()  # its challenge is spent either way
        second_factors.complain(form)
        return _refuse("wrong passkey")
    UserSession.prove(current_user.token, factor=True)
    journal.note("proof", "ok", user_id=current_user.id, reason="passkey")
    return None


def _words_are_refused(form: ProofForm, asked: _Asked) -> int | None:
    """Password before code: a code is used up only where the rest is right."""
    passwords, codes = limits.Tries("proof", current_user.email), limits.CodeTries(current_user.id)
    if asked.first and not asked.has_password:
        form.form_errors.append("Your account has no password. Use one of the other ways below.")
        return _refuse("no password")
    if asked.first:
        if passwords.are_too_many():
            form.password.errors = [limits.WAIT]
            return 429
        if not User.by_id(current_user.id).knows(str(form.password.data)):
            form.password.errors = ["This isn't your password. Check it and try again."]
            return _refuse("wrong password")
    if asked.factor:
        if codes.are_too_many():
            form.form_errors.append(codes.sentence)
            return 429
        if second_factors.shown(current_user.id, form, ceremonies.PROVE) is None:
            second_factors.complain(form)
            return _refuse("wrong code")
        codes.succeeded()
    if asked.first:
        passwords.succeeded()
    UserSession.prove(current_user.token, first=asked.first, factor=asked.factor)
    how = " and ".join(["password"] * asked.first + ["code"] * asked.factor)
    journal.note("proof", "ok", user_id=current_user.id, reason=how)
    return None


def _refuse(why: str) -> int:
    journal.note("proof", "refused", user_id=current_user.id, reason=why)
    return 422


def _page(form: ProofForm) -> str:
    offered = _ways if _Asked.now().first else []
    ways = [found for made in offered if (found := made(current_user, form.next.data)) is not None]
    return render_template("accounts/proof.html", form=form, ways=ways, factors=Factors.of(current_user.id))
