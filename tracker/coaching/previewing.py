"""What a coach would see, shown to whoever it would be seen of: the very page, made for oneself.

Hides that it is a sight of oneself, which no grant stands behind: what the page links to, nobody else can open by it.
"""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.coaching import scopes
from tracker.coaching.grant_forms import PreviewForm
from tracker.coaching.granting import behind_or_404
from tracker.coaching.mentee_pages import mentee_page
from tracker.coaching.models import sight_of_self
from tracker.coaching.routes import blueprint
from tracker.library import catalogue, guide_or_404


@blueprint.get("/coaching/preview")
def preview() -> ResponseReturnValue:
    """`?guide=&scopes=&scopes=`; without, what is offered first."""
    guide_id = request.args.get("guide") or current_user.guide_id or catalogue().guides[0].id
    wanted = request.args.getlist("scopes") if "guide" in request.args else scopes.DEFAULT
    return mentee_page(sight_of_self(current_user, guide_or_404(guide_id).id, wanted), preview=True)


@blueprint.post("/coaching/preview")
def choose_preview() -> ResponseReturnValue:
    """Of what is ticked in a form just now, before anything is made or saved: it leads to that page."""
    form = PreviewForm()
    guide = guide_or_404(request.args.get("guide") or str(form.guide.data))
    wanted = sorted(scopes.chosen(form.scopes.data or ()))
    return redirect(url_for("coaching.preview", guide=guide.id, scopes=wanted), 303)


@blueprint.get("/coaching/grants/<grant_id>/preview")
def preview_grant(grant_id: str) -> ResponseReturnValue:
    """Of a grant as it stands, or with other `?scopes=` before they are saved."""
    grant = behind_or_404(grant_id).grant
    stands = scopes.DEFAULT if grant.step == "asked" else grant.scope_set
    wanted = request.args.getlist("scopes") or stands
    return mentee_page(sight_of_self(current_user, guide_or_404(grant.guide_id).id, wanted), preview=True)
