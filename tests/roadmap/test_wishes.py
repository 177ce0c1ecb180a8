"""What somebody adds, changes and logs is in their plan: days, hours, pace, seven days, forecast, timeline, today."""

from datetime import UTC, date, datetime, timedelta

from tests.people import Client, Member
from tests.roadmap.mine import FORM, Mine
from tests.roadmap.plan_desk import PlanDesk
from tests.roadmap.planning import EVENINGS, GUIDE, MONDAY
from tests.roadmap.test_outlook import taken
from tracker import clock
from tracker.library import Criterion
from tracker.roadmap import Adjustment, Inputs, Outlook, OwnMilestone, Setup, make_plan
from tracker.roadmap.effort import FEWEST
from tracker.roadmap.gathering import WorkDays
from tracker.roadmap.progress import State
from tracker.roadmap.standing import standings
from tracker.roadmap.tailoring import tailored
from tracker.roadmap.timeline import planned
from tracker.roadmap.wishes import begun_by_log, given_wishes, own_wishes

DAY = timedelta(days=1)
NOON = datetime(2026, 11, 30, 11, tzinfo=UTC)
FIRST = GUIDE.milestones[0]
STRETCH = next(one for one in GUIDE.milestones if one.stretch)


def own(milestone_id: str, **facts: object) -> OwnMilestone:
    given = {"hours": 4, "track": GUIDE.tracks[0].id, "phase": GUIDE.phases[0].id, **facts}
    return OwnMilestone(milestone_id, "A talk", "", (Criterion("c", "Held"),), **given)  # type: ignore[arg-type]


MINE = (
    own("own-talk", start=MONDAY + 9 * DAY, end=MONDAY + 11 * DAY, needs=(FIRST.id,)),
    own("own-beside", counted=False),
    own("own-archived", archived=True),
)
CHANGED = {
    FIRST.id: Adjustment(hours=FIRST.hours + 3),
    GUIDE.milestones[1].id: Adjustment(hidden=True),
    STRETCH.id: Adjustment(start=MONDAY + 70 * DAY),
}
PLAN = make_plan(
    Inputs(GUIDE, Setup(MONDAY, EVENINGS), adjusted=given_wishes(GUIDE, CHANGED), own=own_wishes(GUIDE, MINE))
)


def outlook(statuses: dict[str, str], today: date, logged: dict[str, int] | None = None) -> Outlook:
    guide = tailored(GUIDE, MINE, CHANGED)
    every = standings(guide, {one: State(status=status) for one, status in statuses.items()})
    return Outlook(guide, taken(plan=PLAN), every, today, logged or {})


def test_own_ones_get_days_archived_ones_none() -> None:
    talk, beside = PLAN.by_id["own-talk"], PLAN.by_id["own-beside"]
    assert talk.start is not None
    assert talk.start >= MONDAY + 9 * DAY
    assert (talk.minutes, beside.minutes, beside.state) == (240, 240, "planned")
    assert beside.days
    assert "own-archived" not in PLAN.by_id


def test_own_ones_that_wait_for_each_other_hold_nothing_up() -> None:
    circle = (own("own-a", needs=("own-c",)), own("own-b", needs=("own-a",)), own("own-c", needs=("own-b", "own-c")))
    found = own_wishes(GUIDE, circle)
    assert [one.needs for one in found] == [("own-c",), ("own-a",), ()]
    plan = make_plan(Inputs(GUIDE, Setup(MONDAY, EVENINGS), own=found))
    assert all(plan.by_id[one.id].days for one in circle)


def test_hours_days_and_hiding_are_the_persons() -> None:
    assert PLAN.by_id[FIRST.id].minutes == 60 * (FIRST.hours + 3)
    assert PLAN.by_id[GUIDE.milestones[1].id].state == "hidden"
    dated = PLAN.by_id[STRETCH.id]
    assert dated.state == "planned", "who gives a stretch milestone a day wants it"
    assert dated.start is not None
    assert dated.start >= MONDAY + 70 * DAY


