"""A mentee's side: who looks on, who waits, and each grant's own page. What is done there is in deciding.py."""

from collections.abc import Iterable

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.coaching import scopes
from tracker.coaching.grant_forms import ScopesForm
from tracker.coaching.grant_notices import guide_title
from tracker.coaching.models import Behind, behind, everyone_behind
from tracker.coaching.routes import blueprint

ENDED_SHOWN = 50


@blueprint.get("/coaching")
def overview() -> ResponseReturnValue:
    every = everyone_behind(current_user)
    blocked = {one.grant.coach_id: one for one in every if one.blocked_since}
    return render_template(
        "coaching/overview.html",
        looking=[one for one in every if one.step in {"granted", "paused"}],
        waiting=[one for one in every if one.step in {"accepted", "asked"}],
        invited=[one for one in every if one.step == "invited"],
        blocked=list(blocked.values()),
        ended=[one for one in every if one.step == "ended"][:ENDED_SHOWN],
        any_log=any(one.grant.granted_at for one in every),
        guide_title=guide_title,
        listed=_titles,
    )


@blueprint.get("/coaching/grants/<grant_id>")
def grant(grant_id: str) -> ResponseReturnValue:
    """`?scopes=`: what somebody had chosen before they were asked to prove that it is them."""
    one = behind_or_404(grant_id)
    wanted = scopes.chosen(request.args.getlist("scopes")) if "scopes" in request.args else None
    return grant_page(one, wanted)


def behind_or_404(grant_id: str) -> Behind:
    return behind(current_user, grant_id) or abort(404)


def grant_page(
    one: Behind,
    wanted: frozenset[str] | None = None,
    *,
    wider: bool = False,
    stale: bool = False,
    form: ScopesForm | None = None,
) -> str:
    """`wanted`: what is ticked in place of what is shown now. `wider`: more was asked for, without proof; `stale`: from
    a page on which other things were shown.
    """
    shown = one.grant.scope_set if one.grant.step != "asked" else scopes.DEFAULT
    ticked = shown if wanted is None else wanted
    return render_template(
        "coaching/grant.html",
        one=one,
        grant=one.grant,
        guide=guide_title(one.grant.guide_id),
        form=form or ScopesForm(formdata=None),
        scopes=scopes.SCOPES,
        never=scopes.NEVER,
        shown=scopes.listed(shown),
        ticked=ticked,
        wider=wider,
        stale=stale,
    )


def _titles(ids: Iterable[str]) -> str:
    return ", ".join(scope.title for scope in scopes.listed(ids)).capitalize()
