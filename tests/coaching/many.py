"""Many mentees of one coach at once, in every state of the list, by rows in bulk: by the doors it would take minutes.

Hides how a history looks in the tables. Each mentee is another one; the same number makes the same people.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from tracker import clock
from tracker.accounts import User
from tracker.coaching.models import Grant
from tracker.coaching.scopes import ALWAYS, DEFAULT
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import Break, Inputs, Plan, Setup, make_plan
from tracker.roadmap.keeping import plan_data
from tracker.roadmap.models import BreakRow, MilestoneEvent, MilestoneState, OwnRow, PlanRow, ReviewState

FIRST = "Ana Björn Chidi Dwi Elif Femi Grażyna Hana Ivo Jamila Kofi Lucía Mateus Noa Oluwaseun Priya Quang Rosa"
LAST = "Almeida Bakker Chen Dlamini Eriksson Fernández García Haugen Ivanova Jung Kaya Levi Moreau Nkosi Okafor"
LINK = {"kind": "link", "text": "Code and a README that opens with the numbers", "figure": None, "version": 1}


def make_many(coach_id: int, count: int, guide: Guide, *, scopes: Iterable[str] = ()) -> list[str]:
    """Does not commit; answers the ids of the grants. `scopes`: of all, else most share their pace and some don't."""
    now = clock.now()
    first, last = FIRST.split(), LAST.split()
    users = [
        {
            "name": f"{first[one % len(first)]} {last[one // len(first) % len(last)]} {one}",
            "email": f"mentee-{coach_id}-{one}@example.org",
            "password_hash": "x",
            "time_zone": "Europe/Berlin",
            "created_at": now,
        }
        for one in range(count)
    ]
    ids = list(db.session.scalars(insert(User).returning(User.id, sort_by_parameter_order=True), users))
    plans = [_plan(guide, now, weeks) for weeks in (14, 3, 8, 20, 11)]
    rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for number, user_id in enumerate(ids):
        whose = {"user_id": user_id, "guide_id": guide.id}
        chosen = scopes or (ALWAYS if number % 9 == 8 else DEFAULT)
        rows[Grant].append(_grant(coach_id, number, whose, now, chosen))
        plan, kept = plans[number % len(plans)]
        lag = timedelta(days=21 if number % 8 == 5 else 0)
        due = sum(1 for one in plan.active if one.end and one.end < now.date() - lag)
        for state, events in _work(number, guide, now, min(due, len(guide.milestones) - 1)):
            rows[MilestoneState].append(whose | state)
            rows[MilestoneEvent].extend(whose | event for event in events)
        rows[PlanRow].append(whose | kept)
        rows[ReviewState].extend(whose | review for review in _reviews(number, guide, now))
        if number % 10 == 7:
            rows[BreakRow].append(whose | _days_off(now))
        if number % 5 == 0:
            rows[OwnRow].append(whose | _own(guide, number, now))
    for table, found in rows.items():
        if found:
            db.session.execute(insert(table), found)
    return [row["id"] for row in rows[Grant]]


TABLES = (Grant, MilestoneState, MilestoneEvent, PlanRow, ReviewState, BreakRow, OwnRow)


def _grant(coach_id: int, number: int, whose: dict[str, Any], now: datetime, scopes: Iterable[str]) -> dict[str, Any]:
    granted = now - timedelta(days=5 if number % 20 == 9 else 60)
    return whose | {
        "id": hashlib.sha256(f"{coach_id} {number}".encode()).hexdigest()[:24],
        "coach_id": coach_id,
        "step": "granted",
        "scopes": sorted(scopes),
        "sent_to": "",
        "made_at": granted,
        "granted_at": granted,
        "ends_at": now + timedelta(days=4 if number % 6 == 3 else 60),
    }


