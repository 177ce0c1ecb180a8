"""The question bank holds forty questions, each with two to four points that a strong answer covers."""

from collections import Counter

from tests.conftest import REAL_GUIDE
from tests.guide.texts import Block, blocks_of

PARTS = sorted(REAL_GUIDE.glob("appendices/*-question-bank*.md"))
GROUPS = {
    "models": 5,
    "retrieval": 7,
    "evals": 6,
    "agents": 7,
    "production": 6,
    "safety": 3,
    "tuning": 2,
    "judgement": 4,
}


def bank() -> list[Block]:
    """The blocks of all its parts, in order."""
    return [block for file in PARTS for block in blocks_of(file)]


def test_there_are_forty_questions_numbered_in_order() -> None:
    questions = [block for block in bank() if block.kind == "heading" and "question-" in str(block.heading)]
    assert [block.heading for block in questions] == [f"question-{number}" for number in range(1, 41)]
    assert [block.text.split(".")[0] for block in questions] == [str(number) for number in range(1, 41)]
    assert len({block.text.split(". ", 1)[1] for block in questions}) == 40


def test_each_question_has_two_to_four_points() -> None:
    points = Counter(block.heading for block in bank() if block.kind == "item")
    assert {f"question-{number}" for number in range(1, 41)} <= set(points)
    wrong = {name: count for name, count in points.items() if "question-" in str(name) and not 2 <= count <= 4}
    assert wrong == {}


def test_the_groups_are_the_eight_that_the_milestone_names() -> None:
    groups: Counter[str] = Counter()
    group = ""
    for block in bank():
        if block.kind == "heading" and "question-" not in str(block.heading):
            group = str(block.heading)
        elif block.kind == "heading":
            groups[group] += 1
    assert dict(groups) == GROUPS
