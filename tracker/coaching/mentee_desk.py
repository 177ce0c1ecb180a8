"""What a coach does at a mentee's page: keep a private note, and stop looking on. Nothing of theirs is changed."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import coach_only
from tracker.coaching.mentee_forms import EndForm, NoteForm
from tracker.coaching.mentee_pages import mentee_page
from tracker.coaching.models import CoachNotes, Offers, StaleNote, edition_of
from tracker.coaching.over import note_ended_by_coach
from tracker.coaching.routes import blueprint, note_or_429, sight_or_404_unseen
from tracker.extensions import db


@blueprint.post("/coach/mentees/<grant_id>/note")
@coach_only
def write_note(grant_id: str) -> ResponseReturnValue:
    sight = sight_or_404_unseen(grant_id)
    form = NoteForm()
    text, edition = str(form.note.data or ""), str(form.edition.data or "")
    if not form.validate_on_submit():
        note_or_429(sight, "plan")  # the page that says why is a look like any other
        return mentee_page(sight, asking={"complaint": form.sentences, "note": text, "edition": edition}, code=422)
    try:
        CoachNotes(sight).write(text, edition)
    except StaleNote as stale:
        db.session.rollback()
        note_or_429(sight, "plan")
        theirs = stale.present.text if stale.present else ""
        conflict = {"theirs": theirs, "mine": text, "edition": edition_of(stale.present)}
        return mentee_page(sight, asking={"conflict": conflict}, code=409)
    db.session.commit()
    flash("Note saved. Only you can read it." if text else "There is no note any more.", "ok")
    return redirect(url_for("coaching.mentee", grant_id=grant_id, _anchor="note"), 303)


@blueprint.post("/coach/mentees/<grant_id>/end")
@coach_only
def stop_looking(grant_id: str) -> ResponseReturnValue:
    """Ended twice it is ended once, and the mentee is told once."""
    if not EndForm().validate_on_submit():
        abort(400)
    offers = Offers(current_user)
    if not offers.has_ended(grant_id):
        sight_or_404_unseen(grant_id)
        note_ended_by_coach(offers.end(grant_id))
        db.session.commit()
    flash("It has ended. You see nothing of this mentee’s work any more, and they have been told.", "ok")
    return redirect(url_for("coaching.home"), 303)
