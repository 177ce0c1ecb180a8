"""The timeline's page: the roadmap over weeks, by the plan that counts or, before there is one, by the guide's."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.roadmap.models import Plans, Progress
from tracker.roadmap.outlook import Outlook
from tracker.roadmap.routes import blueprint, my_guide_or_404
from tracker.roadmap.standing import Tally
from tracker.roadmap.timeline import of_guide, planned


@blueprint.get("/roadmap/<guide_id>/timeline")
def timeline(guide_id: str) -> ResponseReturnValue:
    guide = my_guide_or_404(guide_id)
    every = Progress(current_user, guide).standings()
    taken = Plans(current_user, guide).current()
    outlook = Outlook(guide, taken, every, current_user.today()) if taken else None
    return render_template(
        "roadmap/timeline.html",
        guide=guide,
        taken=taken,
        outlook=outlook,
        tally=Tally.over(every),
        timeline=planned(outlook) if outlook else of_guide(guide, every),
    )
