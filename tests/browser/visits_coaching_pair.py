"""What carl and mia of the demo have together: her pages as he sees them, their meetings, his cohorts, her grant."""

from playwright.sync_api import Page

from tests.browser.visiting import WORK, after, page, send

MEETING = {
    "day": "2027-01-12",
    "time": "18:00",
    "minutes": "45",
    "version": "0",
    "place": "https://meet.example.org/a-room-with-a-name-that-goes-on-for-a-while-and-is-never-broken",
    "agenda": "The judge's figures.\n\n" + "Verylongword" * 20,
}
COHORT = {
    "name": "Spring of the very long names",
    "guide": "ai-engineer",
    "starts_on": "2027-01-04",
    "ends_on": "2027-06-30",
}
WAITING = "Approval-gated agent: evals"


def _mia(tab: Page) -> None:
    tab.get_by_role("link", name="Mia Okafor").first.click()
    tab.wait_for_url("**/coach/mentees/*")


def _milestone(tab: Page) -> None:
    _mia(tab)
    tab.get_by_role("link", name=WAITING).first.click()
    tab.wait_for_url("**/pf-*")


def _refused(tab: Page) -> None:
    """Returned without saying what is missing."""
    _milestone(tab)
    marks = tab.locator("input[name=marks]").first.input_value()
    send(tab, tab.url.partition("#")[0] + "/review", verdict="returned", text="", marks=marks)


def _stale(tab: Page) -> None:
    _milestone(tab)
    send(tab, tab.url.partition("#")[0] + "/review", verdict="approved", text="Fine.", marks="old:1")


def _meetings(tab: Page) -> None:
    _mia(tab)
    tab.get_by_role("link", name="Meetings").first.click()
    tab.wait_for_url("**/meetings")
    send(tab, tab.url, **MEETING)
    tab.goto(tab.url.partition("/meetings")[0] + "/meetings")


def _meeting(tab: Page) -> None:
    _meetings(tab)
    tab.locator("main a[href*='/meetings/']").first.click()
    tab.wait_for_url("**/meetings/*")
    send(tab, tab.url + "/actions", text="Write to Lena about the thirty cases that were held back")


def _no_meeting(tab: Page) -> None:
    _meetings(tab)
    send(tab, tab.url, **MEETING | {"day": "", "minutes": "0"})


def _cohort(tab: Page) -> None:
    send(tab, "/coach/cohorts", **COHORT)
    tab.goto("/coach/cohorts")
    tab.locator("main a[href*='/coach/cohorts/']").first.click()
    tab.wait_for_url("**/coach/cohorts/*")


def _no_cohort(tab: Page) -> None:
    send(tab, "/coach/cohorts", **COHORT | {"name": "", "ends_on": "2026-01-01"})


def _grant(tab: Page) -> None:
    tab.get_by_role("link", name="Change or end").first.click()
    tab.wait_for_url("**/coaching/grants/*")


def _log(tab: Page) -> None:
    _grant(tab)
    tab.get_by_role("link", name="What they looked at").first.click()
    tab.wait_for_url("**/log")


def _wider(tab: Page) -> None:
    """With a session that has just been proved it is saved, so the page says so."""
    _grant(tab)
    send(tab, tab.url + "/scopes", scopes="evidence")


def _asked(tab: Page) -> None:
    send(tab, f"{WORK}/sk-gap-audit/ask", text="Is *this* enough?\n\n- twenty postings\n- " + "Verylongword" * 20)


COACHING_PAIR = (
    after("/coach?q=okafor", _mia, "carl", "a mentee", 200),
    after("/coach?q=okafor", _milestone, "carl", "a mentee's milestone", 200),
    after("/coach?q=okafor", _refused, "carl", "a review refused", 422),
    after("/coach?q=okafor", _stale, "carl", "a review of other evidence", 409),
    after("/coach?q=okafor", _meetings, "carl", "meetings", 200),
    after("/coach?q=okafor", _meeting, "carl", "a meeting", 200),
    after("/coach?q=okafor", _no_meeting, "carl", "a meeting refused", 422),
    page("/coach/cohorts", "carl", "cohorts of a coach"),
    after("/coach/cohorts", _cohort, "carl", "a cohort", 200),
    after("/coach/cohorts", _no_cohort, "carl", "a cohort refused", 422),
    page("/coach/request", "carl"),
    page("/coach/stop", "carl"),
    after("/coaching", _grant, "mia", "a grant", 200),
    after("/coaching", _log, "mia", "access log", 200),
    after("/coaching", _wider, "mia", "a grant, changed", 200),
    after(f"{WORK}/sk-gap-audit", _asked, "mia", "a milestone with a thread", 200),
)
