"""POST /reading/import: what a browser remembers from before there was an account."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.people import Client, Member
from tests.reading.reader import GUIDE, Reader, anchor
from tests.tables import of_person, unchanged
from tracker import clock
from tracker.library import Guide

BATCH = "0f0e0d0c-0b0a-4909-8807-060504030201"


@pytest.fixture
def facts(tiny_guide: Guide) -> dict[str, Any]:
    """At section 1 again, after section 2, with the first finished."""
    return {
        "guide": "tiny-guide",
        "title": "Three Knots to Trust",
        "import": BATCH,
        "place": anchor(tiny_guide, 1, 1, 0.25) | {"sentence": "Whatever it was.", "at": "2026-11-01T10:00:00Z"},
        "furthest": anchor(tiny_guide, 2, 2),
        "finished": {"one-loop": "One loop"},
    }


def send(client: Client, *facts: dict[str, Any]) -> Any:
    return client.post("/reading/import", facts=json.dumps(facts))


def test_place_furthest_and_finished_become_hers(mia: Member, tiny_guide: Guide, facts: dict[str, Any]) -> None:
    answer = send(mia.client, facts)
    assert answer.location == f"{GUIDE}?imported={BATCH}"
    page = mia.client.page(answer.location)
    assert "is yours now" in page.text
    assert page.one("form", id="guest-import")["data-imported"] == BATCH
    state = Reader(mia.client, "mias-phone", tiny_guide).state()
    assert (state["place"]["number"], state["place"]["fraction"]) == (1, 0.25)
    assert (state["furthest"]["number"], state["finished"]) == (2, ["one-loop"])


def test_twice_is_once(app: Flask, mia: Member, facts: dict[str, Any]) -> None:
    send(mia.client, facts)
    assert unchanged(app, lambda: send(mia.client, facts)).status_code == 302


def test_twenty_at_once_are_one(app: Flask, mia: Member, facts: dict[str, Any]) -> None:
    browsers = [mia.another_browser() for _ in range(20)]
    forms = [{"csrf_token": browser.token(), "facts": json.dumps([facts])} for browser in browsers]
    answers = at_once(20, lambda number: browsers[number].raw.post("/reading/import", data=forms[number]))
    assert [answer.status_code for answer in answers] == [302] * 20
    assert len(of_person(app, mia.user.id)["reading_operations"]) == 3


def test_it_never_moves_a_place_that_the_account_has(mia: Member, tiny_guide: Guide, facts: dict[str, Any]) -> None:
    phone = Reader(mia.client, "mias-phone", tiny_guide)
    phone.read(2, 1)
    send(mia.client, facts)
    state = phone.state()
    assert (state["place"]["number"], state["place"]["device"]) == (2, "mias-phone")
    assert (state["furthest"]["block"], state["finished"]) == (facts["furthest"]["block"], ["one-loop"])


def test_the_place_it_brought_is_offered_where_the_account_had_one(
    mia: Member, tiny_guide: Guide, facts: dict[str, Any]
) -> None:
    phone = Reader(mia.client, "mias-phone", tiny_guide)
    phone.read(2, 1)
    page = mia.client.page(send(mia.client, facts).location)
    notice = page.form(f"{GUIDE}/undo")
    block = facts["place"]["block"]
    assert "Your account had a place already, and it stays." in notice.text
    assert notice.one("a")["href"] == f"{GUIDE}/one-loop#{block}"


def test_more_facts_of_the_same_browser_are_taken_too(mia: Member, tiny_guide: Guide, facts: dict[str, Any]) -> None:
    """The page after the first import never came; more was read before it was sent again."""
    send(mia.client, facts)
    more = {"finished": {"one-loop": "One loop", "two-ropes": "Two ropes"}, "place": anchor(tiny_guide, 2, 1)}
    with clock.stopped_at(clock.now() + timedelta(minutes=5)):
        send(mia.client, {**facts, **more})
    state = Reader(mia.client, "mias-phone", tiny_guide).state()
    assert (state["finished"], state["place"]["number"]) == (["one-loop", "two-ropes"], 2)


def test_a_section_that_was_reopened_in_the_account_stays_open_and_it_says_so(
    mia: Member, tiny_guide: Guide, facts: dict[str, Any]
) -> None:
    phone = Reader(mia.client, "mias-phone", tiny_guide)
    phone.do("finish", section="one-loop")
    phone.do("unfinish", section="one-loop")
    page = mia.client.page(send(mia.client, facts).location)
    assert "A section that you reopened in this account stays open." in page.text
    assert phone.state()["finished"] == []


def test_it_is_undone_whole_for_seven_days(mia: Member, tiny_guide: Guide, facts: dict[str, Any]) -> None:
    phone = Reader(mia.client, "mias-phone", tiny_guide)
    phone.do("finish", section="two-ropes")
    send(mia.client, facts)
    button = mia.client.page(GUIDE).form(f"{GUIDE}/undo").one("button")
    assert (button["value"], button.text) == (BATCH, "Undo the import")
    answer = mia.client.post(f"{GUIDE}/undo", undoes=BATCH)
    assert mia.client.page(answer.location).one("form", id="guest-import")["data-undone"] == BATCH
    state = phone.state()
    assert (state["place"], state["furthest"], state["finished"]) == (None, None, ["two-ropes"])
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        assert mia.client.page(GUIDE).all("form", action=f"{GUIDE}/undo") == []


def test_one_browser_one_account(otto: Member, mia: Member, tiny_guide: Guide, facts: dict[str, Any]) -> None:
    """The same facts in another account are that account's own; neither sees the other's."""
    send(mia.client, facts)
    send(otto.client, facts)
    otto.client.post(f"{GUIDE}/undo", undoes=BATCH)
    assert Reader(otto.client, "ottos-phone", tiny_guide).state()["finished"] == []
    assert Reader(mia.client, "mias-phone", tiny_guide).state()["finished"] == ["one-loop"]


def test_guides_and_sections_that_are_gone_are_left_out(mia: Member, tiny_guide: Guide, facts: dict[str, Any]) -> None:
    facts["finished"] = {"one-loop": "One loop", "never-was": "Never", "../etc": "x"}
    send(mia.client, {**facts, "guide": "gone"}, facts)
    assert Reader(mia.client, "mias-phone", tiny_guide).state()["finished"] == ["one-loop"]
    answer = send(mia.client, {**facts, "guide": "gone"})
    assert answer.location == "/dashboard"
    assert "nothing to import" in mia.client.page("/dashboard").text


@pytest.mark.parametrize("text", ["", "x", "{}", "[]", "[1]", '[{"guide": "tiny-guide"}]', '[{"import": "<b>"}]'])
def test_what_cant_be_read_changes_nothing(app: Flask, mia: Member, text: str) -> None:
    assert unchanged(app, lambda: mia.client.post("/reading/import", facts=text)).status_code == 422


def test_signed_out(app: Flask, anyone: Client, facts: dict[str, Any]) -> None:
    assert unchanged(app, lambda: send(anyone, facts)).status_code == 401
