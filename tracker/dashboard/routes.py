"""The first page and the dashboard: one page made of the other features' answers."""

from collections import Counter
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField

from tracker.access import public
from tracker.accounts import User
from tracker.coaching import next_meetings
from tracker.dashboard import heat
from tracker.extensions import db
from tracker.library import Guide, catalogue
from tracker.reading import Reading, continuing, percent_read
from tracker.roadmap import (
    WORDS,
    Dating,
    Outlook,
    Plans,
    Progress,
    Standing,
    Sums,
    Tally,
    Worklog,
    came_back,
    counted,
    counts,
    days_with_work,
    new_op_id,
    next_up,
    personal,
    row,
    today_view,
    trail,
)

blueprint = Blueprint("dashboard", __name__)


class GuideForm(FlaskForm):
    guide = StringField()


def my_guide() -> Guide:
    """The guide whose roadmap the person works on."""
    chosen = current_user.guide_id if current_user.is_authenticated else None
    return (catalogue().get(chosen) if chosen else None) or catalogue().guides[0]


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return dashboard_page()
    return render_template("dashboard/landing.html", guide=catalogue().guides[0])


@blueprint.get("/dashboard", endpoint="dashboard")
def dashboard_page() -> ResponseReturnValue:
    guide = personal(current_user, my_guide())
    every = Progress(current_user, guide).standings()
    sums = Worklog(current_user).sums(guide)
    reading, finished = Reading(current_user, guide).state_and_days()
    today = current_user.today()
    days = Counter(finished.values()) + Counter(days_with_work(current_user, heat.first_day(today)))
    weeks = heat.weeks(days, today)
    worked = sum(1 for week in weeks for day in week["days"] if day and day["count"])
    base = url_for("roadmap.overview", guide_id=guide.id)
    taken, offered = Plans(current_user, guide).at_hand()
    dating = Dating(taken, today) if taken else None
    return render_template(
        "dashboard/dashboard.html",
        guide=guide,
        guides=catalogue().guides,
        tally=Tally.over(every),
        locked=sum(standing.locked for standing in counted(every)),
        today=today_view(guide, every, sums, way=url_for("dashboard.dashboard"), taken=taken),
        next_rows=[
            row(
                following.standing,
                base=base,
                why=following.why,
                dating=dating,
                clocked=_may_start(following.standing, sums),
            )
            for following in next_up(guide, every, today=today, plan=dating)
        ],
        taken=taken,
        offered=offered,
        outlook=Outlook(guide, taken, every, today, sums.logged) if taken else None,
        day=today,
        trail=trail(guide, every),
        tracks=_tracks(guide, every),
        came_back=came_back(every),
        meeting=next(iter(next_meetings(current_user)), None),
        sections=_sections(guide, set(finished)),
        finished=finished,
        percent=percent_read(guide, finished),
        continuing=continuing(guide, reading),
        weeks=weeks,
        worked=worked,
        op_id=new_op_id(),
        untouched=not finished and all(standing.state.version == 0 for standing in every),
    )


@blueprint.get("/help")
@public
def help_page() -> ResponseReturnValue:
    return render_template("dashboard/help.html", words=WORDS)


@blueprint.post("/dashboard/guide")
def choose_guide() -> ResponseReturnValue:
    form = GuideForm()
    if not form.validate_on_submit() or catalogue().get(str(form.guide.data)) is None:
        abort(422)
    User.by_id(current_user.id).guide_id = form.guide.data
    db.session.commit()
    return redirect(url_for("dashboard.dashboard"))


def _may_start(standing: Standing, sums: Sums) -> bool:
    """Whether a session on it is worth offering: one that runs there already is not."""
    return sums.running is None or sums.running.milestone_id != standing.id


def _tracks(guide: Guide, every: tuple[Standing, ...]) -> list[dict[str, Any]]:
    return [
        counts(Tally.over([standing for standing in every if standing.milestone.track == track]))
        | {
            "label": track.title,
            "href": url_for("roadmap.overview", guide_id=guide.id, by="track", status="left", _anchor=track.id),
        }
        for track in guide.tracks
    ]


def _sections(guide: Guide, finished: set[str]) -> dict[str, Any]:
    done = sum(1 for section in guide.sections if section.id in finished)
    return {
        "label": "Guide read",
        "href": url_for("reading.guide", guide_id=guide.id, _anchor="contents"),
        "done": done,
        "had": 0,
        "na": 0,
        "total": len(guide.sections),
        "words": f"{done} of {len(guide.sections)} sections",
    }
