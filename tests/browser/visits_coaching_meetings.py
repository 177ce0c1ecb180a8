"""The inbox, its letters, and cohorts as somebody sees them who has none yet."""

from tests.browser.visiting import page, sent

COACHING_MEETINGS = (
    page("/inbox", "noor", "inbox, empty"),
    page("/settings/notices", "noor", "notices by mail"),
    sent("/settings/notices", "noor", "notices by mail, refused", 422, by_mail="nothing"),
    page("/coaching/join", "noor", "link to no cohort", 410),
    page("/coaching/cohorts", "noor", "cohorts, none yet"),
)
