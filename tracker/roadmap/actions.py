"""What a person does to a milestone: status, criteria, evidence, note, undo.

Every action is one form, one call, one commit, one redirect.
"""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.extensions import db
from tracker.library import Guide, Milestone
from tracker.roadmap import links, progress
from tracker.roadmap.forms import (
    OLD_FORM,
    ChangeForm,
    CriterionForm,
    FigureForm,
    LinkForm,
    NoteForm,
    StatusForm,
    TextForm,
)
from tracker.roadmap.models import Outcome, Progress
from tracker.roadmap.progress import MOST_EVIDENCE, WORDS, Change, Evidence, Figure, State
from tracker.roadmap.refusing import Refusal, back, found
from tracker.roadmap.routes import blueprint
from tracker.roadmap.standing import Standing, missing


def _carry_out(
    guide: Guide, milestone: Milestone, form: ChangeForm, asked: Sequence[str], decide: Callable[[Standing], Change]
) -> Outcome:
    outcome = Progress(current_user, guide).change(milestone, str(form.op_id.data), asked, decide)
    db.session.commit()
    return outcome


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/status")
def set_status(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    guide, milestone = found(guide_id, milestone_id)
    form = StatusForm()
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences)
    wanted, overrule = str(form.status.data), form.overrule.data == "1"

    def decide(standing: Standing) -> Change:
        open_points = missing(milestone, standing.state)
        if wanted == "done" and open_points and not overrule:
            raise Refusal(422, overrule="done", missing=open_points)
        if wanted == "doing" and standing.locked_by and standing.status != "doing" and not overrule:
            raise Refusal(422, overrule="doing", locked_by=standing.locked_by)
        return progress.set_status(wanted, overruled=False)

    outcome = _carry_out(guide, milestone, form, [wanted, str(overrule)], decide)
    _tell_status(form, outcome, wanted)
    return back(guide, milestone, "status")


def _tell_status(form: StatusForm, outcome: Outcome, wanted: str) -> None:
    if outcome.repeated:
        _tell_old(outcome.after.status != wanted)
        return
    stale = (
        form.version.data is not None
        and form.version.data != outcome.before.version
        and outcome.before.status != wanted
    )
    if stale:
        was = WORDS[outcome.before.status]
        flash(
            f"On another page this had become “{was}” since you opened this one. "
            f"It is now “{WORDS[wanted]}”; Undo brings “{was}” back.",
            "warn",
        )
    else:
        flash(f"Now “{WORDS[wanted]}”.", "ok")


def _tell_old(differs: bool) -> None:
    """A request that had been carried out once, and stands no longer, was sent again from an old page."""
    if differs:
        flash("That page was old, so nothing was changed. Choose again here.", "warn")


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/criteria")
def set_criterion(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    guide, milestone = found(guide_id, milestone_id)
    form = CriterionForm(milestone)
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences)
    met = bool(form.tick.data)

    def decide(_standing: Standing) -> Change:
        return progress.set_criterion(form.criterion, met=met, overruled=False)

    outcome = _carry_out(guide, milestone, form, [form.criterion, str(met)], decide)
    _tell_old(outcome.repeated and (form.criterion in outcome.after.criteria) != met)
    return back(guide, milestone, "criteria")


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/note")
def write_note(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    guide, milestone = found(guide_id, milestone_id)
    form = NoteForm()
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences, **_sent_note(form))
    note = str(form.note.data)

    def decide(standing: Standing) -> Change:
        if form.version.data != standing.state.note_version and standing.state.note != note:
            raise _note_conflict(standing.state, note)
        return progress.write_note(note)

    outcome = _carry_out(guide, milestone, form, [note], decide)
    if outcome.repeated and outcome.after.note != note:  # an old page, sent again after the note had moved on
        raise _note_conflict(outcome.after, note)
    if not outcome.repeated:
        flash("Note saved. Only you can read it.", "ok")
    return back(guide, milestone, "note")


def _sent_note(form: NoteForm) -> dict[str, Any]:
    return {"form": "note", "note": form.note.data, "version": form.sent_version} if form.note.raw_data else {}


