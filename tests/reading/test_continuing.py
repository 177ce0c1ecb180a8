"""Where reading goes on, as the pages say it: section, sentence, minutes left; and all of it without a script."""

import pytest

from tests.people import Client, Member
from tests.reading.reader import GUIDE, Reader
from tracker.library import Guide

PAGES = ("/dashboard", GUIDE)


@pytest.fixture
def reader(mia: Member, tiny_guide: Guide) -> Reader:
    mia.client.post("/dashboard/guide", guide="tiny-guide")
    return Reader(mia.client, "mias-phone", tiny_guide)


@pytest.mark.parametrize("path", PAGES)
def test_it_names_section_sentence_and_minutes(reader: Reader, path: str) -> None:
    section = reader.guide.sections[1]
    reader.read(2, 1)
    card = reader.client.page(path).one("section", class_="continue")
    assert "Continue reading · section 2 of 2" in card.text
    assert card.one("blockquote").text in section.blocks[1].text
    assert f"{section.title} · 1 minute left" in card.text
    assert card.one("a", class_="btn")["href"] == f"{GUIDE}/{section.id}#{section.blocks[1].id}"
    assert card.one("time")["datetime"]


def test_the_list_of_guides_names_each_that_was_begun(reader: Reader) -> None:
    reader.read(1, 1)
    listed = reader.client.page("/guides").one("ul", class_="guides")
    items = {title.text: title.parent for title in listed.all("h2")}
    begun, untouched = items["Three Knots to Trust"], items["The AI Engineer Career Roadmap"]
    assert begun
    assert "Continue section 1 at “" in begun.text
    assert untouched
    assert "Continue" not in untouched.text


def test_nothing_begun_says_start(reader: Reader) -> None:
    card = reader.client.page("/dashboard").one("section", class_="continue")
    assert "Start reading · section 1 of 2" in card.text
    assert card.one("a", class_="btn").text == "Start reading"


def test_a_finished_section_is_not_gone_back_to(reader: Reader) -> None:
    reader.read(1, 1)
    reader.do("finish", section="one-loop")
    card = reader.client.page(GUIDE).one("section", class_="continue")
    assert card.one("a", class_="btn")["href"] == f"{GUIDE}/two-ropes"
    assert "section 2 of 2" in card.text


def test_reading_a_finished_section_again_is_a_place_like_any(reader: Reader) -> None:
    reader.do("finish", section="one-loop")
    reader.read(1, 1)
    assert "section 1 of 2" in reader.client.page(GUIDE).one("section", class_="continue").text


def test_the_end_of_a_finished_section_is_not_gone_back_to(reader: Reader) -> None:
    """Somebody finishes a section by hand, and scrolls a little before going on."""
    reader.do("finish", section="one-loop")
    reader.read(1, len(reader.guide.sections[0].blocks) - 1)
    assert "section 2 of 2" in reader.client.page(GUIDE).one("section", class_="continue").text


def test_starting_over_leads_to_section_1_whatever_is_finished(reader: Reader) -> None:
    reader.do("finish", section="one-loop")
    reader.read(2, 1)
    reader.do("restart")
    card = reader.client.page(GUIDE).one("section", class_="continue")
    assert "Start reading · section 1 of 2" in card.text
    assert card.one("a", class_="btn")["href"] == f"{GUIDE}/one-loop"


def test_a_section_leads_to_the_place_with_a_plain_link(reader: Reader, anyone: Client) -> None:
    block = reader.guide.sections[1].blocks[1]
    reader.read(2, 1)
    here = reader.client.page(f"{GUIDE}/two-ropes").one("p", id="continue-line")
    assert here.one("a")["href"] == f"{GUIDE}/two-ropes#{block.id}"
    assert reader.client.page(f"{GUIDE}/two-ropes").all(id=block.id), "the link leads to the paragraph itself"
    elsewhere = reader.client.page(f"{GUIDE}/one-loop").one("p", id="continue-line")
    assert "You stopped in section 2" in elsewhere.text
    assert anyone.page(f"{GUIDE}/one-loop").all(id="continue-line") == []


def test_at_the_very_beginning_there_is_nothing_to_continue(reader: Reader) -> None:
    reader.read(1, 0)
    assert reader.client.page(f"{GUIDE}/one-loop").all(id="continue-line") == []


def test_another_members_place_is_nowhere(reader: Reader, otto: Member) -> None:
    reader.read(2, 1)
    for path in (*PAGES, "/guides", f"{GUIDE}/one-loop", f"{GUIDE}/two-ropes"):
        page = otto.client.page(path)
        assert page.all(id="continue-line") == []
        assert "“" + reader.state()["place"]["sentence"] not in page.text


def test_a_form_that_is_stale_asks_before_it_ticks(reader: Reader) -> None:
    """Unticked on the phone after the laptop's page was opened; ticked again only when pressed once more."""
    reader.do("finish", section="one-loop")
    form = reader.client.page(f"{GUIDE}/one-loop").form(f"{GUIDE}/one-loop/finish")
    old = {field["name"]: field["value"] for field in form.all("input")} | {"finished": "1"}
    reader.do("unfinish", section="one-loop")
    old["base"] = str(reader.base - 1)
    reader.client.post(f"{GUIDE}/one-loop/finish", **old)
    assert "press once more" in reader.client.page(f"{GUIDE}/one-loop").text
    assert reader.state()["finished"] == []
    page = reader.client.page(f"{GUIDE}/one-loop")
    form = page.form(f"{GUIDE}/one-loop/finish")
    reader.client.post(f"{GUIDE}/one-loop/finish", **{f["name"]: f["value"] for f in form.all("input")}, finished="1")
    assert reader.state()["finished"] == ["one-loop"]
