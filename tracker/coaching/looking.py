"""What one sight shows of a mentee's work, gathered by scope: what a grant doesn't name is not even read.

Everything is worked out by the functions that make the mentee's own pages, and on the mentee's calendar day, so that
both see the same sums. Hours are the mentee's alone, so rows say none.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, url_for

from tracker.coaching.models import Sight
from tracker.library import Guide, Phase, catalogue
from tracker.reading import Reading
from tracker.roadmap import (
    Dating,
    Outlook,
    Plans,
    Progress,
    Standing,
    Taken,
    Tally,
    Worklog,
    counted,
    counts,
    fits,
    next_up,
    personal,
    row,
    trail,
    undated,
)

Address = Callable[..., str]
"""Makes the address of this very page with another view of its list."""


@dataclass(frozen=True)
class Looking:
    sight: Sight
    guide: Guide
    """As the mentee has it; without the days that they set by hand where their plan isn't shared."""
    every: tuple[Standing, ...]
    away: tuple[Standing, ...]
    """What the mentee has put away: in no list and no sum."""
    taken: Taken | None

    @classmethod
    def at(cls, sight: Sight) -> "Looking":
        """In three statements."""
        plain = catalogue().get(sight.guide_id) or abort(404)
        guide, mentee = personal(sight.mentee, plain), sight.mentee
        if not sight.shows("pace"):
            guide = undated(guide)
        found = Progress(mentee, guide).standings(away=True)
        every, away = found[: len(guide.milestones)], found[len(guide.milestones) :]
        taken = Plans(mentee, guide).current() if sight.shows("pace") else None
        return cls(sight, guide, every, away, taken)

    @cached_property
    def outlook(self) -> Outlook | None:
        """Where the mentee stands with the plan. Hours only say which steps of it are behind them."""
        if self.taken is None:
            return None
        logged = Worklog(self.sight.mentee).sums(self.guide).logged
        return Outlook(self.guide, self.taken, self.every, self.sight.mentee.today(), logged)

    @cached_property
    def main(self) -> tuple[Standing, ...]:
        """What counts in the percentages."""
        return counted(self.every)

    @cached_property
    def tally(self) -> Tally:
        return Tally.over(self.main)

    def is_mine(self, standing: Standing) -> bool:
        """Whether it is the coach's turn."""
        return standing.review.is_coachs(self.sight.shows("evidence"))

    def waiting(self, turn: str) -> list[Standing]:
        """Where it is the coach's or the mentee's turn, the longest wait first."""
        every = [one for one in (*self.every, *self.away) if one.review.since]
        mine = [one for one in every if (self.is_mine(one) if turn == "coach" else one.review.turn == turn)]
        return sorted(mine, key=lambda one: one.review.since.timestamp() if one.review.since else 0.0)

    @property
    def my_turns(self) -> int:
        """How many of the milestones that count wait on the coach."""
        return sum(map(self.is_mine, self.main))

    @property
    def under_way(self) -> list[Standing]:
        return [one for one in self.every if one.status in {"doing", "blocked"}]

    def next_rows(self, base: str) -> list[dict[str, Any]]:
        """In the order of the mentee's own dashboard; without their plan in the guide's."""
        today = self.sight.mentee.today() if self.sight.shows("pace") else None
        dating = Dating(self.taken, self.sight.mentee.today(), whose="the") if self.taken else None
        found = next_up(self.guide, self.every, today=today, plan=dating, of_another=True)
        return [self.row(one.standing, base, dating, why=one.why) for one in found]

    def row(self, standing: Standing, base: str, dating: Dating | None, why: str | None = None) -> dict[str, Any]:
        """For components/milestone_row.html: nothing to press, no hours, and evidence by its scope."""
        shown = row(standing, base=base, why=why, dating=dating)
        if not self.sight.shows("evidence"):
            shown |= {"evidence_count": 0, "review": "reviewed" if standing.reviewed else None}
        turn = "their turn" if standing.review.turn == "mentee" else "your turn" if self.is_mine(standing) else None
        return shown | {"action": None, "hours": None, "own_word": "their own", "turn_word": turn}

    def groups(
        self, by: str, status: str, base: str, dating: Dating | None, changed: Collection[str]
    ) -> list[dict[str, Any]]:
        """The milestones that a filter leaves, under their phase or track; the sums are of the whole group."""
        kinds: Sequence[Any] = self.guide.phases if by == "phase" else self.guide.tracks
        shown = [one for one in self.every if self._fits(one, status, changed)]
        found = []
        for kind in kinds:
            here = [one for one in shown if getattr(one.milestone, by).id == kind.id and not one.beside]
            mine = [one for one in self.main if getattr(one.milestone, by).id == kind.id]
            weeks = f"weeks {kind.weeks[0]}–{kind.weeks[1]}" if by == "phase" else ""
            found.append(self._group(kind.id, kind.title, weeks, Tally.over(mine), here, base, dating))
        beside = [one for one in shown if one.beside]
        tally = Tally.beside(self.every)
        found.append(self._group("beside", "Kept beside the percentages", "", tally, beside, base, dating))
        return [group for group in found if group["rows"]]

    def _fits(self, standing: Standing, status: str, changed: Collection[str]) -> bool:
        """By the filters of the mentee's roadmap; the turn is the coach's, and `lately` is since they looked."""
        if status == "turn":
            return self.is_mine(standing)
        if status == "changed" and not self.sight.shows("evidence"):
            return False
        return standing.id in changed if status == "lately" else fits(standing, status)

    def _group(
        self,
        name: str,
        title: str,
        detail: str,
        tally: Tally,
        here: Iterable[Standing],
        base: str,
        dating: Dating | None,
    ) -> dict[str, Any]:
        rows = [self.row(one, base, dating) for one in here]
        return {"id": name, "title": title, "detail": detail, "tally": tally, "rows": rows}

    def trail(self, here: Address) -> list[dict[str, Any]]:
        def where(phase: Phase) -> str:
            return here(by="phase", status=None, _anchor=phase.id)

        return trail(self.guide, self.every, where)

    def bars(self, here: Address) -> list[dict[str, Any]]:
        """Tracks, and what was read where that is shared, for components/bars.html."""
        found = []
        for track in self.guide.tracks:
            tally = counts(Tally.over([one for one in self.every if one.milestone.track == track]))
            where = here(by="track", status="left", _anchor=track.id)
            found.append(tally | {"label": track.title, "href": where})
        if self.sight.shows("sections"):
            _, finished = Reading(self.sight.mentee, self.guide).state_and_days()
            sections = self.guide.sections
            done = sum(1 for section in sections if section.id in finished)
            read = {
                "done": done,
                "had": 0,
                "na": 0,
                "total": len(sections),
                "words": f"{done} of {len(sections)} sections",
            }
            href = url_for("reading.guide", guide_id=self.guide.id, _anchor="contents")
            found.append(read | {"label": "Guide read", "href": href})
        return found
