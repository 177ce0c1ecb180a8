"""Recovery codes: shown once when they are made, and made anew."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import needs_proof
from tracker.accounts import second_factors
from tracker.accounts.factor_forms import FactorForm, RecoveryFileForm
from tracker.accounts.models import Factors, RecoveryCode
from tracker.accounts.routes import blueprint
from tracker.extensions import db

FILE = "milepost-recovery-codes.txt"


@blueprint.get("/settings/recovery-codes")
@needs_proof("accounts.recovery_codes")
def recovery_codes() -> ResponseReturnValue:
    return render_template(
        "accounts/recovery_codes.html",
        form=FactorForm(),
        factors=Factors.of(current_user.id),
        others=second_factors.other_devices(),
    )


@blueprint.post("/settings/recovery-codes")
@needs_proof("accounts.recovery_codes")
def renew_recovery_codes() -> ResponseReturnValue:
    form = FactorForm()
    if not form.validate_on_submit():
        abort(422)
    if not current_user.has_second_factor:
        flash("Recovery codes come with an authenticator app or a passkey. Set up one of them first.", "warn")
        return redirect(url_for("accounts.recovery_codes"))
    codes = RecoveryCode.prepare()
    RecoveryCode.put(current_user.id, codes)
    second_factors.changed("recovery-codes", "recovery_codes_made", form, which="renewed")
    db.session.commit()
    return codes_page(codes.plain)


@blueprint.post("/settings/recovery-codes/file")
def recovery_codes_file() -> ResponseReturnValue:
    """The codes that the page sends, as a file: on the server there is nothing left that could be read."""
    form = RecoveryFileForm()
    if not form.validate_on_submit():
        abort(422)
    text = render_template("accounts/recovery_codes.txt", codes=str(form.codes.data).split(" "))
    return (
        text,
        200,
        {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Disposition": f"attachment; filename={FILE}",
        },
    )


def codes_page(codes: Sequence[str]) -> str:
    """The one time that they are shown: the answer to the very request that made them."""
    return render_template("accounts/new_recovery_codes.html", codes=codes)
