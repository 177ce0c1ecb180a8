"""A coach's cohort, its link, and people who follow it."""

from dataclasses import dataclass

from flask import Flask

from tests.coaching.doors import let_look
from tests.people import Member, make_member
from tracker.coaching.scopes import DEFAULT

SAID = {"name": "Autumn at the rope room", "starts_on": "2026-11-30", "ends_on": "2027-06-30"}


@dataclass(frozen=True)
class CohortDesk:
    coach: Member
    cohort_id: str

    @property
    def path(self) -> str:
        return f"/coach/cohorts/{self.cohort_id}"

    @property
    def link(self) -> str:
        """As the coach hands it on."""
        address = self.coach.client.page(self.path).one("input", id="join-link")["value"]
        return str(address).removeprefix("http://localhost")

    def joined_by(self, member: Member) -> None:
        answer = member.client.get(self.link)
        assert (answer.status_code, answer.location) == (302, "/coaching/join")
        assert member.client.post("/coaching/join").location == "/coaching/cohorts"

    def filled(
        self, app: Flask, letting: int, others: int = 0, scopes: frozenset[str] = DEFAULT, first: int = 0
    ) -> list[Member]:
        """Members, of whom the first so many let the coach look."""
        members = [
            make_member(app, f"ann{number}", f"Ann Number-{number}", "Europe/Berlin")
            for number in range(first, first + letting + others)
        ]
        for member in members:
            self.joined_by(member)
        for member in members[:letting]:
            let_look(app, member, self.coach, scopes)
        return members


def made(coach: Member, op_id: str = "an-op-id", guide: str = "tiny-guide") -> CohortDesk:
    answer = coach.client.post("/coach/cohorts", op_id=op_id, guide=guide, **SAID)
    assert answer.status_code == 303, answer.text
    return CohortDesk(coach, str(answer.location).rpartition("/")[2])
