"""The blueprint of coaching, and what its pages begin with: whom a coach may look at, and that looking is noted."""

from datetime import timedelta

from flask import Blueprint, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import errors
from tracker.access import is_for_coaches
from tracker.coaching.models import Sight, Sights, looks_lately, note_look, sight_and_looks

blueprint = Blueprint("coaching", __name__)

LOOKS = 300
"""Visits to single pages of mentees that one coach may begin within five minutes."""
WINDOW = timedelta(minutes=5)


@blueprint.before_app_request
def require_sound_coach() -> ResponseReturnValue | None:
    """Every page and write for coaches alone rests while the coach's own account has a weak point."""
    if not request.endpoint or not is_for_coaches(request.endpoint) or current_user.may_coach:
        return None
    wanting = " and ".join(
        words
        for words, there in (
            ("a second step when you sign in", current_user.has_second_factor),
            ("a confirmed e-mail address", current_user.confirmed),
        )
        if not there
    )
    sentence = (
        f"Coaching asks for {wanting}, which your account lacks. Until it is back you see nobody’s work; "
        "then everything is as it was, without anybody having to agree again."
    )
    return errors.page(403, "Your coaching rests", sentence, (url_for("coaching.profile"), "See what to turn on"))


def path(endpoint: str, **values: str) -> str:
    """The path of a page of this site, for notices and letters: the worker has no request that could say it."""
    return current_app.url_map.bind("localhost").build(endpoint, values)


def sight_or_404(grant_id: str, look: str, target: str = "", *, scope: str = "milestones") -> Sight:
    """What this coach may see by this grant now; that they look is noted before anything is shown."""
    found, looks = sight_and_looks(current_user, grant_id, WINDOW)
    if found is None or not found.shows(scope):
        abort(404)
    if looks >= LOOKS:
        abort(429)
    note_look([found], look, target)
    return found


def note_or_429(sight: Sight, look: str, target: str = "") -> None:
    """Write down that the coach looks, where what they look at had to be found first."""
    if looks_lately(current_user, WINDOW) >= LOOKS:
        abort(429)
    note_look([sight], look, target)


def sight_or_404_unseen(grant_id: str, *, scope: str = "milestones") -> Sight:
    """The same for what shows nothing, such as a change that leads back to a page."""
    found = Sights(current_user).of(grant_id)
    if found is None or not found.shows(scope):
        abort(404)
    return found
