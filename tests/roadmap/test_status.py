"""POST …/status: six statuses, what "done" and a locked start ask first, and what happens when two pages disagree.

Who may send it, and from where, is in tests/test_access.py.
"""

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.people import Member
from tests.roadmap.desk import Desk, hidden, said, status
from tests.tables import of_person, unchanged

pytestmark = pytest.mark.slow

WORDS = {"todo": "To do", "doing": "Doing", "blocked": "Blocked", "had": "Already had", "na": "Not applicable"}


@pytest.fixture
def desk(mia: Member) -> Desk:
    return Desk(mia.client)


@pytest.mark.parametrize("wanted", WORDS)
def test_a_status_is_set_and_told(desk: Desk, wanted: str) -> None:
    desk.do("status", status="doing" if wanted != "doing" else "blocked")
    page = desk.do("status", status=wanted, version=1)
    assert status(page) == wanted
    assert said(page).startswith(f"Now “{WORDS[wanted]}”.")
    assert desk.history[0] == WORDS[wanted]
    assert len(desk.history) == 2


def test_done_asks_for_what_is_missing_and_changes_nothing(app: Flask, desk: Desk) -> None:
    desk.do("criteria", tick="tied-blind")
    answer = unchanged(app, lambda: desk.send("status", status="done", version=1))
    page = desk.read(answer, 422)
    asking = page.one("div", role="alert")
    assert "2 points are still open" in asking.text
    assert [item.text for item in asking.all("li")] == [
        "It holds your own weight.",
        "Evidence: a link to what you made",
    ]
    assert status(page) == "todo"


def test_done_all_the_same_is_shown_as_the_persons_own_decision(desk: Desk) -> None:
    page = desk.read(desk.send("status", status="done"), 422)
    form = page.one("div", role="alert").one("form")
    assert form.one("button").text == "Done all the same"

    answer = desk.client.post(form["action"], **hidden(form.all("input")), status="done")

    assert answer.status_code == 303
    page = desk.page()
    assert status(page) == "done"
    assert "Done by your own decision, with 3 points still open." in said(page)
    assert desk.history == ["Done, by your own decision"]
    row = desk.client.page("/roadmap/tiny-guide?status=done").one("ul", class_="rows").one("li")
    assert "Done · overruled" in row.text


def test_done_with_everything_there_asks_nothing(desk: Desk) -> None:
    desk.do("criteria", tick="tied-blind")
    desk.do("criteria", tick="holds-weight")
    desk.do("evidence", kind="link", url="https://example.org/knot")
    page = desk.do("status", status="done")
    assert status(page) == "done"
    assert "own decision" not in page.text
    assert desk.history[0] == "Done"


def test_an_overruled_done_becomes_plain_once_nothing_is_missing(desk: Desk) -> None:
    desk.do("status", status="done", overrule=1)
    desk.do("criteria", tick="tied-blind")
    desk.do("criteria", tick="holds-weight")
    assert "with 1 point still open" in said(desk.page())
    page = desk.do("evidence", kind="link", url="https://example.org/knot")
    assert "own decision" not in said(page)
    assert "overruled" not in desk.client.page("/roadmap/tiny-guide?status=done").one("ul", class_="rows").text


def test_a_text_is_enough_where_a_text_is_asked(desk: Desk) -> None:
    bend = desk.at("tk-sheet-bend")
    bend.do("criteria", tick="two-ropes")
    page = bend.read(bend.send("status", status="done"), 422)
    assert "Evidence: a few lines of text, or a link" in page.one("div", role="alert").text
    bend.do("evidence", kind="text", text="I pulled it twenty times.")
    bend.do("status", status="done")


def test_starting_a_locked_one_asks_and_may_be_overruled(app: Flask, desk: Desk) -> None:
    bend = desk.at("tk-sheet-bend")
    assert "Waits on Bowline. You may start anyway." in said(bend.page())
    page = bend.read(unchanged(app, lambda: bend.send("status", status="doing")), 422)
    asking = page.one("div", role="alert")
    assert "builds on 1 milestone that is still open" in asking.text
    assert [link["href"] for link in asking.all("a")] == [desk.path]
    form = asking.one("form")

    answer = bend.client.post(form["action"], **hidden(form.all("input")), status="doing")

    assert answer.status_code == 303
    assert bend.status == "doing"


@pytest.mark.parametrize("behind", ["done", "had", "na"])
def test_what_is_behind_somebody_locks_nothing(desk: Desk, behind: str) -> None:
    desk.do("status", status=behind, overrule=1)
    bend = desk.at("tk-sheet-bend")
    assert "Waits on" not in said(bend.page())
    assert status(bend.do("status", status="doing")) == "doing"


@pytest.mark.parametrize("ahead", ["doing", "blocked", "todo"])
def test_what_is_not_behind_somebody_locks(desk: Desk, ahead: str) -> None:
    desk.do("status", status=ahead)
    assert desk.at("tk-sheet-bend").send("status", status="doing").status_code == 422


@pytest.mark.parametrize("wanted", ["had", "na", "blocked"])
def test_a_locked_one_may_be_had_blocked_or_not_apply(desk: Desk, wanted: str) -> None:
    assert status(desk.at("tk-sheet-bend").do("status", status=wanted)) == wanted


