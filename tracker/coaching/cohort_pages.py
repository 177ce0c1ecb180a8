"""A coach's cohorts: making one, its link, its page. All in one are counted; named is who lets this coach look."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import coach_only
from tracker.accounts import links
from tracker.coaching.cohort_forms import ChangeCohortForm, CohortForm
from tracker.coaching.meeting_forms import PressForm
from tracker.coaching.models import Cohort, Cohorts, Full, Sight, note_look
from tracker.coaching.proportions import LEAST, paces, parts
from tracker.coaching.routes import blueprint
from tracker.extensions import db
from tracker.library import Guide, catalogue
from tracker.roadmap import Course, courses, new_op_id

NO_ROOM = "You have fifty cohorts. Delete one first."


@blueprint.get("/coach/cohorts")
@coach_only
def cohorts() -> ResponseReturnValue:
    return _list_page(CohortForm(guide=current_user.guide_id))


@blueprint.post("/coach/cohorts")
@coach_only
def make_cohort() -> ResponseReturnValue:
    form = CohortForm()
    if not form.validate_on_submit():
        return _list_page(form, 422)
    try:
        made = Cohorts(current_user).make(str(form.op_id.data), guide_id=str(form.guide.data), **form.said)
    except Full:
        form.name.errors = [NO_ROOM]
        return _list_page(form, 422)
    db.session.commit()
    return redirect(url_for("coaching.cohort", cohort_id=made), 303)


@blueprint.get("/coach/cohorts/<cohort_id>")
@coach_only
def cohort(cohort_id: str) -> ResponseReturnValue:
    found, members = _cohort_or_404(cohort_id)
    guide = catalogue().get(found.guide_id)
    sights = Cohorts(current_user).seen_members(found)
    note_look(sights, "list")
    found, members = _cohort_or_404(cohort_id)
    theirs = _courses(guide, sights) if guide and len(sights) >= LEAST else []
    standings = [course.standings for _, course in theirs]
    return render_template(
        "coaching/cohort.html",
        cohort=found,
        guide=guide,
        members=members,
        sights=sights,
        link=links.address("cohort", found.token) if found.token else None,
        groups=[(by.capitalize(), parts(guide, standings, by)) for by in ("phase", "track")] if guide else [],
        paces=paces(_band(one, course) for one, course in theirs),
        least=LEAST,
    )


@blueprint.get("/coach/cohorts/<cohort_id>/change")
@coach_only
def change_cohort(cohort_id: str) -> ResponseReturnValue:
    found, _ = _cohort_or_404(cohort_id)
    return render_template("coaching/cohort_form.html", cohort=found, form=ChangeCohortForm(obj=found))


@blueprint.post("/coach/cohorts/<cohort_id>/change")
@coach_only
def save_cohort(cohort_id: str) -> ResponseReturnValue:
    found, _ = _cohort_or_404(cohort_id)
    form = ChangeCohortForm()
    if not form.validate_on_submit():
        return render_template("coaching/cohort_form.html", cohort=found, form=form), 422
    Cohorts(current_user).change(cohort_id, **form.said)
    db.session.commit()
    flash("Saved.", "ok")
    return redirect(url_for("coaching.cohort", cohort_id=cohort_id), 303)


@blueprint.post("/coach/cohorts/<cohort_id>/link")
@coach_only
def renew_cohort_link(cohort_id: str) -> ResponseReturnValue:
    _pressed_or_404(cohort_id)
    Cohorts(current_user).renew_link(cohort_id)
    db.session.commit()
    flash("There is a new link. An older one leads nowhere now.", "ok")
    return redirect(url_for("coaching.cohort", cohort_id=cohort_id, _anchor="link"), 303)


@blueprint.post("/coach/cohorts/<cohort_id>/close")
@coach_only
def close_cohort_link(cohort_id: str) -> ResponseReturnValue:
    _pressed_or_404(cohort_id)
    Cohorts(current_user).close_link(cohort_id)
    db.session.commit()
    flash("The link is closed: nobody joins any more. Who is in it, stays.", "ok")
    return redirect(url_for("coaching.cohort", cohort_id=cohort_id, _anchor="link"), 303)


@blueprint.get("/coach/cohorts/<cohort_id>/delete")
@coach_only
def deleting_cohort(cohort_id: str) -> ResponseReturnValue:
    found, members = _cohort_or_404(cohort_id)
    return render_template("coaching/cohort_deleting.html", cohort=found, members=members)


@blueprint.post("/coach/cohorts/<cohort_id>/delete")
@coach_only
def delete_cohort(cohort_id: str) -> ResponseReturnValue:
    _pressed_or_404(cohort_id)
    Cohorts(current_user).delete(cohort_id)
    db.session.commit()
    flash("The cohort is deleted. Grants are as they were.", "ok")
    return redirect(url_for("coaching.cohorts"), 303)


def _list_page(form: CohortForm, code: int = 200) -> ResponseReturnValue:
    text = render_template(
        "coaching/cohorts.html",
        cohorts=[(one, members, catalogue().get(one.guide_id)) for one, members in Cohorts(current_user).all()],
        form=form,
        op_id=new_op_id(),
    )
    return text, code


def _cohort_or_404(cohort_id: str) -> tuple[Cohort, int]:
    return Cohorts(current_user).of(cohort_id) or abort(404)


def _pressed_or_404(cohort_id: str) -> None:
    if not PressForm().validate_on_submit():
        abort(422)
    _cohort_or_404(cohort_id)


def _courses(guide: Guide, sights: Sequence[Sight]) -> list[tuple[Sight, Course]]:
    wanted = [(one.mentee.id, guide) for one in sights]
    found = courses(wanted, [(one.mentee.id, guide) for one in sights if one.shows("pace")])
    return [(one, found[one.mentee.id, guide.id]) for one in sights]


def _band(one: Sight, course: Course) -> str | None:
    outlook = course.outlook(one.mentee.today()) if one.shows("pace") else None
    return outlook.pace.band if outlook else None
