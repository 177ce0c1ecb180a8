"""What a coach would see, shown to whoever it would be seen of: the very page, made for oneself.

Hides that it is a sight of oneself, which no grant stands behind: what the page links to, nobody else can open by it.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.coaching import scopes
from tracker.coaching.granting import behind_or_404
from tracker.coaching.models import Sight, sight_of_self
from tracker.coaching.routes import blueprint
from tracker.library import catalogue, guide_or_404
from tracker.reading import Reading
from tracker.roadmap import Plans, Progress, Tally, personal


@blueprint.get("/coaching/preview")
def preview() -> ResponseReturnValue:
    """`?guide=&scopes=&scopes=`; without, what is offered first."""
    guide_id = request.args.get("guide") or current_user.guide_id or catalogue().guides[0].id
    wanted = request.args.getlist("scopes") if "guide" in request.args else scopes.DEFAULT
    return page(sight_of_self(current_user, guide_or_404(guide_id).id, wanted))


@blueprint.get("/coaching/grants/<grant_id>/preview")
def preview_grant(grant_id: str) -> ResponseReturnValue:
    """Of a grant as it stands, or with other `?scopes=` before they are saved."""
    grant = behind_or_404(grant_id).grant
    stands = scopes.DEFAULT if grant.step == "asked" else grant.scope_set
    wanted = request.args.getlist("scopes") or stands
    return page(sight_of_self(current_user, guide_or_404(grant.guide_id).id, wanted))


def page(sight: Sight) -> ResponseReturnValue:
    """The screen that a coach would see with this sight."""
    guide = personal(sight.mentee, guide_or_404(sight.guide_id))
    every = Progress(sight.mentee, guide).standings()
    return render_template(
        "coaching/preview.html",
        sight=sight,
        guide=guide,
        guides=catalogue().guides,
        scopes=scopes.SCOPES,
        never=scopes.NEVER,
        every=every,
        tally=Tally.over(every),
        taken=Plans(sight.mentee, guide).current() if sight.shows("pace") else None,
        finished=Reading(sight.mentee, guide).state().finished if sight.shows("sections") else (),
    )