@pytest.mark.parametrize(
    "fields,sentence",
    [
        ({"status": None}, "Choose one of the six statuses."),
        ({"status": ""}, "Choose one of the six statuses."),
        ({"status": "finished"}, "Choose one of the six statuses."),
        ({"status": "DONE"}, "Choose one of the six statuses."),
        ({"status": "d" * 5000}, "Choose one of the six statuses."),
        ({"status": "<script>"}, "Choose one of the six statuses."),
        ({"op_id": None}, "This form is incomplete."),
        ({"op_id": ""}, "This form is incomplete."),
        ({"op_id": "x" * 65}, "This form is incomplete."),
        ({"version": "-1"}, "This form is incomplete."),
        ({"version": "one"}, "Not a valid integer value."),
        ({"version": "1.5"}, "Not a valid integer value."),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    app: Flask, desk: Desk, fields: dict[str, str | None], sentence: str
) -> None:
    answer = unchanged(app, lambda: desk.send("status", **{"status": "doing", **fields}))
    page = desk.read(answer, 422)
    assert sentence in page.one("div", role="alert").text
    assert status(page) == "todo"


@pytest.mark.parametrize("version", [None, "", "0", "7", "9" * 40])
def test_any_version_is_taken_for_a_status(desk: Desk, version: str | None) -> None:
    """Forms carry the wanted state, so the last one sent is what stands."""
    assert status(desk.do("status", status="doing", version=version)) == "doing"


def test_sent_twice_it_counts_once(app: Flask, mia: Member, desk: Desk) -> None:
    desk.do("status", status="doing", op_id="same")
    rows = of_person(app, mia.user.id)
    page = desk.do("status", status="doing", op_id="same")
    assert of_person(app, mia.user.id) == rows
    assert said(page) == ""
    assert desk.history == ["Doing"]


def test_sent_again_after_something_else_it_still_counts_once(desk: Desk) -> None:
    desk.do("status", status="doing", op_id="same")
    desk.do("status", status="blocked")
    page = desk.do("status", status="doing", op_id="same")
    assert "That page was old, so nothing was changed. Choose again here." in said(page)
    assert desk.status == "blocked"
    assert desk.history == ["Blocked", "Doing"]


def test_sent_twenty_times_at_once_it_counts_once(app: Flask, mia: Member, desk: Desk) -> None:
    browsers = [mia.another_browser() for _ in range(20)]
    forms = [{"csrf_token": one.token(), "op_id": "same", "version": "0", "status": "doing"} for one in browsers]
    answers = at_once(20, lambda n: browsers[n].raw.post(f"{desk.path}/status", data=forms[n]))
    assert [answer.status_code for answer in answers] == [303] * 20
    assert desk.history == ["Doing"]
    (state,) = of_person(app, mia.user.id)["milestone_states"]
    assert (state["version"], state["status"]) == (1, "doing")


def test_two_devices_at_once_both_count_and_the_last_stands(app: Flask, mia: Member, desk: Desk) -> None:
    wanted = ["doing", "blocked", "had", "na", "todo"] * 4
    browsers = [mia.another_browser() for _ in wanted]
    forms = [
        {"csrf_token": browser.token(), "op_id": f"op-{n}", "version": "0", "status": wanted[n]}
        for n, browser in enumerate(browsers)
    ]
    answers = at_once(20, lambda n: browsers[n].raw.post(f"{desk.path}/status", data=forms[n]))
    assert [answer.status_code for answer in answers] == [303] * 20
    rows = of_person(app, mia.user.id)
    events = sorted(rows["milestone_events"], key=lambda event: event["version"])
    assert [event["version"] for event in events] == list(range(1, len(events) + 1))
    statuses = [event["data"]["status"] for event in events]
    assert all(one != following for one, following in zip(["todo", *statuses], statuses, strict=False))
    (state,) = rows["milestone_states"]
    assert (state["version"], state["status"]) == (len(events), statuses[-1])


def test_a_page_of_before_says_what_it_replaced(desk: Desk) -> None:
    old = desk.form("status")
    desk.do("status", status="blocked")
    page = desk.do("status", status="doing", op_id=old["op_id"], version=old["version"])
    assert status(page) == "doing"
    assert "On another page this had become “Blocked” since you opened this one." in said(page)
    assert "It is now “Doing”; Undo brings “Blocked” back." in said(page)
    page = desk.do("undo")
    assert status(page) == "blocked"


def test_a_page_of_before_that_wants_the_same_has_nothing_to_tell(desk: Desk) -> None:
    old = desk.form("status")
    desk.do("status", status="doing")
    page = desk.do("status", status="doing", op_id=old["op_id"], version=old["version"])
    assert said(page).startswith("Now “Doing”.")
    assert desk.history == ["Doing"]


def test_guides_are_kept_apart(mia: Member, desk: Desk) -> None:
    desk.do("status", status="doing")
    real = mia.client.page("/roadmap/ai-engineer?status=doing")
    assert "No milestone fits" in real.text
    assert desk.at("tk-splice").status == "todo"
