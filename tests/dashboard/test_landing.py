"""GET / signed out: what this is, and a way to start reading; signed in it is the dashboard."""

from tests.people import Client, Member
from tracker.library import Catalogue


def test_signed_out_it_says_what_this_is_and_lets_one_read(anyone: Client, catalogue: Catalogue) -> None:
    page = anyone.page("/")
    guide = catalogue.guides[0]
    assert str(len(guide.milestones)) in page.one("p", class_="lede").text
    links = {link.text: link["href"] for link in page.one("main").all("a")}
    assert links["Create an account"] == "/sign-up"
    assert anyone.page(links["Start reading"]).one("h1").text == guide.sections[0].title


def test_its_figures_are_counted(anyone: Client, catalogue: Catalogue) -> None:
    guide = catalogue.guides[0]
    facts = anyone.page("/").one("main").text
    assert f"{len(guide.sections)} sections" in facts
    assert f"{guide.minutes} minutes" in facts
    assert f"{len(guide.milestones)} milestones" in facts


def test_signed_in_it_is_the_dashboard(mia: Member) -> None:
    assert mia.client.page("/").one("h1").text == mia.client.page("/dashboard").one("h1").text
