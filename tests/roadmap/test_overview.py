"""GET /roadmap/<guide>: every milestone by phase or track, filtered by status and words, with sums that agree."""

import random
import re
from collections import Counter

import pytest
from flask import Flask

from tests.hostile import MARKUP
from tests.pages import Element, Page
from tests.people import Client, Member
from tests.roadmap.desk import Desk
from tests.work import always
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import Progress, changes

STATUSES = ("todo", "doing", "blocked", "done", "had", "na")


def rows(page: Page) -> list[Element]:
    found = [child for each in page.all("ul", class_="rows") for child in each.children]
    return [child for child in found if not isinstance(child, str)]


def titles(page: Page) -> list[str]:
    return [row.all("a")[0].text for row in rows(page)]


def counts(page: Page) -> dict[str, int]:
    """What the filters promise: address → number."""
    links = page.one("nav", aria_label="Filter by status").all("a")
    return {link["href"]: int(link.text.rpartition(" ")[2]) for link in links}


def set_at_random(app: Flask, member: Member, guide: Guide, seed: int) -> Counter[str]:
    chance = random.Random(seed)
    with app.app_context():
        for milestone in guide.milestones:
            status = chance.choice(STATUSES)
            progress = Progress(member.person, guide)
            progress.change(milestone, "seed", [], always(changes.set_status(status, overruled=False)))
        states = Counter(standing.status for standing in Progress(member.person, guide).standings())
        db.session.commit()
    return states


def test_the_whole_real_roadmap(mia: Member, guide: Guide) -> None:
    page = mia.client.page("/roadmap/ai-engineer")
    assert len(rows(page)) == len(guide.milestones) == 70
    assert [heading.text for heading in page.all("h2")] == [phase.title for phase in guide.phases]
    assert "0 done, of 70" in page.one("p", class_="lede").text
    assert page.one("nav", class_="tabs").one("a", aria_current="page").text == "By phase"


def test_by_track(mia: Member, guide: Guide) -> None:
    page = mia.client.page("/roadmap/ai-engineer?by=track")
    assert [heading.text for heading in page.all("h2")] == [track.title for track in guide.tracks]
    assert sorted(titles(page)) == sorted(titles(mia.client.page("/roadmap/ai-engineer")))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_filter_opens_as_many_as_it_says(app: Flask, mia: Member, guide: Guide, seed: int) -> None:
    states = set_at_random(app, mia, guide, seed)
    page = mia.client.page("/roadmap/ai-engineer")
    promised = counts(page)
    assert len(promised) == 9
    for address, count in promised.items():
        assert len(rows(mia.client.page(address))) == count, address
    by_status = {
        re.findall(r"status=(\w+)", address)[0]: count for address, count in promised.items() if "status=" in address
    }
    assert {status: by_status[status] for status in STATUSES} == {status: states[status] for status in STATUSES}
    assert by_status["left"] == states["todo"] + states["doing"] + states["blocked"]
    assert by_status["locked"] == len([row for row in rows(page) if "After " in row.text])


@pytest.mark.parametrize("by", ["phase", "track"])
def test_sums_of_groups_agree_with_their_rows(app: Flask, mia: Member, guide: Guide, by: str) -> None:
    set_at_random(app, mia, guide, 4)
    for section in mia.client.page(f"/roadmap/ai-engineer?by={by}").all("section"):
        words = [row.all("p")[-1].text for row in section.one("ul", class_="rows").children if isinstance(row, Element)]
        done = len([word for word in words if word.startswith("Done")])
        had = len([word for word in words if word.startswith("Already had")])
        na = len([word for word in words if word.startswith("Not applicable")])
        said = section.all("p")[0].text
        parts = f"{done} done" + f", {had} already had" * bool(had) + f", of {len(words) - na}"
        assert said.startswith(parts + f" ({na} not applicable)" * bool(na))


def test_words_are_found_and_the_filters_keep_them(mia: Member) -> None:
    page = mia.client.page("/roadmap/tiny-guide?q=ROPES++join&by=track")
    assert titles(page) == ["Sheet bend"]
    assert page.one("input", id="q")["value"] == "ROPES  join"
    assert all("q=" in address and "by=track" in address for address in counts(page))
    assert titles(mia.client.page("/roadmap/tiny-guide?q=tk-splice")) == ["Eye splice"]


def test_nothing_found_offers_all(mia: Member) -> None:
    page = mia.client.page("/roadmap/tiny-guide?q=granny&status=done")
    assert rows(page) == []
    assert "No milestone fits" in page.text
    assert "/roadmap/tiny-guide?by=phase" in [link["href"] for link in page.one("main").all("a")]


@pytest.mark.parametrize(
    "query", ["by=size", "status=finished", "status=", "by=&status=&q=", "status=todo&status=done"]
)
def test_an_unknown_order_or_filter_shows_what_it_can(mia: Member, query: str) -> None:
    assert len(rows(mia.client.page(f"/roadmap/tiny-guide?{query}"))) == 3


@pytest.mark.parametrize("markup", [*MARKUP, "x" * 5000, "%", "\x00", "a\nb"])
def test_words_are_only_ever_text(mia: Member, markup: str) -> None:
    page = mia.client.read(
        mia.client.get("/roadmap/tiny-guide", query_string={"q": markup, "by": markup, "status": markup})
    )
    assert page.one("input", id="q")["value"] == markup.strip()[:100]
    assert page.all("img") == []
    assert all(script.get("src") for script in page.all("script"))


def test_a_row_starts_its_milestone_without_a_visit(mia: Member) -> None:
    page = mia.client.page("/roadmap/tiny-guide")
    (button,) = [button for row in rows(page) for button in row.all("button")]
    assert button.text == "Start: Bowline"
    form = page.one("form", id=button["form"])
    fields = {field["name"]: field["value"] for field in form.all("input")}
    answer = mia.client.post(button["formaction"], **fields, **{button["name"]: button["value"]})
    assert answer.status_code == 303
    assert Desk(mia.client).status == "doing"


def test_a_locked_row_says_by_what(mia: Member) -> None:
    bend = rows(mia.client.page("/roadmap/tiny-guide"))[1]
    assert "After Bowline" in bend.text
    assert bend.all("a")[1]["href"] == "/roadmap/tiny-guide/tk-bowline"
    assert bend.all("button") == []


def test_a_row_tells_of_evidence_and_stretch(mia: Member) -> None:
    Desk(mia.client).do("evidence", kind="text", text="I tied it.")
    bowline, _, splice = rows(mia.client.page("/roadmap/tiny-guide"))
    assert "1 evidence" in bowline.text
    assert "optional" in splice.text


def test_everyone_has_their_own(mia: Member, otto: Member) -> None:
    Desk(mia.client).do("status", status="had")
    assert "1 already had" in mia.client.page("/roadmap/tiny-guide").text
    assert "already had" not in otto.client.page("/roadmap/tiny-guide").one("p", class_="lede").text


def test_signed_out_it_asks_to_sign_in(anyone: Client) -> None:
    assert anyone.get("/roadmap/tiny-guide?by=track").location == "/sign-in?next=/roadmap/tiny-guide?by%3Dtrack"
