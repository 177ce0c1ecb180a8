"""Bringing an archive: it is checked and waits, is looked at, imported whole, and can be undone for seven days."""

from datetime import timedelta
from functools import partial
from typing import NoReturn

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from tracker.accounts import journal, limits
from tracker.accounts.archive import shelf, taking
from tracker.accounts.archive.package import Package, Refused
from tracker.accounts.data import data_page
from tracker.accounts.data_forms import ArchiveForm
from tracker.accounts.forms import EmptyForm
from tracker.accounts.models import Import, User
from tracker.accounts.models.rows import end_transaction
from tracker.accounts.routes import blueprint
from tracker.extensions import db

IMPORTS = 20
A_DAY = timedelta(days=1)
TOO_OFTEN = "You brought twenty archives within a day. Wait until tomorrow."


@blueprint.post("/settings/data/import")
def bring_archive() -> ResponseReturnValue:
    form = ArchiveForm()
    if not form.validate_on_submit():
        return data_page(form, 422)
    if limits.is_limited("import", current_user.id, IMPORTS, A_DAY):
        form.archive.errors = [TOO_OFTEN]
        return data_page(form, 429)
    try:
        name = _kept(form.archive.data)
    except Refused as refusal:
        journal.note("import", "refused", user_id=current_user.id)
        form.archive.errors = [str(refusal)]
        return data_page(form, 422)
    if User.locked(current_user.id) is None:
        shelf.remove([name])
        abort(401)
    waiting, gone = Import.bring(current_user.id, str(form.op_id.data), name)
    number = waiting.id
    db.session.commit()
    shelf.remove(gone)
    return redirect(url_for("accounts.show_import", import_id=number), 303)


@blueprint.get("/settings/data/imports/<int:import_id>")
def show_import(import_id: int) -> ResponseReturnValue:
    found = Import.find(current_user.id, import_id) or abort(404)
    if found.stage != "waiting":
        return render_template("accounts/import.html", one=found, groups=[], package=None, refusal="")
    user = User.by_id(current_user.id)
    package, fitting = _read(found)
    try:
        groups, refusal = taking.preview(user, fitting), ""
    except Refused as fault:
        groups, refusal = [], str(fault)
    return render_template("accounts/import.html", one=found, groups=groups, package=package, refusal=refusal)


@blueprint.post("/settings/data/imports/<int:import_id>/confirm")
def confirm_import(import_id: int) -> ResponseReturnValue:
    found = _pressed(import_id)
    here = partial(redirect, url_for("accounts.show_import", import_id=import_id), 303)
    if found.stage != "waiting":
        return here()
    _, fitting = _read(found)
    user = User.locked(current_user.id) or abort(401)
    found = Import.find(current_user.id, import_id) or abort(404)
    if found.stage != "waiting":
        return here()
    try:
        file = found.is_done(*taking.carry_out(user, fitting))
        db.session.commit()
    except (IntegrityError, Refused) as fault:
        end_transaction()
        meanwhile = "Something here changed meanwhile, and nothing was imported. Look at it again, then import."
        flash(str(fault) if isinstance(fault, Refused) else meanwhile, "warn")
        return here()
    shelf.remove([file])
    journal.note("import", "ok", user_id=current_user.id)
    flash("Imported. It can be undone for seven days.", "ok")
    return here()


@blueprint.post("/settings/data/imports/<int:import_id>/discard")
def discard_import(import_id: int) -> ResponseReturnValue:
    _pressed(import_id)
    file = Import.discard(current_user.id, import_id)
    db.session.commit()
    if file:
        shelf.remove([file])
        flash("The archive is put away. Nothing was imported.", "ok")
    return redirect(url_for("accounts.data"), 303)


@blueprint.post("/settings/data/imports/<int:import_id>/undo")
def undo_import(import_id: int) -> ResponseReturnValue:
    _pressed(import_id)
    user = User.locked(current_user.id) or abort(401)
    found = Import.find(current_user.id, import_id) or abort(404)
    if found.stage == "done":
        found.is_undone(taking.undo(user, found.steps))
        journal.note("import-undo", "ok", user_id=current_user.id)
        flash("The import is undone.", "ok")
    db.session.commit()
    return redirect(url_for("accounts.show_import", import_id=import_id), 303)


def _kept(upload: FileStorage) -> str:
    """The archive on the shelf, once all of it is found to be one; answers its name there. Raises Refused."""
    name, file = shelf.new_file()
    try:
        with file:
            upload.save(file)
            file.seek(0)
            taking.read(file)
    except Exception:
        shelf.remove([name])
        raise
    return name


def _pressed(import_id: int) -> Import:
    """A button on an import of this person's; 404 for anybody else's."""
    found = Import.find(current_user.id, import_id) or abort(404)
    if not EmptyForm().validate_on_submit():
        abort(422)
    return found


def _read(found: Import) -> tuple[Package, taking.Fitting]:
    """The archive that waits, read without holding up anybody. 404 where its file is gone."""
    path = shelf.path(found.file)
    end_transaction()
    try:
        with path.open("rb") as file:
            return taking.read(file)
    except (OSError, Refused):
        _gone()


def _gone() -> NoReturn:
    abort(404)
