"""A change in the database: the state beside its history, repeated requests, and people who don't touch each other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from tests.conftest import TINY_GUIDE, loaded
from tests.people import Member, make_account
from tracker import clock
from tracker.accounts import Person
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import Evidence, Progress, Standing, criteria_in_use, days_with_work, ids_in_use
from tracker.roadmap.models import MilestoneState, Outcome
from tracker.roadmap.progress import (
    STATUSES,
    Change,
    State,
    apply,
    put_evidence,
    remove_evidence,
    replay,
    set_criterion,
    set_status,
    undo,
    write_note,
)

GUIDE = loaded(TINY_GUIDE)
BOWLINE, BEND, SPLICE = GUIDE.milestones
numbers = count()


def change(progress: Progress, op_id: str, wanted: Change, milestone_id: str = "tk-bowline") -> Outcome:
    milestone = progress.guide.by_id[milestone_id]
    return progress.change(milestone, op_id, [wanted.kind, str(wanted.data)], lambda _standing: wanted)


def state_of(progress: Progress, milestone_id: str = "tk-bowline") -> State:
    found = {standing.id: standing.state for standing in progress.standings(note_of=milestone_id)}
    return found[milestone_id]


def replayed(progress: Progress, milestone_id: str = "tk-bowline") -> State:
    history = progress.history(progress.guide.by_id[milestone_id])
    return replay(event.change for event in reversed(history))


def new_person() -> Person:
    user = make_account("Somebody", f"somebody-{next(numbers)}@example.org", "Europe/Berlin")
    return Person(user.id, user.name, user.email, user.time_zone, None, token="")


requests = st.one_of(
    st.sampled_from(STATUSES).map(lambda status: set_status(status, overruled=False)),
    st.builds(
        set_criterion,
        st.sampled_from(["tied-blind", "holds-weight"]),
        met=st.booleans(),
        overruled=st.just(False),
    ),
    st.builds(
        put_evidence,
        st.builds(
            Evidence,
            st.sampled_from(["one", "two"]),
            st.just(1),
            st.sampled_from(["link", "text"]),
            st.just("https://example.org/"),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
        ),
        overruled=st.just(False),
    ),
    st.builds(remove_evidence, st.sampled_from(["one", "two"]), overruled=st.just(False)),
    st.builds(write_note, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)),
    st.builds(undo),
)
sent = st.tuples(st.sampled_from(["tk-bowline", "tk-sheet-bend"]), st.integers(0, 6), requests)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.booleans(), sent), max_size=14))
def test_the_state_is_the_replayed_history_whatever_is_sent_however_often(
    app: Flask, all_sent: list[tuple[bool, tuple[str, int, Change]]]
) -> None:
    with app.app_context():
        people = [Progress(new_person(), GUIDE), Progress(new_person(), GUIDE)]
        seen: set[tuple[bool, str, int, str, str]] = set()
        for whose, (milestone_id, form, wanted) in all_sent:
            once = (whose, milestone_id, form, wanted.kind, str(wanted.data))
            before = state_of(people[whose], milestone_id)
            outcome = change(people[whose], f"form-{form}", wanted, milestone_id)
            assert outcome.repeated is (once in seen)
            assert outcome.before == before
            if outcome.after == before:
                assert outcome.repeated or apply(before, wanted).says_the_same(before)
            else:
                assert outcome.after.version == before.version + 1
                seen.add(once)
            assert state_of(people[whose], milestone_id) == outcome.after
        for which, progress in enumerate(people):
            for milestone_id in ("tk-bowline", "tk-sheet-bend", "tk-splice"):
                assert state_of(progress, milestone_id) == replayed(progress, milestone_id)
                mine = [one for one in seen if one[0] == bool(which) and one[1] == milestone_id]
                assert state_of(progress, milestone_id).version == len(mine)
        db.session.rollback()


def test_two_people_do_not_touch_each_other(database: SQLAlchemy, mia: Member, noor: Member, tiny_guide: Guide) -> None:
    hers, theirs = Progress(mia.person, tiny_guide), Progress(noor.person, tiny_guide)
    change(hers, "form", set_status("doing", overruled=False))
    change(hers, "form", write_note("private"))
    assert state_of(theirs) == State()
    assert theirs.history(BOWLINE) == []
    assert not change(theirs, "form", set_status("doing", overruled=False)).repeated
    assert state_of(theirs).note == ""
    assert state_of(hers).note == "private"


def test_the_same_milestone_id_in_another_guide_is_another_milestone(
    database: SQLAlchemy, mia: Member, tiny_guide: Guide
) -> None:
    other = replace(tiny_guide, id="another-guide")
    change(Progress(mia.person, tiny_guide), "form", set_status("done", overruled=False))
    assert state_of(Progress(mia.person, other)) == State()
    change(Progress(mia.person, other), "form", set_status("doing", overruled=False))
    assert ids_in_use() == {("tiny-guide", "tk-bowline"), ("another-guide", "tk-bowline")}


def test_the_decision_sees_the_milestone_as_it_stands(database: SQLAlchemy, mia: Member, tiny_guide: Guide) -> None:
    progress = Progress(mia.person, tiny_guide)
    looked: list[Standing] = []

    def decide(standing: Standing) -> Change:
        looked.append(standing)
        return set_status("doing", overruled=False)

    progress.change(BEND, "one", [], decide)
    change(progress, "two", set_status("had", overruled=False))
    progress.change(BEND, "three", [], decide)
    assert [[need.id for need in standing.locked_by] for standing in looked] == [["tk-bowline"], []]
    assert [standing.state.version for standing in looked] == [0, 1]


def test_a_decision_that_refuses_leaves_nothing(database: SQLAlchemy, mia: Member, tiny_guide: Guide) -> None:
    progress = Progress(mia.person, tiny_guide)

    def refuse(_standing: Standing) -> Change:
        raise LookupError("not now")

    with pytest.raises(LookupError):
        progress.change(BOWLINE, "one", [], refuse)
    database.session.commit()
    assert state_of(progress) == State()
    assert not change(progress, "one", set_status("doing", overruled=False)).repeated


@pytest.mark.parametrize(
    "ready,overruled",
    [
        ([], True),
        ([set_criterion("tied-blind", met=True, overruled=False)], True),
        (
            [
                set_criterion("tied-blind", met=True, overruled=False),
                set_criterion("holds-weight", met=True, overruled=False),
                put_evidence(Evidence("one", 1, "link", url="https://example.org"), overruled=False),
            ],
            False,
        ),
    ],
)
def test_done_is_overruled_exactly_when_something_is_missing(
    database: SQLAlchemy, mia: Member, tiny_guide: Guide, ready: list[Change], overruled: bool
) -> None:
    progress = Progress(mia.person, tiny_guide)
    for number, wanted in enumerate(ready):
        change(progress, str(number), wanted)
    change(progress, "done", set_status("done", overruled=not overruled))
    assert state_of(progress).overruled is overruled
    change(progress, "untick", set_criterion("tied-blind", met=False, overruled=False))
    assert state_of(progress).overruled
    assert state_of(progress) == replayed(progress)


def test_history_is_newest_first_and_dated_in_the_zone_of_the_person(
    database: SQLAlchemy, noor: Member, tiny_guide: Guide
) -> None:
    progress = Progress(noor.person, tiny_guide)
    evening = datetime(2026, 6, 30, 18, 30, tzinfo=UTC)  # 00:15 on 1 July in Kathmandu
    for number, status in enumerate(["doing", "done"]):
        with clock.stopped_at(evening + timedelta(minutes=number)):
            change(progress, str(number), set_status(status, overruled=False))
    history = progress.history(BOWLINE)
    assert [event.version for event in history] == [2, 1]
    assert [event.at for event in history] == [evening + timedelta(minutes=1), evening]
    assert progress.history(BOWLINE, most=1) == history[:1]
    assert dict(days_with_work(noor.person, date(2026, 7, 1))) == {date(2026, 7, 1): 2}
    assert dict(days_with_work(noor.person, date(2026, 7, 2))) == {}


def test_an_undo_is_no_day_of_work(database: SQLAlchemy, noor: Member, tiny_guide: Guide) -> None:
    progress = Progress(noor.person, tiny_guide)
    with clock.stopped_at(datetime(2026, 7, 1, 9, tzinfo=UTC)):
        change(progress, "one", set_status("doing", overruled=False))
    with clock.stopped_at(datetime(2026, 7, 2, 9, tzinfo=UTC)):
        change(progress, "two", undo())
    assert dict(days_with_work(noor.person, date(2026, 7, 1))) == {date(2026, 7, 1): 1}


def test_a_change_to_what_is_so_already_is_no_event(database: SQLAlchemy, mia: Member, tiny_guide: Guide) -> None:
    progress = Progress(mia.person, tiny_guide)
    tick, note = set_criterion("tied-blind", met=True, overruled=False), write_note("mine")
    for number, wanted in enumerate([set_status("doing", overruled=False), tick, note] * 2):
        change(progress, str(number), wanted)
    assert [event.change.kind for event in progress.history(BOWLINE)] == ["note", "criterion", "status"]
    assert state_of(progress).version == 3


def test_notes_are_read_for_one_milestone_only(
    database: SQLAlchemy, mia: Member, tiny_guide: Guide, statements: Callable
) -> None:
    progress = Progress(mia.person, tiny_guide)
    change(progress, "one", write_note("for the bowline"))
    change(progress, "two", write_note("for the bend"), "tk-sheet-bend")
    with statements() as said:
        notes = {standing.id: standing.state.note for standing in progress.standings(note_of="tk-bowline")}
    assert notes == {"tk-bowline": "for the bowline", "tk-sheet-bend": "", "tk-splice": ""}
    assert len(said) == 1
    assert {standing.state.note for standing in progress.standings()} == {""}


def test_a_change_costs_the_same_statements_in_a_guide_of_three_and_of_seventy(
    database: SQLAlchemy, mia: Member, tiny_guide: Guide, guide: Guide, statements: Callable
) -> None:
    costs = []
    for progress in (Progress(mia.person, tiny_guide), Progress(mia.person, guide)):
        last = progress.guide.milestones[-1]
        with statements() as said:
            change(progress, "one", set_status("doing", overruled=False), last.id)
        costs.append(len(said))
    assert costs[0] == costs[1] <= 4


def test_criteria_in_use_are_those_that_somebody_ticked(database: SQLAlchemy, mia: Member, tiny_guide: Guide) -> None:
    progress = Progress(mia.person, tiny_guide)
    change(progress, "one", set_criterion("tied-blind", met=True, overruled=False))
    change(progress, "two", set_criterion("holds-weight", met=True, overruled=False))
    change(progress, "three", set_criterion("holds-weight", met=False, overruled=False))
    assert criteria_in_use() == {("tiny-guide", "tk-bowline", "tied-blind")}


@pytest.mark.parametrize("values", [{"status": "nearly"}, {"version": 0}, {"note_version": 2}])
def test_the_database_itself_refuses_what_cannot_be(database: SQLAlchemy, mia: Member, values: dict) -> None:
    row = {
        "user_id": mia.user.id,
        "guide_id": "tiny-guide",
        "milestone_id": "tk-bowline",
        "status": "todo",
        "criteria": [],
        "evidence": [],
        "note": "",
        "overruled": False,
        "version": 1,
        "note_version": 1,
        "adopted": [],
        "changed_at": clock.now(),
    }
    database.session.add(MilestoneState(**{**row, **values}))
    with pytest.raises(IntegrityError):
        database.session.flush()
