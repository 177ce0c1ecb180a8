"""What a member says of a guide: stars, and whether it helped. One each, changeable and removable."""

from urllib.parse import urldefrag

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import own_path
from tracker.extensions import db
from tracker.library.forms import AnswerForm, OpinionForm, RatingForm
from tracker.library.models import GuideAnswer, GuideRating, opinions
from tracker.library.outline import Guide
from tracker.library.pages import blueprint, guide_or_404


@blueprint.post("/guides/<guide_id>/rating")
def rate(guide_id: str) -> ResponseReturnValue:
    guide, form = guide_or_404(guide_id), RatingForm()
    if form.remove.data:
        GuideRating.remove(current_user, guide)
        flash("Your rating is removed.", "ok")
    elif form.validate_on_submit():
        stars = int(str(form.stars.data))
        GuideRating.give(current_user, guide, stars)
        flash(f"You gave {stars} of 5 stars.", "ok")
    else:
        return _refused(guide, form, "rating")
    db.session.commit()
    return _back(guide, form, "rating")


@blueprint.post("/guides/<guide_id>/helpful")
def answer(guide_id: str) -> ResponseReturnValue:
    guide, form = guide_or_404(guide_id), AnswerForm()
    if form.remove.data:
        GuideAnswer.remove(current_user, guide)
        flash("Your answer is removed.", "ok")
    elif form.validate_on_submit():
        GuideAnswer.give(current_user, guide, helpful=form.helpful.data == "yes", comment=str(form.comment.data))
        flash("Thank you. Your answer is kept, and whoever looks after this guide reads it.", "ok")
    else:
        return _refused(guide, form, "helpful")
    db.session.commit()
    return _back(guide, form, "helpful")


def _back(guide: Guide, form: OpinionForm, anchor: str) -> ResponseReturnValue:
    """To the page that the form stood on, at its place there."""
    page = own_path(form.next.data) or url_for("reading.guide", guide_id=guide.id)
    return redirect(f"{urldefrag(page).url}#{anchor}", 303)


def _refused(guide: Guide, form: OpinionForm, about: str) -> ResponseReturnValue:
    """The form alone, with what to mend and everything that was typed."""
    page = render_template(
        "library/opinion.html",
        guide=guide,
        about=about,
        sent=form,
        here=own_path(form.next.data),
        opinions=opinions(current_user, guide),
    )
    return page, 422
