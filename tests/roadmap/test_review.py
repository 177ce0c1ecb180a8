"""What posts come to, and what becomes of reviews when an author renames, splits or merges milestones. No database."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.roadmap.authors import Author
from tracker.library import Guide
from tracker.roadmap.carry import Row, fold
from tracker.roadmap.progress import Evidence, State, put_evidence
from tracker.roadmap.progress import apply as changed
from tracker.roadmap.review import NONE, VERDICTS, Entry, Review, after, folded, marks, replay
from tracker.roadmap.standing import Standing, Tally, standings

START = datetime(2026, 11, 25, 20, tzinfo=UTC)
KNOT = Evidence("knot", 1, "link", url="https://example.org/knot")
ROPE = Evidence("rope", 2, "text", text="Hemp.")


def entry(kind: str, side: str, hours: int, *evidence: Evidence) -> Entry:
    return Entry(kind, side, START + timedelta(hours=hours), evidence, author_id=7)


def approved(*evidence: Evidence, hours: int = 0) -> Review:
    return after(NONE, entry("approved", "coach", hours, *evidence))


def test_an_asked_for_review_waits_since_it_was_asked_for() -> None:
    said = entry("said", "mentee", 0)
    asked = replay([said, entry("asked", "mentee", 5)])
    assert (asked.turn, asked.asked, asked.since) == ("coach", True, START + timedelta(hours=5))
    assert after(asked, entry("asked", "mentee", 9)) == after(asked, entry("said", "mentee", 9)) == asked
    assert after(asked, entry("said", "coach", 9)) == asked, "a message is no review"
    assert asked.is_coachs(reviews=True)
    assert not asked.is_coachs(reviews=False)
    assert after(NONE, said).is_coachs(reviews=False)


@pytest.mark.parametrize("kind,side", [("settled", "mentee"), ("settled", "coach"), ("closed", "nobody")])
def test_nothing_to_do_and_four_weeks_of_silence_end_a_turn(kind: str, side: str) -> None:
    asked = replay([entry("approved", "coach", 0, KNOT), entry("asked", "mentee", 1)])
    over = after(asked, entry(kind, side, 2))
    assert (over.turn, over.asked, over.waits) == ("nobody", False, False)
    assert (over.approved, over.verdict) == (marks([KNOT]), "approved")


def test_only_an_approval_changes_what_is_approved() -> None:
    review = approved(KNOT)
    for kind in ("returned", "discussed"):
        review = after(review, entry(kind, "coach", 1, ROPE))
        assert (review.approved, review.verdict, review.turn) == (marks([KNOT]), kind, "mentee")
    assert after(review, entry("approved", "coach", 2, ROPE)).approved == marks([ROPE])


kinds = st.sampled_from(
    [("said", "mentee"), ("said", "coach"), ("asked", "mentee"), ("settled", "coach"), ("closed", "nobody")]
    + [(verdict, "coach") for verdict in VERDICTS]
)


@given(st.lists(kinds, max_size=12))
def test_a_turn_begins_with_the_post_that_gave_it(said: list[tuple[str, str]]) -> None:
    review = NONE
    for hours, (kind, side) in enumerate(said):
        before, review = review, after(review, entry(kind, side, hours))
        assert review.since in {before.since, START + timedelta(hours=hours)}
        assert review.since == before.since or review.nudges == 0
        assert review.turn == before.turn or review.since == START + timedelta(hours=hours)
        assert not review.asked or review.waits
    assert review == replay(entry(kind, side, hours) for hours, (kind, side) in enumerate(said))


@pytest.fixture
def author(tiny_guide: Guide, tmp_path: Path) -> Author:
    return Author(tiny_guide, tmp_path, tk_a=["one"], tk_b=["one"], tk_c=["one"])


def now_standing(guide: Guide, rows: Sequence[Row], found: dict[str, Review]) -> tuple[Standing, ...]:
    states = {milestone_id: one.state for milestone_id, one in fold(guide, rows).items()}
    return standings(guide, states, folded(guide, found))


def done(milestone_id: str, *pieces: Evidence) -> Row:
    state = State(status="done")
    for piece in pieces:
        state = changed(state, put_evidence(piece, overruled=False))
    return Row(milestone_id, state, ())


def test_without_moves_nothing_changes(tiny_guide: Guide) -> None:
    found = {"tk-bowline": approved(KNOT)}
    assert folded(tiny_guide, found) == found


def test_what_was_reviewed_stays_reviewed_under_a_new_id_and_in_every_part(author: Author) -> None:
    rows, found = [done("tk-a", KNOT), done("tk-b", ROPE)], {"tk-a": approved(KNOT), "tk-b": approved(ROPE)}
    author.rename("tk-a")
    assert Tally.over(now_standing(author.guide(), rows, found)).reviewed == 2
    author.split("tk-b")
    reviewed = [one for one in now_standing(author.guide(), rows, found) if one.reviewed]
    assert len(reviewed) == 3
    assert {one.review.approved for one in reviewed} == {marks([KNOT]), marks([ROPE])}


def test_two_that_were_approved_are_one_that_is(author: Author) -> None:
    author.merge("tk-a", "tk-b")
    rows, found = [done("tk-a", KNOT), done("tk-b", ROPE)], {"tk-a": approved(KNOT), "tk-b": approved(ROPE, hours=1)}
    one = next(one for one in now_standing(author.guide(), rows, found) if one.id == "tk-b")
    assert one.reviewed
    assert (one.review.adopted, one.review.reviewed_at) == (("tk-a",), START + timedelta(hours=1))


def test_a_part_that_nobody_approved_shows_as_changed(author: Author) -> None:
    author.merge("tk-a", "tk-b")
    rows = [done("tk-a", KNOT), done("tk-b", ROPE)]
    one = next(one for one in now_standing(author.guide(), rows, {"tk-a": approved(KNOT)}) if one.id == "tk-b")
    assert (one.reviewed, one.changed_since_review) == (False, True)


def test_a_question_that_waits_is_not_lost_in_a_merge(author: Author) -> None:
    asked = replay([entry("asked", "mentee", 0)])
    author.merge("tk-a", "tk-b")
    for theirs in (approved(ROPE, hours=9), replay([entry("said", "coach", 9)])):
        review = folded(author.guide(), {"tk-a": asked, "tk-b": theirs})["tk-b"]
        assert (review.turn, review.since, review.asked) == ("coach", START, True)


def test_what_was_taken_over_once_is_not_laid_over_what_came_after(author: Author) -> None:
    author.merge("tk-a", "tk-b")
    found = {"tk-a": approved(KNOT), "tk-b": approved(ROPE)}
    own = after(folded(author.guide(), found)["tk-b"], entry("approved", "coach", 5, ROPE))
    again = folded(author.guide(), {**found, "tk-b": own})["tk-b"]
    assert (again, again.approved) == (own, marks([ROPE]))


def test_old_ids_are_followed_through_ids_that_nobody_wrote_under(author: Author) -> None:
    for _ in range(3):
        author.rename(next(one for one in author.milestones if one not in {"tk-b", "tk-c"}))
    (present,) = set(author.milestones) - {"tk-b", "tk-c"}
    assert folded(author.guide(), {"tk-a": approved(KNOT)})[present].approved == marks([KNOT])
