"""Where a marked passage is once its guide was edited: in its block, an alias, by its quote, or kept and told so."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask

from tests.conftest import TINY_GUIDE
from tests.people import Member
from tests.reading.marker import FIRST, GUIDE, SECOND, mark, marks, quotes
from tracker.library import Catalogue, Guide, load_guide
from tracker.reading.passages import CONTEXT_LENGTH, Part, Passage, find

Edit = Callable[..., Guide]
BOWLINE = Part.from_data(FIRST)
LONG = "It makes a bight that never slips."


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """`edit(("old", "new"))`: the guide with these words of its first section replaced."""

    def made(*words: tuple[str, str]) -> Guide:
        folder = tmp_path / "tiny-guide"
        copytree(TINY_GUIDE, folder)
        first = folder / "sections" / "01-one-loop.md"
        text = first.read_text()
        for old, new in words:
            assert old in text
            text = text.replace(old, new)
        first.write_text(text)
        return load_guide(folder)

    return made


def block_of(guide: Guide, words: str, section: int = 0) -> str:
    return next(block.id for block in guide.sections[section].blocks if words in block.text)


def where(passage: Passage) -> tuple[str | None, str | None, int, bool]:
    section, block = passage.section, passage.block
    return section.id if section else None, block.id if block else None, passage.nth, passage.is_there


def test_an_unchanged_text(tiny_guide: Guide) -> None:
    assert where(find(tiny_guide, "one-loop", BOWLINE)) == ("one-loop", FIRST["block"], 0, True)
    assert where(find(tiny_guide, "first-loop", BOWLINE)) == ("one-loop", FIRST["block"], 0, True), "renamed before"


def test_the_occurrence_that_was_meant(tiny_guide: Guide) -> None:
    block, text = tiny_guide.sections[0].blocks[0].id, tiny_guide.sections[0].blocks[0].text
    spots = [at for at in range(len(text)) if text.startswith("i", at)]
    for nth, at in enumerate(spots):
        part = Part(block, "i", text[max(0, at - CONTEXT_LENGTH) : at], text[at + 1 : at + 1 + CONTEXT_LENGTH])
        assert where(find(tiny_guide, "one-loop", part)) == ("one-loop", block, nth, True)


def test_an_edit_elsewhere_moves_nothing(edit: Edit) -> None:
    guide = edit(("## How it holds", "A new paragraph.\n\n## How it holds"), ("rope bought", "a rope"))
    assert where(find(guide, "one-loop", BOWLINE)) == ("one-loop", FIRST["block"], 0, True)


def test_a_changed_paragraph_is_found_by_its_words(edit: Edit) -> None:
    guide = edit(("Begin with", "Start with"))
    block = block_of(guide, LONG)
    assert block != FIRST["block"]
    assert where(find(guide, "one-loop", Part(FIRST["block"], LONG, "the bowline. "))) == ("one-loop", block, 0, True)
    assert where(find(guide, "one-loop", BOWLINE)) == ("one-loop", block, 0, True), "its surroundings agree enough"


def test_words_that_changed_are_kept_and_never_shown_on_others(edit: Edit) -> None:
    guide = edit(("never slips", "seldom slips"), ("rope bought", "the rope bought, and it never sinks"))
    assert where(find(guide, "one-loop", Part(FIRST["block"], "never slips.", "a bight that "))) == (
        None,
        None,
        0,
        False,
    )
    never = Part(FIRST["block"], "never", "a bight that ", " slips.")
    assert where(find(guide, "one-loop", never)) == (None, None, 0, False), "“never” stands in another item now"


def test_an_alias_leads_to_the_block_and_its_words(edit: Edit, tmp_path: Path) -> None:
    first = edit(("Begin with", "Always begin with"))
    new = block_of(first, LONG)
    changes = f"blocks:\n  renamed:\n    one-loop: {{{FIRST['block']}: {new}}}\n"
    folder = tmp_path / "tiny-guide" / "changes.yaml"
    folder.write_text(folder.read_text() + changes)
    guide = load_guide(tmp_path / "tiny-guide")
    assert where(find(guide, "one-loop", Part(FIRST["block"], "bight"))) == ("one-loop", new, 0, True)
    gone = Part(FIRST["block"], "words that are gone for good")
    assert where(find(guide, "one-loop", gone)) == ("one-loop", new, 0, False)


def test_a_whole_item_that_moved_within_the_section(edit: Edit) -> None:
    guide = edit(("- [x] rope bought", "- [x] rope found"), ("- [ ] knot tied", "- [ ] knot tied\n- [ ] rope bought"))
    assert where(find(guide, "one-loop", Part.from_data(SECOND)))[3]
    short = Part("b-00000000", "rope", "some other ", " entirely")
    assert where(find(guide, "one-loop", short)) == (None, None, 0, False)


SPLIT = """---
id: how-it-holds-on
title: How it holds on
summary: The other half.
---
A [bight](term:bight) that never slips comes first.

