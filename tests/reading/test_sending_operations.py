"""POST /guides/<guide>/operations: what a reading page sends, and what it is answered."""

import json
from typing import Any

import pytest
from flask import Flask

from tests import databases
from tests.crowd import at_once
from tests.people import Client, Member
from tests.reading.reader import GUIDE, Reader, anchor, told
from tests.tables import contents, of_person, unchanged
from tracker.extensions import db
from tracker.library import Guide
from tracker.reading import Reading


@pytest.fixture
def reader(mia: Member, tiny_guide: Guide) -> Reader:
    return Reader(mia.client, "mias-phone", tiny_guide)


def test_a_place_is_kept_with_section_block_fraction_and_device(reader: Reader, tiny_guide: Guide) -> None:
    assert reader.read(2, 1, 0.5) == "kept"
    place = reader.state()["place"]
    section = tiny_guide.sections[1]
    assert (place["section"], place["block"], place["fraction"]) == (section.id, section.blocks[1].id, 0.5)
    assert place["href"] == f"{GUIDE}/{section.id}#{section.blocks[1].id}"
    assert (place["device"], place["notice"], place["title"]) == ("mias-phone", None, section.title)
    assert place["sentence"] in section.blocks[1].text


def test_the_device_is_said_in_words(mia: Member, tiny_guide: Guide) -> None:
    agent = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
    sent = {"op": "an-op-id", "sequence": 1, "base": 0, "kind": "read", "anchor": anchor(tiny_guide, 1)}
    form = {"device": "mias-phone", "operations": json.dumps([sent])}
    answer = mia.client.post(f"{GUIDE}/operations", headers={"User-Agent": agent}, **form)
    assert told(answer)["state"]["place"]["label"] == "Firefox on Android"


def test_the_same_operation_again_is_answered_the_same_and_changes_nothing(app: Flask, reader: Reader) -> None:
    sent = [reader.operation("read", anchor=anchor(reader.guide, 1)), reader.operation("finish", section="one-loop")]
    first = reader.send(*sent)
    again = unchanged(app, lambda: reader.send(*sent))
    assert told(first) == told(again)
    assert [one["outcome"] for one in told(first)["outcomes"]] == ["kept", "kept"]


def test_operations_are_taken_in_the_order_given(reader: Reader) -> None:
    """A place, the end, and back: the place may go backwards, the furthest may not."""
    steps = [reader.operation("read", anchor=anchor(reader.guide, number)) for number in (1, 2, 1)]
    state = told(reader.send(*steps))["state"]
    assert (state["place"]["number"], state["furthest"]["number"], state["revision"]) == (1, 2, 3)


def test_a_stale_device_merges_and_does_not_move_the_place(mia: Member, tiny_guide: Guide, reader: Reader) -> None:
    laptop = Reader(mia.another_browser(), "mias-laptop", tiny_guide)
    reader.read(1, 1)
    assert laptop.do("read", anchor=anchor(tiny_guide, 2, 2)) == "merged"
    state = reader.state()
    assert (state["place"]["number"], state["place"]["device"]) == (1, "mias-phone")
    assert state["furthest"]["number"] == 2
    assert laptop.read(2) == "kept", "it has seen the phone's place by now"


def test_a_finish_that_a_later_unfinish_speaks_against_asks(mia: Member, tiny_guide: Guide, reader: Reader) -> None:
    laptop = Reader(mia.another_browser(), "mias-laptop", tiny_guide)
    reader.do("finish", section="one-loop")
    reader.do("unfinish", section="one-loop")
    assert laptop.do("finish", section="one-loop") == "asks"
    assert reader.state()["finished"] == []
    assert laptop.do("finish", section="one-loop") == "kept"
    assert reader.state()["finished"] == ["one-loop"]


def test_undo_of_a_finish(reader: Reader) -> None:
    done = reader.operation("finish", section="one-loop")
    reader.send(done)
    assert reader.do("undo", undoes=done["op"]) == "kept"
    assert reader.state()["finished"] == []
    assert reader.do("undo", undoes="never-was-there") == "refused"


def test_another_persons_operation_cant_be_undone(otto: Member, tiny_guide: Guide, reader: Reader) -> None:
    done = reader.operation("finish", section="one-loop")
    reader.send(done)
    assert Reader(otto.client, "ottos-phone", tiny_guide).do("undo", undoes=done["op"]) == "refused"
    assert reader.state()["finished"] == ["one-loop"]


def test_what_makes_no_sense_is_refused_and_the_rest_is_kept(reader: Reader) -> None:
    good = reader.operation("read", anchor=anchor(reader.guide, 1))
    senseless = [
        reader.operation("read"),
        reader.operation("dance"),
        reader.operation("finish"),
        reader.operation("finish", section="nothing"),
        reader.operation("undo"),
        reader.operation("read", anchor=anchor(reader.guide, 1) | {"fraction": 7}),
        reader.operation("read", anchor=anchor(reader.guide, 1) | {"fraction": True}),
        reader.operation("read", anchor=anchor(reader.guide, 1) | {"quote": 5}),
        reader.operation("read", anchor=anchor(reader.guide, 1) | {"block": "<b>"}),
        reader.operation("read", anchor=anchor(reader.guide, 1)) | {"base": -1},
        reader.operation("read", anchor=anchor(reader.guide, 1)) | {"sequence": 2**40},
    ]
    answer = reader.send(good, *senseless)
    outcomes = {one["op"]: one["outcome"] for one in told(answer)["outcomes"]}
    assert outcomes.pop(good["op"]) == "kept"
    assert set(outcomes) == {one["op"] for one in senseless}
    assert set(outcomes.values()) == {"refused"}


