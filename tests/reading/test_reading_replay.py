"""The tables agree with their history: the stored state is what the operations alone lead to, whoever wrote at once."""

from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.crowd import at_once
from tests.people import Member
from tests.reading.reader import Reader, anchor, told
from tests.tables import contents
from tracker.extensions import db
from tracker.library import Guide
from tracker.reading import Reading
from tracker.reading.models import FinishedSection

pytestmark = pytest.mark.slow


@pytest.fixture
def phone(mia: Member, tiny_guide: Guide) -> Reader:
    return Reader(mia.client, "mias-phone", tiny_guide)


@pytest.fixture
def laptop(mia: Member, tiny_guide: Guide) -> Reader:
    return Reader(mia.another_browser(), "mias-laptop", tiny_guide)


def assert_replays(app: Flask, mia: Member, guide: Guide) -> None:
    with app.app_context():
        reading = Reading(mia.person, guide)
        assert reading.state() == reading.replayed()
        db.session.rollback()


def test_undoing_one_of_two_finishes_leaves_the_other_with_its_day(
    app: Flask, mia: Member, tiny_guide: Guide, phone: Reader, laptop: Reader
) -> None:
    first = phone.operation("finish", section="one-loop")
    phone.send(first)
    laptop.do("finish", section="one-loop")
    with app.app_context():
        day = db.session.scalar(select(FinishedSection.finished_at))
    assert phone.do("undo", undoes=first["op"]) == "kept"
    assert phone.state()["finished"] == ["one-loop"]
    assert_replays(app, mia, tiny_guide)
    with app.app_context():
        rows = db.session.execute(select(FinishedSection.device, FinishedSection.finished_at)).all()
    assert [tuple(row) for row in rows] == [("mias-laptop", day)]


def test_a_place_that_an_undo_brought_back_is_guarded_by_the_site_too(
    app: Flask, mia: Member, tiny_guide: Guide, phone: Reader, laptop: Reader
) -> None:
    phone.read(2, 1)
    over = phone.operation("restart")
    phone.send(over)
    laptop.base = laptop.state()["revision"]
    phone.do("undo", undoes=over["op"])
    assert laptop.do("read", anchor=anchor(tiny_guide, 1)) == "merged"
    assert (phone.state()["place"]["number"], phone.state()["place"]["device"]) == (2, "mias-phone")
    assert_replays(app, mia, tiny_guide)
    assert laptop.read(1) == "kept"
    assert_replays(app, mia, tiny_guide)


@pytest.mark.parametrize("seed", range(8))
def test_two_devices_at_once_come_to_one_history(
    app: Flask, mia: Member, tiny_guide: Guide, phone: Reader, laptop: Reader, seed: int
) -> None:
    """Each sends batch after batch while the other does; some twice. Then both see the same, and it replays."""
    readers = [phone, laptop]

    def act(number: int) -> list[dict[str, Any]]:
        reader, random = readers[number], Random(10 * seed + number)
        answers: list[dict[str, Any]] = []
        for _ in range(6):
            batch = [something(reader, random) for _ in range(random.randint(1, 4))]
            found = [reader.send(*batch) for _ in range(random.choice([1, 1, 2]))]
            assert {answer.status_code for answer in found} == {200}
            answers += [one for answer in found for one in told(answer)["outcomes"]]
            if random.random() < 0.6:
                reader.base = told(found[-1])["state"]["revision"]
        return answers

    outcomes: dict[str, dict[str, Any]] = {}
    for one in [one for found in at_once(2, act) for one in found]:
        assert outcomes.setdefault(one["op"], one) == one, "the same operation was answered otherwise"
    rows = contents(app)["reading_operations"]
    assert sorted(row["revision"] for row in rows) == list(range(1, len(rows) + 1))
    assert {row["op_id"]: (row["outcome"], row["revision"]) for row in rows} == {
        op: (one["outcome"], one["revision"]) for op, one in outcomes.items()
    }
    assert phone.state() == laptop.state()
    assert phone.state()["revision"] == len(rows)
    assert_replays(app, mia, tiny_guide)


def something(reader: Reader, random: Random) -> dict[str, Any]:
    kind = random.choice(["read", "read", "finish", "unfinish", "restart", "undo"])
    if kind == "read":
        return reader.operation(kind, anchor=anchor(reader.guide, random.randint(1, 2), random.randint(0, 2)))
    if kind in {"finish", "unfinish"}:
        return reader.operation(kind, section=random.choice(reader.guide.sections).id)
    if kind == "undo":
        device = random.choice(["mias-phone", "mias-laptop"])
        return reader.operation(kind, undoes=f"{device}-{random.randint(1, 12)}")
    return reader.operation(kind)
