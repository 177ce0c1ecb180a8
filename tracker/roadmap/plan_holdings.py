"""What a roadmap holds of one person's plans: every plan, days off, and that setting out was put away."""

from tracker.accounts import Holding, Key, Topic, Unit, Units, When
from tracker.library import catalogue
from tracker.roadmap.checking_plans import check_break, check_plan, check_together, joined, too_many_breaks
from tracker.roadmap.models import MOST_BREAKS, BreakRow, OfferRow, PlanRow


def _joined(mine: Unit, theirs: Unit, _when: When) -> Unit:
    return joined(mine, theirs)


def _check(unit: Unit) -> None:
    """Of a guide that isn't here only what needs none: which phases it has, no plan says."""
    row = next((row for rows in unit.values() for row in rows), None)
    guide = (catalogue().get(str(row["guide_id"])) if row else None) or catalogue().guides[0]
    check_together(unit, guide)


def _called(key: Key, _unit: Unit) -> str:
    guide = catalogue().get(key[0])
    return f"Plans for {guide.title if guide else f'{key[0]}, which is no guide here now'}"


def _limit(units: Units) -> str | None:
    if any(too_many_breaks(unit, MOST_BREAKS) for unit in units.values()):
        return f"Together that would be more than {MOST_BREAKS} breaks of one plan. Remove some here first."
    return None


HOLDINGS = (
    Holding(
        "roadmap",
        (
            Topic(
                "plans",
                PlanRow,
                ("guide_id", "version"),
                ("plan", "plans"),
                "Every plan that you took: what you said for it, and the days that it gave each milestone",
                check_plan,
            ),
            Topic(
                "breaks",
                BreakRow,
                ("guide_id", "first", "last"),
                ("break", "breaks"),
                "Your days off, when you told them, and when you took them back",
                check_break,
            ),
            Topic(
                "offers",
                OfferRow,
                ("guide_id",),
                ("offer put away", "offers put away"),
                "When you put the offer of a plan away",
            ),
        ),
        unit=("guide_id",),
        words=("guide with plans", "guides with plans"),
        rule="All plans of both are kept, in the order in which they were made; the newest counts. Of the same "
        "days off, what you said of them last.",
        merge=_joined,
        called=_called,
        check=_check,
        limit=_limit,
    ),
)
