"""The catalogue as the app holds it, and the pages that search and explain: search, glossary, sources."""

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from tracker.access import public
from tracker.library.outline import Catalogue, Guide, Milestone
from tracker.library.search import search

blueprint = Blueprint("library", __name__)
QUERY_LENGTH = 200
HITS_A_PAGE = 25


def catalogue() -> Catalogue:
    found: Catalogue = current_app.extensions["catalogue"]
    return found


def guide_or_404(guide_id: str) -> Guide:
    return catalogue().get(guide_id) or abort(404)


def milestone_or_404(guide: Guide, milestone_id: str) -> Milestone:
    return guide.by_id.get(milestone_id) or abort(404)


@blueprint.get("/guides/<guide_id>/search")
@public
def find(guide_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    query = request.args.get("q", "").strip()[:QUERY_LENGTH]
    hits = search(guide, query)
    pages = max(1, -(-len(hits) // HITS_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    shown = hits[(page - 1) * HITS_A_PAGE : page * HITS_A_PAGE]
    return render_template(
        "library/search.html", guide=guide, query=query, found=len(hits), hits=shown, page=page, pages=pages
    )


@blueprint.get("/guides/<guide_id>/glossary")
@public
def glossary(guide_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    return render_template(
        "library/glossary.html", guide=guide, terms=sorted(guide.terms.values(), key=lambda term: term.term.casefold())
    )


@blueprint.get("/guides/<guide_id>/sources")
@public
def sources(guide_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    return render_template(
        "library/sources.html",
        guide=guide,
        sources=sorted(guide.sources.values(), key=lambda source: source.title.casefold()),
    )
