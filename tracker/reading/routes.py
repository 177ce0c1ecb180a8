"""The list of guides, the guide page and its sections, with where the reader stopped."""

import hashlib
import json
import secrets
from collections.abc import Collection
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import public
from tracker.library import Guide, catalogue, guide_or_404, offers, opinions
from tracker.reading.anchors import find, heirs
from tracker.reading.continuing import as_data, continuing, percent_read
from tracker.reading.models import Highlights, Reading
from tracker.reading.operations import State

blueprint = Blueprint("reading", __name__)


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
            "words": section.words,
            "finished": section.id in finished,
        }
        for section in guide.sections
    ]


def reader_key() -> str:
    """Names the account to its own browsers, so that facts kept there are never shown to another; "" for a guest."""
    if not current_user.is_authenticated:
        return ""
    secret = str(current_app.config["SECRET_KEY"]).encode()[:64]
    return hashlib.blake2b(f"reader {current_user.uid}".encode(), key=secret, digest_size=8).hexdigest()


def state_of(guide: Guide) -> State:
    return Reading(current_user, guide).state() if current_user.is_authenticated else State()


def facts(guide: Guide, state: State) -> dict[str, Any]:
    """What the scripts of a reading page need to know, for its data attributes."""
    known = current_user.is_authenticated
    return {"reader": reader_key(), "state_data": json.dumps(as_data(guide, state)) if known else ""}


@blueprint.get("/guides")
@public
def guides() -> ResponseReturnValue:
    every = catalogue().guides
    states = Reading.everywhere(current_user, every) if current_user.is_authenticated else {}
    goes_on = {one.id: continuing(one, states[one.id]) for one in every if one.id in states}
    return render_template("reading/guides.html", guides=every, goes_on=goes_on)


@blueprint.get("/guides/<guide_id>")
@public
def guide(guide_id: str) -> ResponseReturnValue:
    found = guide_or_404(guide_id)
    known = current_user.is_authenticated
    state = state_of(found)
    return render_template(
        "reading/guide.html",
        guide=found,
        sections=contents(found, state.finished),
        percent=percent_read(found, state.finished),
        finished=state.finished,
        continuing=continuing(found, state),
        furthest=find(found, state.furthest) if state.furthest else None,
        state=state,
        undoable=[
            (step, find(found, step.place) if step.place else None)
            for step in (Reading(current_user, found).undoable() if known else ())
        ],
        opinions=opinions(current_user if known else None, found),
        downloads=offers(found),
        op_id=secrets.token_urlsafe(16),
        **facts(found, state),
    )


@blueprint.get("/guides/<guide_id>/<section_id>")
@public
def section(guide_id: str, section_id: str) -> ResponseReturnValue:
    found = guide_or_404(guide_id)
    if section_id in found.changes.sections:
        successor = next(iter(heirs(found, section_id)), None) or abort(410)
        return redirect(url_for("reading.section", guide_id=guide_id, section_id=successor.id), 301)
    if section_id in found.appendix_by_id:
        return render_template("reading/appendix.html", guide=found, appendix=found.appendix_by_id[section_id])
    this = found.section_by_id.get(section_id) or abort(404)
    state = state_of(found)
    before, after = found.neighbours(this)
    known = current_user.is_authenticated
    return render_template(
        "reading/section.html",
        guide=found,
        section=this,
        sections=contents(found, state.finished),
        percent=percent_read(found, state.finished),
        is_finished=this.id in state.finished,
        continuing=continuing(found, state),
        state=state,
        op_id=secrets.token_urlsafe(16),
        highlights=Highlights(current_user, found).of(this) if known else [],
        opinions=opinions(current_user, found) if known and after is None else None,
        before=before,
        after=after,
        milestones=[found.by_id[milestone_id] for milestone_id in this.milestone_ids],
        **facts(found, state),
    )