def _note_conflict(state: State, note: str) -> Refusal:
    return Refusal(409, conflict="note", theirs=state.note, mine=note, version=state.note_version)


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/evidence")
def change_evidence(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    guide, milestone = found(guide_id, milestone_id)
    if request.form.get("remove"):
        return _remove_evidence(guide, milestone, request.form["remove"])
    kind = request.form.get("kind", "")
    makers: dict[str, Callable[[], ChangeForm]] = {
        "link": LinkForm,
        "text": TextForm,
        "figure": lambda: FigureForm(milestone),
    }
    if kind not in makers:
        abort(422)
    form = makers[kind]()
    edited = request.form.get("evidence_id", "")[:80] if kind != "figure" else ""
    typed = {key: value for key, value in request.form.items() if key not in {"csrf_token", "op_id"}}
    if not form.validate_on_submit():
        raise Refusal(
            422,
            complaint=form.sentences,
            form=f"evidence-{edited or kind}" if kind != "figure" else f"figure-{typed.get('figure')}",
            typed=typed,
            errors=form.errors,
            version=form.sent_version,
        )
    return _put_evidence(guide, milestone, form, kind, edited, typed)


def _put_evidence(
    guide: Guide, milestone: Milestone, form: ChangeForm, kind: str, edited: str, typed: dict[str, str]
) -> ResponseReturnValue:
    new_id = f"figure-{typed['figure']}" if kind == "figure" else secrets.token_urlsafe(9)

    def decide(standing: Standing) -> Change:
        present = standing.state.piece(edited or new_id)
        if present and present.kind != kind:
            raise Refusal(422, complaint=[OLD_FORM])
        if (edited and (present is None or present.version != form.version.data)) or (
            kind == "figure" and present and present.version != form.version.data
        ):
            raise Refusal(
                409, conflict="evidence", theirs=present, typed=typed, version=present.version if present else 0
            )
        if present is None and len(standing.state.evidence) >= MOST_EVIDENCE:
            raise Refusal(
                422,
                complaint=[f"A milestone can carry {MOST_EVIDENCE} pieces of evidence. Remove one first."],
                form=f"evidence-{kind}",
                typed=typed,
            )
        piece = Evidence(
            id=present.id if present else new_id,
            version=_next_version(guide, milestone, present, new_id) if present or kind == "figure" else 1,
            kind=kind,
            url=str(form.url.data) if isinstance(form, LinkForm) else "",
            text=str(form.text.data or "") if isinstance(form, LinkForm | TextForm) else "",
            figure=_figure(form) if isinstance(form, FigureForm) else None,
        )
        return progress.put_evidence(piece, overruled=False)

    outcome = _carry_out(guide, milestone, form, sorted(f"{name}={value}" for name, value in typed.items()), decide)
    if not outcome.repeated:
        flash("Evidence saved.", "ok")
        if isinstance(form, LinkForm) and links.looks_secret(str(form.url.data)):
            flash(
                "This address seems to carry a key: whoever sees it can use it. Prefer a link that needs none.", "warn"
            )
    return back(guide, milestone, "evidence")


def _next_version(guide: Guide, milestone: Milestone, present: Evidence | None, new_id: str) -> int:
    history = Progress(current_user, guide).history(milestone)
    return progress.next_version(present.id if present else new_id, present, [event.change for event in history])


def _figure(form: FigureForm) -> Figure:
    return Figure(str(form.figure.data), str(form.value.data), form.n.data, form.day.data, str(form.commit.data or ""))


def _remove_evidence(guide: Guide, milestone: Milestone, evidence_id: str) -> ResponseReturnValue:
    form = ChangeForm()
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences)

    def decide(standing: Standing) -> Change:
        piece = standing.state.piece(evidence_id)
        if piece is None:
            raise Refusal(409, complaint=["This evidence had been removed already."])
        if piece.version != form.version.data:
            raise Refusal(409, complaint=["This evidence changed on another page. Look at it, then remove it again."])
        return progress.remove_evidence(evidence_id, overruled=False)

    outcome = _carry_out(guide, milestone, form, ["remove", evidence_id], decide)
    if not outcome.repeated:
        flash("Evidence removed. Undo brings it back.", "ok")
    return back(guide, milestone, "evidence")


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/undo")
def undo(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    guide, milestone = found(guide_id, milestone_id)
    form = ChangeForm()
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences)

    def decide(standing: Standing) -> Change:
        if standing.state.version == 0:
            raise Refusal(409, complaint=["There is nothing to undo here yet."])
        if form.version.data != standing.state.version:
            raise Refusal(
                409,
                complaint=[
                    "Something else changed since you opened this page, so nothing was undone. "
                    "See the history below, then undo again."
                ],
            )
        before = Progress(current_user, guide).history(milestone)
        if not progress.standing([event.change for event in reversed(before)]):
            raise Refusal(409, complaint=["There is nothing left to undo."])
        if before[0].version != standing.state.version:  # an adoption is pending, and none can be undone
            raise Refusal(
                409, complaint=["Another milestone was merged into this one since, so nothing is left to undo."]
            )
        return progress.undo()

    outcome = _carry_out(guide, milestone, form, ["undo"], decide)
    if not outcome.repeated:
        flash("The last change is undone.", "ok")
    return back(guide, milestone, "history")
