"""What the text of a guide becomes: tables, footnotes, task lists, headings, figures; raw HTML is shown as text."""

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from markupsafe import Markup

from tests.conftest import TINY_GUIDE
from tests.library.conftest import Tree
from tests.pages import Page
from tracker.library import Guide, Problem
from tracker.library.markdown import Rendered, render


def parsed(html: Markup) -> Page:
    return Page(str(html), "a rendered text")


def rendered(text: str) -> Rendered:
    return render(
        text,
        path=TINY_GUIDE / "any.md",
        first_line=1,
        resolve=lambda _kind, _target: None,
        figures=TINY_GUIDE / "figures",
    )


@pytest.mark.parametrize(
    "text,shown",
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("A <b onclick=go()>bold</b> word", "A <b onclick=go()>bold</b> word"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("`<i>`", "<i>"),
        ("```html\n<i>\n```", "<i>"),
        ("<!-- hidden -->", "<!-- hidden -->"),
    ],
)
def test_raw_html_is_shown_as_text(tree: Tree, text: str, shown: str) -> None:
    tree.replace("sections/02-two-ropes.md", "section:one-loop#how-it-holds", "section:one-loop")
    page = parsed(tree.section(f"Words.\n\n{text}").sections[0].html)
    assert shown in page.text
    assert {element.name for element in page.all()} <= {"p", "code", "pre"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_that_runs_something_is_left_as_text(address: str) -> None:
    page = parsed(rendered(f"See [it]({address}).").html)
    assert page.all("a") == []
    assert f"[it]({address})" in page.text


def test_a_link_to_another_host_without_its_scheme_is_refused() -> None:
    with pytest.raises(Problem, match="a link to “//host/page”; write https://"):
        rendered("See [it](//host/page).")


def test_links_lead_to_our_pages_and_say_what_they_are(tiny_guide: Guide) -> None:
    first, second = (parsed(section.html) for section in tiny_guide.sections)
    assert first.one("a", class_="milestone")["href"] == "/roadmap/tiny-guide/tk-bowline"
    assert second.one("a", class_="section")["href"] == "/guides/tiny-guide/one-loop#how-it-holds"
    verified = first.one("a", class_="source")
    assert (verified["href"], verified["rel"]) == ("https://knots.example.org/book", "noopener")
    assert "title" not in verified.attributes
    unverified = second.one("a", class_="unverified")
    assert (unverified["href"], unverified["title"]) == ("https://rope.example.org/", "Not yet opened by us")


def test_a_term_opens_its_meaning_in_place(tiny_guide: Guide) -> None:
    page = parsed(tiny_guide.sections[0].html)
    button = page.one("button", class_="term")
    meaning = page.one("div", id=button["popovertarget"])
    assert (button["type"], button.text) == ("button", "bight")
    assert "popover" in meaning.attributes
    assert meaning.text == "Bight A bend of rope that does not cross itself. Glossary"
    assert meaning.one("a")["href"] == "/guides/tiny-guide/glossary#bight"


def test_tables_scroll_and_task_lists_carry_labels(tiny_guide: Guide) -> None:
    page = parsed(tiny_guide.sections[0].html)
    scroll = page.one("div", class_="table-scroll")
    assert (scroll["role"], scroll["tabindex"], scroll["aria-label"]) == ("group", "0", "Table")
    assert [cell.text for cell in scroll.one("table").all("td")] == ["Make a loop", "left", "Pass the end", "right"]
    boxes = page.all("input", type="checkbox")
    assert ["checked" in box.attributes for box in boxes] == [True, False]
    assert all("disabled" in box.attributes for box in boxes)
    labels = [label for box in boxes if (label := box.above("label"))]
    assert [label.text for label in labels] == ["rope bought", "knot tied"]


def test_footnotes_lead_there_and_back(tiny_guide: Guide) -> None:
    page = parsed(tiny_guide.sections[0].html)
    there = page.one("sup", class_="footnote-ref").one("a")
    notes = page.one("section", class_="footnotes")
    assert notes["aria-label"] == "Notes"
    assert there["href"] == f"#{notes.one('li')['id']}"
    back = notes.one("a", class_="footnote-backref")
    assert back["href"] == f"#{there['id']}"
    assert there["aria-label"] == "Note 1"
    assert back["aria-label"] == "Back to the text, note 1"


def test_a_footnote_cited_twice_leads_back_to_each(tree: Tree) -> None:
    tree.replace("sections/02-two-ropes.md", "section:one-loop#how-it-holds", "section:one-loop")
    page = parsed(tree.section("One.[^n] Two.[^n]\n\n[^n]: Noted.").sections[0].html)
    ids = [sup.one("a")["id"] for sup in page.all("sup")]
    assert [a["href"] for a in page.all("a", class_="footnote-backref")] == [f"#{one}" for one in ids]
    assert len(set(ids)) == 2


def test_headings_keep_their_ids_and_link_to_themselves(tiny_guide: Guide) -> None:
    section = tiny_guide.sections[0]
    assert [(heading.id, heading.level, heading.title) for heading in section.headings] == [
        ("how-it-holds", 2, "How it holds")
    ]
    heading = parsed(section.html).one("h2")
    assert heading["id"] == "how-it-holds"
    assert heading.one("a", class_="anchor")["href"] == "#how-it-holds"
    assert "{#" not in section.html


def test_a_figure_is_a_labelled_drawing_with_its_words(tiny_guide: Guide) -> None:
    figure = parsed(tiny_guide.sections[0].html).one("figure")
    drawing = figure.one("svg")
    assert drawing["role"] == "img"
    assert drawing["aria-label"] == "The bowline in one line."
    assert figure.one("figcaption").text.startswith("The bowline in one line.")
    words = "A rope comes up through a loop, goes around the standing part and down again."
    assert figure.one("details").text == f"In words {words}"
    assert figure.above("p") is None


def test_words_are_counted_without_headings_notes_and_samples(tree: Tree) -> None:
    tree.replace("sections/02-two-ropes.md", "section:one-loop#how-it-holds", "section:one-loop")
    heading, note, sample = "## Not counted {#four}", "[^n]: Not counted.", "```\nnot counted\n```"
    body = "One two **three**, `four`.[^n]\n\n| five |\n|---|\n| six |"
    assert tree.section("\n\n".join([heading, body, note, sample])).sections[0].words == 6


def test_reading_time_comes_from_the_words(tiny_guide: Guide, guide: Guide) -> None:
    assert [section.minutes for section in tiny_guide.sections] == [1, 1]
    assert all(abs(section.minutes - section.words / 230) <= 0.5 for section in guide.sections)
    assert guide.minutes == sum(section.minutes for section in guide.sections)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(st.text(alphabet="<>&\"'ab [](){}#*_`|\n-!:", max_size=80))
def test_whatever_is_written_nothing_but_our_elements_comes_out(text: str) -> None:
    try:
        html = rendered(text).html
    except Problem:
        reject()
    elements = parsed(html).all()
    assert not {element.name for element in elements} & {"script", "style", "iframe", "object", "b", "i", "img"}
    assert all(not name.startswith("on") for element in elements for name in element.attributes)
