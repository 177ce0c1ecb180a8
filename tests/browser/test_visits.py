"""The list of pages that the browser tests go through is complete: a new page fails here until it is on it."""

from urllib.parse import urlsplit

from flask import Flask

from tests.browser.visits import VISITS

NO_PAGES = {
    "accounts.follow_link",
    "accounts.get_export",
    "accounts.second_step",  # for somebody half signed in: test_passkeys.py looks at it
    "accounts.show_import",  # "import, looked at" leads there: only one who brought an archive has such a page
    "coaching.coach_meeting",  # of one grant: what carl and mia have together leads to these
    "coaching.coach_meetings",
    "coaching.change_cohort",
    "coaching.cohort",
    "coaching.deleting_cohort",
    "coaching.desk",
    "coaching.export",
    "coaching.grant",
    "coaching.log_of_grant",
    "coaching.meeting",
    "coaching.meetings",
    "coaching.mentee",
    "coaching.milestone",
    "coaching.preview_grant",
    "health.alive",
    "health.ready",
    "library.download",
    "openid.back",  # these want a provider: test_openid.py looks at them
    "openid.confirm",
    "openid.identities",
    "openid.newcomer",
    "openid.start",
    "openid.start_linking",
    "openid.start_proving",
    "reading.highlights_file",
    "reading.place",
    "reading.service_worker",
    "reminders.calendar",
    "reminders.unsubscribing",  # behind a letter's link: tests/reminders opens it
    "static",
}


def test_every_page_is_visited(app: Flask):
    pages = {str(rule.endpoint) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - NO_PAGES
    addresses = app.url_map.bind("localhost")
    visited = {
        addresses.match(urlsplit(visit.path).path)[0]
        for visit in VISITS
        if visit.do is None and visit.code in {200, 410}
    }
    assert visited == pages


def test_every_visit_has_a_name_of_its_own():
    names = [visit.name for visit in VISITS]
    assert len(names) == len(set(names))
