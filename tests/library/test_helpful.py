"""POST …/helpful: one answer to “Was this guide helpful?” from each member, and what the operator reads of them."""

from typing import Any

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.hostile import ELSEWHERE, MARKUP
from tests.pages import Element, Page
from tests.people import Client, Member
from tests.roadmap.desk import hidden, said
from tests.tables import contents, unchanged
from tracker.accounts import User
from tracker.extensions import db
from tracker.library import GuideAnswer

pytestmark = pytest.mark.slow

GUIDE = "/guides/tiny-guide"
HELPFUL = f"{GUIDE}/helpful"
LAST_SECTION = f"{GUIDE}/two-ropes"
THANKS = "Thank you. Your answer is kept, and whoever looks after this guide reads it."


def rows(app: Flask) -> list[dict[str, Any]]:
    return contents(app)["guide_answers"]


def shown(page: Page) -> Element:
    return page.one("section", aria_labelledby="helpful")


def test_the_form_of_the_page_answers(app: Flask, mia: Member, otto: Member) -> None:
    form = mia.client.page(GUIDE).form(HELPFUL)
    assert form.one("legend").text == "Was this guide helpful?"
    assert [one["value"] for one in form.all("input", type_="radio")] == ["yes", "no"]
    assert form.all("input", checked="") == []

    sent = hidden(form.all("input", type_="hidden"))
    answer = mia.client.post(form["action"], **sent, helpful="yes", comment="The pictures.\r\n\r\nMore of them.")

    assert (answer.status_code, answer.location) == (303, f"{GUIDE}#helpful")
    page = mia.client.page(GUIDE)
    assert said(page) == THANKS
    assert "Thank you. You said yes, today" in shown(page).text
    assert shown(page).one("blockquote").text == "The pictures. More of them."
    assert [one["value"] for one in page.form(HELPFUL).all("input", checked="")] == ["yes"]
    (row,) = rows(app)
    assert (row["user_id"], row["guide_id"], row["helpful"]) == (mia.user.id, "tiny-guide", True)
    assert row["comment"] == "The pictures.\n\nMore of them."
    assert "The pictures." not in otto.client.page(GUIDE).text
    assert "You said" not in shown(otto.client.page(GUIDE)).text


def test_it_leads_back_to_the_page_it_stood_on(mia: Member) -> None:
    answer = mia.client.post(HELPFUL, helpful="no", next=f"{LAST_SECTION}?x=1#practise")
    assert answer.location == f"{LAST_SECTION}?x=1#helpful"


def test_it_stands_at_the_end_of_the_last_section_too(mia: Member, anyone: Client) -> None:
    form = mia.client.page(LAST_SECTION).form(HELPFUL)
    answer = mia.client.post(form["action"], **hidden(form.all("input", type_="hidden")), helpful="yes")
    assert answer.location == f"{LAST_SECTION}#helpful"
    assert "You said yes" in shown(mia.client.page(LAST_SECTION)).text
    assert "You said yes" in shown(mia.client.page(GUIDE)).text
    assert shown(anyone.page(LAST_SECTION)).one("a")["href"] == "/sign-in?next=/guides/tiny-guide/two-ropes%23helpful"
    assert mia.client.page(f"{GUIDE}/one-loop").all("section", aria_labelledby="helpful") == []


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_it_never_leads_to_another_site(mia: Member, elsewhere: str) -> None:
    assert mia.client.post(HELPFUL, helpful="no", next=elsewhere).location == f"{GUIDE}#helpful"


def test_signed_out_it_is_told_who_answers(anyone: Client) -> None:
    part = shown(anyone.page(GUIDE))
    assert part.all("form") == []
    assert part.one("a")["href"] == "/sign-in?next=/guides/tiny-guide%23helpful"


def test_signed_out_a_comment_is_given_back(app: Flask, anyone: Client) -> None:
    answer = unchanged(app, lambda: anyone.post(HELPFUL, helpful="no", comment="Words worth keeping."))
    assert [area.text for area in anyone.read(answer, 401).all("textarea")] == ["Words worth keeping."]


def test_it_can_be_changed_and_removed(app: Flask, mia: Member, otto: Member) -> None:
    for member in (mia, otto):
        member.client.post(HELPFUL, helpful="yes", comment="First thought.")
    mia.client.post(HELPFUL, helpful="no", comment="")
    page = mia.client.page(GUIDE)
    assert "You said no" in shown(page).text
    assert shown(page).all("blockquote") == []
    button = page.form(HELPFUL).one("button", name_="remove")

    mia.client.post(HELPFUL, helpful="no", comment="", remove=button["value"])

    page = mia.client.page(GUIDE)
    assert said(page) == "Your answer is removed."
    assert "You said" not in shown(page).text
    assert [(row["user_id"], row["comment"]) for row in rows(app)] == [(otto.user.id, "First thought.")]
    unchanged(app, lambda: mia.client.post(HELPFUL, remove="1"))


