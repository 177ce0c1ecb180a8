"""The cast for `make demo`: mia, half-way with a plan; carl, who coaches her and many more; otto, a member; noor, new.

Everything they did was made through the same doors as everyone's progress, under a clock that was set back.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from flask import Flask

from tracker import clock, demo_coaching
from tracker.accounts import Person, User, hashed
from tracker.extensions import db
from tracker.library import Catalogue, Guide, Milestone
from tracker.reading import Anchor, Reading, Step
from tracker.roadmap import (
    Break,
    Evidence,
    Figure,
    Plans,
    Progress,
    Setup,
    changes,
    gathered,
    make_plan,
    work_days,
)

PASSWORD = "milepost-demo"  # noqa: S105  printed at start, for a database of its own
CAST = (
    ("mia", "Mia Okafor", "Europe/Berlin"),
    ("carl", "Carl Lindqvist", "Europe/Stockholm"),
    ("otto", "Otto Brandt", "Europe/Vienna"),
    ("noor", "Noor Haddad", "Asia/Kathmandu"),
)
NEW = "noor"
"""Signs up at the moment of filling; the others a day before the first evening."""
FEWEST, MOST = 25, 1000
"""Mentees of carl's."""
WEEKS = 13
HAD = {"sk-python-services", "sk-deploy"}
NOT_APPLICABLE = {"rs-work-ai"}
HOLIDAY, REPLANNED = 4, 9
"""Weeks after setting out: the one off, and the one in which the plan was made anew."""
NOTE = "Keep the fifty labelled cases away from the prompt. Ask Lena for the contract that broke retrieval."


def fill(app: Flask, mentees: int = FEWEST) -> str:
    """Make the cast where it isn't there yet, with so many mentees of carl's; answers what to print at start."""
    if User.by_email("mia@example.org") is None:
        with clock.stopped_at(clock.now() - timedelta(weeks=WEEKS, days=1)):
            people = {name: _person(name, full_name, zone) for name, full_name, zone in CAST if name != NEW}
        _person(*next(person for person in CAST if person[0] == NEW))
        catalogue: Catalogue = app.extensions["catalogue"]
        _half_way(people["mia"], catalogue.guides[0])
        db.session.commit()
    carl, mia = User.by_email("carl@example.org"), User.by_email("mia@example.org")
    if carl is None or mia is None:
        raise RuntimeError("carl or mia has left; remove the demo folder and start again")
    guide = app.extensions["catalogue"].guides[0]
    demo_coaching.coach_with_mentees(carl, mia, guide, hashed(PASSWORD), mentees)
    db.session.commit()
    names = ", ".join(f"{name}@example.org" for name, _, _ in CAST)
    return f"Demo: sign in as {names}; password {PASSWORD}\n      {demo_coaching.second_step(carl)}"


def _person(name: str, full_name: str, zone: str) -> Person:
    user = User.sign_up(name=full_name, email=f"{name}@example.org", password_hash=hashed(PASSWORD), time_zone=zone)
    if user is None:
        raise RuntimeError(f"{name} exists already, but mia does not; remove the demo folder and start again")
    return Person(user.id, user.name, user.email, user.time_zone, None, token="")


