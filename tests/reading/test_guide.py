"""GET /guides/<guide>: what the guide is, and how far somebody has read."""

from flask import Flask

from tests.pages import Element, Page
from tests.people import Client, Member
from tracker.library import Guide

SECTIONS = "/guides/tiny-guide/"


def contents(page: Page) -> list[Element]:
    return [item for item in page.one("ol", class_="sections").children if isinstance(item, Element)]


def finish(member: Member, section_id: str, finished: str = "1") -> None:
    answer = member.client.post(f"{SECTIONS}{section_id}/finish", finished=finished)
    assert answer.status_code == 302


def test_it_tells_what_the_guide_is(anyone: Client, guide: Guide) -> None:
    page = anyone.page("/guides/ai-engineer")
    assert page.one("h1").text == guide.title
    facts = page.one("ul", class_="meta").text
    for words in (guide.level.capitalize(), f"{guide.minutes} minutes, {guide.words:,} words"):
        assert words in facts
    assert page.one("ul", class_="meta").one("time")["datetime"] == guide.updated.isoformat()
    for words in (guide.subtitle, guide.author.name, guide.author.about, f"{len(guide.milestones)} milestones"):
        assert words in page.text
    assert page.one("a", class_="back")["href"] == "/guides"


def test_its_contents_lead_to_every_section(anyone: Client, guide: Guide) -> None:
    items = contents(anyone.page("/guides/ai-engineer"))
    assert [item.one("a").text for item in items] == [section.title for section in guide.sections]
    for item, section in zip(items, guide.sections, strict=True):
        assert anyone.page(item.one("a")["href"]).one("h1").text == section.title
        assert f"{section.minutes} min" in item.text


def test_signed_out_it_offers_to_begin(anyone: Client) -> None:
    page = anyone.page("/guides/tiny-guide")
    links = {link.text: link["href"] for link in page.one("main").all("a")}
    assert links["Start reading"] == "/guides/tiny-guide/one-loop"
    assert links["Make it your roadmap"] == "/sign-up?next=/roadmap/tiny-guide"
    assert "% read" not in page.text


def test_signed_in_it_tells_what_is_read(mia: Member, tiny_guide: Guide) -> None:
    page = mia.client.page("/guides/tiny-guide")
    assert "0% read" in page.one("ul", class_="meta").text
    finish(mia, "one-loop")
    page = mia.client.page("/guides/tiny-guide")
    first, second = tiny_guide.sections
    assert f"{100 * first.words // (first.words + second.words)}% read" in page.one("ul", class_="meta").text
    assert ["finished" in item.text for item in contents(page)] == [True, False]
    card = page.one("section", class_="continue")
    assert "Two ropes" in card.text
    assert card.one("a", class_="btn")["href"] == "/guides/tiny-guide/two-ropes"
    finish(mia, "two-ropes")
    page = mia.client.page("/guides/tiny-guide")
    assert "100% read" in page.one("ul", class_="meta").text
    assert "All finished." in page.text


def test_percent_counts_words_and_never_rounds_up_to_all(app: Flask, mia: Member, guide: Guide) -> None:
    read = 0
    for section in guide.sections:
        mia.client.post(f"/guides/ai-engineer/{section.id}/finish", finished="1")
        read += section.words
        shown = mia.client.page("/guides/ai-engineer").one("ul", class_="meta").text
        assert f"{100 * read // guide.words}% read" in shown
        assert ("100% read" in shown) == (section is guide.sections[-1])


def test_another_guide_may_become_the_one_on_the_dashboard(app: Flask, mia: Member, otto: Member) -> None:
    form = mia.client.page("/guides/tiny-guide").form("/dashboard/guide")
    button = form.one("button")
    answer = mia.client.post("/dashboard/guide", **{button["name"]: button["value"]})
    assert (answer.status_code, answer.location) == (302, "/dashboard")
    assert "Three Knots to Trust" in mia.client.page("/dashboard").one("h1").text
    assert "Three Knots to Trust" not in otto.client.page("/dashboard").one("h1").text
    forms = mia.client.page("/guides/tiny-guide").all("form", action="/dashboard/guide")
    assert forms == [], "it is the one already"


def test_its_search_box_searches_it(anyone: Client) -> None:
    form = anyone.page("/guides/tiny-guide").one("form", role="search")
    assert form["action"] == "/guides/tiny-guide/search"
    assert form.all("input")[0]["name"] == "q"


def test_it_leads_on_to_a_plan_and_to_a_coach(anyone: Client, mia: Member) -> None:
    links = {link["href"] for link in anyone.page("/guides/tiny-guide").one("main").all("a")}
    assert {"/sign-up?next=/roadmap/tiny-guide/plan", "/sign-up?next=/coaching"} <= links
    links = {link["href"] for link in mia.client.page("/guides/tiny-guide").one("main").all("a")}
    assert {"/roadmap/tiny-guide/plan", "/coaching/invite?guide=tiny-guide"} <= links
