"""Two hundred authors edit a guide while people work on it: nobody's progress, evidence or notes are ever lost.

Every edit is declared in changes.yaml. Before and after it, all that two people have is compared.
"""

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.conftest import TINY_GUIDE
from tests.people import make_account
from tests.roadmap.authors import Author, Edit
from tests.roadmap.test_change import change, replayed
from tracker.accounts import Person
from tracker.extensions import db
from tracker.library import Guide, load_guide
from tracker.roadmap import Evidence, Progress
from tracker.roadmap.models import MilestoneEvent, MilestoneState
from tracker.roadmap.progress import (
    STATUSES,
    Change,
    State,
    put_evidence,
    remove_evidence,
    set_criterion,
    set_status,
    undo,
    write_note,
)

GUIDE = load_guide(TINY_GUIDE)
EARNED = {"done", "had"}
RANK = ("todo", "na", "blocked", "doing", "had", "done")
EDITS = ("rename", "split", "merge", "retire", "reorder", "rename_criterion", "retire_criterion")
numbers = count()
at = st.integers(0, 50)
work = st.tuples(
    st.just("work"),
    st.booleans(),
    at,
    st.sampled_from(["status", "tick", "tick", "untick", "evidence", "evidence", "remove", "note", "undo"]),
    at,
)
edit = st.tuples(st.sampled_from(EDITS), at, at)
States = dict[str, State]


def wanted(kind: str, number: int, criteria: list[str], state: State) -> Change:
    """A change that the person could make on the milestone's page."""
    if kind == "status":
        return set_status(STATUSES[number % len(STATUSES)], overruled=False)
    if kind in {"tick", "untick"} and criteria:
        return set_criterion(criteria[number % len(criteria)], met=kind == "tick", overruled=False)
    if kind == "evidence":
        return put_evidence(Evidence(f"figure-{number % 3}", 1, "text", text=f"piece {number}"), overruled=False)
    if kind == "remove" and state.evidence:
        return remove_evidence(state.evidence[number % len(state.evidence)].id, overruled=False)
    if kind == "undo":
        return undo()
    return write_note(f"note {number}")


def edited(author: Author, kind: str, first: int, second: int) -> Edit:
    ids = list(author.milestones)
    one, other = ids[first % len(ids)], ids[second % len(ids)]
    criteria = author.milestones[one]
    if kind == "merge" and one != other:
        return author.merge(one, other)
    if kind == "retire" and len(ids) > 2:
        return author.retire(one)
    if kind == "split" and len(ids) < 6:
        return author.split(one)
    if kind == "rename_criterion" and criteria:
        return author.rename_criterion(one, criteria[second % len(criteria)])
    if kind == "retire_criterion" and len(criteria) > 1:
        return author.retire_criterion(one, criteria[second % len(criteria)])
    return author.reorder() if kind == "reorder" else author.rename(one)


def everything(progress: Progress) -> States:
    """What the person sees of every milestone, note included."""
    seen = {standing.id: standing.state for standing in progress.standings()}
    for milestone_id in [milestone_id for milestone_id, state in seen.items() if state.version]:
        seen[milestone_id] = next(s.state for s in progress.standings(note_of=milestone_id) if s.id == milestone_id)
    return seen


def check_nothing_lost(before: States, after: States, edit: Edit, guide: Guide) -> None:
    for old, state in before.items():
        for heir_id in edit.successors[old]:
            heir, criteria = after[heir_id], guide.by_id[heir_id].criterion_ids
            assert RANK.index(heir.status) >= RANK.index(state.status)
            assert edit.present(old, state.criteria) & criteria <= heir.criteria
            assert all(any(kept.says_the_same(piece) for kept in heir.evidence) for piece in state.evidence)
            assert state.note in heir.note
            assert (state.status in EARNED) <= (heir.status in EARNED)


def check_nothing_made_up(before: States, after: States, edit: Edit, guide: Guide, ever: set[str]) -> None:
    """A merge may bring back a tick that only one of its parts had lost; all else shows what was shown before."""
    for heir_id, heir in after.items():
        sources = {old: before[old] for old, heirs in edit.successors.items() if heir_id in heirs}
        assert heir.status in {source.status for source in sources.values()}
        ticked = set().union(*(edit.present(old, state.criteria) for old, state in sources.items()))
        assert heir.criteria & guide.by_id[heir_id].criterion_ids <= (ticked if len(sources) == 1 else ever)
        pieces = [piece for source in sources.values() for piece in source.evidence]
        assert all(any(piece.says_the_same(known) for known in pieces) for piece in heir.evidence)


def stored() -> tuple[int, int]:
    """How many states and events there are."""
    states = db.session.scalar(select(func.count()).select_from(MilestoneState)) or 0
    return states, db.session.scalar(select(func.count()).select_from(MilestoneEvent)) or 0


@pytest.mark.slow
# Shrinking a failure would replay hundreds of histories on the database, for minutes: the first one found is shown.
@settings(max_examples=200, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(st.one_of(work, work, edit), min_size=4, max_size=14))
def test_no_sequence_of_edits_loses_anything(app: Flask, steps: list) -> None:
    with app.app_context(), TemporaryDirectory() as folder:
        author = Author(GUIDE, Path(folder), a=["x", "y"], b=["z"], c=["u", "v", "w"])
        guide = author.guide()
        users = [make_account("Somebody", f"edits-{next(numbers)}@example.org", "UTC") for _ in range(2)]
        people = [Person(user.id, user.name, user.email, user.time_zone, None, token="") for user in users]
        seen = [everything(Progress(person, guide)) for person in people]
        ever: list[set[str]] = [set(), set()]
        for number, (kind, *details) in enumerate(steps):
            if kind == "work":
                whose, which, verb, value = details
                progress = Progress(people[whose], guide)
                milestone = guide.milestones[which % len(guide.milestones)]
                criteria = sorted(milestone.criterion_ids)
                asked = wanted(verb, value, criteria, seen[whose][milestone.id])
                outcome = change(progress, str(number), asked, milestone.id)
                seen[whose] = everything(progress)
                ever[whose] |= seen[whose][milestone.id].criteria
                assert seen[whose][milestone.id] == outcome.after
                if outcome.after != outcome.before:
                    assert replayed(progress, milestone.id).version == outcome.after.version
            else:
                rows = stored()
                made = edited(author, kind, *details)
                guide = author.guide()
                for whose, person in enumerate(people):
                    before, seen[whose] = seen[whose], everything(Progress(person, guide))
                    check_nothing_lost(before, seen[whose], made, guide)
                    ever[whose] |= {new for old, new in made.criteria.items() if new and old in ever[whose]}
                    check_nothing_made_up(before, seen[whose], made, guide, ever[whose])
                assert stored() == rows
        db.session.rollback()
