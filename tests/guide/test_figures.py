"""Every section explains something in a drawing that scales, has a caption, and is told in words."""

import re
from pathlib import Path

import pytest

from tests.conftest import REAL_GUIDE
from tests.guide.texts import blocks_of, section_files, words
from tracker.library import Guide

SHORTEST_IN_WORDS = 60
WIDEST, HIGHEST = 640, 420
CLASSES = {
    *("fig-line", "fig-line-strong", "fig-line-accent", "fig-line-warn"),
    *("fig-fill", "fig-fill-soft", "fig-fill-accent", "fig-fill-warn"),
    *("fig-text", "fig-text-strong", "fig-text-quiet", "fig-text-on"),
    "fig-arrow",
}
DRAWINGS = sorted(REAL_GUIDE.glob("figures/*.svg"))


@pytest.mark.parametrize("file", section_files(), ids=lambda file: file.stem)
def test_each_section_has_a_figure_with_a_caption_and_a_text_equivalent(file: Path) -> None:
    captions = {block.name: block.text for block in blocks_of(file) if block.kind == "caption"}
    told = {block.name: block.text for block in blocks_of(file) if block.kind == "alt"}
    assert captions, "no figure"
    assert captions.keys() == told.keys()
    for name, in_words in told.items():
        assert len(in_words) >= SHORTEST_IN_WORDS, f"{name}: {in_words}"
        assert in_words.endswith("."), f"{name} is not told in sentences: {in_words}"
        assert len(words(captions[name])) >= 3, f"{name}: {captions[name]}"
        assert captions[name] != in_words, name


def test_the_page_of_each_section_holds_its_drawings_with_a_view_box(guide: Guide) -> None:
    for section, file in zip(guide.sections, section_files(), strict=True):
        drawn = r'<figure id="b-[0-9a-f]{8}"><svg viewBox="0 0 [\d.]+ [\d.]+" role="img" aria-label="[^"]+"'
        placed = re.findall(drawn, section.html)
        assert len(placed) == sum(block.kind == "caption" for block in blocks_of(file)) >= 1, section.id


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_each_drawing_fits_and_takes_its_colours_and_type_from_the_page(drawing: Path) -> None:
    svg = drawing.read_text("utf-8")
    box = re.search(r'<svg[^>]* viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert box, "no viewBox that begins at 0 0"
    assert 0 < float(box[1]) <= WIDEST
    assert 0 < float(box[2]) <= HIGHEST
    assert {name for names in re.findall(r'class="([^"]*)"', svg) for name in names.split()} <= CLASSES
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", svg), "a colour of its own"


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_ids_in_a_drawing_start_with_its_name(drawing: Path) -> None:
    ids = re.findall(r'\sid="([^"]*)"', drawing.read_text("utf-8"))
    assert len(ids) == len(set(ids))
    assert [name for name in ids if not name.startswith(drawing.stem)] == []
