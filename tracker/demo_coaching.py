"""Carl's side of the demo: how he became a coach, and his mentees, each as demo_cases.py says; made by the same doors.

Hides that one plan serves many, as it is the same for the same answers, and that a demo that is there already is topped
up and not made anew.
"""

from contextlib import AbstractContextManager
from datetime import timedelta

from tracker import clock
from tracker.accounts import Authenticator, Coach, Person, User, new_seed, otpauth
from tracker.coaching import DEFAULT_SCOPES, Grants, GroupMember, Meetings, Offers, Sights, Wanted
from tracker.demo_cases import Case, cases
from tracker.library import Guide, Milestone
from tracker.roadmap import (
    Break,
    Evidence,
    Inputs,
    Plan,
    Plans,
    Progress,
    Setup,
    Standing,
    Tailoring,
    Talk,
    changes,
    make_plan,
    marks,
)

HELPS = "Evals, system design, and the third interview. I answer with questions first."
PROMISE_DAYS = 2
RETURNED = "The eval set is the one you tuned on. Hold thirty cases back, and run it again."
APPROVED = "Clear numbers, and the README opens with them."
_plans: dict[tuple[str, Setup], Plan] = {}


def coach_with_mentees(carl: User, mia: User, guide: Guide, password_hash: str, mentees: int) -> None:
    """Carl coaches, mia has granted him, and so have so many in all; what is there already stays."""
    coach = Person.of_user(carl)
    if Coach.of(carl.id) is None:
        with _ago(80):
            carl.confirm()
            Coach.put(carl.id, name=carl.name, helps_with=HELPS, promise_days=PROMISE_DAYS)
        Authenticator.put(carl.id, new_seed(), 0)
        _let_look(Person.of_user(mia), coach, guide, Case(mia.name, granted=60))
        _review(Person.of_user(mia), coach, guide, Case(mia.name, approved=6, asked=1.3))
    for number, case in enumerate(cases(mentees), start=1):
        if User.by_email(f"mentee-{number}@example.org") is None:
            _mentee(number, case, coach, guide, password_hash)


def second_step(carl: User) -> str:
    """How somebody signs in as carl: what his authenticator app is set up with, which nobody else has."""
    seed = Authenticator.seed_of(carl.id)
    if seed is None:
        return "carl has no authenticator app any more."
    return (
        f"carl coaches. His second step is a code of an authenticator app; add this key to yours: {seed}\n"
        f"      or as a link: {otpauth(seed, carl.email)}\n"
        f"      or without an app: .venv/bin/python -c \"import pyotp; print(pyotp.TOTP('{seed}').now())\"\n"
        "      mentee-1@example.org and on are whom he looks after, with the same password."
    )


def _mentee(number: int, case: Case, coach: Person, guide: Guide, password_hash: str) -> None:
    email = f"mentee-{number}@example.org"
    with _ago(max(case.begun or 0, case.granted) + 1):
        user = User.sign_up(name=case.name, email=email, password_hash=password_hash, time_zone=case.zone)
        if user is None:
            raise RuntimeError(f"{email} is taken")
        mentee = Person.of_user(user)
    plan = _set_out(mentee, guide, case)
    _work(mentee, guide, case, plan)
    if case.off:
        today = mentee.today()
        Plans(mentee, guide).tell_break(Break(today - timedelta(days=3), today + timedelta(days=4)))
    _let_look(mentee, coach, guide, case)
    _review(mentee, coach, guide, case)


def _set_out(mentee: Person, guide: Guide, case: Case) -> Plan | None:
    if case.begun is None:
        return None
    with _ago(case.begun):
        today = clock.local_day(clock.now(), mentee.time_zone)
        plan = _plan(guide, Setup(today, case.hours, background=case.background, role=case.role))
        Plans(mentee, guide).take(plan, why="set-out", op_id="demo", based_on=0)
    return plan


def _plan(guide: Guide, setup: Setup) -> Plan:
    key = guide.id, setup
    if key not in _plans:
        _plans[key] = make_plan(Inputs(guide, setup, today=setup.start))
    return _plans[key]


