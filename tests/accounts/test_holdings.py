"""What a feature holds of one person: every owned table is in it or left out for a reason; rows survive the way."""

from typing import Any

import pytest
from flask import Flask

from tests.people import Member
from tracker import clock
from tracker.accounts import Holding, Unfit, When
from tracker.extensions import db


def named(app: Flask, name: str) -> Holding:
    holdings: tuple[Holding, ...] = app.extensions["holdings"]
    return next(holding for holding in holdings if holding.name == name)


def when(*, empty: bool = False) -> When:
    now = clock.now()
    return When(now, now.date(), empty)


@pytest.fixture
def rated(app: Flask, mia: Member) -> dict[Any, Any]:
    """What mia's ratings are, as units."""
    mia.client.post("/guides/tiny-guide/rating", stars="4")
    with app.app_context():
        return named(app, "library/ratings").units(mia.user.id)


def test_what_is_exported_can_be_brought_into_another_account(app: Flask, rated: dict[Any, Any], noor: Member) -> None:
    ratings = named(app, "library/ratings")
    with app.app_context():
        assert ratings.units(noor.user.id) == {}
        found = ratings.import_(noor.user.id, ratings.fitting({"ratings": rated["tiny-guide",]["ratings"]}), when())
        db.session.commit()
        assert [one.kind for one in found] == ["added"]
        assert ratings.units(noor.user.id) == rated
        assert [one.kind for one in ratings.import_(noor.user.id, rated, when())] == ["same"]


def test_the_later_of_two_counts_and_what_was_before_can_be_put_back(
    app: Flask, rated: dict[Any, Any], noor: Member
) -> None:
    noor.client.post("/guides/tiny-guide/rating", stars="2")
    ratings = named(app, "library/ratings")
    with app.app_context():
        hers = ratings.units(noor.user.id)
        (found,) = ratings.differences(hers, rated, when())
        assert (found.kind, found.after) == ("kept", hers["tiny-guide",]), "hers is the later one"
        older = {
            key: {"ratings": [{**unit["ratings"][0], "rated_at": "2020-01-01T00:00:00.000000Z"}]}
            for key, unit in hers.items()
        }
        (one,) = ratings.differences(older, rated, when())
        assert (one.kind, one.after) == ("merged", rated["tiny-guide",])
        ratings.put(noor.user.id, hers["tiny-guide",], one.after)
        db.session.commit()
        assert ratings.units(noor.user.id) == rated
        ratings.put(noor.user.id, one.after, hers["tiny-guide",])
        db.session.commit()
        assert ratings.units(noor.user.id) == hers


@pytest.mark.parametrize(
    "change",
    [
        {"stars": 6},
        {"stars": "4"},
        {"stars": True},
        {"stars": None},
        {"rated_at": "2026-11-25T18:00:00"},
        {"rated_at": "2026-11-25T18:00:00+01:00"},
        {"rated_at": "yesterday"},
        {"guide_id": "x" * 81},
        {"guide_id": "nul\0"},
        {"guide_id": "\ud800"},
        {"user_id": 1},
    ],
)
def test_what_can_be_no_row_is_refused_with_its_line(app: Flask, rated: dict[Any, Any], change: dict[str, Any]) -> None:
    good = rated["tiny-guide",]["ratings"][0]
    ratings = named(app, "library/ratings")
    with app.app_context(), pytest.raises(Unfit, match=r"library/ratings.jsonl, line 2, can't be read"):
        ratings.check_row(ratings.topics[0], 2, {**good, **change})


def test_the_same_row_twice_is_refused(app: Flask, rated: dict[Any, Any]) -> None:
    good = rated["tiny-guide",]["ratings"][0]
    with app.app_context(), pytest.raises(Unfit, match="stands there twice"):
        named(app, "library/ratings").fitting({"ratings": [good, good]})


def test_erasing_takes_one_persons_rows_only(app: Flask, rated: dict[Any, Any], mia: Member, noor: Member) -> None:
    noor.client.post("/guides/tiny-guide/rating", stars="2")
    ratings = named(app, "library/ratings")
    with app.app_context():
        ratings.erase(mia.user.id)
        db.session.commit()
        assert ratings.units(mia.user.id) == {}
        assert [number for _, number in ratings.count(noor.user.id)] == [1]
