"""The blocks of a section: what gets an id, that an edit elsewhere moves nothing, and that the page carries them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.conftest import Tree
from tests.pages import Element, Page
from tests.people import Client
from tests.reading.made_guides import section
from tracker.library import Block, Guide

BODY = """
The first paragraph, with *emphasis* and `code`.

## A heading {#a-heading}

- one item
- another item
  - an inner item

1. a loose item

2. another loose item

| Head | Other |
|---|---|
| cell | second |

```
print("code")
```

![It shows a rope. It has two ends.](bowline.svg "The caption.")

The same words.

The same words.[^note]

[^note]: A note is no block.
"""


@pytest.fixture
def tree(tree: Tree) -> Tree:
    """Its first section may be written anew: no link leads to a heading of it."""
    tree.replace("sections/02-two-ropes.md", "one-loop#how-it-holds", "one-loop")
    return tree


def blocks(tree: Tree, body: str = BODY) -> tuple[Block, ...]:
    return tree.section(body).sections[0].blocks


def test_every_paragraph_item_table_sample_and_figure_is_a_block_in_reading_order(tree: Tree) -> None:
    assert [(block.kind, block.text) for block in blocks(tree)] == [
        ("text", "The first paragraph, with emphasis and code."),
        ("heading", "A heading"),
        ("text", "one item"),
        ("text", "another item"),
        ("text", "an inner item"),
        ("text", "a loose item"),
        ("text", "another loose item"),
        ("table", "Head Other cell second"),
        ("code", 'print("code")'),
        ("figure", "The caption. It shows a rope. It has two ends."),
        ("text", "The same words."),
        ("text", "The same words."),
    ]


def test_a_heading_has_its_written_id_the_others_one_of_their_text(tree: Tree) -> None:
    found = blocks(tree)
    assert found[1].id == "a-heading"
    assert all(re.fullmatch(r"b-[0-9a-f]{8}(-2)?", block.id) for block in found if block.kind != "heading")
    assert len({block.id for block in found}) == len(found)
    assert found[-1].id == f"{found[-2].id}-2"
    assert [block.heading_id for block in found[:3]] == [None, "a-heading", "a-heading"]


def test_an_edit_elsewhere_moves_nothing(tree: Tree) -> None:
    before = [block.id for block in blocks(tree)]
    after = [block.id for block in blocks(tree, "A new beginning.\n\n" + BODY.replace("inner", "deeper"))]
    assert len(after) == len(before) + 1
    assert len({*before} - {*after}) == 1


def test_marks_and_line_breaks_are_no_part_of_the_text(tree: Tree) -> None:
    plain = blocks(tree, "It holds a loop and lets go.")
    assert blocks(tree, "It *holds* a\n**loop**   and [lets go](https://example.org/).") == plain


def test_order_gives_each_its_number(tree: Tree) -> None:
    this = tree.section(BODY).sections[0]
    assert [this.order[block.id] for block in this.blocks] == list(range(len(this.blocks)))


def test_the_revision_changes_with_any_edit_and_with_nothing_else(tree: Tree) -> None:
    first = tree.section(BODY).revision
    assert re.fullmatch(r"[0-9a-f]{12}", first)
    assert tree.section(BODY).revision == first
    assert tree.section(BODY.replace("emphasis", "stress")).revision != first


def _of_text(article: Element) -> list[str]:
    """The ids of an article that aren't a footnote's, a definition's or a drawing's."""
    foreign = ("svg", "section")
    return [
        one["id"]
        for one in article.all()
        if one.get("id") and not any(one.above(name) for name in foreign) and not one["id"].startswith(("fn", "term-"))
        if one.name not in {"svg", "text"}
    ]


def test_the_page_carries_every_id_once_and_in_order(anyone: Client, guide: Guide) -> None:
    for this in guide.sections:
        page: Page = anyone.page(f"/guides/{guide.id}/{this.id}")
        assert _of_text(page.one("article", id="text")) == [block.id for block in this.blocks]


texts = st.lists(st.text("ab .", min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=12)


@settings(max_examples=200)
@given(texts, st.data())
def test_a_block_keeps_its_id_wherever_it_stands(found: list[str], data: st.DataObject) -> None:
    """However the blocks are ordered, the ids are the same; equal texts are numbered."""
    shuffled = data.draw(st.permutations(found))
    one, other = section("one", 1, found), section("one", 1, shuffled)
    assert {(block.id, block.text) for block in one.blocks} == {(block.id, block.text) for block in other.blocks}
    assert len(one.order) == len(found)
