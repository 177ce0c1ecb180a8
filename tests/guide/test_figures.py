"""Every section explains something in a drawing that scales, can be read, has a caption, and is told in words."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.conftest import REAL_GUIDE
from tests.guide.texts import Block, blocks_of, section_files, words

SHORTEST_IN_WORDS = 60
WIDTH, HIGHEST = 640, 420
SMALLEST_TEXT = 14
DRAWINGS = sorted(REAL_GUIDE.glob("figures/*.svg"))


@pytest.mark.parametrize("file", section_files(), ids=lambda file: file.stem)
def test_each_section_has_a_figure_with_a_caption_and_a_text_equivalent(file: Path) -> None:
    said: dict[str, dict[str, Block]] = {}
    for block in blocks_of(file):
        if block.kind in {"alt", "caption"}:
            said.setdefault(block.name, {})[block.kind] = block
    assert said, "no figure"
    for name, block in said.items():
        in_words, caption = block["alt"].text, block["caption"].text
        assert len(in_words) >= SHORTEST_IN_WORDS, f"{name}: {in_words}"
        assert in_words.endswith("."), f"{name} is not told in sentences: {in_words}"
        assert len(words(caption)) >= 3, f"{name}: {caption}"
        assert caption != in_words, name
        assert (REAL_GUIDE / "figures" / name).is_file(), name


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_each_drawing_scales_and_its_text_can_be_read(drawing: Path) -> None:
    root = ET.fromstring(drawing.read_text("utf-8"))
    left, top, width, height = (float(number) for number in root.attrib["viewBox"].split())
    assert (left, top, width) == (0, 0, WIDTH)
    assert 0 < height <= HIGHEST
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)(?:px)?"', drawing.read_text("utf-8"))]
    assert sizes, "no text with a size"
    assert min(sizes) >= SMALLEST_TEXT


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_ids_in_a_drawing_start_with_its_name(drawing: Path) -> None:
    ids = [
        element.attrib["id"] for element in ET.fromstring(drawing.read_text("utf-8")).iter() if "id" in element.attrib
    ]
    assert len(ids) == len(set(ids))
    assert [name for name in ids if not name.startswith(drawing.stem)] == []
