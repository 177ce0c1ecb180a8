"""POST …/finish: a section is ticked, and unticked only by hand."""

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.people import Member
from tests.roadmap.desk import hidden, said
from tests.tables import contents, of_person, unchanged

HERE = "/guides/tiny-guide/one-loop"


def test_the_button_finishes_and_takes_back(mia: Member) -> None:
    for word, told, shown in [
        ("Mark section finished", "“One loop” is finished. The button below takes it back.", True),
        ("Not finished yet", "“One loop” is open again.", False),
    ]:
        form = mia.client.page(HERE).form(f"{HERE}/finish")
        button = form.one("button")
        assert button.text == word

        answer = mia.client.post(form["action"], **hidden(form.all("input")), **{button["name"]: button["value"]})

        assert (answer.status_code, answer.location) == (302, f"{HERE}#finish")
        page = mia.client.page(HERE)
        assert told in said(page)
        assert ("You finished this section." in page.text) is shown


def test_a_section_that_was_renamed_is_followed(app: Flask, mia: Member) -> None:
    answer = mia.client.post("/guides/tiny-guide/first-loop/finish", finished="1")
    assert answer.location == f"{HERE}#finish"
    assert [row["section_id"] for row in contents(app)["finished_sections"]] == ["one-loop"]
    assert mia.client.post("/guides/tiny-guide/rope-history/finish", finished="1").status_code == 410


def test_only_this_section_of_this_guide_and_person(app: Flask, mia: Member, otto: Member) -> None:
    mia.client.post(f"{HERE}/finish", finished="1")
    (row,) = contents(app)["finished_sections"]
    assert (row["user_id"], row["guide_id"], row["section_id"]) == (mia.user.id, "tiny-guide", "one-loop")
    assert "You finished" not in otto.client.page(HERE).text
    assert "You finished" not in mia.client.page("/guides/tiny-guide/two-ropes").text


@pytest.mark.parametrize("finished", ["1", "0"])
def test_sent_twice_it_is_the_same(app: Flask, mia: Member, finished: str) -> None:
    mia.client.post(f"{HERE}/finish", finished="1")
    mia.client.post(f"{HERE}/finish", finished=finished)
    answer = unchanged(app, lambda: mia.client.post(f"{HERE}/finish", finished=finished))
    assert answer.status_code == 302


def test_the_day_it_was_finished_stays(app: Flask, mia: Member) -> None:
    mia.client.post(f"{HERE}/finish", finished="1")
    rows = of_person(app, mia.user.id)["finished_sections"]
    mia.client.post(f"{HERE}/finish", finished="1")
    assert of_person(app, mia.user.id)["finished_sections"] == rows


@pytest.mark.parametrize("finished", [None, "", "2", "yes", "true", "1" * 3000, "<script>"])
def test_what_is_neither_finished_nor_open_changes_nothing(app: Flask, mia: Member, finished: str | None) -> None:
    answer = unchanged(app, lambda: mia.client.post(f"{HERE}/finish", finished=finished))
    assert mia.client.read(answer, 422).one("h1").text


def test_twenty_at_once_count_once(app: Flask, mia: Member) -> None:
    browsers = [mia.another_browser() for _ in range(20)]
    forms = [{"csrf_token": browser.token(), "finished": "1"} for browser in browsers]
    answers = at_once(20, lambda n: browsers[n].raw.post(f"{HERE}/finish", data=forms[n]))
    assert [answer.status_code for answer in answers] == [302] * 20
    assert len(contents(app)["finished_sections"]) == 1
