"""Plans for the tests: people with any hours, the real guide, and what a plan looks like from outside."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.conftest import REAL_GUIDE, loaded
from tracker.roadmap import Break, Finished, Inputs, Plan, Setup, Worked

GUIDE = loaded(REAL_GUIDE)
MONDAY = date(2027, 1, 11)
EVENINGS = (2, 2, 2, 2, 2, 0, 0)
"""Ten hours a week."""
RHYTHMS = {
    "evenings": (1, 1, 1, 1, 1, 0, 0),
    "every day": (1, 1, 1, 1, 2, 2, 2),
    "Saturdays": (0, 0, 0, 0, 0, 1, 0),
    "weekends": (0, 0, 0, 0, 0, 1, 2),
    "odd": (2, 0, 1, 0, 0, 0, 1.5),
}
BACKGROUNDS = [None, *(profile.id for profile in GUIDE.backgrounds)]
ROLES = [None, *(profile.id for profile in GUIDE.roles)]


def rhythm(name: str, weekly: float) -> tuple[float, ...]:
    return tuple(weekly * part / sum(RHYTHMS[name]) for part in RHYTHMS[name])


def week_of(plan: Plan, day: date | None) -> int:
    assert day is not None
    return (day - plan.start).days // 7 + 1


def gone_as_planned(inputs: Inputs, plan: Plan, today: date) -> Inputs:
    """The same person on a later day, everything done when it was planned."""
    finished, worked = {}, {}
    for entry in plan.active:
        behind = sum(minutes for day, minutes in entry.days if day < today)
        if entry.end and entry.end < today:
            finished[entry.id] = Finished(entry.end, entry.start)
        elif behind:
            worked[entry.id] = Worked(behind / 60, entry.start)
    return Inputs(inputs.guide, inputs.setup, today, inputs.adjusted, inputs.own, finished, worked)


quarters = st.integers(0, 24).map(lambda number: number / 4)
hours = st.tuples(*[quarters] * 7).filter(lambda week: 5 <= sum(week) <= 20)


@st.composite
def pauses(draw: st.DrawFn) -> tuple[Break, ...]:
    found = []
    for _ in range(draw(st.integers(0, 2))):
        first = MONDAY + timedelta(days=draw(st.integers(0, 200)))
        found.append(Break(first, first + timedelta(days=draw(st.integers(0, 30)))))
    return tuple(found)


setups = st.builds(
    Setup,
    start=st.dates(MONDAY, MONDAY + timedelta(days=400)),
    hours=hours,
    background=st.sampled_from(BACKGROUNDS),
    role=st.sampled_from(ROLES),
    daily_python=st.booleans(),
    at_work=st.frozensets(st.sampled_from(["sk-llm-api", "sk-embeddings", "sk-tracing", "rs-work-ai"])),
    passed_loop=st.booleans(),
    breaks=pauses(),
    stretch=st.booleans(),
)


def ids(entries: Sequence[object]) -> list[str]:
    return [entry.id for entry in entries]  # type: ignore[attr-defined]