def _work(mentee: Person, guide: Guide, case: Case, plan: Plan | None) -> None:
    """What the plan had by now is done, give or take the lead; the next one is under way."""
    progress, today = Progress(mentee, guide), mentee.today()
    if case.all_had:
        for milestone in guide.milestones[3:]:
            with _ago(case.silent + 3):
                _change(progress, milestone, changes.set_status("had", overruled=False))
    order = [one for one in plan.active if one.end] if plan else []
    until = today + timedelta(days=case.lead)
    done = [one for one in order if one.end and one.end < until] if not case.all_had else order[:3]
    done = done[: len(done) - case.left]
    for number, entry in enumerate(done):
        days = max((today - entry.end).days if entry.end else 0, case.silent)
        if case.brief and number < len(done) - 3:
            with _ago(days):
                _change(progress, guide.by_id[entry.id], changes.set_status("had", overruled=False))
        else:
            _finish(progress, guide.by_id[entry.id], days)
    ids = {one.id for one in done}
    rest = [guide.by_id[one.id] for one in order if one.id not in ids] or list(guide.milestones)
    if case.doing:
        with _ago(case.doing):
            _change(progress, rest[0], changes.set_status("doing", overruled=False))
            if case.blocked:
                _change(progress, rest[0], changes.set_status("blocked", overruled=False))
    if case.overruled:
        with _ago(case.silent):
            _change(progress, rest[1], changes.set_status("done", overruled=True))
    if case.wanted_in is not None:
        day = today + timedelta(days=case.wanted_in)
        Tailoring(mentee, guide).adjust(rest[0].id, None, lambda present: type(present)(end=day, hours=present.hours))


def _finish(progress: Progress, milestone: Milestone, days: int) -> None:
    proof = Evidence("proof", 1, "link", url=f"https://git.example.org/{milestone.id}", text="Code and numbers")
    steps = [changes.set_status("doing", overruled=False)]
    steps += [changes.set_criterion(one.id, met=True, overruled=False) for one in milestone.criteria]
    steps += [changes.put_evidence(proof, overruled=False), changes.set_status("done", overruled=False)]
    for number, step in enumerate(steps):
        with _ago(days + (len(steps) - number) / 200):
            _change(progress, milestone, step)


def _change(progress: Progress, milestone: Milestone, change: changes.Change) -> None:
    progress.change(milestone, "demo", [change.kind, str(change.data)], lambda _standing: change)


def _let_look(mentee: Person, coach: Person, guide: Guide, case: Case) -> None:
    """By the steps of every grant: invited, accepted, confirmed; then whatever became of it."""
    scopes = DEFAULT_SCOPES if case.shares_pace else DEFAULT_SCOPES - {"pace"}
    with _ago(2 if case.end in {"accepted", "asked"} else case.granted):
        if case.end == "asked":
            Offers(coach).ask(mentee.id, guide.id)
            return
        made = Grants(mentee).invite(guide.id, scopes, f"demo {mentee.id}")
        taken = Offers(coach).accept(f"demo {mentee.id}")
        if case.end == "accepted" or taken is None:
            return
        Grants(mentee).confirm(made.id, scopes)
    if case.end:
        with _ago(1):
            end = Grants(mentee).pause if case.end == "paused" else Grants(mentee).end
            end(made.id)
        return
    sight = Sights(coach).of(made.id)
    if sight and case.group:
        GroupMember.add(sight, case.group)
    if sight and case.meets_in is not None:
        at = (clock.now() + timedelta(days=case.meets_in)).replace(hour=15, minute=0, second=0, microsecond=0)
        agenda = "The retrieval evals, and which project comes next."
        Meetings.of_coach(sight, coach).set("demo", Wanted(at, 45, "https://meet.example.org/carl", agenda))


def _review(mentee: Person, coach: Person, guide: Guide, case: Case) -> None:
    """Reviews that were asked for and given; nothing where the grant has ended or isn't one yet."""
    if case.end or not (case.approved or case.asked or case.returned):
        return
    talk, every = Talk(mentee, guide), Progress(mentee, guide).standings()
    done = [one for one in every if one.status == "done" and one.state.evidence]
    for number, standing in enumerate(done[: case.approved]):
        with _ago(2 + 3 * (case.approved - number - 1)):
            _answer(talk, coach, standing, "approved", APPROVED)
    last = done[-1]
    if case.returned:
        with _ago(case.returned):
            _answer(talk, coach, last, "returned", RETURNED)
    if case.asked:
        with _ago(case.asked):
            if case.question:
                talk.say(last.milestone, mentee, "mentee", "demo", case.question)
            else:
                talk.ask(last.milestone, "demo", "The numbers are in. Is this enough to go on?")


def _answer(talk: Talk, coach: Person, standing: Standing, verdict: str, text: str) -> None:
    talk.review(standing.milestone, coach, "demo", verdict, text, marks(standing.state.evidence))


def _ago(days: float) -> AbstractContextManager[None]:
    return clock.stopped_at(clock.now() - timedelta(days=days))
