"""The coach's list as a page, as a file and on paper: all three of exactly what the address asks for."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import coach_only
from tracker.coaching.exporting import HEAD, cells
from tracker.coaching.home import FIRST, PACES, SECTIONS, SORTS, Filters, Home, arranged, oldest_wait
from tracker.coaching.listing import Listing, listing
from tracker.coaching.models import note_listed, note_look
from tracker.coaching.routes import blueprint
from tracker.coaching.said import days, exact, on_day, useful_words, waits
from tracker.sheets import sheet
from tracker.words import exact_moment


@blueprint.get("/coach")
@coach_only
def home() -> ResponseReturnValue:
    found = listing(current_user)
    filters, tracks = _asked(found)
    arrangement = arranged(found.rows, filters)
    note_listed(current_user, [found.listed[row.id] for row in arrangement.shown])
    return render_template(
        "coaching/home.html",
        home=arrangement,
        filters=filters,
        tracks=tracks,
        group_choices=[(name, name) for name in found.desks.groups],
        headline=waits(arrangement.total_of("waiting")),
        promise=_promise(found),
        useful=useful_words(found.desks.useful, found.desks.answered),
        at=found.at,
        first=FIRST,
        **_choices(),
    )


@blueprint.get("/coach/export.csv")
@coach_only
def export() -> ResponseReturnValue:
    found, _, arrangement = _all_of_it("export")
    text = sheet(HEAD, [cells(row, found.at) for row in arrangement.rows])
    name = f"mentees-{found.at.today.isoformat()}.csv"
    kept = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, mimetype="text/csv", headers=kept)


@blueprint.get("/coach/print", endpoint="print")
@coach_only
def print_list() -> ResponseReturnValue:
    found, filters, arrangement = _all_of_it("print")
    return render_template(
        "coaching/print.html",
        home=arrangement,
        filters=filters,
        tracks=_tracks(found),
        at=found.at,
        made=exact_moment(found.at.now, found.at.zone),
        exact=exact,
        **_choices(),
    )


def _all_of_it(look: str) -> tuple[Listing, Filters, Home]:
    """What is taken along: every row that fits, and that each of these mentees was looked at."""
    found = listing(current_user)
    filters, _ = _asked(found)
    arrangement = arranged(found.rows, filters)
    note_look([found.listed[row.id].sight for row in arrangement.rows], look)
    return found, filters, arrangement


def _asked(found: Listing) -> tuple[Filters, dict[str, str]]:
    tracks = _tracks(found)
    return Filters.of(request.args, found.desks.groups, tracks), tracks


def _tracks(found: Listing) -> dict[str, str]:
    """Of all guides that somebody works on."""
    return {track.id: track.title for guide in found.guides.values() for track in guide.tracks}


def _choices() -> dict[str, object]:
    return {"sections": SECTIONS, "paces": PACES, "sorts": SORTS, "on_day": on_day}


def _promise(found: Listing) -> str:
    """Since when the first waits, and what the coach promised."""
    oldest = oldest_wait(found.rows)
    promised = f"You promise an answer within {days(found.at.promise_days)}."
    if oldest is None or oldest.turn.since is None:
        return promised if found.rows else ""
    since = on_day(found.at.day_of(oldest.turn.since), found.at.today)
    return f"{'The oldest since' if len(_waiting(found)) > 1 else 'Since'} {since}. {promised}"


def _waiting(found: Listing) -> list[str]:
    return [row.id for row in found.rows if row.turn.who == "coach"]
