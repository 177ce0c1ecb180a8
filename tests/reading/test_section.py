"""GET /guides/<guide>/<section>: the text, the way through the guide, and what to practise."""

import re

import pytest
from flask import Flask

from tests.pages import Page
from tests.people import Client, Member
from tracker.library import Guide

pytestmark = pytest.mark.slow


def turn(page: Page) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in page.one("nav", class_="turn").all("a")}


def test_the_text_stands_there(anyone: Client) -> None:
    page = anyone.page("/guides/tiny-guide/one-loop")
    assert page.title == "1 One loop, Three Knots to Trust · Milepost"
    assert "Section 1 of 2 · 1 minute" in page.text
    article = page.one("article")
    assert article.one("h2", id="how-it-holds").text.startswith("How it holds")
    assert article.one("img")["alt"].startswith("A rope comes up") if article.all("img") else article.all("svg")
    assert article.one("table").all("th")[0].text == "Step"


def test_neighbours_lead_on(anyone: Client, guide: Guide) -> None:
    address, met = f"/guides/ai-engineer/{guide.sections[0].id}", []
    while address:
        page = anyone.page(address)
        met.append(page.one("h1").text)
        ways = turn(page)
        assert ("prev" in ways) == (len(met) > 1)
        address = ways.get("next", "")
    assert met == [section.title for section in guide.sections]


def test_links_within_the_guide_lead_somewhere(anyone: Client, mia: Member, guide: Guide) -> None:
    """Also to the heading they name."""
    pages: dict[str, Page] = {}
    for section in guide.sections:
        here = f"/guides/ai-engineer/{section.id}"
        for link in mia.client.page(here).one("article").all("a"):
            path, _, fragment = link["href"].partition("#")
            if path.startswith("http"):
                continue
            path = path or here
            pages.setdefault(path, pages.get(path) or mia.client.page(path))
            if fragment:
                assert pages[path].all(id=fragment), f"{here} links {link['href']}"
    assert len(pages) > 20


def test_what_to_practise_is_listed(anyone: Client) -> None:
    page = anyone.page("/guides/tiny-guide/two-ropes")
    links = [link["href"] for link in page.one("ul", class_="practise-list").all("a")]
    assert links == ["/roadmap/tiny-guide/tk-sheet-bend", "/roadmap/tiny-guide/tk-splice"]


def test_signed_out_it_says_what_an_account_is_for(anyone: Client) -> None:
    page = anyone.page("/guides/tiny-guide/one-loop")
    assert page.all("form", action="/guides/tiny-guide/one-loop/finish") == []
    (link,) = page.one("div", id="finish").all("a")
    assert link["href"] == "/sign-up?next=/guides/tiny-guide/one-loop"
    assert "%" not in page.one("nav", class_="toc").text


def test_the_table_of_contents_marks_what_is_finished(mia: Member) -> None:
    mia.client.post("/guides/tiny-guide/one-loop/finish", finished="1")
    page = mia.client.page("/guides/tiny-guide/two-ropes")
    toc = page.one("nav", class_="toc")
    assert "1 of 2 sections finished" in toc.text
    first, second = toc.all("li")
    assert "(finished)" in first.text
    assert "(finished)" not in second.text
    assert second.one("a")["aria-current"] == "page"


@pytest.mark.parametrize("path", ["/guides/tiny-guide/one-loop", "/guides/ai-engineer"])
def test_every_address_outside_is_a_plain_link(anyone: Client, path: str) -> None:
    for link in anyone.page(path).all("a"):
        if re.match("https?:", link["href"]):
            assert "noopener" in link.get("rel") or not link.get("target")


def test_reading_finishes_nothing(app: Flask, mia: Member) -> None:
    for _ in range(3):
        mia.client.page("/guides/tiny-guide/one-loop")
    page = mia.client.page("/guides/tiny-guide/one-loop")
    assert page.one("div", id="finish").one("button").text == "Mark section finished"
