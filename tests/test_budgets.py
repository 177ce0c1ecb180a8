"""What a page may cost: statements, whatever has been done; and bytes on the wire, compressed."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.pages import Page
from tests.people import Client, Member
from tests.roadmap.desk import Desk
from tests.work import always
from tracker.config import ROOT
from tracker.extensions import db
from tracker.library import Guide
from tracker.reading import Reading, Step
from tracker.roadmap import Evidence, Inputs, Plans, Progress, Setup, changes, make_plan

pytestmark = pytest.mark.slow

Counting = Callable[[], AbstractContextManager[list[str]]]

HTML = 14 * 1024
CSS = 14 * 1024
JAVASCRIPT = 20 * 1024
SECTION_JAVASCRIPT = 12 * 1024
FONT = 45 * 1024
ENCODINGS = ("br", "gzip")
SMALL = 500
"""What is smaller travels as it is."""


def work_through(app: Flask, member: Member, guide: Guide, most: int) -> None:
    """Everything ticked, proven, noted and done on the first milestones, and as much of the guide read."""
    with app.app_context():
        progress = Progress(member.person, guide)
        for milestone in guide.milestones[:most]:
            steps = [changes.set_criterion(one.id, met=True, overruled=False) for one in milestone.criteria]
            proof = Evidence("proof", 1, "link", url=f"https://example.org/{milestone.id}", text="What I made")
            steps += [changes.put_evidence(proof, overruled=False), changes.write_note("A note. " * 20)]
            steps += [changes.set_status("done", overruled=False)]
            for number, step in enumerate(steps):
                progress.change(milestone, f"op-{number}", [], always(step))
        for section in guide.sections[:most]:
            Reading(member.person, guide).act(Step("finish", section_id=section.id))
        db.session.commit()


@pytest.mark.parametrize(
    "guide_id,most", [("tiny-guide", 0), ("tiny-guide", 3), ("ai-engineer", 10), ("ai-engineer", 70)]
)
def test_statements(
    app: Flask, mia: Member, tiny_guide: Guide, guide: Guide, statements: Counting, guide_id: str, most: int
) -> None:
    here = guide if guide_id == "ai-engineer" else tiny_guide
    mia.client.post("/dashboard/guide", guide=guide_id)
    work_through(app, mia, here, most)
    first, section = here.milestones[0], here.sections[0]

    def cost(path: str) -> int:
        with statements() as said:
            assert mia.client.get(path).status_code == 200
        return len(said)

    costs = {
        "dashboard": cost("/dashboard"),
        "first page": cost("/"),
        "roadmap": cost(f"/roadmap/{guide_id}"),
        "timeline": cost(f"/roadmap/{guide_id}/timeline"),
        "roadmap by track": cost(f"/roadmap/{guide_id}?by=track&status=done&q=a"),
        "milestone": cost(f"/roadmap/{guide_id}/{first.id}"),
        "section": cost(f"/guides/{guide_id}/{section.id}"),
        "last section": cost(f"/guides/{guide_id}/{here.sections[-1].id}"),
        "highlights": cost(f"/guides/{guide_id}/highlights"),
        "guide": cost(f"/guides/{guide_id}"),
        "guides": cost("/guides"),
        "search": cost(f"/guides/{guide_id}/search?q=the"),
        "settings": cost("/settings"),
        "own data": cost("/settings/data"),
        "leaving": cost("/settings/delete"),
    }
    assert costs == {
        "dashboard": 8,
        "first page": 8,
        "roadmap": 4,
        "timeline": 4,
        "roadmap by track": 4,
        "milestone": 8,
        "section": 3,
        "last section": 4,
        "highlights": 2,
        "guide": 5,
        "guides": 2,
        "search": 1,
        "settings": 7,
        "own data": 3,
        "leaving": 18,
    }, "within the budgets of their issues, and the same for every guide and whatever was done"


@pytest.mark.parametrize("most", [0, 70])
def test_statements_of_changes(app: Flask, mia: Member, guide: Guide, statements: Counting, most: int) -> None:
    work_through(app, mia, guide, most)
    desk = Desk(mia.client, guide.milestones[5].id, guide.id)
    costs = {}
    sent: list[tuple[str, dict[str, Any]]] = [
        ("status", {"status": "blocked"}),
        ("criteria", {"untick" if most else "tick": guide.milestones[5].criteria[0].id}),
        ("evidence", {"kind": "text", "text": "More of it."}),
        ("note", {"note": "Another note.", "version": desk.form("note")["version"]}),
        ("undo", {"version": desk.version + 4}),
    ]
    for action, fields in sent:
        form = {"csrf_token": desk.client.token(), "op_id": action, "version": "0", **fields}
        with statements() as said:
            assert desk.client.raw.post(f"{desk.path}/{action}", data=form).status_code == 303
        costs[action] = len(said)
    assert all(cost <= 6 for action, cost in costs.items() if action != "undo"), costs
    assert costs["undo"] <= 8, costs


def test_signed_out_reading_asks_the_database_nothing(anyone: Client, statements: Counting) -> None:
    with statements() as said:
        for path in ("/", "/guides", "/guides/tiny-guide/one-loop", "/guides/tiny-guide/glossary", "/sign-in"):
            anyone.get(path)
    assert said == []
    with statements() as said:
        anyone.get("/guides/ai-engineer")
    assert len(said) == 2, "its ratings and its downloads"


def wire(client: Client, address: str, encoding: str) -> int:
    """Bytes of the body as they travel."""
    answer = client.get(address, headers={"Accept-Encoding": encoding})
    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding") == encoding or len(answer.data) < SMALL
    return len(answer.data)


def addresses(guide: Guide) -> list[str]:
    """Each kind of page, in its largest forms."""
    kinds = ["/", "/settings", "/settings/data", "/settings/delete", "/guides"]
    kinds += [f"/guides/{guide.id}{more}" for more in ("", "/search", "/search?q=a", "/glossary", "/sources")]
    kinds += [f"/guides/{guide.id}/{section.id}" for section in guide.sections]
    kinds += [f"/roadmap/{guide.id}{more}" for more in ("", "/timeline", "?by=track", "?status=left")]
    kinds += ["/coaching", "/coaching/invite", "/coaching/log", f"/coaching/preview?guide={guide.id}", "/coach/profile"]
    kinds += ["/dashboard", *(f"/roadmap/{guide.id}/plan{more}" for more in ("", "/start", "/preview", "/choices"))]
    return kinds + [f"/roadmap/{guide.id}/{milestone.id}" for milestone in guide.milestones[::5]]


@pytest.mark.parametrize("most", [0, 70])
def test_bytes(app: Flask, mia: Member, anyone: Client, guide: Guide, most: int) -> None:
    """For somebody signed out, somebody new, and somebody who has done everything."""
    work_through(app, mia, guide, most)
    with app.app_context():
        setup = Setup(mia.person.today(), (1, 1, 1, 1, 1, 0, 0), breaks=(), background="backend", role="agent")
        for version in range(5):
            plan = make_plan(Inputs(guide, replace(setup, hours=(1 + version / 10,) * 7)))
            Plans(mia.person, guide).take(plan, why="later", op_id="op", based_on=version)
        db.session.commit()
    known: dict[tuple[str, str], int] = {}
    too_large = []
    visits = [(mia.client, address) for address in addresses(guide)]
    visits += [(anyone, address) for address in ("/", "/sign-in", "/sign-up")]
    for client, address in visits:
        page = Page(client.get(address).text, address)
        css = [link["href"] for link in page.all("link", rel="stylesheet")]
        scripts = [script["src"] for script in page.all("script")]
        scripts += [link["href"] for link in page.all("link", rel="modulepreload")]
        for encoding in ENCODINGS:
            for file in [*css, *scripts]:
                if (file, encoding) not in known:
                    known[file, encoding] = wire(client, file, encoding)
            for kind, size, allowed in [
                ("HTML", wire(client, address, encoding), HTML),
                ("CSS", sum(known[file, encoding] for file in css), CSS),
                ("JavaScript", sum(known[file, encoding] for file in scripts), _most_javascript(page, encoding)),
            ]:
                if size > allowed:
                    too_large.append(f"{address}: {size:,} bytes of {kind} as {encoding}, {allowed:,} allowed")
    assert len(known) > 10 * len(ENCODINGS)
    assert too_large == []


def _most_javascript(page: Page, encoding: str) -> int:
    """A section's scripts have a budget of their own, as browsers ask for them; each import is named in its head."""
    return SECTION_JAVASCRIPT if page.all("article", id="text") and encoding == "br" else JAVASCRIPT


def test_a_section_names_every_module_that_its_scripts_import(anyone: Client) -> None:
    page = anyone.page("/guides/tiny-guide/one-loop")
    named = {link["href"] for link in page.all("link", rel="modulepreload")}
    named |= {script["src"] for script in page.all("script")}
    imported: set[str] = set()
    for address in named:
        folder = address.rpartition("/")[0]
        text = anyone.get(address, buffered=True).text
        imported |= {f"{folder}/{name}" for name in re.findall(r"""(?:from|^import|;import)\s*['"]\./([^'"]+)""", text)}
    assert len(imported) >= 5
    assert imported <= named


def test_one_font_is_loaded_and_no_more_than_one(anyone: Client) -> None:
    fonts: set[Path] = set()
    for file in (ROOT / "static" / "css").rglob("*.css"):
        fonts |= {
            (file.parent / name).resolve() for name in re.findall(r"url\([\"']?([^\"')]+\.woff2)", file.read_text())
        }
    assert fonts
    assert sum(font.stat().st_size for font in fonts) <= FONT
    for font in fonts:
        answer = anyone.get(f"/static/{font.relative_to(ROOT / 'static').as_posix()}", buffered=True)
        assert (answer.status_code, len(answer.data)) == (200, font.stat().st_size)
