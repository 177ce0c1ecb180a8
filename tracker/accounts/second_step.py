"""The second step of signing in: a code, a passkey or a recovery code, from somebody who is half-way in."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import public
from tracker.accounts import arriving, ceremonies, journal, limits, second_factors
from tracker.accounts.factor_forms import SecondStepForm
from tracker.accounts.models import Factors
from tracker.accounts.routes import blueprint
from tracker.extensions import db


@blueprint.get("/sign-in/second-step")
@public
def second_step() -> ResponseReturnValue:
    half = arriving.half_way()
    return redirect(url_for("accounts.sign_in")) if half is None else _page(SecondStepForm(), half.user_id)


@blueprint.post("/sign-in/second-step")
@public
def take_second_step() -> ResponseReturnValue:
    """Without a ticket the cookie is left as it is: the very same form, sent twice, may have signed in just now."""
    form, half = SecondStepForm(), arriving.half_way()
    if half is None:
        return redirect(url_for("accounts.sign_in"))
    if not form.validate_on_submit():
        return _page(form, half.user_id), 422
    tries = limits.CodeTries(half.user_id)
    if form.typed and tries.are_too_many():
        form.form_errors.append(tries.sentence)
        return _page(form, half.user_id), 429, tries.retry_after
    how = second_factors.shown(half.user_id, form, ceremonies.STEP)
    if how is None:
        db.session.commit()  # a challenge is spent either way
        journal.note("second-step", "refused", user_id=half.user_id, reason="wrong passkey or code")
        second_factors.complain(form)
        return _page(form, half.user_id), 422
    tries.succeeded()
    return arriving.arrive_wholly(half, how)


@blueprint.post("/passkey/options")
@public
def passkey_options() -> ResponseReturnValue:
    """What to ask the browser for: as proof, as the second step, or as the whole way in, by who is there."""
    half = None if current_user.is_authenticated else arriving.half_way()
    if limits.is_limited("passkey", limits.client(), limits.PASSKEYS):
        return {"error": limits.WAIT}, 429, limits.RETRY_AFTER
    if current_user.is_authenticated:
        options = ceremonies.ask_for(ceremonies.PROVE, current_user.id)
    elif half is not None:
        options = ceremonies.ask_for(ceremonies.STEP, half.user_id)
    else:
        options = ceremonies.ask_for(ceremonies.ENTER, None)
    db.session.commit()
    return options, 200, {"Content-Type": "application/json"}


def _page(form: SecondStepForm, user_id: int) -> str:
    return render_template("accounts/second_step.html", form=form, factors=Factors.of(user_id))
