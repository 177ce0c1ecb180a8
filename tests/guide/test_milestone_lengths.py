"""A milestone's page is a page: 80 to 250 words besides its data, its notes not counted."""

from tracker.library import Guide
from tracker.library.markdown import WORD

SHORTEST, LONGEST = 80, 250


def test_every_milestone_says_80_to_250_words(guide: Guide) -> None:
    counts = {milestone.id: len(WORD.findall(milestone.text)) for milestone in guide.milestones}
    wrong = {name: count for name, count in sorted(counts.items()) if not SHORTEST <= count <= LONGEST}
    assert not wrong, f"milestones of another length than {SHORTEST}–{LONGEST} words: {wrong}"
