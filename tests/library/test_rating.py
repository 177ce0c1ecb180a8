"""POST …/rating: one to five stars from each member, changeable and removable; the page shows all of them counted."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.pages import Element, Page
from tests.people import Client, Member, make_account
from tests.roadmap.desk import hidden, said
from tests.tables import contents, unchanged
from tracker import clock
from tracker.accounts import User
from tracker.extensions import db
from tracker.library import GuideRating

GUIDE = "/guides/tiny-guide"
RATING = f"{GUIDE}/rating"


def rows(app: Flask) -> list[dict[str, Any]]:
    return contents(app)["guide_ratings"]


def shown(page: Page) -> Element:
    return page.one("section", aria_labelledby="rating")


def bars(page: Page) -> dict[str, str]:
    """Each bar's label with its count."""
    labels = [[part.text for part in bar.all("span")] for bar in shown(page).one("ul", class_="rated-bars").all("li")]
    return dict(labels)


def in_head(page: Page) -> str:
    return page.one("ul", class_="meta").all("li")[0].text


def test_the_form_of_the_page_rates(app: Flask, mia: Member, otto: Member) -> None:
    page = mia.client.page(GUIDE)
    assert "Nobody has rated this guide yet." in shown(page).text
    assert in_head(page) == "Not rated yet"
    form = page.form(RATING)
    stars = form.all("input", type_="radio")
    assert [(one["value"], one.above("label").text) for one in stars] == [  # type: ignore[union-attr]
        (str(n), f"{n} star{'s' if n > 1 else ''}") for n in range(1, 6)
    ]
    assert form.one("fieldset").one("legend").text == "Rate this guide"
    assert [button.text for button in form.all("button")] == ["Rate"]

    answer = mia.client.post(form["action"], **hidden(form.all("input", type_="hidden")), stars="4")

    assert (answer.status_code, answer.location) == (303, f"{GUIDE}#rating")
    page = mia.client.page(GUIDE)
    assert said(page) == "You gave 4 of 5 stars."
    assert [one["value"] for one in page.form(RATING).all("input", type_="radio", checked="")] == ["4"]
    assert in_head(page) == "4.0 of 5 stars from 1 rating"
    assert [(row["user_id"], row["guide_id"], row["stars"]) for row in rows(app)] == [(mia.user.id, "tiny-guide", 4)]
    his = otto.client.page(GUIDE).form(RATING)
    assert his.all("input", checked="") == []
    assert his.all("button", name_="remove") == []


def test_all_are_counted_and_everybody_sees_it(mia: Member, carl: Member, otto: Member, anyone: Client) -> None:
    for member, stars in ((mia, 5), (carl, 4), (otto, 4)):
        member.client.post(RATING, stars=stars)
    for client in (mia.client, anyone):
        page = client.page(GUIDE)
        assert in_head(page) == "4.3 of 5 stars from 3 ratings"
        assert bars(page) == {"5 stars": "1", "4 stars": "2", "3 stars": "0", "2 stars": "0", "1 star": "0"}
    assert "Not rated yet" in anyone.page("/guides/ai-engineer").text, "another guide has its own"


def test_signed_out_it_is_told_who_rates(anyone: Client) -> None:
    part = shown(anyone.page(GUIDE))
    assert part.all("form") == []
    assert "Members rate guides, one rating each." in part.text
    assert part.one("a")["href"] == "/sign-in?next=/guides/tiny-guide%23rating"


def test_many_are_said_with_thousands(app: Flask, anyone: Client) -> None:
    with app.app_context():
        for number in range(1_234):
            user = make_account(f"Member {number}", f"member{number}@example.org", "UTC")
            db.session.add(
                GuideRating(guide_id="tiny-guide", user_id=user.id, stars=5 if number % 5 else 2, rated_at=clock.now())
            )
        db.session.commit()
    page = anyone.page(GUIDE)
    assert in_head(page) == "4.4 of 5 stars from 1,234 ratings"
    assert bars(page)["5 stars"] == "987"
    assert bars(page)["2 stars"] == "247"


def test_it_can_be_changed(app: Flask, mia: Member) -> None:
    for stars in ("2", "5"):
        mia.client.post(RATING, stars=stars)
    assert [row["stars"] for row in rows(app)] == [5]
    assert "5.0 of 5 stars from 1 rating" in in_head(mia.client.page(GUIDE))


def test_it_can_be_removed(app: Flask, mia: Member, otto: Member) -> None:
    for member in (mia, otto):
        member.client.post(RATING, stars="3")
    button = mia.client.page(GUIDE).form(RATING).one("button", name_="remove")
    answer = mia.client.post(RATING, stars="3", remove=button["value"])
    assert answer.location == f"{GUIDE}#rating"
    assert said(mia.client.page(GUIDE)) == "Your rating is removed."
    assert [row["user_id"] for row in rows(app)] == [otto.user.id]
    unchanged(app, lambda: mia.client.post(RATING, remove="1"))


def test_sent_twice_it_is_the_same(app: Flask, mia: Member) -> None:
    mia.client.post(RATING, stars="3")
    assert unchanged(app, lambda: mia.client.post(RATING, stars="3")).status_code == 303


def test_twenty_at_once_count_once(app: Flask, mia: Member) -> None:
    browsers = [mia.another_browser() for _ in range(20)]
    forms = [{"csrf_token": browser.token(), "stars": "4"} for browser in browsers]
    answers = at_once(20, lambda n: browsers[n].raw.post(RATING, data=forms[n]))
    assert [answer.status_code for answer in answers] == [303] * 20
    assert len(rows(app)) == 1


@pytest.mark.parametrize("stars", [None, "", "0", "6", "-1", "4.5", "four", "٤", "4 ", "1" * 3000, "<b>"])
def test_what_is_no_number_of_stars_changes_nothing(app: Flask, mia: Member, stars: str | None) -> None:
    mia.client.post(RATING, stars="2")
    answer = unchanged(app, lambda: mia.client.post(RATING, stars=stars))
    page = mia.client.read(answer, 422)
    assert "Choose one to five stars." in page.one(role="alert").text
    assert page.form(RATING).all("input", type_="radio")
    assert page.one("a", class_="back")["href"] == GUIDE


def test_a_disabled_account_still_counts_and_a_deleted_one_does_not(app: Flask, mia: Member, otto: Member) -> None:
    for member in (mia, otto):
        member.client.post(RATING, stars="5")
    with app.app_context():
        User.by_id(otto.user.id).disable()
        db.session.commit()
    assert "from 2 ratings" in in_head(mia.client.page(GUIDE))
    with app.app_context():
        db.session.delete(User.by_id(otto.user.id))
        db.session.commit()
    assert "from 1 rating" in in_head(mia.client.page(GUIDE))


@pytest.mark.parametrize("member", [True, False])
def test_all_opinions_cost_one_statement(
    mia: Member, anyone: Client, statements: Callable[[], AbstractContextManager[list[str]]], member: bool
) -> None:
    mia.client.post(RATING, stars="5")
    with statements() as said_to_database:
        (mia.client if member else anyone).get(GUIDE)
    assert sum("guide_ratings" in one or "guide_answers" in one for one in said_to_database) == 1
