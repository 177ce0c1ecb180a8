"""What somebody earned under an id that the content has renamed, split, merged or retired since."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.people import Member
from tests.roadmap.authors import Author
from tests.roadmap.test_change import change, replayed, state_of
from tracker.library import Guide
from tracker.library.outline import Changes
from tracker.roadmap import Evidence, Progress, Standing, Tally, ids_in_use
from tracker.roadmap.progress import (
    Change,
    put_evidence,
    remove_evidence,
    set_criterion,
    set_status,
    undo,
    write_note,
)

LINK = Evidence("one", 1, "link", url="https://example.org/rope")


@pytest.fixture
def author(tiny_guide: Guide, tmp_path: Path) -> Author:
    return Author(tiny_guide, tmp_path, a=["x", "y"], b=["z"])


@pytest.fixture
def earned(database: SQLAlchemy, mia: Member, author: Author) -> Progress:
    """Mia has ticked, shown, noted and finished the milestone `a`."""
    progress = Progress(mia.person, author.guide())
    change(progress, "1", set_criterion("x", met=True, overruled=False), "a")
    change(progress, "2", put_evidence(LINK, overruled=False), "a")
    change(progress, "3", write_note("tied on the boat"), "a")
    change(progress, "4", set_status("done", overruled=False), "a")
    return progress


def publish(progress: Progress, author: Author) -> Progress:
    return Progress(progress.person, author.guide())


def test_a_renamed_milestone_shows_everything_at_once(earned: Progress, author: Author) -> None:
    (new,) = author.rename("a").successors["a"]
    state = state_of(publish(earned, author), new)
    assert state.status == "done"
    assert state.overruled
    assert state.criteria == {"x"}
    assert state.evidence == (LINK,)
    assert state.note == "tied on the boat"


def test_the_next_change_adopts_it_for_good(earned: Progress, author: Author) -> None:
    (new,) = author.rename("a").successors["a"]
    progress = publish(earned, author)
    change(progress, "5", set_criterion("y", met=True, overruled=False), new)
    assert [event.change.kind for event in progress.history(progress.guide.by_id[new])] == ["criterion", "adopt"]
    assert state_of(progress, new) == replayed(progress, new)
    assert state_of(progress, new).criteria == {"x", "y"}
    assert not state_of(progress, new).overruled


def test_undo_after_an_adoption_takes_back_the_change_and_never_the_adoption(earned: Progress, author: Author) -> None:
    (new,) = author.rename("a").successors["a"]
    progress = publish(earned, author)
    change(progress, "5", set_status("todo", overruled=False), new)
    for number in range(3):
        change(progress, f"undo {number}", undo(), new)
    assert state_of(progress, new).status == "done"
    assert state_of(progress, new).evidence == (LINK,)


def test_a_request_sent_again_after_the_rename_still_counts_once(earned: Progress, author: Author) -> None:
    (new,) = author.rename("a").successors["a"]
    progress = publish(earned, author)
    wanted = set_status("blocked", overruled=False)
    assert [change(progress, "5", wanted, new).repeated for _ in range(2)] == [False, True]


def test_both_parts_of_a_split_begin_with_all_of_it_and_then_go_their_own_ways(
    earned: Progress, author: Author
) -> None:
    first, second = author.split("a").successors["a"]
    progress = publish(earned, author)
    change(progress, "5", set_status("todo", overruled=False), first)
    assert state_of(progress, first).status == "todo"
    assert state_of(progress, second).status == "done"
    assert state_of(progress, first).evidence == state_of(progress, second).evidence == (LINK,)


def test_a_merge_unites_what_both_had(earned: Progress, author: Author) -> None:
    figure = Evidence("one", 1, "text", text="another piece with the same id")
    change(earned, "5", set_criterion("z", met=True, overruled=False), "b")
    change(earned, "6", put_evidence(figure, overruled=False), "b")
    change(earned, "7", write_note("tied at home"), "b")
    author.merge("a", "b")
    progress = publish(earned, author)
    state = state_of(progress, "b")
    assert state.status == "done"
    assert state.criteria == {"x", "z"}
    assert {(piece.url, piece.text) for piece in state.evidence} == {(LINK.url, ""), ("", figure.text)}
    assert len({piece.id for piece in state.evidence}) == 2
    assert state.note == "tied at home\n\ntied on the boat"
    change(progress, "8", undo(), "b")
    assert state_of(progress, "b").criteria == {"x", "z"}


def test_what_was_taken_back_under_the_newer_id_stays_taken_back(earned: Progress, author: Author) -> None:
    (second,) = author.rename("a").successors["a"]
    progress = publish(earned, author)
    change(progress, "5", set_status("todo", overruled=False), second)
    change(progress, "6", remove_evidence("one", overruled=False), second)
    change(progress, "7", set_criterion("x", met=False, overruled=False), second)
    (third,) = author.rename(second).successors[second]
    state = state_of(publish(earned, author), third)
    assert (state.status, state.evidence, state.criteria) == ("todo", (), frozenset())


def test_a_chain_of_renames_is_followed_without_a_change_in_between(earned: Progress, author: Author) -> None:
    (second,) = author.rename("a").successors["a"]
    (third,) = author.rename(second).successors[second]
    assert state_of(publish(earned, author), third).status == "done"


def test_a_split_that_is_merged_again_keeps_what_either_part_has(earned: Progress, author: Author) -> None:
    first, second = author.split("a").successors["a"]
    progress = publish(earned, author)
    change(progress, "5", set_status("todo", overruled=False), first)
    author.merge(second, first)
    progress = publish(earned, author)
    assert state_of(progress, first).status == "done"
    assert state_of(progress, first).evidence == (LINK,)
    change(progress, "6", set_status("blocked", overruled=False), first)
    assert state_of(progress, first).status == "blocked"
    assert state_of(progress, first).version == replayed(progress, first).version


def test_a_retired_milestone_leaves_every_number_and_stays_on_record(earned: Progress, author: Author) -> None:
    author.retire("a")
    progress = publish(earned, author)
    assert [standing.id for standing in progress.standings()] == ["b"]
    assert Tally.over(progress.standings()).done == 0
    assert ids_in_use() == {("tiny-guide", "a")}


def test_a_renamed_criterion_stays_ticked_and_can_be_unticked_for_good(earned: Progress, author: Author) -> None:
    new = author.rename_criterion("a", "x").criteria["x"]
    assert new
    progress = publish(earned, author)
    assert state_of(progress, "a").criteria == {new}
    change(progress, "5", set_criterion(new, met=False, overruled=False), "a")
    change(progress, "6", write_note("another"), "a")
    change(progress, "7", undo(), "a")
    assert state_of(progress, "a").criteria == frozenset()
    assert state_of(progress, "a").note == "tied on the boat"


def test_a_retired_criterion_counts_nowhere(earned: Progress, author: Author) -> None:
    author.retire_criterion("a", "x")
    progress = publish(earned, author)
    assert state_of(progress, "a").criteria == frozenset()
    assert state_of(progress, "a").status == "done"


def test_what_a_renamed_prerequisite_closed_stays_closed(database: SQLAlchemy, mia: Member, tiny_guide: Guide) -> None:
    """The tiny guide declares tk-loop as the old id of tk-bowline, which tk-sheet-bend needs."""
    loop = replace(tiny_guide.by_id["tk-bowline"], id="tk-loop")
    before = Progress(mia.person, replace(tiny_guide, milestones=(loop,), changes=Changes()))
    change(before, "1", set_status("done", overruled=False), "tk-loop")
    after = Progress(mia.person, tiny_guide)
    assert not next(standing for standing in after.standings() if standing.id == "tk-sheet-bend").locked

    def decide(standing: Standing) -> Change:
        assert standing.locked_by == ()
        return set_status("doing", overruled=False)

    assert after.change(tiny_guide.by_id["tk-sheet-bend"], "2", [], decide).after.status == "doing"


def test_what_was_adopted_is_not_forgotten_when_nothing_is_declared_any_more(earned: Progress, author: Author) -> None:
    (new,) = author.rename("a").successors["a"]
    published = publish(earned, author)
    change(published, "5", set_status("todo", overruled=False), new)
    undeclared = Progress(earned.person, replace(published.guide, changes=Changes()))
    change(undeclared, "6", write_note("meanwhile"), new)
    assert state_of(published, new).status == "todo"
    assert state_of(published, new).note == "meanwhile"
