"""Whatever mentee and coaches do, in whatever order: a coach sees exactly whom a model of a few lines says."""

from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from flask import Flask
from hypothesis import Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests import databases
from tests.people import make_account
from tracker import clock
from tracker.accounts import Coach, Person, User
from tracker.accounts.models import Authenticator, remove_factors
from tracker.coaching.models import INVITED_FOR, LASTS, Block, Grants, Offers, Sights, end_overdue
from tracker.coaching.scopes import ALWAYS, KNOWN
from tracker.extensions import db

PEOPLE = ("mia", "carl", "otto")
who = st.sampled_from(PEOPLE)
scopes = st.sets(st.sampled_from(sorted(KNOWN)))
which = st.integers(0, 1)
"""One of the latest: older ones are only looked at."""
actor = st.none() | st.none() | who
"""None: whose it is to do."""


class GrantMachine(RuleBasedStateMachine):
    """All three are members and coaches at once, and invite each other. One transaction, rolled back in the end."""

    app: Flask
    runs = 0

    def __init__(self) -> None:
        super().__init__()
        self.context = self.app.app_context()
        self.context.push()
        self.now: datetime = clock.now()
        self.people: dict[str, Person] = {}
        self.model: dict[str, dict[str, Any]] = {}
        self.sound = set(PEOPLE)
        self.blocks: set[tuple[str, str]] = set()
        type(self).runs += 1

    def teardown(self) -> None:
        db.session.rollback()
        self.context.pop()

    @initialize()
    def sign_up(self) -> None:
        for name in PEOPLE:
            user = make_account(name, f"{name}@example.org", "UTC")
            user.confirm()
            Coach.put(user.id, name=name, helps_with="Knots.", promise_days=2)
            Authenticator.put(user.id, "A" * 32, 0)
            self.people[name] = Person.of_user(user)

    def chosen(self, number: int) -> tuple[str, dict[str, Any]]:
        grant_id = list(self.model)[-1 - number % len(self.model)]
        return grant_id, self.model[grant_id]

    def open(self, one: dict[str, Any]) -> bool:
        return one["step"] != "ended" and one["until"] > self.now

    def is_blocked(self, one: dict[str, Any], coach: str) -> bool:
        return (one["mentee"], coach) in self.blocks

    @rule(mentee=who, wanted=scopes)
    def invite(self, mentee: str, wanted: set[str]) -> None:
        with clock.stopped_at(self.now):
            made = Grants(self.people[mentee]).invite("tiny-guide", wanted, f"hash {len(self.model)}")
        until = self.now + INVITED_FOR
        token = f"hash {len(self.model)}"
        self.model[made.id] = {"mentee": mentee, "coach": None, "step": "invited", "until": until, "token": token}

    @precondition(lambda self: self.model)
    @rule(number=which, coach=who)
    def accept(self, number: int, coach: str) -> None:
        _, one = self.chosen(number)
        with clock.stopped_at(self.now):
            taken = Offers(self.people[coach]).accept(one.get("token", "no token"))
        may = self.open(one) and one["step"] == "invited" and coach != one["mentee"] and not self.is_blocked(one, coach)
        assert (taken is not None) == may
        if may:
            one |= {"step": "accepted", "coach": coach, "until": self.now + INVITED_FOR}

    @rule(mentee=who, coach=who, wanted=scopes)
    def let_look(self, mentee: str, coach: str, wanted: set[str]) -> None:
        """The whole way, so that much is granted."""
        self.invite(mentee, wanted)
        self.accept(0, coach)
        self.confirm(0, None, wanted)

    @rule(coach=who, mentee=who)
    def ask(self, coach: str, mentee: str) -> None:
        offers = Offers(self.people[coach])
        with clock.stopped_at(self.now):
            if not offers.may_ask(self.people[mentee].id, "tiny-guide"):
                return
            made = offers.ask(self.people[mentee].id, "tiny-guide")
        assert coach != mentee
        assert (mentee, coach) not in self.blocks
        until = self.now + INVITED_FOR
        self.model[made.id] = {"mentee": mentee, "coach": coach, "step": "asked", "until": until}

    @precondition(lambda self: self.model)
    @rule(number=which, by=actor, wanted=scopes)
    def confirm(self, number: int, by: str | None, wanted: set[str]) -> None:
        grant_id, one = self.chosen(number)
        by = by or one["mentee"]
        with clock.stopped_at(self.now):
            done = Grants(self.people[by]).confirm(grant_id, wanted)
        assert done == (by == one["mentee"] and self.open(one) and one["step"] in {"accepted", "asked"})
        if done:
            for other in self.model.values():
                if (other["mentee"], other["coach"], other["step"]) == (one["mentee"], one["coach"], "granted"):
                    other["step"] = "ended"
            one |= {"step": "granted", "until": self.now + LASTS, "scopes": wanted | ALWAYS, "paused": False}

    @precondition(lambda self: self.model)
    @rule(number=which, by=actor, verb=st.sampled_from(["rescope", "renew", "pause", "resume"]), wanted=scopes)
    def change(self, number: int, by: str | None, verb: str, wanted: set[str]) -> None:
        grant_id, one = self.chosen(number)
        by = by or one["mentee"]
        given = (grant_id, wanted) if verb == "rescope" else (grant_id,)
        with clock.stopped_at(self.now):
            done = getattr(Grants(self.people[by]), verb)(*given)
        assert done == (by == one["mentee"] and one["step"] == "granted" and self.open(one))
        if done:
            changed: dict[str, dict[str, Any]] = {
                "rescope": {"scopes": wanted | ALWAYS},
                "renew": {"until": self.now + LASTS},
            }
            one |= changed.get(verb, {"paused": verb == "pause"})

    @precondition(lambda self: self.model)
    @rule(number=which, by=who, side=st.sampled_from([Grants, Offers]))
    def end(self, number: int, by: str, side: type[Grants] | type[Offers]) -> None:
        grant_id, one = self.chosen(number)
        with clock.stopped_at(self.now):
            side(self.people[by]).end(grant_id)
        if by == one["mentee" if side is Grants else "coach"]:
            one["step"] = "ended"

    @rule(coach=who)
    def stop_everything(self, coach: str) -> None:
        with clock.stopped_at(self.now):
            Offers(self.people[coach]).end_all()
        for one in self.model.values():
            if one["coach"] == coach:
                one["step"] = "ended"

    @rule(mentee=who, coach=who, lift=st.booleans())
    def block(self, mentee: str, coach: str, lift: bool) -> None:
        if lift:
            Block.lift(self.people[mentee], self.people[coach].id)
            self.blocks.discard((mentee, coach))
        elif mentee != coach:
            with clock.stopped_at(self.now):
                Grants(self.people[mentee]).block(self.people[coach].id)
            self.blocks.add((mentee, coach))
            for one in self.model.values():
                if (one["mentee"], one["coach"]) == (mentee, coach):
                    one["step"] = "ended"

    @rule(coach=who, weak=st.booleans())
    def lose_or_add_the_second_factor(self, coach: str, weak: bool) -> None:
        remove_factors(self.people[coach].id)
        self.sound.discard(coach)
        if not weak:
            Authenticator.put(self.people[coach].id, "A" * 32, 0)
            self.sound.add(coach)

    @rule(days=st.sampled_from([1, 8, 91]), duties=st.booleans())
    def time_passes(self, days: int, duties: bool) -> None:
        self.now += timedelta(days=days)
        if duties:
            with clock.stopped_at(self.now):
                end_overdue()
            for one in self.model.values():
                one["step"] = one["step"] if self.open(one) else "ended"

    @invariant()
    def each_coach_sees_exactly_who_granted_it(self) -> None:
        for name, person in self.people.items():
            with clock.stopped_at(self.now):
                seen = {one.grant_id: set(one.scopes) for one in Sights(person).all()}
            expected = {
                grant_id: one["scopes"]
                for grant_id, one in self.model.items()
                if one["coach"] == name and one["step"] == "granted" and self.open(one) and not one["paused"]
            }
            assert seen == (expected if name in self.sound else {})


@pytest.mark.slow
def test_a_coach_sees_exactly_what_the_model_says(app: Flask) -> None:
    GrantMachine.app = app
    run_state_machine_as_test(
        GrantMachine,
        settings=settings(
            max_examples=60,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
        ),
    )
    assert GrantMachine.runs >= 60
    with app.app_context():
        assert User.everyone() == [], "nothing of it was kept"
    databases.empty(app)
