"""The guide page, its sections, and marking a section finished."""

from collections.abc import Collection

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf

from tracker.access import public
from tracker.extensions import db
from tracker.library import Guide, guide_or_404
from tracker.reading.models import FinishedSection

blueprint = Blueprint("reading", __name__)


class FinishForm(FlaskForm):
    finished = StringField(validators=[AnyOf(["1", "0"])])


def percent_read(guide: Guide, finished: Collection[str]) -> int:
    """Words of finished sections in percent of all words, rounded down."""
    return (
        100 * sum(section.words for section in guide.sections if section.id in finished) // guide.words
        if guide.words
        else 0
    )


def contents(guide: Guide, finished: Collection[str]) -> list[dict[str, object]]:
    """The table of contents, for components/toc.html."""
    return [
        {
            "number": section.number,
            "id": section.id,
            "title": section.title,
            "summary": section.summary,
            "href": url_for("reading.section", guide_id=guide.id, section_id=section.id),
            "minutes": section.minutes,
            "finished": section.id in finished,
        }
        for section in guide.sections
    ]


def _finished(guide: Guide) -> Collection[str]:
    return FinishedSection.of(current_user, guide) if current_user.is_authenticated else ()


@blueprint.get("/guides/<guide_id>")
@public
def guide(guide_id: str) -> ResponseReturnValue:
    found = guide_or_404(guide_id)
    finished = _finished(found)
    next_section = next((section for section in found.sections if section.id not in finished), None)
    return render_template(
        "reading/guide.html",
        guide=found,
        sections=contents(found, finished),
        percent=percent_read(found, finished),
        finished=finished,
        next_section=next_section,
        minutes_left=sum(section.minutes for section in found.sections if section.id not in finished),
    )


@blueprint.get("/guides/<guide_id>/<section_id>")
@public
def section(guide_id: str, section_id: str) -> ResponseReturnValue:
    found = guide_or_404(guide_id)
    if section_id in found.changes.sections:
        successors = found.changes.sections[section_id]
        return (
            redirect(url_for("reading.section", guide_id=guide_id, section_id=successors[0]), 301)
            if successors
            else abort(410)
        )
    if section_id in found.appendix_by_id:
        return render_template("reading/appendix.html", guide=found, appendix=found.appendix_by_id[section_id])
    this = found.section_by_id.get(section_id) or abort(404)
    finished = _finished(found)
    before, after = found.neighbours(this)
    return render_template(
        "reading/section.html",
        guide=found,
        section=this,
        sections=contents(found, finished),
        percent=percent_read(found, finished),
        is_finished=this.id in finished,
        before=before,
        after=after,
        milestones=[found.by_id[milestone_id] for milestone_id in this.milestone_ids],
    )


@blueprint.post("/guides/<guide_id>/<section_id>/finish")
def finish(guide_id: str, section_id: str) -> ResponseReturnValue:
    found = guide_or_404(guide_id)
    now_called = (found.changes.sections.get(section_id, (section_id,)) or abort(410))[0]
    this = found.section_by_id.get(now_called) or abort(404)
    form = FinishForm()
    if not form.validate_on_submit():
        abort(422)
    if form.finished.data == "1":
        FinishedSection.add(current_user, found, this)
        flash(f"“{this.title}” is finished. The button below takes it back.", "ok")
    else:
        FinishedSection.remove(current_user, found, this)
        flash(f"“{this.title}” is open again.", "ok")
    db.session.commit()
    return redirect(url_for("reading.section", guide_id=guide_id, section_id=this.id, _anchor="finish"))
