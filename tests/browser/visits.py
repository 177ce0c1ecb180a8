"""Every page of Milepost, in the states that look different, and how a browser gets to each."""

from json import dumps
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.addresses import AN_ARCHIVE
from tests.browser.visiting import GUIDE, READ, WORK, after, page, send, sent
from tests.browser.visits_coaching_grants import COACHING_GRANTS
from tests.browser.visits_coaching_home import COACHING_HOME
from tests.browser.visits_coaching_meetings import COACHING_MEETINGS
from tests.browser.visits_coaching_pair import COACHING_PAIR


def _note_conflict(tab: Page) -> None:
    send(tab, f"{WORK}/sk-gap-audit/note", note="Twenty postings, tagged on the train.", version="0")
    send(tab, f"{WORK}/sk-gap-audit/note", note="Twenty postings, tagged at home.", version="999")


def _evidence_conflict(tab: Page) -> None:
    figure = {"kind": "figure", "figure": "recall-at-5", "n": "100", "day": "2026-11-02", "commit": "4f2c1e9"}
    for value in ("0.81", "0.87"):
        send(tab, f"{WORK}/pf-rag-eval/evidence", value=value, version="0", **figure)


def _overruled(tab: Page) -> None:
    send(tab, f"{WORK}/iv-algorithms/status", status="done", overrule="1", version="0")


def _rated_and_answered(tab: Page) -> None:
    send(tab, f"{READ}/rating", stars="4")
    send(tab, f"{READ}/helpful", helpful="no", comment="Too little on testing.\n\n" + "Verylongword" * 20)


MARK = "7d5a6f0e-1c2b-4d3e-8f90-a1b2c3d4e5f6"


def _marked(tab: Page) -> None:
    """In the first section: one passage with a note, one that the text doesn't have, one removed."""
    first, words = GUIDE.sections[0], GUIDE.sections[0].blocks[0]
    there = {"block": words.id, "quote": words.text[:40], "before": "", "after": ""}
    gone = {"block": "b-00000000", "quote": "Words of an earlier edition.", "before": "", "after": ""}
    for number, part in enumerate((there, gone, there)):
        mark = MARK[:-1] + str(number)
        fields = {"highlight_id": mark, "parts": dumps([part]), "note": "Ask about this." * number}
        send(tab, f"{READ}/{first.id}/highlights", **fields)
    send(tab, f"{READ}/highlights/{MARK[:-1]}0/remove")


def _marked_section(tab: Page) -> None:
    _marked(tab)
    send(tab, f"{READ}/highlights/{MARK[:-1]}0/remove", section=GUIDE.sections[0].id)


def _mark_conflict(tab: Page) -> None:
    _marked(tab)
    send(tab, f"{READ}/highlights/{MARK[:-1]}2/note", note="Typed on the train.", version="999")


def _saved_note(tab: Page) -> None:
    send(tab, "/settings/profile", name="Carl Lindqvist", time_zone="Europe/Stockholm")


OWN = {
    "title": "A talk at the local meetup, with a title that goes on for a while",
    "outcome": "You have explained your evals to thirty strangers.",
    "criteria": "Slides with three figures\nHeld once",
    "hours": "6",
    "track": GUIDE.tracks[1].id,
    "phase": GUIDE.phases[0].id,
    "evidence": "text",
    "counted": "y",
    "start": "2026-01-05",
    "end": "2026-01-12",
}


def _own(tab: Page) -> str:
    """Two of one's own, one of them archived, one of the guide's hidden; the address of the one that is left."""
    for number, title in enumerate((OWN["title"], "Another")):
        send(tab, f"{WORK}/own/new", **OWN | {"title": title})
        if number:
            send(tab, f"{urlsplit(tab.url).path}/archive", archived="1")
    send(tab, f"{WORK}/sk-lora/hide", hidden="1")
    tab.goto(f"{WORK}/own")
    return str(tab.locator("ul.own > li a").first.get_attribute("href"))


def _own_page(tab: Page) -> None:
    tab.goto(_own(tab))


def _own_conflict(tab: Page) -> None:
    send(tab, f"{_own(tab)}/change", **OWN | {"title": "Typed on the train"}, version="999")


def _worked(tab: Page) -> None:
    for milestone, hours in (("sk-gap-audit", "1:30"), ("", "0.75")):
        send(tab, f"{WORK}/hours", day="2026-11-02", hours=hours, milestone=milestone)
    send(tab, f"{WORK}/sk-gap-audit/session")


def _hours(tab: Page) -> None:
    _worked(tab)
    tab.goto(f"{WORK}/hours")


