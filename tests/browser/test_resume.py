"""The place is saved when somebody reads, and found again to the block, whatever the page does meanwhile."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser import reader
from tests.browser.conftest import NewMember, OpenTab
from tests.browser.reader import LONG, at_line, open_section

pytestmark = pytest.mark.browser

BLOCK = reader.block_of(14)
SLOW_IMAGE = "/static/img/slow.svg"
IMAGE = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="700"><rect width="600" height="700"/></svg>'
SHIFT = """() => new Promise((go) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => go(sum), 50);
})"""
BOTTOM = "() => scrollTo(0, document.body.scrollHeight / 2)"


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_the_same_block_at_every_width(open_tab: OpenTab, new_member: NewMember, width: int) -> None:
    tab = reader.member(open_tab, new_member(), viewport={"width": width, "height": 800})
    open_section(tab)
    reader.read_to(tab, BLOCK, 0.5)
    was = reader.top_of(tab, BLOCK)
    tab.goto("/help")
    open_section(tab)
    assert at_line(tab) == BLOCK
    assert abs(reader.top_of(tab, BLOCK) - was) < 3
    expect(reader.bar(tab)).to_be_empty()


def test_images_that_arrive_late_move_nothing(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    reader.read_to(tab, BLOCK)
    held: list[Route] = []

    def with_image(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        at = text.index(f'id="{LONG.blocks[1].id}"')
        at = text.rindex("<", 0, at)
        route.fulfill(response=answer, body=text[:at] + f'<img src="{SLOW_IMAGE}" alt="">' + text[at:])

    tab.route(f"**{reader.address()}", with_image)
    tab.route(f"**{SLOW_IMAGE}", lambda route: held.append(route))
    tab.goto(reader.address(), wait_until="domcontentloaded")
    expect(tab.locator("#text img")).to_be_attached()
    assert at_line(tab) == BLOCK
    before = tab.evaluate("scrollY")
    held[0].fulfill(body=IMAGE, content_type="image/svg+xml")
    tab.wait_for_function("() => document.querySelector('#text img').complete")
    tab.wait_for_function("(was) => scrollY > was + 300", arg=before)
    assert at_line(tab) == BLOCK


def test_a_turned_device_and_other_letters_keep_the_place(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member(), viewport={"width": 390, "height": 844})
    open_section(tab)
    reader.read_to(tab, BLOCK)
    tab.reload()
    assert at_line(tab) == BLOCK
    for width, height in ((844, 390), (390, 844)):
        tab.set_viewport_size({"width": width, "height": height})
        tab.wait_for_timeout(100)
        assert at_line(tab) == BLOCK
    tab.evaluate("() => { document.documentElement.style.fontSize = '150%'; }")
    tab.wait_for_timeout(100)
    assert at_line(tab) == BLOCK
    other = reader.block_of(20)
    reader.put_at_line(tab, other)
    reader.dwell(tab, 0.2)
    tab.set_viewport_size({"width": 844, "height": 390})
    tab.wait_for_timeout(100)
    assert at_line(tab) == other


def test_only_a_persons_hand_counts_as_reading(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    reader.dwell(tab, 20)
    tab.evaluate(BOTTOM)
    reader.dwell(tab, 20)
    open_section(tab, more=f"#{reader.block_of(20)}")
    reader.dwell(tab, 20)
    tab.locator("#text sup a").first.evaluate("link => link.click()")
    reader.dwell(tab, 20)
    tab.goto("/help")
    assert reader.waiting(tab) == []
    assert reader.state(tab)["revision"] == 0


def test_a_glance_of_a_second_saves_nothing_and_leaving_saves_at_once(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    tab.clock.pause_at(tab.evaluate("Date.now() / 1000 + 0.5"))
    reader.put_at_line(tab, BLOCK)
    tab.goto("/help")
    assert reader.state(tab)["revision"] == 0
    open_section(tab)
    tab.clock.run_for(2100)
    reader.put_at_line(tab, BLOCK)
    tab.goto("/help")
    reader.until(lambda: reader.state(tab)["revision"] == 1)
    assert reader.state(tab)["place"]["block"] == BLOCK


def test_long_scrolling_is_saved_on_the_way(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    tab.clock.pause_at(tab.evaluate("Date.now() / 1000 + 2.5"))
    with tab.expect_response(reader.OPERATIONS):
        for _ in range(6):
            tab.mouse.wheel(0, 60)
            tab.wait_for_timeout(40)
            tab.clock.run_for(1000)
    assert reader.state(tab)["place"]["section"] == LONG.id


def test_continue_links_lead_into_the_block_and_other_fragments_nowhere_else(
    open_tab: OpenTab, new_member: NewMember
) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    block = next(one.id for one in LONG.blocks[8:] if one.words > 50)
    reader.read_to(tab, block, 0.9)
    was = reader.top_of(tab, block)
    tab.goto("/guides")
    tab.get_by_role("link", name="Continue section").click()
    tab.wait_for_url(f"**#{block}")
    tab.wait_for_timeout(100)
    assert abs(reader.top_of(tab, block) - was) < 3
    tab.goto("/help")
    heading = LONG.blocks[-10].heading_id
    assert heading
    open_section(tab, more=f"#{heading}")
    tab.wait_for_timeout(200)
    assert 0 <= reader.top_of(tab, heading) < 100


def test_back_and_forward_are_the_browsers(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    reader.read_to(tab, BLOCK)
    real = tab.context.new_page()  # the clock that tests move hides how a page was come to
    open_section(real)
    real.evaluate(BOTTOM)
    real.wait_for_timeout(100)
    was = real.evaluate("scrollY")
    real.goto("/help")
    real.go_back()
    real.wait_for_function("(was) => Math.abs(scrollY - was) < 4", arg=was)
    expect(reader.bar(real)).to_be_empty()


def test_opening_shifts_nothing(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    reader.read_to(tab, BLOCK)
    other = reader.other_device(open_tab, tab)
    for page in (tab.context.new_page(), other.context.new_page()):
        open_section(page, reader.FIRST)
        page.wait_for_timeout(150)
        assert page.evaluate(SHIFT) < 0.01
