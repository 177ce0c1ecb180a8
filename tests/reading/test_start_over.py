"""POST /guides/<guide>/restart and /undo: starting over, and taking that back."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.people import Client, Member
from tests.reading.reader import GUIDE, Reader, told
from tests.tables import of_person, unchanged
from tracker import clock
from tracker.library import Guide


@pytest.fixture
def reader(mia: Member, tiny_guide: Guide) -> Reader:
    """Mia, at the second section, with the first one finished."""
    one = Reader(mia.client, "mias-phone", tiny_guide)
    one.do("finish", section="one-loop")
    one.read(2, 1)
    return one


def restart(reader: Reader, **fields: str) -> None:
    form = reader.client.page(GUIDE).form(f"{GUIDE}/restart")
    sent = {field["name"]: field["value"] for field in form.all("input")}
    assert reader.client.post(f"{GUIDE}/restart", **{**sent, **fields}).location == GUIDE


def test_it_clears_place_and_furthest_and_nothing_else(reader: Reader) -> None:
    restart(reader)
    state = reader.state()
    assert (state["place"], state["furthest"], state["finished"]) == (None, None, ["one-loop"])
    assert "You start over" in reader.client.page(GUIDE).text
    assert reader.client.page(GUIDE).all("form", action=f"{GUIDE}/restart") == [], "there is nothing to clear"


def test_it_can_be_undone_for_seven_days(reader: Reader) -> None:
    before = reader.state()
    restart(reader)
    form = reader.client.page(GUIDE).form(f"{GUIDE}/undo")
    undoes = form.one("button")["value"]
    reader.client.post(f"{GUIDE}/undo", undoes=undoes)
    after = reader.state()
    assert {**after, "revision": 0} == {**before, "revision": 0}
    assert reader.client.page(GUIDE).all("form", action=f"{GUIDE}/undo") == []
    assert reader.client.post(f"{GUIDE}/undo", undoes=undoes).status_code == 302
    assert reader.state() == after, "twice is once"


def test_after_seven_days_it_stays(reader: Reader) -> None:
    restart(reader)
    undoes = reader.client.page(GUIDE).form(f"{GUIDE}/undo").one("button")["value"]
    with clock.stopped_at(clock.now() + timedelta(days=7, minutes=1)):
        client = Client(reader.client.app)
        client.post("/sign-in", email="mia@example.org", password="four plain lantern words")
        assert client.page(GUIDE).all("form", action=f"{GUIDE}/undo") == []
        client.post(f"{GUIDE}/undo", undoes=undoes)
        assert "can't be undone any more" in client.page(GUIDE).text
        assert told(client.get(f"{GUIDE}/place"))["state"]["place"] is None


def test_reading_elsewhere_in_between_asks_first(mia: Member, tiny_guide: Guide, reader: Reader) -> None:
    laptop = Reader(mia.another_browser(), "mias-laptop", tiny_guide)
    laptop.base = reader.base
    form = reader.client.page(GUIDE).form(f"{GUIDE}/restart")
    old = {field["name"]: field["value"] for field in form.all("input")}
    laptop.read(1)
    reader.client.post(f"{GUIDE}/restart", **old)
    assert reader.state()["place"]["number"] == 1
    assert "press once more" in reader.client.page(GUIDE).text
    restart(reader)
    assert reader.state()["place"] is None


def test_ottos_undo_doesnt_reach_hers(app: Flask, otto: Member, reader: Reader, mia: Member) -> None:
    restart(reader)
    undoes = reader.client.page(GUIDE).form(f"{GUIDE}/undo").one("button")["value"]
    hers = of_person(app, mia.user.id)
    otto.client.post(f"{GUIDE}/undo", undoes=undoes)
    assert of_person(app, mia.user.id) == hers
    assert "can't be undone" in otto.client.page(GUIDE).text


@pytest.mark.parametrize("fields", [{}, {"op_id": "an-op-id"}, {"base": "1"}, {"op_id": "x", "base": "y"}])
def test_incomplete_forms_change_nothing(app: Flask, mia: Member, fields: dict[str, str]) -> None:
    assert unchanged(app, lambda: mia.client.post(f"{GUIDE}/restart", **fields)).status_code == 422
    assert unchanged(app, lambda: mia.client.post(f"{GUIDE}/undo", undoes="?")).status_code == 422


def test_signed_out(app: Flask, anyone: Client) -> None:
    assert unchanged(app, lambda: anyone.post(f"{GUIDE}/restart", op_id="an-op-id", base="0")).status_code == 401
    assert unchanged(app, lambda: anyone.post(f"{GUIDE}/undo", undoes="an-op-id")).status_code == 401
