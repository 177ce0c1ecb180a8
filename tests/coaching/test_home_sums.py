"""Coach and mentee read the same sums: a line of the list against what the mentee's own pages are made of."""

from datetime import timedelta
from random import Random

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.people import Member
from tests.work import always
from tracker import clock
from tracker.accounts import Person
from tracker.coaching.listing import listing
from tracker.coaching.rows import Row
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import (
    Break,
    Evidence,
    Inputs,
    Outlook,
    OwnMilestone,
    Plans,
    Progress,
    Setup,
    Tailoring,
    Talk,
    Tally,
    changes,
    make_plan,
    marks,
    personal,
    trail,
)

pytestmark = pytest.mark.slow


def live(mia: Person, carl: Person, plain: Guide, chance: Random) -> None:
    """Some weeks of anything: own milestones, changes for oneself, statuses, evidence, reviews, a plan, days off."""
    begun = clock.now() - timedelta(days=60)
    with clock.stopped_at(begun):
        for number in range(chance.randrange(3)):
            own = OwnMilestone("", f"Own {number}", "", (), 3, plain.tracks[0].id, plain.phases[0].id)
            Tailoring(mia, plain).add(f"own-{number}", OwnMilestone(**vars(own) | {"counted": chance.random() < 0.5}))
        if chance.random() < 0.5:
            away = chance.choice(plain.milestones).id
            Tailoring(mia, plain).adjust(away, None, lambda present: type(present)(hidden=True))
        if chance.random() < 0.8:
            setup = Setup(mia.today(), (1, 2, 1, 2, 0, 0, 3))
            plan = make_plan(Inputs(plain, setup))
            Plans(mia, plain).take(plan, why="set-out", op_id="op", based_on=0)
    guide = personal(mia, plain)
    for number in range(chance.randrange(40)):
        milestone = chance.choice(guide.milestones)
        with clock.stopped_at(begun + timedelta(days=number, hours=chance.randrange(20))):
            _act(mia, carl, guide, milestone.id, number, chance)
    if chance.random() < 0.5:
        first = mia.today() - timedelta(days=chance.randrange(20, 40))
        Plans(mia, plain).tell_break(Break(first, first + timedelta(days=5)))


def _act(mia: Person, carl: Person, guide: Guide, milestone_id: str, number: int, chance: Random) -> None:
    milestone, progress = guide.by_id[milestone_id], Progress(mia, guide)
    kind = chance.choice(["status", "status", "evidence", "review", "ask", "undo"])
    if kind == "status":
        status = chance.choice(["doing", "blocked", "done", "done", "had", "na", "todo"])
        progress.change(milestone, str(number), [], always(changes.set_status(status, overruled=chance.random() < 0.3)))
    elif kind == "evidence":
        piece = Evidence("proof", number + 1, "link", url=f"https://example.org/{number}")
        progress.change(milestone, str(number), [], always(changes.put_evidence(piece, overruled=False)))
    elif kind == "undo" and next(one for one in progress.standings() if one.id == milestone_id).state.version:
        progress.change(milestone, str(number), [], always(changes.undo()))
    elif kind == "ask":
        Talk(mia, guide).ask(milestone, str(number), "Is it enough?")
    elif kind == "review":
        standing = next(one for one in progress.standings() if one.id == milestone_id)
        verdict = chance.choice(["approved", "approved", "returned"])
        Talk(mia, guide).review(milestone, carl, str(number), verdict, "So.", marks(standing.state.evidence))


@pytest.mark.parametrize("seed", range(50))
def test_a_line_says_what_the_mentees_own_pages_say(
    app: Flask, mia: Member, carl: Member, guide: Guide, tiny_guide: Guide, seed: int
) -> None:
    plain = tiny_guide if seed % 2 else guide
    let_coach(app, carl)
    let_look(app, mia, carl, guide_id=plain.id)
    with app.test_request_context():
        live(mia.person, carl.person, plain, Random(seed))
        db.session.commit()
        (row,) = listing(carl.person).rows
        _same(row, mia.person, plain)


def _same(row: Row, mia: Person, plain: Guide) -> None:
    mine = personal(mia, plain)
    every, taken = Progress(mia, mine).standings(), Plans(mia, mine).current()
    assert row.tally == Tally.over(every)
    drawn = [{name: value for name, value in phase.items() if name != "href"} for phase in trail(mine, every)]
    assert list(row.trail) == drawn
    outlook = Outlook(mine, taken, every, mia.today()) if taken else None
    assert row.pace == (outlook.pace if outlook else None)
    assert row.marker == (outlook.marker if outlook else None)
    assert row.finish == (taken.finish if taken else None)
    open_ones = [one for one in every if one.status in {"doing", "blocked"}]
    assert (row.current is None) == (not open_ones)
    if row.current:
        assert row.current.title in {one.milestone.title for one in open_ones}
        assert row.current.more == len(open_ones) - 1
        assert row.current.since is not None
    with_away = Progress(mia, mine).standings(away=True)
    waiting = sorted(one.milestone.title for one in with_away if one.review.turn == "coach")
    assert sorted(row.turn.about if row.turn.who == "coach" else ()) == waiting
