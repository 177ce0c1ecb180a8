"""What a checker of HTML would refuse, and Markdown would write: a head over no column, a button in a task's label."""

from tests.conftest import TINY_GUIDE
from tests.pages import Page
from tracker.library.markdown import Target, render
from tracker.library.outline import Term

VESTING = Term("vesting", "Vesting", "Earning granted shares over time.")


def parsed(text: str) -> Page:
    rendered = render(
        text,
        path=TINY_GUIDE / "any.md",
        first_line=1,
        resolve=lambda _kind, target: Target(f"/glossary#{target}", "term", term=VESTING),
        figures=TINY_GUIDE / "figures",
    )
    return Page(str(rendered.html), "a rendered text")


def test_the_empty_corner_of_a_table_is_a_plain_cell():
    head = parsed("| | Offer | Present job |\n|---|---|---|\n| Pay | 3 | 2 |").one("thead")
    assert [cell.text for cell in head.all("th")] == ["Offer", "Present job"]
    assert [cell.text for cell in head.all("td")] == [""]


def test_a_term_explains_itself_in_place_but_in_a_task_it_leads_to_the_glossary():
    page = parsed("[Vesting](term:vesting) takes years.\n\n- [ ] [Vesting](term:vesting): how long?")
    assert page.one("button", popovertarget="term-vesting").above("label") is None
    assert page.one("label").one("a")["href"] == "/glossary#vesting"
    assert page.one("label").all("button") == []
