"""The one authorisation: who sees what, and how fast it ends. Otto, a coach without a grant, never sees anything."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.people import Member
from tracker import clock
from tracker.accounts import Coach, User
from tracker.accounts.models import remove_factors
from tracker.coaching.models import Grants, Offers, Sights
from tracker.extensions import db

HASH = "the hash of a token"


def sees(app: Flask, coach: Member) -> list[str]:
    with app.app_context():
        return [one.mentee.name for one in Sights(coach.person).all()]


def test_at_no_step_does_otto_see_anything(app: Flask, mia: Member, carl: Member, otto: Member) -> None:
    for coach in (carl, otto):
        let_coach(app, coach)
    grant_id = let_look(app, mia, carl)
    assert sees(app, carl) == ["Mia Okafor"]
    assert sees(app, otto) == []
    with app.app_context():
        assert Sights(otto.person).of(grant_id) is None
        assert Sights(carl.person).of(grant_id) is not None


def test_nothing_is_seen_before_the_mentee_confirms_that_person(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    with app.app_context():
        made = Grants(mia.person).invite("tiny-guide", ["evidence"], HASH)
        assert Sights(carl.person).all() == []
        taken = Offers(carl.person).accept(HASH)
        assert taken is not None
        assert Sights(carl.person).all() == []
        assert Grants(mia.person).confirm(made.id, ["evidence"])
        (found,) = Sights(carl.person).all()
        assert (found.scopes, found.mentee.email) == (frozenset({"milestones", "evidence"}), "")


def test_an_invitation_is_taken_once_by_one_and_never_by_its_maker(
    app: Flask, mia: Member, carl: Member, otto: Member
) -> None:
    with app.app_context():
        Grants(mia.person).invite("tiny-guide", [], HASH)
        assert Offers(mia.person).accept(HASH) is None
        assert Offers(carl.person).accept(HASH) is not None
        assert Offers(otto.person).accept(HASH) is None
        assert Offers(carl.person).accept(HASH) is None


def test_an_invitation_ends_after_seven_days(app: Flask, mia: Member, carl: Member) -> None:
    with app.app_context():
        Grants(mia.person).invite("tiny-guide", [], HASH)
        with clock.stopped_at(clock.now() + timedelta(days=7, seconds=1)):
            assert Offers(carl.person).accept(HASH) is None


def test_a_coach_grants_himself_nothing(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    with app.app_context():
        asked = Offers(carl.person).ask(mia.user.id, "tiny-guide")
        assert not Grants(carl.person).confirm(asked.id, ["evidence"])
        assert not Grants(carl.person).rescope(asked.id, ["evidence"])
        assert Sights(carl.person).all() == []
        assert Grants(mia.person).confirm(asked.id, ["evidence"])
        assert len(Sights(carl.person).all()) == 1


def weaken(carl: Member) -> None:
    remove_factors(carl.user.id)


def disable(member: Member) -> None:
    User.by_id(member.user.id).disable()


ENDINGS: dict[str, Callable[[Member, Member, str], object]] = {
    "mentee ends": lambda mia, _carl, grant_id: Grants(mia.person).end(grant_id),
    "coach ends": lambda _mia, carl, grant_id: Offers(carl.person).end(grant_id),
    "pause": lambda mia, _carl, grant_id: Grants(mia.person).pause(grant_id),
    "second factor lost": lambda _mia, carl, _grant_id: weaken(carl),
    "coaching stopped": lambda _mia, carl, _grant_id: Coach.stop(carl.user.id),
    "coach disabled": lambda _mia, carl, _grant_id: disable(carl),
    "mentee disabled": lambda mia, _carl, _grant_id: disable(mia),
    "mentee deleted": lambda mia, _carl, _grant_id: User.by_id(mia.user.id).delete(),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_ends_at_once(app: Flask, mia: Member, carl: Member, ending: str) -> None:
    let_coach(app, carl)
    grant_id = let_look(app, mia, carl)
    with app.app_context():
        ENDINGS[ending](mia, carl, grant_id)
        db.session.commit()
        assert Sights(carl.person).all() == []
        assert Sights(carl.person).of(grant_id) is None


def test_it_comes_back_where_it_only_rested(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    grant_id = let_look(app, mia, carl)
    with app.app_context():
        Grants(mia.person).pause(grant_id)
        weaken(carl)
        Grants(mia.person).resume(grant_id)
        assert Sights(carl.person).all() == []
        db.session.commit()
    let_coach(app, carl)
    assert sees(app, carl) == ["Mia Okafor"]


def test_it_ends_after_ninety_days_unless_it_is_renewed(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    grant_id = let_look(app, mia, carl)
    now = clock.now()
    with clock.stopped_at(now + timedelta(days=60)), app.app_context():
        assert Grants(mia.person).renew(grant_id)
        db.session.commit()
    with clock.stopped_at(now + timedelta(days=149)):
        assert sees(app, carl) == ["Mia Okafor"]
    with clock.stopped_at(now + timedelta(days=151)), app.app_context():
        assert Sights(carl.person).all() == []
        assert not Grants(mia.person).renew(grant_id)


def test_granting_again_leaves_one_grant(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    first = let_look(app, mia, carl)
    second = let_look(app, mia, carl, ["pace"])
    with app.app_context():
        (found,) = Sights(carl.person).all()
        assert (found.grant_id, found.scopes) == (second, frozenset({"milestones", "pace"}))
        assert Sights(carl.person).of(first) is None
