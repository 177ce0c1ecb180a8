"""Taking everything along: asking for an export, waiting for it, and getting the file. The page for import stands here.

Asking and getting need proof of who one is.
"""

import secrets
from datetime import timedelta

from flask import abort, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock, jobs
from tracker.access import needs_proof
from tracker.accounts import journal, limits
from tracker.accounts.archive import shelf
from tracker.accounts.data_forms import ArchiveForm, OnceForm
from tracker.accounts.models import Archive, Import, Person, User
from tracker.accounts.routes import blueprint
from tracker.accounts.settings import Card, card
from tracker.extensions import db
from tracker.words import said_moment

EXPORTS = 5
A_DAY = timedelta(days=1)
TOO_OFTEN = "You asked for five exports within a day. Wait until tomorrow, or take the one below."


@card
def _data_card(person: Person) -> Card:
    latest = Archive.latest(person.id)
    if latest is None:
        state = "Everything you gave and did, to take along or to bring in from elsewhere."
    elif latest.state == "ready":
        until = said_moment(latest.expires_at, person.time_zone, clock.now())
        return Card(80, "Your data", f"An export is ready until {until}.", "Get it", url_for("accounts.data"))
    else:
        state = "An export is being made." if latest.state == "waiting" else "The latest export failed."
    return Card(80, "Your data", state, "Export or import", url_for("accounts.data"))


@blueprint.get("/settings/data")
def data() -> ResponseReturnValue:
    return data_page(ArchiveForm())


def data_page(form: ArchiveForm, code: int = 200, asking: OnceForm | None = None) -> ResponseReturnValue:
    page = render_template(
        "accounts/data.html",
        archive=Archive.latest(current_user.id),
        imports=Import.all_of(current_user.id),
        form=form,
        asking=asking,
        op_id=secrets.token_urlsafe(16),
    )
    return page, code


@blueprint.post("/settings/data/exports")
@needs_proof("accounts.data")
def ask_for_export() -> ResponseReturnValue:
    form = OnceForm()
    if not form.validate_on_submit():
        abort(422)
    op = str(form.op_id.data)
    if Archive.known(current_user.id, op) is None:
        if limits.is_limited("export", current_user.id, EXPORTS, A_DAY):
            form.op_id.errors = [TOO_OFTEN]
            return data_page(ArchiveForm(formdata=None), 429, form)
        User.locked(current_user.id)
        archive, is_new = Archive.ask(current_user.id, op)
        if is_new:
            payload = {"archive": archive.id, "page": url_for("accounts.data")}
            jobs.add("export", payload, user_id=current_user.id)
            journal.note("export", "ok", user_id=current_user.id, reason="asked")
    db.session.commit()
    return redirect(url_for("accounts.data"), 303)


@blueprint.get("/settings/data/exports/<int:archive_id>")
@needs_proof("accounts.data")
def get_export(archive_id: int) -> ResponseReturnValue:
    archive = Archive.ready(current_user.id, archive_id) or abort(404)
    if archive.made_at is None or not shelf.path(archive.file).is_file():
        abort(404)
    journal.note("export-download", "ok", user_id=current_user.id)
    name = f"milepost-{clock.local_day(archive.made_at, current_user.time_zone)}.zip"
    return send_file(shelf.path(archive.file), "application/zip", as_attachment=True, download_name=name, etag=False)
