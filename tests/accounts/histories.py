"""Random histories of a member: everything done to milestones, plans, a reading, highlights and opinions."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.reading.marker import FIRST, an_id
from tests.work import always
from tracker import clock
from tracker.accounts import Person
from tracker.library import Guide, GuideAnswer, GuideRating
from tracker.reading.anchors import Anchor
from tracker.reading.models import Highlights, Reading
from tracker.reading.operations import Operation
from tracker.reading.passages import Part
from tracker.roadmap import (
    Adjustment,
    Break,
    Evidence,
    Inputs,
    OwnMilestone,
    Plans,
    Progress,
    Setup,
    Tailoring,
    Worklog,
    changes,
    make_plan,
)
from tracker.roadmap.progress import STATUSES

Act = Callable[[Person, Guide], None]
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
NUMBERS = st.integers(0, 2)


def _change(number: int, change: changes.Change) -> Act:
    def act(person: Person, guide: Guide) -> None:
        Progress(person, guide).change(guide.milestones[number], secrets.token_hex(8), [], always(change))

    return act


def _evidence(number: int, piece: int, version: int, text: str) -> Act:
    made = Evidence(f"piece-{piece}", version, "link", url=f"https://example.org/{piece}", text=text)
    return _change(number, changes.put_evidence(made, overruled=False))


def _criterion(number: int, met: bool) -> Act:
    def act(person: Person, guide: Guide) -> None:
        milestone = guide.milestones[number]
        ticked = changes.set_criterion(milestone.criteria[0].id, met=met, overruled=False)
        Progress(person, guide).change(milestone, secrets.token_hex(8), [], always(ticked))

    return act


def _undo(number: int) -> Act:
    def act(person: Person, guide: Guide) -> None:
        milestone = guide.milestones[number]
        if Progress(person, guide).history(milestone):
            Progress(person, guide).change(milestone, secrets.token_hex(8), [], always(changes.undo()))

    return act


def _read(kind: str, number: int, device: str, behind: int) -> Act:
    """One operation, based on a state `behind` of the present one."""

    def act(person: Person, guide: Guide) -> None:
        reading = Reading(person, guide)
        revision = reading.state().revision
        section = guide.sections[number % len(guide.sections)]
        log = [one for _, one in reading._log() if one.kind == "restart"]
        if kind == "undo" and not log:
            return
        operation = Operation(
            op_id=secrets.token_hex(8),
            kind=kind,
            device=device,
            label=device,
            sequence=revision + 1,
            base=max(0, revision - behind),
            at=clock.now(),
            section_id=section.id if kind in {"finish", "unfinish"} else None,
            anchor=Anchor.at(guide, section, section.blocks[0]) if kind == "read" else None,
            undoes=log[-1].op_id if kind == "undo" else None,
        )
        reading.take([operation])

    return act


def _mark(number: int, note: str, remove: bool) -> Act:
    def act(person: Person, guide: Guide) -> None:
        shelf = Highlights(person, guide)
        shelf.add(an_id(number), guide.sections[0], [Part.from_data(FIRST)], note)
        marked = shelf.to_change(an_id(number))
        if marked and marked.note != note:
            shelf.write_note(marked, note)
        if marked and remove and not marked.removed_at:
            shelf.remove(marked)

    return act


def _say(stars: int, helpful: bool, comment: str) -> Act:
    def act(person: Person, guide: Guide) -> None:
        GuideRating.give(person, guide, stars)
        GuideAnswer.give(person, guide, helpful=helpful, comment=comment)

    return act


def _add_own(number: int, title: str) -> Act:
    """The same number again says the first one anew."""

    def act(person: Person, guide: Guide) -> None:
        tailoring = Tailoring(person, guide)
        said = OwnMilestone("", f"Mine {title}", "", (), 1 + number, guide.tracks[0].id, guide.phases[0].id)
        present = tailoring.read()[0]
        if number < len(present):
            tailoring.edit(present[number].id, present[number].version, lambda one: replace(one, title=said.title))
        else:
            tailoring.add(secrets.token_hex(8), said)

    return act


def _put_own_away(archived: bool) -> Act:
    def act(person: Person, guide: Guide) -> None:
        for one in Tailoring(person, guide).read()[0][:1]:
            Tailoring(person, guide).archive(one.id, archived=archived)

    return act


def _adjust(number: int, hours: int, hidden: bool) -> Act:
    def act(person: Person, guide: Guide) -> None:
        wanted = Adjustment(hidden=hidden, hours=hours)
        Tailoring(person, guide).adjust(guide.milestones[number].id, None, lambda _: wanted)

    return act


def _log(number: int, minutes: int, running: bool) -> Act:
    def act(person: Person, guide: Guide) -> None:
        milestone_id = guide.milestones[number].id
        if running:
            Worklog(person).start(secrets.token_hex(8), guide, milestone_id)
        else:
            Worklog(person).log(secrets.token_hex(8), guide, person.today(), minutes, milestone_id)

    return act


def _plan(hours: int) -> Act:
    def act(person: Person, guide: Guide) -> None:
        plans = Plans(person, guide)
        present = plans.current()
        setup = Setup(person.today(), (hours,) * 5 + (0, 0), breaks=tuple(one.days for one in plans.breaks()))
        why, version = ("changed", present.version) if present else ("set-out", 0)
        plans.take(make_plan(Inputs(guide, setup)), why=why, op_id=secrets.token_hex(8), based_on=version)

    return act


def _break(weeks: int, back: bool) -> Act:
    def act(person: Person, guide: Guide) -> None:
        plans = Plans(person, guide)
        first = person.today() + timedelta(weeks=weeks)
        plans.put_offer_away()
        plans.tell_break(Break(first, first + timedelta(days=2)))
        if back:
            plans.take_back_break(plans.breaks()[0].id)

    return act


ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(_change, NUMBERS, st.builds(changes.set_status, st.sampled_from(STATUSES), overruled=st.booleans())),
    st.builds(_change, NUMBERS, st.builds(changes.write_note, TEXTS)),
    st.builds(_criterion, NUMBERS, st.booleans()),
    st.builds(_evidence, NUMBERS, st.integers(1, 3), st.integers(1, 3), TEXTS),
    st.builds(_undo, NUMBERS),
    st.builds(
        _read,
        st.sampled_from(["read", "read", "finish", "finish", "unfinish", "restart", "undo"]),
        st.integers(0, 3),
        st.sampled_from(["phone", "laptop", ""]),
        st.integers(0, 2),
    ),
    st.builds(_add_own, NUMBERS, TEXTS),
    st.builds(_put_own_away, st.booleans()),
    st.builds(_adjust, NUMBERS, st.integers(1, 9), st.booleans()),
    st.builds(_log, NUMBERS, st.integers(1, 90), st.booleans()),
    st.builds(_plan, st.integers(1, 3)),
    st.builds(_break, st.integers(1, 3), st.booleans()),
    st.builds(_mark, st.integers(1, 3), TEXTS, st.booleans()),
    st.builds(_say, st.integers(1, 5), st.booleans(), TEXTS),
)
HISTORIES = st.lists(ACTS, max_size=14)


def live(person: Person, guide: Guide, history: list[Act], since: Any = None) -> None:
    """Let it happen, a minute after another. Does not commit."""
    now = since or clock.now() - timedelta(hours=20)
    for minute, act in enumerate(history):
        with clock.stopped_at(now + timedelta(minutes=minute)):
            act(person, guide)
