"""What is wrong in the text of a content file stops the start, with file, line and what to do."""

import pytest

from tests.library.conftest import Tree
from tracker.library import ContentError

SECTION = "sections/01-one-loop.md"
BOWLINE = "roadmap/knots/tk-bowline.md"


@pytest.mark.parametrize(
    "body,line,sentence",
    [
        ("Text.\n\n# Title {#title}", 8, "a level 1 heading; the title in the front matter is the h1"),
        ("Title\n===", 6, "a level 1 heading"),
        ("Text.\n\n## How it holds", 8, "a heading without an id; end it with a permanent one, such as {#gates}"),
        ("## How it holds {#How}", 6, "a heading without an id"),
        ("## A {#how-it-holds}\n\n### B {#how-it-holds}", 8, "the heading id “how-it-holds” is used twice"),
        ("See [it](milestone:tk-gone).", 6, "a link to milestone “tk-gone”, which does not exist; check the id"),
        ("See [it](section:gone).", 6, "a link to section “gone”, which does not exist"),
        ("See [it](term:gone).", 6, "a link to term “gone”, which does not exist"),
        ("See [it](source:XX).", 6, "a link to source “XX”, which does not exist"),
        ("Text.\n\n- one\n- [it](term:gone)", 9, "a link to term “gone”"),
        ("See.[^1]\n\n[^1]: Noted in [it](source:XX).", 8, "a link to source “XX”"),
        ("See [it](/roadmap/tiny-guide/tk-bowline).", 6, "a link to “/roadmap/tiny-guide/tk-bowline”; write https://"),
        ("See [it](other.md).", 6, "a link to “other.md”; write https://"),
        ("See [it](mailto:a@example.org).", 6, "a link to “mailto:a@example.org”"),
        ("See [two](section:two-ropes#gone).", 6, "the link to two-ropes#gone names no heading of that page; mend it"),
        ("Text ![A knot.](bowline.svg) text.", 6, "an image among text; a figure stands alone in its paragraph"),
        ("- ![A knot.](bowline.svg) text", 6, "an image among text"),
        ("![](bowline.svg 'Caption.')", 6, "the figure bowline.svg needs both"),
        ("![A knot.](bowline.svg)", 6, "the figure bowline.svg needs both"),
        ("![A knot.](gone.svg 'Caption.')", 6, "the figure gone.svg is not in figures/; draw it, or mend the name"),
        ("![A knot.](../guide.md 'Caption.')", 6, "is not in figures/"),
        ("Text.\n\n```python\nx = 1\nif x\n```", 10, "this Python sample does not compile"),
        ("```python run\nimport (\n```", 7, "this Python sample does not compile"),
    ],
)
def test_it_is_named(tree: Tree, body: str, line: int, sentence: str) -> None:
    tree.replace("sections/02-two-ropes.md", "section:one-loop#how-it-holds", "section:one-loop")
    with pytest.raises(ContentError):
        tree.section(body)
    tree.says(SECTION, line, sentence)


def test_a_milestone_and_the_introduction_are_held_to_the_same(tree: Tree) -> None:
    tree.replace(BOWLINE, "Tie it ten times", "Tie [it](term:gone) ten times")
    tree.replace("guide.md", "One rope,", "One [rope](source:XX),")
    assert [(problem.path.name, problem.line) for problem in tree.problems()] == [("guide.md", 33)]
    tree.replace("guide.md", "One [rope](source:XX),", "One rope,")
    tree.says(BOWLINE, 15, "a link to term “gone”")


APPENDIX = "---\nid: {id}\ntitle: More knots\nsummary: More.\n---\n{body}\n"


def test_an_appendix_is_held_to_the_same(tree: Tree) -> None:
    tree.write("appendices/more.md", APPENDIX.format(id="more-knots", body="## More {#more}\n\nTie [it](term:gone)."))
    tree.says("appendices/more.md", 8, "a link to term “gone”")
    tree.write("appendices/more.md", APPENDIX.format(id="one-loop", body="Tie it."))
    tree.says("appendices/more.md", 2, "a section has the id “one-loop” too; give this one another")
    tree.write("appendices/more.md", APPENDIX.format(id="more-knots", body="## More {#more}\n\nTie it."))
    tree.replace(BOWLINE, "look away.", "look [there](appendix:more-knots#gone).")
    tree.says(BOWLINE, 15, "the link to more-knots#gone names no heading of that page; mend it")
    tree.replace(BOWLINE, "#gone", "#more")
    assert [appendix.id for appendix in tree.guide().appendices] == ["more-knots"]
    assert "more-knots#more" in tree.guide().by_id["tk-bowline"].body


def test_a_sample_in_another_language_need_not_be_python(tree: Tree) -> None:
    tree.replace("sections/02-two-ropes.md", "```python", "```shell")
    tree.replace("sections/02-two-ropes.md", "strength = {", "if [ {")
    assert "if [ {" in tree.guide().section_by_id["two-ropes"].html


@pytest.mark.parametrize(
    "drawing,line,sentence",
    [
        ("<svg viewBox='0 0 1 1'>\n<path>", 2, "this drawing is not well-formed"),
        ("<svg viewBox='0 0 1 1'><script/></svg>", 1, "<script> carries style, script or a link"),
        ("<svg viewBox='0 0 1 1'><style/></svg>", 1, "<style> carries style"),
        ("<svg viewBox='0 0 1 1'><path style='x'/></svg>", 1, "<path> carries style"),
        ("<svg viewBox='0 0 1 1'><path onload='x'/></svg>", 1, "<path> carries style, script"),
        ("<svg viewBox='0 0 1 1'><a href='https://example.org'/></svg>", 1, "<a> carries style, script or a link"),
        ("<svg viewBox='0 0 1 1'><foreignObject/></svg>", 1, "<foreignObject> carries"),
        ("<svg viewBox='0 0 1 1'><use href='#a'/></svg>", 1, "<use> carries"),
        ("<svg viewBox='0 0 1 1'><path fill='red'/></svg>", 1, "<path> has fill=“red”; colours come from the fig-"),
        ("<svg viewBox='0 0 1 1'><path stroke='#fff'/></svg>", 1, "<path> has stroke=“#fff”"),
        ("<svg viewBox='0 0 1 1'><path mask='url(//x.example/a)'/></svg>", 1, "<path> has mask=“url(//x.example/a)”"),
        ("<svg width='1'/>", 1, "the drawing has no viewBox; give it one, and no width or height"),
    ],
)
def test_a_bad_drawing_is_named(tree: Tree, drawing: str, line: int, sentence: str) -> None:
    tree.write("figures/bowline.svg", drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    tree.replace("sections/02-two-ropes.md", "section:one-loop#how-it-holds", "section:one-loop")
    tree.says("figures/bowline.svg", line, sentence)
