"""A grant from beginning to end, in two browsers: each page fits, is accessible, and the coach's is shut at once."""

from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests import databases
from tests.browser.conftest import NewMember, OpenTab
from tests.browser.looking import looks_right
from tracker import clock, create_app
from tracker.config import Settings

pytestmark = pytest.mark.browser

Someone = Callable[[], tuple[Page, str]]


@pytest.fixture
def someone(open_tab: OpenTab, new_member: NewMember, site: str) -> Someone:
    """A tab of somebody new, and their address."""

    def one() -> tuple[Page, str]:
        tab, member = open_tab(), new_member()
        tab.context.add_cookies([{"name": "session", "value": member.session, "url": site}])
        return tab, member.email

    return one


def become_coach(tab: Page, email: str, environment: dict[str, str]) -> None:
    tab.goto("/coach/profile")
    looks_right(tab)
    app = create_app(Settings.from_environment(environment))
    assert app.test_cli_runner().invoke(args=["users", "confirm", email]).exit_code == 0
    databases.let_go(app)
    tab.get_by_role("link", name="Set up an app").click()
    tab.get_by_role("main").get_by_role("button", name="Set up an app").click()
    seed = str(tab.locator("#key").text_content()).replace(" ", "")
    tab.get_by_role("textbox", name="Code from your app").fill(pyotp.TOTP(seed).at(int(clock.now().timestamp())))
    tab.get_by_role("button", name="Turn it on").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    tab.goto("/coach/profile")
    looks_right(tab)
    tab.get_by_label("What you help with").fill("Evals and system design.")
    tab.get_by_role("button", name="Become a coach").click()


def test_from_the_invitation_to_the_end(someone: Someone, environment: dict[str, str]):
    mentee, _ = someone()
    mentee.goto("/coaching")
    mentee.get_by_role("main").get_by_role("link", name="Invite a coach").click()
    mentee.get_by_role("button", name="Make the invitation").click()
    looks_right(mentee, mentee.get_by_label("The link"))
    link = mentee.get_by_label("The link").input_value()

    coach, email = someone()
    coach.goto(link)
    expect(coach).to_have_url("/coach/invitation")
    looks_right(coach)
    coach.get_by_role("link", name="Become a coach").click()
    become_coach(coach, email, environment)
    expect(coach).to_have_url("/coach/invitation")
    looks_right(coach, coach.get_by_role("button", name="Accept the invitation"))
    coach.get_by_role("button", name="Accept the invitation").click()
    looks_right(coach, coach.get_by_text("You accepted."))

    mentee.goto("/coaching")
    looks_right(mentee)
    mentee.get_by_role("link", name="See who it is").click()
    looks_right(mentee, mentee.get_by_text(email))
    mentee.get_by_role("button", name="See what they would see").click()
    looks_right(mentee, mentee.get_by_text("This is what a coach would see."))
    mentee.go_back()
    mentee.get_by_role("button", name="Confirm: let them see it").click()
    looks_right(mentee, mentee.get_by_role("button", name="End it now"))
    mentee.get_by_role("link", name="What they looked at").click()
    looks_right(mentee, mentee.get_by_role("heading", level=1, name="looked at"))
    mentee.go_back()

    for page in ("/coach/request", "/coach/stop"):
        coach.goto(page)
        looks_right(coach)
    grant_id = mentee.url.rpartition("/")[2]
    mentee.get_by_role("button", name="End it now").click()
    expect(mentee.get_by_text("sees nothing any more")).to_be_visible()
    answer = coach.context.request.get(f"/coach/mentees/{grant_id}")
    assert answer.status == 404
    looks_right(mentee)
    mentee.goto(f"/coaching/grants/{grant_id}")
    looks_right(mentee)