def _half_way(mia: Person, guide: Guide) -> None:
    """Thirteen weeks of evenings, with a week off: half the roadmap, each milestone on an evening or two."""
    now = clock.now()
    evenings = _evenings(now)
    with clock.stopped_at(now - timedelta(weeks=WEEKS, hours=3)):
        _plan(mia, guide, _setup(clock.local_day(now, mia.time_zone)), "set-out")
    half = [m for m in guide.milestones if not m.stretch][: len(guide.milestones) // 2]
    replanned = next(evening for evening in evenings if evening >= evenings[0] + timedelta(weeks=REPLANNED))
    for number, milestone in enumerate(half):
        first = number * len(evenings) // len(half)
        last = max(first + 1, (number + 1) * len(evenings) // len(half))
        if evenings[first] >= replanned > evenings[max(0, first - 1)] or evenings[first] == replanned:
            with clock.stopped_at(replanned - timedelta(hours=2)):
                _tell_the_holiday_and_plan_anew(mia, guide)
        _work_through(Progress(mia, guide), milestone, evenings[first:last])
    ahead = [m for m in guide.milestones if m not in half and not m.stretch]
    with clock.stopped_at(clock.now() - timedelta(hours=20)):
        _begin(Progress(mia, guide), ahead[0])
        _change(Progress(mia, guide), ahead[1], changes.set_status("blocked", overruled=False))
    for number, section in enumerate(guide.sections[:4]):
        with clock.stopped_at(clock.now() - timedelta(weeks=WEEKS - 2 * number, hours=2)):
            Reading(mia, guide).act(Step("finish", section_id=section.id))
    fifth = guide.sections[4]
    passage = [block for block in fifth.blocks if block.kind == "text"][9]
    with clock.stopped_at(clock.now() - timedelta(hours=21)):
        place = Anchor.at(guide, fifth, passage, fraction=0.3)
        Reading(mia, guide).act(Step("read", anchor=place), label="Firefox on Android")


def _setup(today: date) -> Setup:
    start = today - timedelta(weeks=WEEKS)
    return Setup(
        start=start - timedelta(days=start.weekday()),
        hours=(2.0, 2.0, 0.0, 3.0, 0.0, 3.0, 2.0),
        background="backend",
        role="agent",
        daily_python=True,
    )


def _tell_the_holiday_and_plan_anew(mia: Person, guide: Guide) -> None:
    plans = Plans(mia, guide)
    first = clock.local_day(clock.now(), mia.time_zone) - timedelta(weeks=REPLANNED - HOLIDAY)
    monday = first - timedelta(days=first.weekday())
    plans.tell_break(Break(monday, monday + timedelta(days=6)))
    taken = plans.current()
    if taken:
        _plan(mia, guide, taken.setup, "later", taken.version)


def _plan(mia: Person, guide: Guide, setup: Setup, why: str, based_on: int = 0) -> None:
    today = clock.local_day(clock.now(), mia.time_zone)
    plans = Plans(mia, guide)
    taken = plans.current()
    counts = taken.as_it_stands if taken else None
    inputs = gathered(guide, setup, today, Progress(mia, guide).standings(), work_days(mia, guide), counts=counts)
    plans.take(make_plan(inputs), why=why, op_id="demo", based_on=based_on)


def _evenings(now: datetime) -> list[datetime]:
    """Evenings of the past weeks up to two days ago, oldest first, four a week; the fifth week is a holiday."""
    start = (now - timedelta(weeks=WEEKS)).replace(hour=18, minute=0, second=0, microsecond=0)
    return [start + timedelta(days=day) for day in range(WEEKS * 7 - 1) if day % 7 in {0, 1, 3, 5} and day // 7 != 4]


def _work_through(progress: Progress, milestone: Milestone, evenings: Sequence[datetime]) -> None:
    """From start to end: the changes in order over these evenings, a few minutes apart."""
    steps = list(_steps(milestone, evenings[-1].date()))
    for number, step in enumerate(steps):
        evening = evenings[number * len(evenings) // len(steps)]
        with clock.stopped_at(evening + timedelta(minutes=12 * number)):
            _change(progress, milestone, step)


def _steps(milestone: Milestone, measured_on: date) -> Iterator[changes.Change]:
    if milestone.id in HAD or milestone.id in NOT_APPLICABLE:
        yield changes.set_status("had" if milestone.id in HAD else "na", overruled=False)
        return
    yield changes.set_status("doing", overruled=False)
    for criterion in milestone.criteria:
        yield changes.set_criterion(criterion.id, met=True, overruled=False)
    for piece in _evidence(milestone, measured_on):
        yield changes.put_evidence(piece, overruled=False)
    yield changes.set_status("done", overruled=False)


def _evidence(milestone: Milestone, measured_on: date) -> Iterator[Evidence]:
    if milestone.evidence == "link":
        yield Evidence(
            "proof",
            1,
            "link",
            url=f"https://git.example.org/mia/{milestone.id}",
            text="Code, evals and a README that opens with the numbers",
        )
    if milestone.evidence == "text":
        yield Evidence("proof", 1, "text", text="Done with Lena over two evenings; the table is in the evidence log.")
    for figure in milestone.bar[:3]:
        measured = Figure(
            figure.id, figure.target.removeprefix("at least ").removeprefix("at most "), 40, measured_on, "4f2c1e9"
        )
        yield Evidence(f"figure-{figure.id}", 1, "figure", figure=measured)


def _begin(progress: Progress, milestone: Milestone) -> None:
    _change(progress, milestone, changes.set_status("doing", overruled=False))
    _change(progress, milestone, changes.set_criterion(milestone.criteria[0].id, met=True, overruled=False))
    _change(progress, milestone, changes.write_note(NOTE))


def _change(progress: Progress, milestone: Milestone, change: changes.Change) -> None:
    progress.change(milestone, "demo", [change.kind, str(change.data)], lambda _standing: change)
