"""The blueprint of coaching, and what its pages begin with: whom a coach may look at, and that looking is noted."""

from datetime import timedelta

from flask import Blueprint, abort
from flask_login import current_user

from tracker.coaching.models import Sight, Sights, looks_lately, note_look, sight_and_looks

blueprint = Blueprint("coaching", __name__)

LOOKS = 300
"""Visits to single pages of mentees that one coach may begin within five minutes."""
WINDOW = timedelta(minutes=5)


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