def _work(number: int, guide: Guide, now: datetime, done: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """As many milestones done, the next one under way or blocked; the last change some days ago."""
    silent = (0, 2, 9, 20, 9, 1, 18)[number % 7]
    for at, milestone in enumerate(guide.milestones[: done + 1]):
        last = at == done
        moment = now - timedelta(days=silent + 2 * (done - at), hours=3)
        status = ("blocked" if number % 11 == 4 else "doing") if last else "had" if at == 2 else "done"
        ticked = [one.id for one in milestone.criteria][: 1 if last else None]
        proof = LINK | {"id": "proof", "url": f"https://git.example.org/{number}/{milestone.id}"}
        version = len(ticked) + 2
        state = {
            "milestone_id": milestone.id,
            "status": status,
            "criteria": sorted(ticked),
            "evidence": [] if last else [proof],
            "note": "",
            "overruled": number % 23 == 6 and at == done - 1 and status == "done",
            "version": version,
            "note_version": 0,
            "adopted": [],
            "changed_at": moment,
        }
        begun = moment - timedelta(days=(1, 3, 2, 1, 2, 30)[number % 6] if last else 3)
        yield state, list(_events(milestone.id, ticked, status, begun, moment, version))


def _events(
    milestone_id: str, ticked: Sequence[str], status: str, begun: datetime, ended: datetime, version: int
) -> Iterator[dict[str, Any]]:
    changes: list[tuple[str, dict[str, Any]]] = [("status", {"status": "doing", "overruled": False})]
    changes += [("criterion", {"criterion": one, "met": True, "overruled": False}) for one in ticked]
    changes += [("status", {"status": status, "overruled": False})]
    for number, (kind, data) in enumerate(changes, start=1):
        moment = ended if number == version and status != "doing" else begun
        common = {"milestone_id": milestone_id, "op": f"op-{number}", "kind": kind, "data": data, "version": number}
        yield common | {"day": moment.date(), "created_at": moment}


def _plan(guide: Guide, now: datetime, weeks: int) -> tuple[Plan, dict[str, Any]]:
    start = now.date() - timedelta(weeks=weeks)
    roles, backgrounds = [one.id for one in guide.roles], [one.id for one in guide.backgrounds]
    setup = Setup(
        start,
        (2, 2, 2, 2, 0, 3, 3),
        background=backgrounds[weeks % len(backgrounds)] if backgrounds else None,
        role=roles[weeks % len(roles)] if roles else None,
    )
    plan = make_plan(Inputs(guide, setup))
    made = {"day": start, "made_at": now - timedelta(weeks=weeks), "plan": plan_data(plan)}
    return plan, {"version": 1, "op": "op", "why": "set-out", "left_out": [], **made}


def _reviews(number: int, guide: Guide, now: datetime) -> Iterator[dict[str, Any]]:
    """Some wait on the coach, some had something returned; half of them have something approved."""
    first, second = guide.milestones[0].id, guide.milestones[1].id
    facts: dict[str, Any] = {
        "asked": False,
        "verdict": None,
        "reviewed_at": None,
        "approved": None,
        "nudges": 0,
        "adopted": [],
    }
    if number % 6 == 0:
        since = now - timedelta(days=number % 5)
        yield facts | {"milestone_id": second, "turn": "coach", "since_at": since, "asked": True}
    elif number % 6 == 1:
        returned = now - timedelta(days=10)
        yield facts | {
            "milestone_id": second,
            "turn": "mentee",
            "since_at": returned,
            "verdict": "returned",
            "reviewed_at": returned,
        }
    if number % 2:
        given = now - timedelta(days=30)
        approved = {"verdict": "approved", "reviewed_at": given, "approved": ["proof:1"]}
        yield facts | {"milestone_id": first, "turn": "nobody", "since_at": given} | approved


def _days_off(now: datetime) -> dict[str, Any]:
    today: date = now.date()
    around = Break(today - timedelta(days=2), today + timedelta(days=4))
    return {"first": around.first, "last": around.last, "told_at": now - timedelta(days=9)}


def _own(guide: Guide, number: int, now: datetime) -> dict[str, Any]:
    end = now.date() + timedelta(days=3) if number % 15 == 0 else None
    return {
        "milestone_id": f"own-{number:08x}",
        "title": "A talk at the local meetup",
        "outcome": "Thirty strangers heard of it.",
        "criteria": [{"id": "held", "text": "Held once"}],
        "hours": 6,
        "track": guide.tracks[0].id,
        "phase": guide.phases[0].id,
        "needs": [],
        "evidence_kind": "none",
        "starts_on": None,
        "ends_on": end,
        "counted": True,
        "position": 0,
        "archived_at": None,
        "created_at": now,
        "version": 1,
    }
