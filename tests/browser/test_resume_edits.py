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
    open_tab: OpenTab, new_member: NewMember, environment: dict[str, str], tmp_path: Path
) -> None:
    paragraph = next(block for block in LONG.blocks[8:] if block.kind == "text" and block.words > 40)
    words = paragraph.text.split(". ")[0]
    assert words in FILES[LONG.id].read_text("utf-8")
    email = new_member()
    tab = reader.member(open_tab, email)
    open_section(tab)
    reader.read_to(tab, paragraph.id, 0.1)
    cookies = [dict(cookie) for cookie in tab.context.cookies()]
    browser = tab.context.browser
    assert isinstance(browser, Browser)
    heading = LONG.blocks[0].text.split(". ")[0]
    above, rewritten = (heading, f"Added above. {heading}"), (words, "Something else entirely stands here now")
    for name, changes, same in (("above", [above], True), ("rewritten", [above, rewritten], False)):
        content = edited(tmp_path / name, *changes)
        port = free_port()
        command = [reader.PYTHON, "-m", "tracker.serve"]
        with running(command, port, "/readyz", environment | {"CONTENT_PATH": str(content)}) as server:
            context = browser.new_context(base_url=server.address)
            context.add_cookies(cookies)  # type: ignore[arg-type]
            page = context.new_page()
            open_section(page)
            page.get_by_role("button", name="Go there").click()
            if same:
                assert abs(reader.top_of(page, paragraph.id) - reader.top_of(tab, paragraph.id)) < 3
                expect(reader.bar(page)).to_be_empty()
            else:
                expect(reader.bar(page)).to_contain_text("The passage you stopped at was rewritten")
                assert page.evaluate("scrollY") > 300
            context.close()
