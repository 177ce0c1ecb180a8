"""The guide is edited between two visits: the place is the same block, or the nearest passage with a notice."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import reader
from tests.browser.conftest import NewMember, OpenTab
from tests.browser.live import free_port, running
from tests.browser.reader import LONG, open_section
from tracker.config import ROOT

pytestmark = pytest.mark.browser

CONTENT = ROOT / "tracker" / "content"
FILES = {section.id: next(CONTENT.glob(f"*/sections/*{section.id}*.md")) for section in (LONG,)}


def edited(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the content in which the long section was changed."""
    shutil.copytree(CONTENT, folder)
    file = folder / FILES[LONG.id].relative_to(CONTENT)
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")
    return folder


def test_an_edit_elsewhere_moves_nothing_and_a_rewritten_passage_says_so(
    browser: Browser, open_tab: OpenTab, new_member: NewMember, environment: dict[str, str], tmp_path: Path
) -> None:
    """Two readers of one edition that begins with something new: one's passage is as it was, the other's is not."""
    long = [block for block in LONG.blocks[8:] if block.kind == "text" and block.words > 40]
    rewritten, kept = long[:2]
    words = rewritten.text.split(". ")[0]
    heading = LONG.blocks[0].text.split(". ")[0]
    tabs = {}
    for block in (kept, rewritten):
        tabs[block] = reader.member(open_tab, new_member())
        open_section(tabs[block])
        reader.read_to(tabs[block], block.id, 0.1)
    changes = (heading, f"Added above. {heading}"), (words, "Something else entirely stands here now")
    content = edited(tmp_path / "content", *changes)
    command = [reader.PYTHON, "-m", "tracker.serve"]
    with running(command, free_port(), "/readyz", environment | {"CONTENT_PATH": str(content)}) as server:
        for block, tab in tabs.items():
            context = browser.new_context(base_url=server.address)  # the watch would mind another address
            context.add_cookies([dict(cookie) for cookie in tab.context.cookies()])  # type: ignore[misc]
            page = context.new_page()
            open_section(page)
            page.get_by_role("button", name="Go there").click()
            if block is kept:
                assert abs(reader.top_of(page, block.id) - reader.top_of(tab, block.id)) < 3
                expect(reader.bar(page)).to_be_empty()
            else:
                expect(reader.bar(page)).to_contain_text("The passage you stopped at was rewritten")
                assert page.evaluate("scrollY") > 300
            context.close()
