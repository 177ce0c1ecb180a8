"""POST …/plan/put-away: setting out is offered on the dashboard until somebody says not now; the pages stay."""

from flask import Flask

from tests.people import Client, Member
from tests.roadmap.plan_desk import PlanDesk
from tests.tables import of_person, unchanged


def offers(client: Client) -> bool:
    return bool(client.page("/dashboard").all("section", aria_labelledby="set-out-title"))


def test_it_is_offered_put_away_and_still_there_when_asked(mia: Member) -> None:
    desk = PlanDesk(mia.client)
    assert offers(mia.client)
    button = next(one for one in mia.client.page("/dashboard").all("button") if one.text == "Not now")
    assert button["formaction"] == f"{desk.path}/put-away"
    answer = desk.post("put-away")
    assert (answer.status_code, answer.location) == (303, "/dashboard")
    assert not offers(mia.client)
    assert f"{desk.path}/start" in [link["href"] for link in mia.client.page("/roadmap/ai-engineer").all("a")]
    assert desk.page("/start").one("h1").text == "Set out"


def test_the_start_itself_can_be_skipped(mia: Member) -> None:
    page = PlanDesk(mia.client).page("/start")
    (button,) = [one for one in page.all("button") if one.text == "Not now"]
    assert page.one("form", id=button["form"])["action"] == "/roadmap/ai-engineer/plan/put-away"


def test_another_guide_offers_its_own(mia: Member) -> None:
    PlanDesk(mia.client, "tiny-guide").post("put-away")
    assert offers(mia.client)


def test_with_a_plan_it_is_offered_no_more(mia: Member) -> None:
    PlanDesk(mia.client).take()
    assert not offers(mia.client)


def test_sent_twice_broken_or_by_others(app: Flask, mia: Member, noor: Member, anyone: Client) -> None:
    desk = PlanDesk(mia.client)
    desk.post("put-away")
    first = of_person(app, mia.user.id)
    assert desk.post("put-away").status_code == 303
    assert of_person(app, mia.user.id) == first
    assert offers(noor.client)
    assert unchanged(app, lambda: PlanDesk(noor.client).post("put-away", op_id="")).status_code == 422
    assert unchanged(app, lambda: PlanDesk(noor.client, "nothing").post("put-away")).status_code == 404
    assert unchanged(app, lambda: PlanDesk(anyone).post("put-away")).status_code == 401
    assert mia.client.get(f"{desk.path}/put-away").status_code == 405