- [x] rope bought
- [ ] knot tied
"""


def test_a_split_section_is_followed(app: Flask, mia: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part stands where its words went, and both pages list it."""
    mark(mia.client, 1, FIRST, SECOND, note="both halves")
    folder = tmp_path / "tiny-guide"
    copytree(TINY_GUIDE, folder)
    first = folder / "sections" / "01-one-loop.md"
    text = first.read_text().replace("id: one-loop", "id: the-loop")
    first.write_text(text.replace("- [x] rope bought\n- [ ] knot tied\n", ""))
    (folder / "sections" / "03-on.md").write_text(SPLIT)
    second = folder / "sections" / "02-two-ropes.md"
    second.write_text(second.read_text().replace("section:one-loop", "section:the-loop"))
    changes = (folder / "changes.yaml").read_text()
    renamed = "renamed: {first-loop: one-loop}"
    changes = changes.replace(renamed, f"{renamed}\n  split: {{one-loop: [the-loop, how-it-holds-on]}}")
    (folder / "changes.yaml").write_text(changes)
    guide = load_guide(folder)
    assert where(find(guide, "one-loop", BOWLINE))[0] == "the-loop"
    assert where(find(guide, "one-loop", Part.from_data(SECOND)))[0] == "how-it-holds-on"
    monkeypatch.setitem(app.extensions, "catalogue", Catalogue([guide]))
    for section_id in ("the-loop", "how-it-holds-on"):
        page = mia.client.page(f"{GUIDE}/{section_id}")
        assert quotes(page) == ["the bowline rope bought"]
        assert len([one for one in marks(page)[0].all("p") if one.get("data-block")]) == 1
    assert len(marks(mia.client.page(f"{GUIDE}/highlights"))) == 1
    assert marks(mia.client.page(f"{GUIDE}/two-ropes")) == []


def test_a_removed_paragraph_is_told(app: Flask, mia: Member, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    mark(mia.client, 1)
    guide = edit(("Begin with [the bowline](milestone:tk-bowline). It", "It"))
    monkeypatch.setitem(app.extensions, "catalogue", Catalogue([guide]))
    page = mia.client.page(f"{GUIDE}/one-loop")
    assert quotes(page) == ["the bowline"]
    assert page.all("p", data_block=FIRST["block"]) == []
    assert "Its passage has changed; the words are kept here." in page.text
    assert mia.client.page(f"{GUIDE}/highlights").all("a", href=f"{GUIDE}/one-loop#text")
    assert "The passage has changed in the guide since" in mia.client.get(f"{GUIDE}/highlights.md").text


def test_every_sentence_of_the_real_guide_is_found_where_it_is(guide: Guide) -> None:
    for section in guide.sections:
        for block in section.blocks:
            for at in {0, len(block.text) // 2}:
                quote = block.text[at : at + 80]
                before, after = block.text[max(0, at - CONTEXT_LENGTH) : at], block.text[at + 80 :][:CONTEXT_LENGTH]
                found = find(guide, section.id, Part(block.id, quote, before, after))
                assert found.block is block
                assert found.is_there


def test_what_a_retired_section_held_is_kept(
    app: Flask, mia: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(mia.client, 1, note="still mine")
    folder = tmp_path / "tiny-guide"
    copytree(TINY_GUIDE, folder)
    (folder / "sections" / "01-one-loop.md").unlink()
    second = folder / "sections" / "02-two-ropes.md"
    second.write_text(second.read_text().replace("[one loop](section:one-loop#how-it-holds)", "one loop"))
    changes = (folder / "changes.yaml").read_text().replace("  renamed: {first-loop: one-loop}\n", "")
    (folder / "changes.yaml").write_text(changes.replace("[rope-history]", "[rope-history, one-loop, first-loop]"))
    monkeypatch.setitem(app.extensions, "catalogue", Catalogue([load_guide(folder)]))
    page = mia.client.page(f"{GUIDE}/highlights")
    assert quotes(page) == ["the bowline"]
    assert "No longer in the guide" in [heading.text for heading in page.all("h2")]
    assert marks(page)[0].one("div", class_="mark-line").all("a") == []
    assert "still mine" in mia.client.get(f"{GUIDE}/highlights.md").text
