"""POST /theme: the look that this browser prefers, without an account and without JavaScript."""

import pytest
from flask import Flask

from tests.hostile import ELSEWHERE
from tests.people import Client, Member
from tests.tables import unchanged


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
def test_a_look_is_kept_and_the_page_comes_back(app: Flask, anyone: Client, theme: str) -> None:
    form = anyone.page("/guides").form("/theme")
    assert form.one("input", name_="next")["value"] == "/guides"
    assert [button.text for button in form.all("button")] == ["System", "Light", "Dark"]

    answer = unchanged(app, lambda: anyone.post("/theme", theme=theme, next="/guides"))

    assert (answer.status_code, answer.location) == (302, "/guides")
    page = anyone.page("/guides")
    assert page.one("html")["data-theme"] == theme
    pressed = {button.text.lower() for button in page.all("button", **{"aria-pressed": "true"})}
    assert pressed == {theme}


@pytest.mark.parametrize(
    "path,code,back",
    [
        ("/roadmap/tiny-guide/tk-bowline/note", 400, "/roadmap/tiny-guide/tk-bowline"),
        ("/settings/profile", 400, "/settings"),
        ("/settings/password", 400, "/settings"),
        ("/dashboard/guide", 400, "/"),
        ("/sign-up?next=/guides", 400, "/sign-up?next=/guides"),
    ],
)
def test_on_a_page_that_answers_a_form_it_leads_back_to_the_form(mia: Member, path: str, code: int, back: str) -> None:
    page = mia.client.read(mia.client.post(path, csrf_token="stale"), code)
    assert page.form("/theme").one("input", name_="next")["value"] == back
    assert mia.client.get(back).status_code in {200, 302}


def test_it_lasts_a_year_and_stays_out_of_scripts(anyone: Client) -> None:
    answer = anyone.post("/theme", theme="dark")
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("theme=")]
    assert "theme=dark" in cookie
    assert "Max-Age=31536000" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_sent_twice_it_is_the_same(anyone: Client) -> None:
    for _ in range(2):
        assert anyone.post("/theme", theme="dark").status_code == 302
    assert anyone.page("/guides").one("html")["data-theme"] == "dark"


@pytest.mark.parametrize("theme", ["pink", "", None, "dark; Domain=example.org", "d" * 5000])
def test_an_unknown_look_changes_nothing(anyone: Client, theme: str | None) -> None:
    answer = anyone.post("/theme", theme=theme, next="/guides")
    assert "Go back, check what you entered" in anyone.read(answer, 422).text
    assert anyone.page("/guides").one("html")["data-theme"] == "system"


@pytest.mark.parametrize("theme", ["pink", '"><script>alert(1)</script>', "DARK"])
def test_a_made_up_cookie_is_the_systems_look(anyone: Client, theme: str) -> None:
    anyone.raw.set_cookie("theme", theme)
    assert anyone.page("/guides").one("html")["data-theme"] == "system"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_next_never_leads_elsewhere(anyone: Client, address: str) -> None:
    assert anyone.post("/theme", theme="dark", next=address).location == "/"


def test_each_browser_has_its_own(mia: Member) -> None:
    second = mia.another_browser()
    mia.client.post("/theme", theme="dark")
    assert mia.client.page("/guides").one("html")["data-theme"] == "dark"
    assert second.page("/guides").one("html")["data-theme"] == "system"


def test_without_a_token_nothing_is_kept(anyone: Client) -> None:
    anyone.get("/guides")
    assert anyone.raw.post("/theme", data={"theme": "dark"}).status_code == 400
    assert anyone.page("/guides").one("html")["data-theme"] == "system"
    assert anyone.get("/theme").status_code == 405