def test_sent_twice_it_is_the_same(app: Flask, mia: Member) -> None:
    mia.client.post(HELPFUL, helpful="yes", comment="Once.")
    assert unchanged(app, lambda: mia.client.post(HELPFUL, helpful="yes", comment="Once.")).status_code == 303


def test_twenty_at_once_count_once(app: Flask, mia: Member) -> None:
    browsers = [mia.another_browser() for _ in range(20)]
    forms = [{"csrf_token": browser.token(), "helpful": "yes", "comment": "Same."} for browser in browsers]
    answers = at_once(20, lambda n: browsers[n].raw.post(HELPFUL, data=forms[n]))
    assert [answer.status_code for answer in answers] == [303] * 20
    assert len(rows(app)) == 1


@pytest.mark.parametrize("helpful", [None, "", "maybe", "1", "true", "YES", "y" * 3000])
def test_what_is_neither_yes_nor_no_changes_nothing(app: Flask, mia: Member, helpful: str | None) -> None:
    answer = unchanged(app, lambda: mia.client.post(HELPFUL, helpful=helpful, comment="Kept.", next=LAST_SECTION))
    page = mia.client.read(answer, 422)
    assert "Choose yes or no." in page.one(role="alert").text
    form = page.form(HELPFUL)
    assert form.one("textarea").text == "Kept."
    assert form.one("input", name_="next")["value"] == LAST_SECTION


def test_a_comment_of_2000_characters_is_kept_and_a_longer_one_given_back(app: Flask, mia: Member) -> None:
    longest = "ü\r\n" * 999 + "éé"  # the browser sends two characters for a line's end, and counts one
    assert mia.client.post(HELPFUL, helpful="yes", comment=longest).status_code == 303
    (row,) = rows(app)
    assert len(row["comment"]) == 2_000
    answer = unchanged(app, lambda: mia.client.post(HELPFUL, helpful="no", comment="x" * 2_001))
    page = mia.client.read(answer, 422)
    assert "A comment can have 2,000 characters." in page.one(role="alert").text
    form = page.form(HELPFUL)
    assert form.one("textarea").text == "x" * 2_001
    assert form.one("textarea")["aria-invalid"] == "true"
    assert [one["value"] for one in form.all("input", checked="")] == ["no"]


@pytest.mark.parametrize("comment", MARKUP)
def test_a_comment_is_only_ever_text(mia: Member, comment: str) -> None:
    mia.client.post(HELPFUL, helpful="no", comment=comment)
    page = mia.client.page(GUIDE)
    assert shown(page).one("blockquote").text == " ".join(comment.split())
    assert page.form(HELPFUL).one("textarea").text == " ".join(comment.split())


def test_deleting_a_person_deletes_their_answer(app: Flask, mia: Member) -> None:
    mia.client.post(HELPFUL, helpful="yes")
    with app.app_context():
        db.session.delete(User.by_id(mia.user.id))
        db.session.commit()
        assert GuideAnswer.all_given() == []


def test_the_operator_reads_all_of_it_and_no_name(app: Flask, mia: Member, otto: Member, noor: Member) -> None:
    mia.client.post(f"{GUIDE}/rating", stars="5")
    otto.client.post(f"{GUIDE}/rating", stars="4")
    mia.client.post(HELPFUL, helpful="yes", comment="Two lines,\nof \x1b[31mred\x1b[0m.")
    otto.client.post(HELPFUL, helpful="no", comment="Too short.")
    noor.client.post(HELPFUL, helpful="yes")

    result = app.test_cli_runner().invoke(args=["guides", "answers"])

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "ai-engineer: no ratings, helpful: 0 yes, 0 no"
    assert lines[1] == "tiny-guide: 4.5 stars (2 ratings), helpful: 2 yes, 1 no"
    assert [line.split(" ", 3)[3] for line in lines[2:4]] == ["no: Too short.", "yes: Two lines,"]
    assert lines[4:] == ["    of [31mred[0m."], "a terminal is told nothing but text"
    for member in (mia, otto, noor):
        assert member.user.name not in result.output
        assert member.user.email not in result.output
