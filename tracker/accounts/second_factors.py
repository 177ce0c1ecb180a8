"""What every kind of second factor has in common: it is shown at the second step and as proof, and changes are told."""

from typing import Any

from flask import session
from flask_login import current_user

from tracker.accounts import ceremonies, journal
from tracker.accounts.arriving import tell
from tracker.accounts.factor_forms import FactorForm, SecondStepForm
from tracker.accounts.models import (
    HALF_WAY,
    RESET,
    Authenticator,
    RecoveryCode,
    Ticket,
    User,
    UserSession,
    has_second_factor,
)
from tracker.accounts.recovery_codes import tidied

NOT_RIGHT = "This code isn't right, or it was used before. Wait until your app shows another, then try again."
RECOVERY_NOT_RIGHT = "This recovery code isn't right, or it was used before."
PASSKEY_NOT_RIGHT = "That passkey doesn't open this account, or it took too long. Try again."


def shown(user_id: int, form: SecondStepForm, purpose: str) -> str | None:
    """What of this person's the form shows, in words for the log, used up with this transaction; None: nothing.

    `purpose`: what a passkey was asked for (see ceremonies).
    """
    if form.credential.data:
        return "passkey" if ceremonies.shown(purpose, form.credential.data, user_id) else None
    if tidied(form.typed) is None:
        return "authenticator" if Authenticator.accepts(user_id, form.typed) else None
    if not RecoveryCode.use(user_id, form.typed):
        return None
    tell(User.by_id(user_id), "recovery_code_used", left=RecoveryCode.left(user_id))
    return "recovery code"


def complain(form: SecondStepForm) -> None:
    """Say at the right place of the form that what it shows isn't right."""
    if form.credential.data:
        form.form_errors.append(PASSKEY_NOT_RIGHT)
    elif form.recovery_code.data and not form.code.data:
        form.recovery_code.errors = [RECOVERY_NOT_RIGHT]
    else:
        form.code.errors = [NOT_RIGHT]


def changed(event: str, letter: str, form: FactorForm, *, which: str, **values: Any) -> None:
    """Note with this transaction that the person who asks has changed how they sign in, and tell them.

    Links to a new password and sign-ins that are half done were for how it was before: they open nothing any more.
    """
    Ticket.void(current_user.id, HALF_WAY, RESET)
    if form.end_others.data:
        UserSession.end_all(current_user.id, but=current_user.token)
    tell(User.by_id(current_user.id), letter, **values)
    journal.note(event, "ok", user_id=current_user.id, reason=which)
    session.pop(ceremonies.IN_SESSION, None)


def removed(form: FactorForm, *, which: str, factor: str) -> None:
    """The same of a factor that was removed; with the last of them the recovery codes go, and the second step."""
    is_last = not has_second_factor(current_user.id)
    if is_last:
        RecoveryCode.remove(current_user.id)
    changed("factor-remove", "factor_removed", form, which=which, factor=factor, is_last=is_last)


def other_devices() -> int:
    """At how many others the person who asks is signed in."""
    return len(UserSession.of(current_user.id)) - 1
