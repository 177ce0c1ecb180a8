"""How somebody goes on reading: where, at which sentence, and how long it still takes. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.library import Guide, Section
from tracker.reading.anchors import find
from tracker.reading.operations import State

NEAR_THE_END = 0.8
"""A place beyond this share of a finished section is no reason to go back to it."""


@dataclass(frozen=True)
class Continuing:
    """Where reading goes on. `sentence` is empty at the beginning of a section; `minutes` are the section's left."""

    section: Section
    href: str
    sentence: str
    minutes: int
    guide_minutes: int
    notice: str | None = None
    at: datetime | None = None
    label: str = ""
    begun: bool = True

    @property
    def verb(self) -> str:
        return "Continue" if self.begun else "Start"


def continuing(guide: Guide, state: State) -> Continuing | None:
    """The place; the next open section where the place's was finished since; None where nothing is left."""
    place = state.place
    found = find(guide, place.anchor) if place else None
    left = [section for section in guide.sections if section.id not in state.finished]
    if place and found:
        finished = state.finished.get(found.section.id)
        if finished is None or (finished.revision < place.mark.revision and place.anchor.through < NEAR_THE_END):
            others = sum(section.minutes for section in left if section != found.section)
            return Continuing(
                section=found.section,
                href=f"{address(guide, found.section)}#{found.block.id}",
                sentence=found.sentence,
                minutes=found.minutes_left,
                guide_minutes=found.minutes_left + others,
                notice=found.notice,
                at=place.at,
                label=place.label,
            )
    number = found.section.number if found else 0
    following = next((section for section in left if section.number > number), left[0] if left else None)
    if place is None and state.began.revision:  # started over: from the first section, whatever is finished
        following, left = guide.sections[0], list(guide.sections)
    if following is None:
        return None
    return Continuing(
        section=following,
        href=address(guide, following),
        sentence="",
        minutes=following.minutes,
        guide_minutes=sum(section.minutes for section in left),
        begun=bool(place or (state.finished and not state.began.revision)),
    )


def address(guide: Guide, section: Section) -> str:
    return f"/guides/{guide.id}/{section.id}"


def percent_read(guide: Guide, finished: Collection[str]) -> int:
    """Words of finished sections in percent of all words, rounded down."""
    words = sum(section.words for section in guide.sections if section.id in finished)
    return 100 * words // guide.words if guide.words else 0


def as_data(guide: Guide, state: State) -> dict[str, Any]:
    """The state for the browser, every place resolved in the guide as it reads now."""
    furthest = find(guide, state.furthest) if state.furthest else None
    return {
        "revision": state.revision,
        "place": _place(guide, state),
        "furthest": furthest
        and {"section": furthest.section.id, "number": furthest.section.number, "block": furthest.block.id},
        "finished": [section.id for section in guide.sections if section.id in state.finished],
        "percent": percent_read(guide, state.finished),
    }


def _place(guide: Guide, state: State) -> dict[str, Any] | None:
    place = state.place
    found = find(guide, place.anchor) if place else None
    if place is None or found is None:
        return None
    return {
        "section": found.section.id,
        "number": found.section.number,
        "block": found.block.id,
        "fraction": found.fraction,
        "href": f"{address(guide, found.section)}#{found.block.id}",
        "title": found.section.title,
        "sentence": found.sentence,
        "device": place.mark.device,
        "label": place.label,
        "at": place.at.isoformat(),
        "notice": found.notice,
    }
