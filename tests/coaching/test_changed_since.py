"""What changed since a coach last looked: from when it counts, what it says, and what it leaves out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.people import Client, Member
from tests.roadmap.desk import Desk
from tracker import clock
from tracker.coaching.bar import verdict
from tracker.coaching.changed import so_since, told
from tracker.coaching.versions import with_versions
from tracker.library import Guide
from tracker.roadmap import Event, Evidence, Standing, changes
from tracker.roadmap.progress import State

NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)


@pytest.fixture
def seen(app: Flask, mia: Member, carl: Member) -> str:
    let_coach(app, carl)
    return f"/coach/mentees/{let_look(app, mia, carl)}"


@contextmanager
def days_ago(days: float, member: Member) -> Iterator[Client]:
    """A browser that is signed in then."""
    with clock.stopped_at(clock.now() - timedelta(days=days)):
        yield member.another_browser()


def changed(client: Client, seen: str) -> tuple[str, list[tuple[str, list[str]]]]:
    """The heading, and titles with what is said."""
    section = client.page(seen).one("section", aria_labelledby="changes")
    items = section.one("ul", class_="changes").all("li") if section.all("ul", class_="changes") else []
    blocks = [item for item in items if item.all("h3")]
    said = [[line.text.partition(" today")[0] for line in block.all("li")] for block in blocks]
    return section.one("h2").text, [(block.one("h3").text, lines) for block, lines in zip(blocks, said, strict=True)]


def test_the_first_time_it_is_the_last_14_days(mia: Member, carl: Member, seen: str) -> None:
    with days_ago(15, mia) as browser:
        Desk(browser).send("status", status="doing")
    with days_ago(13, mia) as browser:
        Desk(browser).send("criteria", tick="tied-blind")
    heading, found = changed(carl.client, seen)
    assert heading == "In the last 14 days"
    ((title, lines),) = found
    assert title == "Bowline"
    assert len(lines) == 1
    assert lines[0].startswith("Ticked: You tie it with your eyes closed.")


def test_later_it_is_since_the_last_visit(app: Flask, mia: Member, carl: Member, seen: str) -> None:
    desk = Desk(mia.client)
    desk.do("status", status="doing")
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        assert carl.client.get(f"{seen}/tk-bowline").status_code == 200
        with clock.stopped_at(clock.now() + timedelta(hours=2)):
            Desk(mia.client, "tk-splice").send("status", status="blocked")
            Desk(mia.client).send("criteria", tick="holds-weight")
            for _ in range(2):  # the present visit is not the last one
                heading, found = changed(carl.client, seen)
                assert heading.startswith("Since you looked, ")
                assert found == [
                    ("Bowline", ["Ticked: It holds your own weight."]),
                    ("Eye splice", ["Blocked"]),
                ]


def test_nothing_has_changed(mia: Member, carl: Member, seen: str) -> None:
    Desk(mia.client).do("note", note="Mine alone.")
    Desk(mia.client).do("undo")
    assert changed(carl.client, seen)[1] == []
    assert "Nothing that is shared with you has changed." in carl.client.page(seen).text


def test_evidence_is_told_by_its_scope(app: Flask, mia: Member, carl: Member, seen: str) -> None:
    desk = Desk(mia.client)
    desk.do("evidence", kind="text", text="What I did.")
    desk.do("undo")
    desk.do("evidence", kind="text", text="What I did.")
    assert changed(carl.client, seen)[1] == [("Bowline", ["Text added", "Undone: “Text added”", "Text added"])]
    less = f"/coach/mentees/{let_look(app, mia, carl, [])}"
    assert changed(carl.client, less)[1] == []


def test_what_is_folded_is_all_there(mia: Member, carl: Member, seen: str) -> None:
    desk = Desk(mia.client)
    for status in ("doing", "blocked", "doing", "had"):
        desk.do("status", status=status)
    assert changed(carl.client, seen)[1] == [("Bowline", ["Already had", "Doing", "Blocked", "Doing"])]
    assert "2 more on Bowline" in carl.client.page(seen).text


def events(*some: changes.Change) -> list[Event]:
    return [Event(n, change, NOW + timedelta(hours=n)) for n, change in enumerate(some, start=1)]


def status(value: str) -> changes.Change:
    return changes.set_status(value, overruled=False)


def link(version: int, text: str) -> changes.Change:
    return changes.put_evidence(Evidence("a", version, "link", url="https://example.org", text=text), overruled=False)


NOTE, UNDO = changes.write_note("Mine."), changes.undo()


def test_an_undo_says_what_it_took_back_or_nothing(tiny_guide: Guide) -> None:
    def said(*some: changes.Change, evidence: bool = True) -> list[str]:
        return [line.words for line in told(tiny_guide.milestones[0], events(*some), evidence=evidence)]

    assert said(status("doing"), UNDO) == ["Undone: “Doing”", "Doing"]
    assert said(status("doing"), NOTE, UNDO, UNDO) == ["Undone: “Doing”", "Doing"]
    assert said(link(1, "x"), UNDO, evidence=False) == []
    assert said(UNDO) == []


@pytest.mark.parametrize(
    "some,hours",
    [
        ([status("doing")], 1),
        ([status("doing"), NOTE, link(1, "x")], 1),
        ([status("doing"), status("done"), UNDO], 1),
        ([status("doing"), status("todo"), status("doing")], 3),
        ([status("doing"), status("done"), status("doing"), UNDO, UNDO], 1),
        ([NOTE], None),
    ],
)
def test_since_when_it_is_under_way(tiny_guide: Guide, some: list[changes.Change], hours: int | None) -> None:
    standing = Standing(tiny_guide.milestones[0], State("doing"), ())
    found = so_since(standing, events(*some))
    assert found == (NOW + timedelta(hours=hours) if hours else None)


def test_versions_that_were_taken_back_are_no_versions() -> None:
    history = events(link(1, "one"), link(2, "two"), link(3, "three"), UNDO, link(4, "four"))
    now = Evidence("a", 4, "link", url="https://example.org", text="four")
    kept = with_versions([now], history)["a"]
    assert [one.evidence.text for one in kept.earlier] == ["two", "one"]
    assert kept.at == NOW + timedelta(hours=5)


def test_versions_are_carried_over_with_their_milestone() -> None:
    state = State(evidence=(Evidence("a", 2, "link", url="https://example.org", text="two"),))
    history = events(changes.adopt(state, ["tk-loop"]), link(3, "three"))
    kept = with_versions([Evidence("a", 3, "link", url="https://example.org", text="three")], history)["a"]
    assert [one.evidence.text for one in kept.earlier] == ["two"]


@pytest.mark.parametrize(
    "target,value,word",
    [
        ("at least 80%", "80%", "met"),
        ("at least 80%", "79.9 %", "below the target"),
        ("at least 80%", "0.81", ""),
        ("at most 60 s", "75 s", "above the target"),
        ("at most 60 s", "8 s", "met"),
        ("at most 60 s", "8", ""),
        ("at most $0.02", "$0.015", "met"),
        ("at most $0.02", "0.015", ""),
        ("1,000", "1,000", "met"),
        ("1,000", "1200", ""),
        ("0", "0", "met"),
        ("0", "2", ""),
        ("+5 points", "+5 points", "met"),
        ("−40% or better", "-41%", ""),
        ("at least 20", "0,85", ""),
        ("at least 20", "about 24", ""),
        ("stated", "72%", ""),
        ("none", "none", ""),
        ("at least 20", "٢٤", ""),
        ("at least 20", "", ""),
    ],
)
def test_a_figure_against_the_bar(target: str, value: str, word: str) -> None:
    assert verdict(target, value) == word