def _brought(tab: Page) -> None:
    tab.locator("input[type=file]").set_input_files(AN_ARCHIVE[0])
    tab.get_by_role("button", name="Look what is in it").click()
    tab.wait_for_url("**/imports/*")


def _imported(tab: Page) -> None:
    _brought(tab)
    tab.get_by_role("button", name="Import it").click()
    tab.get_by_role("button", name="Undo the import").wait_for()


READING = (
    page("/"),
    page("/help"),
    page("/help", "mia", "help, signed in"),
    page("/privacy"),
    page("/guides"),
    page(READ),
    page(READ, "mia", "guide, half read"),
    after(READ, _rated_and_answered, "otto", "guide, rated and answered", 200),
    sent(f"{READ}/rating", "carl", "rating refused", 422, stars="six"),
    sent(f"{READ}/helpful", "carl", "answer refused", 422, helpful="yes", comment="Long. " * 400),
    *(page(f"{READ}/{section.id}") for section in GUIDE.sections),
    *(page(f"{READ}/{appendix.id}") for appendix in GUIDE.appendices),
    page(f"{READ}/{GUIDE.sections[0].id}", "mia", "section, finished"),
    page(f"{READ}/{GUIDE.sections[-1].id}", "mia", "section, unfinished"),
    page(f"{READ}/highlights", "noor", "highlights, none yet"),
    after(READ, _marked, "otto", "highlights", 200),
    after(READ, _marked_section, "otto", "section with highlights", 200),
    after(READ, _mark_conflict, "otto", "highlight's note conflict", 409),
    page(f"{READ}/search"),
    page(f"{READ}/search?q=recall", name="search with hits"),
    page(f"{READ}/search?q=zzyzx", name="search without hits"),
    page("/offline"),
    page(f"{READ}/glossary"),
    page(f"{READ}/sources"),
)
ACCOUNTS = (
    page("/sign-up"),
    sent("/sign-up", None, "sign-up with errors", 422, name="", email="mia", password="short", time_zone="UTC"),
    page("/sign-in"),
    page(f"/sign-in?next={WORK}", name="sign-in on the way to a roadmap"),
    sent("/sign-in", None, "sign-in with errors", 422, email="nobody@example.org", password=""),
    page("/check-your-mail"),
    page("/reset"),
    page("/sign-up/finish", code=410),
    page("/reset/password", code=410),
    page("/confirm", code=410),
    page("/settings", "mia"),
    page("/settings/address", "mia"),
    page("/settings/address/change", "mia"),
    sent("/settings/address/change", "carl", "address with errors", 422, email="carl"),
    page("/settings/address/new", "mia", code=410),
    page("/settings/profile", "mia"),
    page("/settings/password", "mia"),
    page("/settings/proof", "mia"),
    page("/settings/sessions", "mia"),
    page("/settings/authenticator", "mia"),
    page("/settings/passkeys", "mia"),
    page("/settings/recovery-codes", "mia"),
    page("/settings/letters", "mia"),
    sent("/settings/calendar/make", "carl", "calendar with its address", 200),
    sent("/settings/profile", "carl", "settings with errors", 422, name="", time_zone="UTC"),
    sent("/settings/password", "carl", "password with errors", 422, current_password="", new_password="short"),
    after("/settings", _saved_note, "carl", "settings, saved", 200),
    page("/settings/data", "mia"),
    after("/settings/data", _brought, "otto", "import, looked at", 200),
    after("/settings/data", _imported, "otto", "import, done", 200),
    sent("/settings/data/import", "carl", "import refused", 422),
    page("/settings/delete", "mia"),
    sent("/settings/delete", "carl", "deletion refused", 422, email="nobody@example.org"),
)
ROADMAP = (
    page("/dashboard", "noor", "dashboard, empty"),
    page("/dashboard", "mia", "dashboard, half-way"),
    page(f"{WORK}?by=phase", "mia", "roadmap by phase"),
    page(f"{WORK}?by=track", "mia", "roadmap by track"),
    page(f"{WORK}?status=left&q=evals", "mia", "roadmap, filtered"),
    page(f"{WORK}?status=done", "noor", "roadmap, nothing fits"),
    page(f"{WORK}/own", "noor", "own milestones, none yet"),
    page(f"{WORK}/own/new", "noor", "own milestone, new"),
    sent(f"{WORK}/own/new", "noor", "own milestone with errors", 422, title="", hours="0", needs="nothing"),
    after(WORK, lambda tab: str(_own(tab)), "otto", "own milestones", 200),
    after(WORK, _own_page, "otto", "own milestone", 200),
    after(WORK, _own_conflict, "otto", "own milestone conflict", 409),
    page(f"{WORK}/sk-gap-audit/change", "noor", "milestone, change for me"),
    sent(f"{WORK}/sk-gap-audit/change", "noor", "change for me with errors", 422, hours="0", end="1999-01-01"),
    page(f"{WORK}/hours", "noor", "hours, none yet"),
    sent(f"{WORK}/hours", "noor", "hours with errors", 422, hours="long", day=""),
    after(WORK, _hours, "otto", "hours, with a session", 200),
    after(WORK, _worked, "otto", "milestone with a session", 200),
)
NO_HOURS = "&".join(f"hours-{day}=0" for day in range(7))
BACKEND = "start=2026-11-30&background=backend&role=agent&daily_python=y&at_work=sk-llm-api&" + "&".join(
    f"hours-{day}={hours}" for day, hours in enumerate((2, 2, 2, 2, 0, 2, 0))
)
PLANS = (
    page(f"{WORK}/plan", "noor", "no plan yet"),
    page(f"{WORK}/plan/start", "noor", "setting out"),
    page(f"{WORK}/plan/preview?start=&{NO_HOURS}", "noor", "setting out with errors", 422),
    page(f"{WORK}/plan/preview?{BACKEND}", "noor", "preview of a plan"),
    page(f"{WORK}/plan", "mia", "plan"),
    page(f"{WORK}/timeline", "mia", "timeline"),
    page(f"{WORK}/timeline", "noor", "timeline without a plan"),
    page(f"{WORK}/plan/start", "mia", "changing a plan"),
    page(f"{WORK}/plan/preview", "mia", "preview of another plan"),
    page(f"{WORK}/plan/choices", "mia", "three ways to go on"),
    sent(f"{WORK}/plan/breaks", "mia", "days off refused", 422, first="2027-02-07", last="2027-02-01"),
    sent(f"{WORK}/plan/choose", "mia", "stale plan", 409, kind="later", version="1", digest="0" * 32),
)
MILESTONES = (
    page(f"{WORK}/sk-gap-audit", "noor", "milestone, to do, text"),
    page(f"{WORK}/pf-extract-ship", "noor", "milestone, locked, link"),
    page(f"{WORK}/rs-references", "noor", "milestone, locked, no evidence"),
    page(f"{WORK}/sk-lora", "noor", "milestone, stretch"),
    page(f"{WORK}/pf-rag-eval", "noor", "milestone with an empty bar"),
    page(f"{WORK}/pf-extract-eval", "mia", "milestone with a filled bar"),
    page(f"{WORK}/sk-llm-api", "mia", "milestone, done"),
    page(f"{WORK}/rs-bullets", "mia", "milestone, doing"),
    page(f"{WORK}/pf-gateway-build", "mia", "milestone, blocked"),
    page(f"{WORK}/sk-deploy", "mia", "milestone, already had"),
    page(f"{WORK}/rs-work-ai", "mia", "milestone, not applicable"),
    page(f"{WORK}/sk-llm-api?history=all", "mia", "milestone, whole history"),
    sent(f"{WORK}/sk-gap-audit/status", "carl", "overrule: done", 422, status="done", version="0"),
    sent(f"{WORK}/pf-extract-ship/status", "carl", "overrule: doing", 422, status="doing", version="0"),
    sent(f"{WORK}/sk-gap-audit/status", "carl", "complaint", 422, status="nearly", version="0"),
    sent(f"{WORK}/sk-gap-audit/evidence", "carl", "link refused", 422, kind="link", url="javascript:alert(1)"),
    sent(f"{WORK}/pf-rag-eval/evidence", "carl", "figure refused", 422, kind="figure", figure="recall-at-5", n="0"),
    after(WORK, _overruled, "carl", "milestone, overruled", 200),
    after(WORK, _note_conflict, "carl", "note conflict", 409),
    after(WORK, _evidence_conflict, "carl", "evidence conflict", 409),
)
ERRORS = (
    page("/nowhere", name="404", code=404),
    page("/theme", name="405", code=405),
    sent(f"{WORK}/sk-gap-audit/note", "carl", "400 with what was typed", 400, csrf_token="stale", note="Kept\nwords."),
    sent(f"{WORK}/sk-gap-audit/note", None, "401 with what was typed", 401, note="Kept words."),
    sent(f"{WORK}/sk-gap-audit/note", "carl", "413", 413, note="n" * 300_000),
    sent(f"{WORK}/sk-gap-audit/evidence", "carl", "422", 422, kind="poem"),
)
VISITS = (
    READING
    + ACCOUNTS
    + ROADMAP
    + PLANS
    + MILESTONES
    + COACHING_GRANTS
    + COACHING_HOME
    + COACHING_MEETINGS
    + COACHING_PAIR
    + ERRORS
)
