"""What the library holds of one person: the stars and the answer that they gave each guide."""

from tracker.accounts import Holding, Row, Topic, Unfit, Unit, When
from tracker.library.models import MOST_STARS, GuideAnswer, GuideRating


def _check_rating(row: Row) -> None:
    if row["stars"] not in range(1, MOST_STARS + 1):
        raise Unfit("stars is not what it should be")


def _later_rating(mine: Unit, theirs: Unit, _when: When) -> Unit:
    return max(mine, theirs, key=lambda unit: str(unit["ratings"][0]["rated_at"]))


def _later_answer(mine: Unit, theirs: Unit, _when: When) -> Unit:
    return max(mine, theirs, key=lambda unit: str(unit["answers"][0]["answered_at"]))


HOLDINGS = (
    Holding(
        "library",
        (
            Topic(
                "ratings",
                GuideRating,
                ("guide_id",),
                ("rating", "ratings"),
                "The stars that you gave each guide, and when",
                _check_rating,
            ),
        ),
        unit=("guide_id",),
        words=("rating", "ratings"),
        rule="The later rating counts.",
        merge=_later_rating,
    ),
    Holding(
        "library",
        (
            Topic(
                "answers",
                GuideAnswer,
                ("guide_id",),
                ("answer", "answers"),
                "Whether each guide helped you, and your comment",
            ),
        ),
        unit=("guide_id",),
        words=("answer", "answers"),
        rule="The later answer counts.",
        merge=_later_answer,
    ),
)
