"""How an action finds its milestone, leads back to it, or refuses: then the page says why, and nothing is lost."""

from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from tracker.extensions import db
from tracker.library import Guide, Milestone, milestone_or_404
from tracker.roadmap.routes import blueprint, milestone_page, my_guide_or_404


class Refusal(Exception):
    """The change was not carried out; `asking` tells the page why, and gives back what was typed."""

    def __init__(self, code: int, **asking: Any) -> None:
        super().__init__(code)
        self.code = code
        self.asking = asking


def found(guide_id: str, milestone_id: str) -> tuple[Guide, Milestone]:
    """The guide and the milestone; a page that was open while its milestone was renamed still reaches it."""
    guide = my_guide_or_404(guide_id)
    successors = guide.changes.milestones.get(milestone_id, ())
    return guide, milestone_or_404(guide, successors[0] if successors else milestone_id)


def back(guide: Guide, milestone: Milestone, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("roadmap.milestone", guide_id=guide.id, milestone_id=milestone.id, _anchor=anchor), 303)


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """The milestone's page again, with what to decide or mend, and everything that was typed."""
    db.session.rollback()
    place: Any = request.view_args
    try:
        guide, milestone = found(place["guide_id"], place["milestone_id"])
        return milestone_page(guide, milestone, asking=refusal.asking, code=refusal.code)
    except HTTPException as error:  # Flask asks no handler for what is raised in another
        return current_app.handle_user_exception(error)
