"""The highlights of a whole guide: the page that lists them, and the Markdown file to take along."""

import re

import pytest
from markdown_it import MarkdownIt

from tests.hostile import MARKUP
from tests.people import Member
from tests.reading.marker import FIRST, GUIDE, SECOND, SECTION, mark, marks, quotes
from tracker import clock

ALL = f"{GUIDE}/highlights"


@pytest.mark.parametrize(
    "text",
    [
        *(one for one in MARKUP if "\u202e" not in one),
        "# heading",
        "- item",
        "+ item",
        "1. one",
        "12) twelve",
        "> quote",
        "---",
        "===",
        "***",
        "    code",
        "| a | b |\n|---|---|\n| c | d |",
        "`code` *emphasis* _emphasis_ ~~gone~~",
        "<https://evil.example> https://evil.example www.evil.example mail@evil.example",
        "[a](b) ![a](b) [^1] [a]: b",
        "&amp; &lt; \\ back\\slash",
        "one line\\\nand the next\n\n\n- and a third",
    ],
)
def test_the_file_shows_a_quote_and_a_note_as_they_are(mia: Member, text: str) -> None:
    mark(mia.client, 1, {**FIRST, "quote": text}, note=text)
    answer = mia.client.get(f"{ALL}.md")
    parsed = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
    tokens = parsed.parse(answer.text)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2"]
    wrong = {"bullet_list_open", "ordered_list_open", "hr", "code_block", "fence", "html_block", "table_open"}
    assert wrong.isdisjoint(token.type for token in tokens)
    inner = [token for token in tokens if token.type == "inline"]
    links = [child.attrs["href"] for token in inner for child in token.children or [] if child.type == "link_open"]
    assert links in ([f"http://localhost{SECTION}"], [f"http://localhost{SECTION}#b-ed274bb7"])
    shown = ["".join(c.content or " " for c in token.children or [] if c.type != "html_inline") for token in inner]
    words = " ".join(" ".join(shown).split())
    assert words.count(" ".join(text.split())) == 2, answer.text
    assert not re.search(r"(?<!\\)(www\.|mail@)|https://e", answer.text), "nor may it link by itself"


def test_the_file_has_sections_quotes_notes_links_and_days(mia: Member, otto: Member) -> None:
    with clock.stopped_at(clock.now().replace(year=2026, month=11, day=22, hour=23, minute=30)):
        mark(mia.client, 1, FIRST, SECOND, note="Dress it.\nThen load it.")
        mark(
            mia.client,
            2,
            {"block": "b-9b83a98a", "quote": "join two ropes", "before": "", "after": ""},
            to=f"{GUIDE}/two-ropes",
        )
        answer = mia.client.get(f"{ALL}.md")
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tiny-guide-highlights-2026-11-23.md"'
    assert answer.text == (
        "# Highlights: Three Knots to Trust\n\n## 1 One loop\n\n> the bowline\n>\n> rope bought\n\n"
        "**Note:** Dress it.\\\nThen load it.\n\n"
        f"[One loop](http://localhost{SECTION}#b-ed274bb7), 23 November 2026\n\n"
        "## 2 Two ropes\n\n> join two ropes\n\n"
        f"[Two ropes](http://localhost{GUIDE}/two-ropes#b-9b83a98a), 23 November 2026\n"
    )
    assert otto.client.get(f"{ALL}.md").text.endswith("Nothing is highlighted yet.\n")


def test_the_page_of_all_teaches_groups_and_links(mia: Member) -> None:
    page = mia.client.page(ALL)
    assert "Select words in a section" in page.text
    assert page.all("a", href=f"{ALL}.md") == []
    mark(
        mia.client,
        2,
        {"block": "b-9b83a98a", "quote": "join two ropes", "before": "", "after": ""},
        to=f"{GUIDE}/two-ropes",
    )
    mark(mia.client, 1, SECOND)
    mark(mia.client, 3, FIRST)
    page = mia.client.page(ALL)
    assert "3 passages that you marked" in page.text
    headings = [h.text for h in page.one("main").all("h2")]
    assert headings == ["1 One loop", "2 Two ropes"]
    assert quotes(page) == ["the bowline", "rope bought", "join two ropes"]
    for item in marks(page):
        href = item.one("div", class_="mark-line").all("a")[0]["href"]
        path, _, block = href.partition("#")
        assert mia.client.page(path).one("article").all(id=block)


def test_more_than_three_fold(mia: Member) -> None:
    for number in range(5):
        mark(mia.client, number)
    page = mia.client.page(SECTION)
    fold = page.one("details", class_="mark-rest")
    assert fold.all("summary")[0].text == "2 more"
    assert len(marks(page)) == 5
