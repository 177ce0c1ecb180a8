"""POST …/<own>/move and …/archive: the person's order, and putting away with a way back."""

import pytest
from flask import Flask

from tests.pages import Element
from tests.people import Member
from tests.roadmap.desk import Desk, said
from tests.roadmap.mine import Mine, titles
from tests.tables import unchanged

NAMES = ("One", "Two", "Three")


@pytest.fixture
def mine(mia: Member) -> Mine:
    return Mine(mia.client)


@pytest.fixture
def ids(mine: Mine) -> dict[str, str]:
    return {title: mine.add(title=title) for title in NAMES}


def press(mine: Mine, title: str, label: str) -> None:
    """A button of the page of own milestones, as a browser without scripts sends it."""
    page = mine.page()
    (button,) = [one for one in page.all("button") if one.text == f"{label}: {title}"]
    fields = {field["name"]: field["value"] for field in page.one("form", id=button["form"]).all("input")}
    answer = mine.client.post(button["formaction"], **fields, **{button["name"]: button["value"]})
    assert answer.status_code == 303


def buttons(row: Element) -> list[str]:
    return [button.text.partition(":")[0] for button in row.all("button")]


def test_up_and_down_by_buttons(mine: Mine, ids: dict[str, str]) -> None:
    press(mine, "Three", "Move up")
    assert mine.listed() == ["One", "Three", "Two"]
    press(mine, "One", "Move down")
    assert mine.listed() == ["Three", "One", "Two"]
    assert titles(mine.page("").one("main"))[-3:] == ["Three", "One", "Two"]
    first, _, last = mine.page().one("ul", class_="own").all("li")
    assert buttons(first) == ["Move down", "Archive"]
    assert buttons(last) == ["Move up", "Archive"]


def test_the_same_wish_twice_is_the_same_order(app: Flask, mine: Mine, ids: dict[str, str]) -> None:
    mine.send(f"{ids['Three']}/move", before=ids["One"])
    answer = unchanged(app, lambda: mine.send(f"{ids['Three']}/move", before=ids["One"]))
    assert str(answer.location).endswith(f"/own#{ids['Three']}")
    assert mine.listed() == ["Three", "One", "Two"]


@pytest.mark.parametrize("other", ["own-00000000", "tk-bowline", "nothing"])
def test_beside_what_is_not_there_it_stays(app: Flask, mine: Mine, ids: dict[str, str], other: str) -> None:
    assert unchanged(app, lambda: mine.send(f"{ids['One']}/move", after=other)).status_code == 303


@pytest.mark.parametrize("fields", [{}, {"before": "a", "after": "b"}, {"before": "", "after": ""}])
def test_a_move_to_nowhere_is_refused(app: Flask, mine: Mine, ids: dict[str, str], fields: dict[str, str]) -> None:
    assert unchanged(app, lambda: mine.send(f"{ids['One']}/move", **fields)).status_code == 422


def test_archived_it_leaves_lists_and_sums_and_keeps_what_was_done(mine: Mine, ids: dict[str, str]) -> None:
    desk = Desk(mine.client, ids["Two"])
    desk.do("status", status="done", overrule="1")
    assert "1 done, of 6" in mine.page("").text
    press(mine, "Two", "Archive")
    assert mine.listed() == ["One", "Three"]
    assert mine.listed("archived") == ["Two"]
    assert "0 done, of 5" in mine.page("").text
    page = mine.page(ids["Two"])
    assert "You archived this milestone." in page.text
    assert desk.status == "done"
    press(mine, "Two", "Bring back")
    assert mine.listed() == ["One", "Two", "Three"]
    assert "1 done, of 6" in mine.page("").text


def test_what_waits_on_an_archived_one_waits_no_more(mine: Mine, ids: dict[str, str]) -> None:
    later = mine.add(title="Later", needs=ids["One"])
    assert "Waits on One" in mine.page(later).text
    mine.send(f"{ids['One']}/archive", archived="1")
    assert "Waits on" not in mine.page(later).text


def test_archiving_twice_is_once(app: Flask, mine: Mine, ids: dict[str, str]) -> None:
    answer = mine.send(f"{ids['One']}/archive", archived="1")
    assert "Archived. What you did on it is kept." in said(mine.client.read(mine.client.get(answer.location)))
    assert unchanged(app, lambda: mine.send(f"{ids['One']}/archive", archived="1")).status_code == 303


@pytest.mark.parametrize("archived", [None, "", "yes"])
def test_an_unclear_wish_is_refused(app: Flask, mine: Mine, ids: dict[str, str], archived: str | None) -> None:
    assert unchanged(app, lambda: mine.send(f"{ids['One']}/archive", archived=archived)).status_code == 422
