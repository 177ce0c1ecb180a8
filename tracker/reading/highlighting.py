"""Highlights and their notes: making, changing, removing and listing them, and the file to take along.

A script sends `Accept: application/json` and gets {"said": sentence, "html": the section's list} where a form without
scripts gets a page.
"""

from itertools import groupby
from typing import Any

from flask import Response, abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock
from tracker.extensions import db
from tracker.library import Guide, Section, guide_or_404
from tracker.reading.anchors import heirs
from tracker.reading.highlight_forms import HighlightForm, NoteForm, PressForm
from tracker.reading.models import Highlights
from tracker.reading.models.highlights import MOST_HIGHLIGHTS
from tracker.reading.notebook import as_markdown
from tracker.reading.passages import Highlighted, Marked
from tracker.reading.routes import blueprint
from tracker.words import said_day

A_PAGE = 50
FULL = f"A guide can have {MOST_HIGHLIGHTS} highlights. Remove one first."


class Refusal(Exception):
    """Nothing was changed; `asking` tells the page why, and gives back what was typed."""

    def __init__(self, code: int, said: str, **asking: Any) -> None:
        super().__init__(said)
        self.code = code
        self.asking = {"said": said, **asking}


def _by_script() -> bool:
    return request.headers.get("Accept") == "application/json"


@blueprint.errorhandler(Refusal)
def highlight_refused(refusal: Refusal) -> ResponseReturnValue:
    """The sentence for the script, or the page of all highlights with everything that was typed."""
    db.session.rollback()
    given = request.view_args or {}
    guide = guide_or_404(given["guide_id"])
    asking, said = refusal.asking, str(refusal)
    if not _by_script():
        return _page(guide, asking), refusal.code
    section = _section_of_form(guide)
    listed = _list(guide, section, asking) if section and "mine" in asking else ""
    return jsonify(said=said, html=listed), refusal.code


@blueprint.post("/guides/<guide_id>/<section_id>/highlights")
def add_highlight(guide_id: str, section_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    section = next(iter(heirs(guide, section_id)), None) or abort(404)
    form = HighlightForm()
    note = str(form.note.data)
    if not form.validate_on_submit():
        raise Refusal(422, " ".join(form.sentences), typed=note)
    if not Highlights(current_user, guide).add(str(form.highlight_id.data), section, form.chosen, note):
        raise Refusal(422, FULL, typed=note)
    db.session.commit()
    return _done(guide, section, "Highlighted, with your note." if note.strip() else "Highlighted.")


@blueprint.post("/guides/<guide_id>/highlights/<highlight_id>/note")
def note_highlight(guide_id: str, highlight_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    highlights = Highlights(current_user, guide)
    marked = highlights.to_change(highlight_id) or abort(404)
    form = NoteForm()
    note = str(form.note.data)
    if not form.validate_on_submit():
        raise Refusal(422, " ".join(form.sentences), id=highlight_id, mine=note, version=marked.version)
    if form.version.data != marked.version and marked.note != note:
        sentence = "This note changed on another page while you wrote. Both texts are here."
        raise Refusal(409, sentence, id=highlight_id, mine=note, theirs=marked.note, version=marked.version)
    if marked.note != note:
        highlights.write_note(marked, note)
    db.session.commit()
    said = "Note saved. Only you can read it." if note.strip() else "The note is empty now."
    return _done(guide, _section_of_form(guide), said, marked)


@blueprint.post("/guides/<guide_id>/highlights/<highlight_id>/remove")
def remove_highlight(guide_id: str, highlight_id: str) -> ResponseReturnValue:
    guide, highlights, marked = _pressed(guide_id, highlight_id)
    if marked.removed_at is None:
        highlights.remove(marked)
    db.session.commit()
    return _done(guide, _section_of_form(guide), "Highlight removed.", marked, removed=highlight_id)


@blueprint.post("/guides/<guide_id>/highlights/<highlight_id>/restore")
def restore_highlight(guide_id: str, highlight_id: str) -> ResponseReturnValue:
    guide, highlights, marked = _pressed(guide_id, highlight_id)
    if marked.removed_at is not None and not highlights.restore(marked):
        raise Refusal(422, FULL)
    db.session.commit()
    return _done(guide, _section_of_form(guide), "The highlight is back.", marked)


@blueprint.get("/guides/<guide_id>/highlights")
def highlights(guide_id: str) -> ResponseReturnValue:
    return _page(guide_or_404(guide_id), {})


@blueprint.get("/guides/<guide_id>/highlights.md")
def highlights_file(guide_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    zone = current_user.time_zone
    text = as_markdown(
        guide, _present(guide), current_app.config["PUBLIC_URL"], lambda moment: said_day(clock.local_day(moment, zone))
    )
    file = f"{guide.id}-highlights-{clock.local_day(clock.now(), zone)}.md"
    answer = Response(text, content_type="text/markdown; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def _pressed(guide_id: str, highlight_id: str) -> tuple[Guide, Highlights, Marked]:
    """A button on a highlight of this person's; 404 for anybody else's."""
    guide = guide_or_404(guide_id)
    found = Highlights(current_user, guide)
    marked = found.to_change(highlight_id) or abort(404)
    form = PressForm()
    if not form.validate_on_submit():
        raise Refusal(422, " ".join(form.sentences))
    return guide, found, marked


def _section_of_form(guide: Guide) -> Section | None:
    """The section page that the form stood on; None where it was the page of all highlights."""
    named = (request.view_args or {}).get("section_id") or request.form.get("section", "")
    return next(iter(heirs(guide, named)), None)


def _done(
    guide: Guide, section: Section | None, said: str, marked: Marked | None = None, removed: str | None = None
) -> ResponseReturnValue:
    """The section's list for the script; else the page that the form stood on, at the highlight."""
    if _by_script():
        return jsonify(said=said, html=_list(guide, section, {"removed": removed}) if section else "")
    flash(f"{said} Undo brings it back." if removed else said, "ok")
    if section:
        anchor = f"h-{marked.id}" if marked and not removed else "highlights"
        where = url_for("reading.section", guide_id=guide.id, section_id=section.id, removed=removed, _anchor=anchor)
    elif marked and not removed:
        where = _on_its_page(guide, marked.id)
    else:
        where = url_for("reading.highlights", guide_id=guide.id, removed=removed)
    return redirect(where, 303)


def _on_its_page(guide: Guide, highlight_id: str) -> str:
    ids = [one.id for one in _present(guide)]
    page = ids.index(highlight_id) // A_PAGE + 1 if highlight_id in ids else 1
    return url_for(
        "reading.highlights", guide_id=guide.id, page=page if page > 1 else None, _anchor=f"h-{highlight_id}"
    )


def _present(guide: Guide) -> list[Highlighted]:
    return [one for one in Highlights(current_user, guide).everywhere() if not one.is_removed]


def _list(guide: Guide, section: Section, asking: dict[str, Any]) -> str:
    return render_template(
        "reading/_highlights.html",
        guide=guide,
        section=section,
        highlights=Highlights(current_user, guide).of(section),
        asking=asking,
    )


def _page(guide: Guide, asking: dict[str, Any]) -> str:
    every = Highlights(current_user, guide).everywhere()
    present = [one for one in every if not one.is_removed]
    pages = max(1, -(-len(present) // A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "reading/highlights.html",
        guide=guide,
        count=len(present),
        groups=[
            (section, list(group))
            for section, group in groupby(present[(page - 1) * A_PAGE : page * A_PAGE], key=lambda one: one.section)
        ],
        removed=[one for one in every if one.is_removed],
        page=page,
        pages=pages,
        asking=asking,
    )