@pytest.mark.parametrize(
    "operations",
    ["", "no json", "{}", "[]", "[1]", "null", '[{"op": "x"}]', '[{"op": ["an-op-id"]}]', "[" * 5000, "1e999", "[NaN]"],
)
def test_what_cant_be_read_is_answered_with_a_sentence(app: Flask, mia: Member, operations: str) -> None:
    form = {"device": "mias-phone", "operations": operations}
    answer = unchanged(app, lambda: mia.client.post(f"{GUIDE}/operations", **form))
    assert answer.status_code == 422
    assert "Reload the page" in told(answer)["error"]


def test_no_more_than_fifty_at_once_and_no_odd_device(app: Flask, mia: Member, reader: Reader) -> None:
    many = [reader.operation("finish", section="one-loop") for _ in range(51)]
    assert unchanged(app, lambda: reader.send(*many)).status_code == 422
    assert reader.send(*many[:50]).status_code == 200
    for device in ("", "short", "x" * 37, "with space", "<script>"):
        odd = Reader(mia.client, device, reader.guide)
        assert odd.send(many[0]).status_code == 422


def test_hostile_text_in_a_quote_is_kept_as_text(reader: Reader) -> None:
    odd = anchor(reader.guide, 1) | {"quote": "<script>alert(1)</script>\x00\u202e" + "x" * 100}
    assert reader.do("read", anchor=odd) == "kept"
    page = reader.client.page(f"{GUIDE}/one-loop")
    assert "<script>alert" not in page.html


def test_it_is_only_hers(app: Flask, otto: Member, tiny_guide: Guide, reader: Reader) -> None:
    reader.read(2)
    others = of_person(app, otto.user.id)
    assert Reader(otto.client, "mias-phone", tiny_guide).state()["place"] is None
    assert of_person(app, otto.user.id) == others
    Reader(otto.client, "mias-phone", tiny_guide).read(1)
    assert reader.state()["place"]["number"] == 2


def test_signed_out_nothing_is_taken(app: Flask, anyone: Client) -> None:
    answer = unchanged(app, lambda: anyone.post(f"{GUIDE}/operations", device="a-phone-of-no-one", operations="[]"))
    assert answer.status_code == 401
    assert anyone.get(f"{GUIDE}/place").status_code == 302


def test_the_place_answers_with_a_token_that_is_good(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    known = told(mia.client.get(f"{GUIDE}/place"))
    page = mia.client.page(f"{GUIDE}/one-loop")
    assert known["reader"] == page.one("article")["data-reader"] != ""
    reader = Reader(mia.client, "mias-phone", tiny_guide)
    reader.token = known["csrf_token"]
    assert reader.read(1) == "kept"


def test_the_readers_key_tells_accounts_apart_and_nobody_else_can_make_it(mia: Member, otto: Member) -> None:
    keys = {told(member.client.get(f"{GUIDE}/place"))["reader"] for member in (mia, otto)}
    assert len(keys) == 2
    assert told(mia.another_browser().get(f"{GUIDE}/place"))["reader"] in keys


def test_what_another_account_read_here_is_not_taken(app: Flask, mia: Member, otto: Member, reader: Reader) -> None:
    keys = {member.user.id: told(member.client.get(f"{GUIDE}/place"))["reader"] for member in (mia, otto)}
    form = {"device": reader.device, "operations": json.dumps([reader.operation("finish", section="one-loop")])}
    answer = unchanged(app, lambda: mia.client.post(f"{GUIDE}/operations", reader=keys[otto.user.id], **form))
    assert answer.status_code == 401
    assert mia.client.post(f"{GUIDE}/operations", reader=keys[mia.user.id], **form).status_code == 200


def test_twenty_devices_at_once_lose_nothing(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    """Each finishes something and names a place: one order comes of it, without a gap, and it replays."""
    readers = [Reader(mia.another_browser(), f"device-{number:02}", tiny_guide) for number in range(20)]
    finished = [section.id for section in tiny_guide.sections]

    def act(number: int) -> Any:
        one = readers[number]
        steps = [one.operation("read", anchor=anchor(tiny_guide, 1 + number % 2))]
        return one.send(*steps, one.operation("finish", section=finished[number % 2]))

    assert [answer.status_code for answer in at_once(20, act)] == [200] * 20
    rows = contents(app)["reading_operations"]
    assert sorted(row["revision"] for row in rows) == list(range(1, 41))
    with app.app_context():
        reading = Reading(mia.person, tiny_guide)
        assert reading.state() == reading.replayed()
        assert set(reading.state().finished) == set(finished)
        db.session.rollback()


def test_statements(mia: Member, reader: Reader, statements: Any) -> None:
    reader.read(1)
    sent = reader.operation("read", anchor=anchor(reader.guide, 2))
    with statements() as said:
        assert reader.send(sent).status_code == 200
    assert len(said) <= (6 if databases.SERVER is None else 7), said  # PostgreSQL locks first, and reads then
