"""The door to what is said on a milestone: threads, turns, what counts once, and that a thread replays to its state."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import Member
from tests.work import always
from tracker import clock
from tracker.extensions import db
from tracker.library import Guide, Milestone
from tracker.roadmap import Evidence, Progress, Review, StaleReview, StaleThread, Talk, TooLate, changes, marks, stored
from tracker.roadmap.models import Post
from tracker.roadmap.review import NONE, VERDICTS, Entry, replay

LINK = Evidence("link-1", 1, "link", url="https://example.org/knot")


@pytest.fixture
def talk(database: object, mia: Member, tiny_guide: Guide) -> Talk:
    return Talk(mia.person, tiny_guide)


@pytest.fixture
def bowline(tiny_guide: Guide) -> Milestone:
    return tiny_guide.by_id["tk-bowline"]


def show(mia: Member, guide: Guide, piece: Evidence = LINK) -> frozenset[str]:
    """Mia puts evidence there; answers its marks."""
    change = changes.put_evidence(piece, overruled=False)
    bowline = guide.by_id["tk-bowline"]
    outcome = Progress(mia.person, guide).change(bowline, f"{piece.id} {piece.version}", [], always(change))
    return marks(outcome.after.evidence)


@contextmanager
def later(**more: float) -> Iterator[None]:
    with clock.stopped_at(clock.now() + timedelta(**more)):
        yield


def kept(mia: Member, guide: Guide) -> Review:
    return stored(guide.id, [mia.user.id])[mia.user.id].reviews.get("tk-bowline", NONE)


def test_asking_makes_it_the_coachs_turn(talk: Talk, bowline: Milestone) -> None:
    assert talk.ask(bowline, "one", "Does it hold?")
    thread = talk.on(bowline)
    (post,) = thread.posts
    assert (post.kind, post.side, post.author, post.text) == ("asked", "mentee", "Mia Okafor", "Does it hold?")
    assert (thread.review.turn, thread.review.asked, thread.review.nudges) == ("coach", True, 0)
    assert thread.review.since == post.at


def test_answers_pass_the_turn_on_and_waiting_counts_from_the_first(
    talk: Talk, bowline: Milestone, mia: Member, carl: Member
) -> None:
    talk.say(bowline, mia.person, "mentee", "one", "How short may the tail be?")
    first = talk.on(bowline).review.since
    with later(hours=5):
        talk.say(bowline, mia.person, "mentee", "two", "I mean the working end.")
        assert talk.on(bowline).review.since == first
        talk.say(bowline, carl.person, "coach", "three", "Ten times the rope.")
        thread = talk.on(bowline)
    assert (thread.review.turn, thread.review.asked) == ("mentee", False)
    assert thread.review.since is not None
    assert first is not None
    assert thread.review.since > first
    assert [post.text[:3] for post in thread.posts] == ["How", "I m", "Ten"]


def test_whoever_answers_a_request_without_reviewing_still_owes_the_review(
    talk: Talk, bowline: Milestone, mia: Member, carl: Member
) -> None:
    talk.ask(bowline, "one", "")
    asked = talk.on(bowline).review
    talk.say(bowline, carl.person, "coach", "two", "Which rope?")
    assert talk.on(bowline).review == asked
    talk.say(bowline, mia.person, "mentee", "three", "Hemp.")
    assert talk.on(bowline).review == asked
    assert (asked.turn, asked.asked) == ("coach", True)


def test_each_verdict_and_whose_turn_it_leaves(
    talk: Talk, bowline: Milestone, mia: Member, carl: Member, tiny_guide: Guide
) -> None:
    seen = show(mia, tiny_guide)
    for verdict, turn in [("returned", "mentee"), ("discussed", "mentee"), ("approved", "nobody")]:
        talk.ask(bowline, f"ask {verdict}", "")
        assert talk.review(bowline, carl.person, verdict, verdict, "Tie it tighter.", seen)
        review = talk.on(bowline).review
        assert (review.turn, review.verdict, review.asked, review.reviewer_id) == (turn, verdict, False, carl.user.id)
    assert talk.on(bowline).review.approved == seen
    reviews = [post for post in talk.on(bowline).posts if post.kind in VERDICTS]
    assert [post.evidence for post in reviews] == [(LINK,)] * 3


def test_a_review_answers_one_version_of_the_evidence(
    talk: Talk, bowline: Milestone, mia: Member, carl: Member, tiny_guide: Guide
) -> None:
    seen = show(mia, tiny_guide)
    newer = show(mia, tiny_guide, Evidence("link-1", 2, "link", url="https://example.org/better"))
    with pytest.raises(StaleReview) as stale:
        talk.review(bowline, carl.person, "one", "approved", "", seen)
    assert marks(stale.value.standing.state.evidence) == newer
    assert talk.on(bowline).posts == ()
    assert talk.review(bowline, carl.person, "two", "approved", "", newer)
    assert talk.on(bowline).posts[0].evidence == (Evidence("link-1", 2, "link", url="https://example.org/better"),)


def test_what_was_approved_stays_approved_through_later_talk(
    talk: Talk, bowline: Milestone, mia: Member, carl: Member, tiny_guide: Guide
) -> None:
    seen = show(mia, tiny_guide)
    talk.review(bowline, carl.person, "one", "approved", "", seen)
    talk.say(bowline, mia.person, "mentee", "two", "Thanks.")
    assert talk.on(bowline).review.approved == seen
    show(mia, tiny_guide, Evidence("text-1", 1, "text", text="Another knot."))
    (standing,) = [one for one in Progress(mia.person, tiny_guide).standings() if one.id == bowline.id]
    assert standing.changed_since_review


def test_returning_without_a_word_is_no_review(talk: Talk, bowline: Milestone, carl: Member) -> None:
    for verdict, text in [("returned", " "), ("fine", "Well.")]:
        with pytest.raises(ValueError, match="no such review"):
            talk.review(bowline, carl.person, "one", verdict, text, frozenset())
    assert talk.on(bowline).posts == ()


def test_sent_twice_counts_once(talk: Talk, bowline: Milestone, mia: Member, carl: Member) -> None:
    sends: list[Callable[[], bool]] = [
        lambda: talk.ask(bowline, "one", "Please."),
        lambda: talk.say(bowline, carl.person, "coach", "two", "Which?"),
        lambda: talk.review(bowline, carl.person, "three", "discussed", "", frozenset()),
    ]
    for send in sends:
        assert send()
        assert not send()
    last_id = talk.on(bowline).last_id
    assert talk.settle(bowline, mia.person, "mentee", "four", last_id)
    assert not talk.settle(bowline, mia.person, "mentee", "four", last_id)
    assert [post.kind for post in talk.on(bowline).posts] == ["asked", "said", "discussed", "settled"]


def test_settling_what_was_answered_meanwhile_is_refused(
    talk: Talk, bowline: Milestone, mia: Member, carl: Member
) -> None:
    talk.say(bowline, carl.person, "coach", "one", "Show me the knot.")
    seen = talk.on(bowline).last_id
    talk.say(bowline, carl.person, "coach", "two", "And how you tied it.")
    with pytest.raises(StaleThread):
        talk.settle(bowline, mia.person, "mentee", "three", seen)
    assert talk.on(bowline).review.turn == "mentee"


def test_own_words_may_be_changed_for_ten_minutes(talk: Talk, bowline: Milestone, mia: Member, carl: Member) -> None:
    talk.say(bowline, mia.person, "mentee", "one", "Is this rihgt?")
    (post,) = talk.on(bowline).posts
    assert not talk.edit(bowline, post.id, carl.person, "Mine now.")
    with later(minutes=9, seconds=59):
        assert post.editable_by(mia.user.id)
        assert talk.edit(bowline, post.id, mia.person, "Is this right?")
    with later(minutes=10, seconds=1):
        assert not post.editable_by(mia.user.id)
        with pytest.raises(TooLate):
            talk.edit(bowline, post.id, mia.person, "Never mind.")
        assert talk.edit(bowline, post.id, mia.person, "Is this right?"), "the same again is no change"
    (post,) = talk.on(bowline).posts
    assert (post.text, post.edited_at is not None) == ("Is this right?", True)


def test_own_words_may_be_taken_back_at_any_time_and_reviews_never(
    talk: Talk, bowline: Milestone, mia: Member, carl: Member
) -> None:
    talk.ask(bowline, "one", "Please.")
    talk.review(bowline, carl.person, "two", "returned", "Tie it again.", frozenset())
    asked, returned = talk.on(bowline).posts
    assert not talk.remove(bowline, asked.id, carl.person)
    assert not talk.remove(bowline, returned.id, carl.person)
    assert not talk.edit(bowline, returned.id, carl.person, "Fine.")
    with later(days=30):
        assert talk.remove(bowline, asked.id, mia.person)
        assert talk.remove(bowline, asked.id, mia.person)
    asked, returned = talk.on(bowline).posts
    assert (asked.text, asked.removed, returned.text) == ("", True, "Tie it again.")


def test_posts_of_another_milestone_or_person_are_not_there(
    talk: Talk, bowline: Milestone, mia: Member, noor: Member, tiny_guide: Guide
) -> None:
    talk.say(bowline, mia.person, "mentee", "one", "Here.")
    (post,) = talk.on(bowline).posts
    other = next(one for one in tiny_guide.milestones if one.id != bowline.id)
    assert not talk.edit(other, post.id, mia.person, "There.")
    assert not Talk(noor.person, tiny_guide).remove(bowline, post.id, mia.person)
    assert talk.on(other).posts == Talk(noor.person, tiny_guide).on(bowline).posts == ()
    assert talk.on(bowline).posts[0].text == "Here."


verbs = st.lists(
    st.tuples(
        st.sampled_from(["asked", "said", "answered", *VERDICTS, "settled"]),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verbs)
def test_a_thread_replays_to_its_state_and_any_order_of_two_devices_is_one(
    app: Flask, mia: Member, carl: Member, tiny_guide: Guide, said: list[tuple[str, int, bool]]
) -> None:
    bowline = tiny_guide.by_id["tk-bowline"]
    talk = Talk(mia.person, tiny_guide)
    with app.app_context():
        for number, (kind, op, shows) in enumerate(said):
            if shows:
                show(mia, tiny_guide, Evidence("text-1", number + 1, "text", text="A knot."))
            every = Progress(mia.person, tiny_guide).standings()
            seen = marks(next(one for one in every if one.id == bowline.id).state.evidence)
            if kind == "asked":
                talk.ask(bowline, f"op {op}", "")
            elif kind == "said":
                talk.say(bowline, mia.person, "mentee", f"op {op}", "So?")
            elif kind == "answered":
                talk.say(bowline, carl.person, "coach", f"op {op}", "So.")
            elif kind == "settled":
                talk.settle(bowline, mia.person, "mentee", f"op {op}", talk.on(bowline).last_id)
            else:
                talk.review(bowline, carl.person, f"op {op}", kind, "Well.", seen)
        posts = talk.on(bowline).posts
        entries = [Entry(one.kind, one.side, one.at, one.evidence or (), one.author_id) for one in posts]
        assert replay(entries) == kept(mia, tiny_guide) == talk.on(bowline).review
        assert len({(one.kind, one.side) for one in posts}) <= db.session.query(Post).count() <= len(said)
        db.session.rollback()
