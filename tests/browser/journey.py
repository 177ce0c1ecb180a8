"""The way of somebody new: sign up, read, finish a section, work one milestone to its end, see it counted, undo.

The steps say only what a person sees and presses, so the same journey is walked with and without scripts.
"""

from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.browser.visiting import GUIDE

MILESTONE = GUIDE.by_id["sk-gap-audit"]
SECTION = GUIDE.sections[0]
EVIDENCE = "Twenty postings, one table. Evaluation leads with 11 of 20; the role is product AI engineer."
TOTAL = len(GUIDE.milestones)


def new_address() -> str:
    return f"{uuid4().hex}@example.org"


def sign_up(tab: Page, time_zone: str | None = None) -> None:
    """From the first page to a dashboard of one's own; the time zone as the page has it, unless one is given."""
    tab.goto("/")
    tab.get_by_role("main").get_by_role("link", name="Create an account").click()
    tab.get_by_label("Name").fill("Ada Mercer")
    tab.get_by_label("E-mail").fill(new_address())
    tab.get_by_label("Password").fill("four plain lantern words")
    if time_zone:
        tab.get_by_label("Time zone").select_option(time_zone)
    tab.get_by_role("button", name="Create account").click()
    expect(tab.get_by_text("Your roadmap is ready.")).to_be_visible()


def finish_a_section(tab: Page) -> None:
    tab.get_by_role("link", name="Start reading").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(SECTION.title)
    tab.get_by_role("button", name="Mark section finished").click()
    expect(tab.get_by_text("You finished this section.")).to_be_visible()
    expect(tab.get_by_role("link", name=SECTION.title).first).to_contain_text("(finished)")


def work_the_milestone(tab: Page) -> None:
    """Doing, every criterion, a text as evidence, done."""
    tab.goto("/dashboard")
    start(tab).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(MILESTONE.title)
    expect(status(tab, "Doing")).to_have_attribute("aria-pressed", "true")
    for criterion in MILESTONE.criteria:
        tab.get_by_role("button", name=criterion.text).click()
        expect(tab.get_by_role("button", name=criterion.text)).to_have_attribute("aria-pressed", "true")
    tab.get_by_label("In your words").fill(EVIDENCE)
    tab.get_by_role("button", name="Add text").click()
    expect(tab.get_by_text("Evidence saved.")).to_be_visible()
    expect(tab.locator(".evidence").get_by_text(EVIDENCE).first).to_be_visible()
    status(tab, "Done").click()
    expect(status(tab, "Done")).to_have_attribute("aria-pressed", "true")


def see_it_counted(tab: Page, done: int) -> None:
    tab.goto("/dashboard")
    percent = 100 * done // TOTAL
    expect(tab.get_by_role("link", name=f"{percent}% of {TOTAL} done, {TOTAL - done} left")).to_be_visible()
    expect(tab.get_by_text(f"1 of {len(GUIDE.sections)} sections")).to_be_visible()
    tab.get_by_role("link", name=f"{done} done", exact=True).click()
    rows = tab.locator(".rows > li")
    expect(rows).to_have_count(done)
    if done:
        expect(rows).to_contain_text(MILESTONE.title)


def undo(tab: Page) -> None:
    """The last change of the milestone, from its page."""
    tab.get_by_role("link", name=MILESTONE.title).click()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_text("The last change is undone.")).to_be_visible()
    expect(status(tab, "Doing")).to_have_attribute("aria-pressed", "true")


def start(tab: Page) -> Locator:
    return tab.locator(".rows > li").filter(has_text=MILESTONE.title).get_by_role("button", name="Start")


def status(tab: Page, word: str) -> Locator:
    return tab.get_by_role("button", name=word, exact=True)