def test_what_is_kept_beside_has_days_and_no_part_in_pace_and_sums() -> None:
    before = outlook({}, PLAN.finish - DAY)
    after = outlook({"own-beside": "done"}, PLAN.finish - DAY)
    whole = sum(one.minutes for one in PLAN.active)
    assert before.pace.of == after.pace.of == whole - 240
    assert after.pace.earned == 0
    assert outlook({"own-talk": "done"}, PLAN.finish - DAY).pace.earned == 240
    assert {"own-beside", "own-talk"} <= {one.id for one in before.dated}
    assert "own-beside" not in {one.id for one in before.counted}
    due = PLAN.by_id["own-beside"].end
    assert due is not None
    assert "own-beside" in {one.id for one in outlook({}, due).week.steps}
    drawn = [bar.span.id for band in planned(before).bands for bar in band.bars]
    assert {"own-beside", "own-talk"} <= set(drawn)


def test_logged_hours_are_behind_a_milestone_and_feed_the_forecast() -> None:
    ids = [one.id for one in PLAN.active if one.end and one.end < MONDAY + 28 * DAY][: FEWEST + 1]
    today = MONDAY + 28 * DAY
    done = dict.fromkeys(ids, "done")
    days = {one: WorkDays(MONDAY, PLAN.by_id[one].end) for one in ids}
    logged = {one: 2 * PLAN.by_id[one].minutes for one in ids}
    look = outlook(done, today, logged)
    assert (look.effort.n, look.effort.times > 1) == (len(ids), True)
    spent = [(PLAN.by_id[one].end or MONDAY, one, minutes) for one, minutes in logged.items()]
    plain, slower = outlook(done, today).forecast(days), look.forecast(days, spent)
    assert plain.sentence != slower.sentence
    elsewhere = [(day, "own-beside", minutes) for day, _, minutes in spent]
    assert outlook(done, today).forecast(days, elsewhere) == plain, "hours on what isn't counted say nothing"
    open_one = next(one for one in PLAN.active if one.id not in done)
    doing = {**done, open_one.id: "doing"}
    asked = {step.id: step.minutes for step in outlook(doing, today).week.steps}
    less = {step.id: step.minutes for step in outlook(doing, today, {open_one.id: 10_000}).week.steps}
    assert less.get(open_one.id, 0) < asked.get(open_one.id, 10**6)


def test_a_milestone_begins_with_its_first_logged_hours() -> None:
    days = {"a": WorkDays(MONDAY, None), "b": WorkDays(MONDAY, None)}
    found = begun_by_log(days, {"a": MONDAY - DAY, "b": MONDAY + DAY, "c": MONDAY})
    assert {one: known.begun for one, known in found.items()} == {"a": MONDAY - DAY, "b": MONDAY}


def test_preview_plan_and_pages_have_it(mia: Member) -> None:
    with clock.stopped_at(NOON):
        plan_with_own(mia.another_browser())


def plan_with_own(browser: Client) -> None:
    mine, desk = Mine(browser, "ai-engineer"), PlanDesk(browser)
    facts = {"track": GUIDE.tracks[0].id, "phase": GUIDE.phases[0].id}
    made = mine.add(**FORM | facts | {"start": "2026-12-09", "end": "2026-12-11"})
    hidden = GUIDE.milestones[1]
    assert mine.send(f"{hidden.id}/hide", hidden="1").status_code == 303
    page = desk.preview()
    assert "A talk on knots" in page.one("section", aria_labelledby="dated-own").text
    form = desk.take_form()
    assert mine.change(made, **FORM | facts | {"hours": "9"}).status_code == 303
    assert desk.post("take", **form).status_code == 409, "what was shown is no longer what would be taken"
    desk.take()
    assert browser.page("/dashboard").one("section", aria_labelledby="today-title").text.count("left.") == 1
    assert "A talk on knots" in browser.page("/roadmap/ai-engineer/timeline").text
    assert hidden.title not in browser.page("/roadmap/ai-engineer/timeline").one("main").text
    assert "new since" not in desk.page().text
    mine.add(**FORM | facts | {"title": "Another"})
    assert "1 milestone is new since this plan was made" in desk.page().text
