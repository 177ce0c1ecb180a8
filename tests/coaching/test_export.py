"""The list as a file: typed, read as UTF-8, inert in a spreadsheet, and exactly what is on the screen."""

import csv
import io
from datetime import date

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.many import make_many
from tests.coaching.test_home import lines, works
from tests.people import Client, Member, make_member
from tracker.accounts import User
from tracker.coaching.exporting import HEAD
from tracker.extensions import db
from tracker.library import Guide

pytestmark = pytest.mark.slow

FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "  =1+1",
    "%0A=1",
    "＝1+1",
    "|calc",
    '=HYPERLINK("https://example.org","x")',
)


def sheet(client: Client, path: str = "/coach/export.csv") -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="mentees-')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.data.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its mark"
    head, *rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert tuple(head) == HEAD
    assert all(len(row) == len(head) for row in rows)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_numbers_are_numbers_and_days_are_iso(app: Flask, mia: Member, carl: Member, tiny_guide: Guide) -> None:
    let_coach(app, carl)
    let_look(app, mia, carl)
    works(app, mia, tiny_guide)
    (row,) = sheet(carl.client)
    assert (row["Name"], row["Done"], row["Reviewed"]) == ("Mia Okafor", "1", "0")
    assert (row["Of"], row["Days in it"]) == (str(len(tiny_guide.milestones)), "0")
    assert (row["Current milestone"], row["Its status"]) == (tiny_guide.milestones[1].title, "doing")
    for name in ("Since", "When", "Plan ends"):
        assert date.fromisoformat(row[name])
    assert row["Whose turn"] == "nobody"


@pytest.mark.parametrize("name", FORMULAS)
def test_no_cell_is_a_formula(app: Flask, carl: Member, name: str) -> None:
    let_coach(app, carl)
    mentee = make_member(app, "formula", "Plain", "UTC")
    let_look(app, mentee, carl)
    with app.app_context():
        User.by_id(mentee.user.id).name = name
        db.session.commit()
    text = carl.client.get("/coach/export.csv").data.decode("utf-8-sig")
    cells = next(csv.reader(io.StringIO(text.partition("\r\n")[2], newline="")))
    assert cells[0] == f"'{name}"
    for cell in cells:
        assert not cell.lstrip().startswith(("=", "+", "@", "|", "%", "＝", "\t"))
        assert not cell.startswith("-") or cell.lstrip("-").isdigit()


def test_letters_of_all_kinds_come_through(app: Flask, carl: Member) -> None:
    let_coach(app, carl)
    names = ["Grażyna Þórsdóttir", "山田 花子", "عائشة", 'Ann "Comma, Quote" O’Neil']
    for number, name in enumerate(names):
        let_look(app, make_member(app, f"letters-{number}", name, "UTC"), carl)
    assert sorted(row["Name"] for row in sheet(carl.client)) == sorted(names)


@pytest.mark.parametrize("asked", ["", "?q=a", "?section=hand&sort=name", "?pace=none", "?section=waiting&q=o"])
def test_it_holds_what_the_screen_shows_and_all_of_it(app: Flask, carl: Member, guide: Guide, asked: str) -> None:
    let_coach(app, carl)
    with app.app_context():
        make_many(carl.user.id, 40, guide)
        db.session.commit()
    screen = carl.client.page(f"/coach{asked}")
    while more := [link["href"] for link in screen.all("a") if link.text.startswith("Show all ")]:
        screen = carl.client.page(more[0].partition("#")[0])
    rows = sheet(carl.client, f"/coach/export.csv{asked}")
    assert [row["Name"] for row in rows] == list(lines(screen))
    paper = carl.client.page(f"/coach/print{asked}")
    on_paper = [row.one("th", scope="row") for row in paper.all("tr") if row.all("th", scope="row")]
    assert [row["Name"] for row in rows] == [str(cell.children[0]).strip() for cell in on_paper]
    assert paper.one("h1").text == f"{len(rows)} of 40 mentees"
