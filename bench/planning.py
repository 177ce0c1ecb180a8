"""`python -m bench.planning`: what a plan costs in processor time, beside what was asked. No server, no database."""

import json
import time
from collections.abc import Callable
from datetime import date, timedelta

from tests.roadmap.test_standing import with_statuses
from tracker import clock
from tracker.config import ROOT
from tracker.library import load_guide
from tracker.roadmap import Inputs, Outlook, Setup, Taken, make_plan
from tracker.roadmap.choices import choices
from tracker.roadmap.effort import Week
from tracker.roadmap.forecast import forecast
from tracker.roadmap.keeping import plan_data, plan_from

GUIDE = load_guide(ROOT / "tracker" / "content" / "ai-engineer")
START = date(2027, 1, 11)
SETUP = Setup(START, (2, 2, 2, 2, 2, 0, 0), background="backend", role="agent", stretch=True)
ROUNDS = 30
ASKED_MS = 20
"""For a plan of the guide's seventy milestones."""


def main() -> None:
    later = START + timedelta(weeks=14)
    plan = make_plan(Inputs(GUIDE, SETUP))
    kept = json.dumps(plan_data(plan))
    half = with_statuses(GUIDE, {entry.id: "done" for entry in plan.active if entry.end and entry.end < later})
    taken = Taken(1, "set-out", START, clock.now(), plan)
    weeks = [Week(START + timedelta(weeks=at), 500.0 + 60 * at, 1.0) for at in range(6)]
    asked = f" (asked: under {ASKED_MS} ms)"
    print(f"The best and the middle of {ROUNDS} rounds, in milliseconds of processor time.")
    _report(f"a plan of {len(plan.entries)} milestones{asked}", lambda: make_plan(Inputs(GUIDE, SETUP)))
    _report("the same at 5 hours a week", lambda: make_plan(Inputs(GUIDE, _weekly(5))))
    _report("the same at 20 hours a week", lambda: make_plan(Inputs(GUIDE, _weekly(20))))
    _report(f"reading a kept plan of {len(kept):,} bytes", lambda: plan_from(json.loads(kept), GUIDE))
    _report("pace, seven days and today on the trail", lambda: _look(Outlook(GUIDE, taken, half, later)))
    _report("three ways to go on", lambda: choices(Inputs(GUIDE, SETUP, today=later), plan))
    _report("a forecast", lambda: forecast(weeks, 9000, SETUP, later))


def _weekly(hours: int) -> Setup:
    return Setup(START, tuple(hours / 5 if day < 5 else 0 for day in range(7)))


def _look(outlook: Outlook) -> None:
    _ = (outlook.pace, outlook.week, outlook.phase_end, outlook.marker)


def _report(name: str, work: Callable[[], object]) -> None:
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - began))
    taken.sort()
    print(f"{name:66}{taken[0]:8.2f}{taken[ROUNDS // 2]:8.2f}")


if __name__ == "__main__":
    main()
