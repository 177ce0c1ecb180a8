"""A mentee and a coach speak at the same moment: both are heard, in some order, and the state is the thread's."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from tests.people import Member
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import Talk, stored
from tracker.roadmap.review import VERDICTS, Entry, replay

ROUNDS = 25
LONGEST_WAIT = 60


def test_rounds_of_two_at_once_lose_nothing(app: Flask, mia: Member, carl: Member, tiny_guide: Guide) -> None:
    bowline = tiny_guide.by_id["tk-bowline"]
    barrier = Barrier(2, timeout=LONGEST_WAIT)

    def speak(by_coach: bool) -> int:
        heard = 0
        for number in range(ROUNDS):
            with app.app_context():
                talk = Talk(mia.person, tiny_guide)
                barrier.wait()
                if by_coach:
                    verdict = VERDICTS[number % len(VERDICTS)]
                    heard += talk.review(bowline, carl.person, f"coach {number}", verdict, "Well.", frozenset())
                else:
                    heard += talk.ask(bowline, f"mentee {number}", "So?")
                db.session.commit()
        return heard

    with ThreadPoolExecutor(2) as both:
        heard = [side.result(timeout=LONGEST_WAIT) for side in (both.submit(speak, True), both.submit(speak, False))]

    assert heard == [ROUNDS, ROUNDS]
    with app.app_context():
        posts = Talk(mia.person, tiny_guide).on(bowline).posts
        entries = [Entry(one.kind, one.side, one.at, one.evidence or (), one.author_id) for one in posts]
        assert len(posts) == 2 * ROUNDS
        assert stored(tiny_guide.id, [mia.user.id])[mia.user.id].reviews[bowline.id] == replay(entries)
