"""Two devices change one milestone at the same moment: both changes count, in some order, and nothing fails."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from tests.people import Member
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import Evidence, Progress
from tracker.roadmap.models import MilestoneState, Outcome
from tracker.roadmap.progress import STATUSES, Change, put_evidence, replay, set_criterion, set_status, write_note

ROUNDS = 50
LONGEST_WAIT = 60


def test_fifty_rounds_of_two_at_once_lose_nothing(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    bowline = tiny_guide.by_id["tk-bowline"]
    barrier = Barrier(2, timeout=LONGEST_WAIT)

    def send(op_id: str, change: Change) -> Outcome:
        return Progress(mia.person, tiny_guide).change(bowline, op_id, [change.kind], lambda _standing: change)

    def device(name: str, wanted: Callable[[int], Change]) -> list[int]:
        versions = []
        for number in range(ROUNDS):
            with app.app_context():
                barrier.wait()
                outcome = send(f"{name}-{number}", wanted(number))
                db.session.commit()
                versions.append(outcome.after.version)
        return versions

    def by_phone(number: int) -> Change:
        return set_status(STATUSES[(number + 1) % len(STATUSES)], overruled=False)

    def by_laptop(number: int) -> Change:
        changes = (
            set_criterion("tied-blind", met=number % 2 == 0, overruled=False),
            write_note(f"note {number}"),
            put_evidence(Evidence(f"piece-{number}", 1, "text", text=f"{number}"), overruled=False),
        )
        return changes[number % 3]

    with ThreadPoolExecutor(2) as devices:
        both = [devices.submit(device, "phone", by_phone), devices.submit(device, "laptop", by_laptop)]
        versions = [version for one in both for version in one.result(timeout=LONGEST_WAIT)]

    assert sorted(versions) == list(range(1, 2 * ROUNDS + 1))
    with app.app_context():
        progress = Progress(mia.person, tiny_guide)
        history = progress.history(bowline)
        assert [event.version for event in history] == list(range(2 * ROUNDS, 0, -1))
        state = next(s.state for s in progress.standings(note_of=bowline.id) if s.id == bowline.id)
        assert state == replay(event.change for event in reversed(history))
        assert len(state.evidence) == len([number for number in range(ROUNDS) if number % 3 == 2])
        assert db.session.query(MilestoneState).count() == 1


def test_the_same_form_from_two_places_at_once_counts_once(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    bowline = tiny_guide.by_id["tk-bowline"]
    barrier = Barrier(4, timeout=LONGEST_WAIT)

    def send(number: int) -> bool:
        with app.app_context():
            barrier.wait()
            wanted = set_status("doing" if number % 2 else "blocked", overruled=False)
            outcome = Progress(mia.person, tiny_guide).change(bowline, f"form-{number}", ["status"], lambda _s: wanted)
            db.session.commit()
            return outcome.repeated

    with ThreadPoolExecutor(4) as senders:
        for number in range(10):
            repeated = [one.result(timeout=LONGEST_WAIT) for one in [senders.submit(send, number) for _ in range(4)]]
            assert Counter(repeated) == {False: 1, True: 3}
    with app.app_context():
        assert len(Progress(mia.person, tiny_guide).history(bowline)) == 10
