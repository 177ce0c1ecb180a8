"""The shape of a guide: frozen objects that the loader makes once and everyone else only reads.

Hides nothing but arithmetic: order, neighbours, who needs whom, and where an old id went.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from markupsafe import Markup

from tracker.library.articles import Article, Section
from tracker.library.profiles import Cut, Profile


@dataclass(frozen=True)
class Source:
    """Something the text cites; `verified` is false while nobody could open the address."""

    code: str
    title: str
    url: str
    verified: bool
    checked: str


@dataclass(frozen=True)
class Term:
    id: str
    term: str
    means: str


@dataclass(frozen=True)
class Phase:
    """A stretch of the roadmap; `weeks` are the first and last week, counted from 1."""

    id: str
    number: int
    title: str
    weeks: tuple[int, int]


@dataclass(frozen=True)
class Track:
    id: str
    title: str


@dataclass(frozen=True)
class Criterion:
    id: str
    text: str


@dataclass(frozen=True)
class BarFigure:
    """One figure of a project's bar: what is measured, and the value to reach."""

    id: str
    metric: str
    target: str


@dataclass(frozen=True)
class Skip:
    """Who may skip a milestone, halve its hours, or call it not applicable.

    `people` is what the people of a background are called; empty where `who` is no background.
    """

    who: str
    may: str
    only_if: str | None = None
    people: str = ""


@dataclass(frozen=True)
class Milestone:
    """One step of the roadmap. `hours` is study time; `weeks` its window; `evidence` is link, text or none."""

    id: str
    title: str
    outcome: str
    track: Track
    phase: Phase
    weeks: tuple[int, int]
    hours: int
    needs: tuple[str, ...]
    evidence: str
    criteria: tuple[Criterion, ...]
    bar: tuple[BarFigure, ...]
    skips: tuple[Skip, ...]
    sources: tuple[Source, ...]
    stretch: bool
    market: bool
    project: str | None
    body: Markup
    text: str

    @property
    def window(self) -> str:
        first, last = self.weeks
        return f"week {first}" if first == last else f"weeks {first}–{last}"

    @cached_property
    def criterion_ids(self) -> frozenset[str]:
        return frozenset(criterion.id for criterion in self.criteria)


@dataclass(frozen=True)
class Changes:
    """Where ids went: each old id with its present ones (none where it was retired)."""

    milestones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The same, one step at a time: each old milestone id with what it was declared to have become."""
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    criteria: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    """(milestone id, old criterion id) to the present criterion id, or None where it was retired."""
    blocks: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """(section id, old block id) to the present section id and block id."""
    merged: frozenset[str] = frozenset()
    """The old milestone ids that went into another one, which may have been there before."""


@dataclass(frozen=True)
class Author:
    name: str
    about: str


@dataclass(frozen=True)
class Guide:
    id: str
    title: str
    subtitle: str
    level: str
    updated: date
    author: Author
    weeks: int
    introduction: Markup
    introduction_markdown: str
    method: Markup
    """How its claims are sourced; empty where the guide doesn't say."""
    method_markdown: str
    phases: tuple[Phase, ...]
    tracks: tuple[Track, ...]
    sections: tuple[Section, ...]
    appendices: tuple[Article, ...]
    milestones: tuple[Milestone, ...]
    """In walking order: by phase, then window, then prerequisites, then track."""
    sources: Mapping[str, Source]
    terms: Mapping[str, Term]
    changes: Changes = field(default_factory=Changes)
    weekly_hours: int = 10
    """The hours a week that the windows of its milestones were drawn for."""
    loop_weeks: int = 0
    """Real weeks that stay reserved for what the market dates at the end, at any pace."""
    hiring_weeks: tuple[int, int] | None = None
    """The weeks in which employers should be answering; a plan warns where they fall on a quiet season."""
    backgrounds: tuple[Profile, ...] = ()
    roles: tuple[Profile, ...] = ()
    cuts: tuple[Cut, ...] = ()
    away: tuple[Milestone, ...] = ()
    """Milestones that a person has put away: found by their id, and in no list. Guides as they are read have none."""

    @cached_property
    def revision(self) -> str:
        """A mark of all that a reader sees of the guide: it changes with every edit of its text."""
        seen = hashlib.blake2b(digest_size=6)
        parts = [self.title, self.subtitle, self.level, self.updated.isoformat(), self.introduction, self.method]
        for article in (*self.sections, *self.appendices):
            parts += [article.id, article.title, article.summary, article.html]
        parts += [f"{source.title} {source.url} {source.verified}" for source in self.sources.values()]
        parts += [f"{milestone.id} {milestone.title}" for milestone in self.milestones]
        for part in parts:
            seen.update(str(part).encode() + b"\0")
        return seen.hexdigest()

    @cached_property
    def words(self) -> int:
        return sum(section.words for section in self.sections)

    @property
    def minutes(self) -> int:
        """The minutes of its sections, so that the sum agrees with the list."""
        return sum(section.minutes for section in self.sections)

    @cached_property
    def by_id(self) -> Mapping[str, Milestone]:
        return {milestone.id: milestone for milestone in (*self.milestones, *self.away)}

    @cached_property
    def section_by_id(self) -> Mapping[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def unlocks(self) -> Mapping[str, tuple[Milestone, ...]]:
        """For each milestone, those that need it."""
        found: dict[str, list[Milestone]] = {milestone_id: [] for milestone_id in self.by_id}
        for milestone in self.milestones:
            for need in dict.fromkeys(milestone.needs):
                if need in found:
                    found[need].append(milestone)
        return {milestone_id: tuple(others) for milestone_id, others in found.items()}

    @cached_property
    def sections_about(self) -> Mapping[str, tuple[Section, ...]]:
        """For each milestone, the sections whose text links it."""
        return {
            milestone_id: tuple(s for s in self.sections if milestone_id in s.milestone_ids)
            for milestone_id in self.by_id
        }

    @cached_property
    def appendix_by_id(self) -> Mapping[str, Article]:
        return {appendix.id: appendix for appendix in self.appendices}

    @cached_property
    def appendices_about(self) -> Mapping[str, tuple[Article, ...]]:
        """For each milestone, the appendices whose text links it."""
        return {
            milestone_id: tuple(a for a in self.appendices if milestone_id in a.milestone_ids)
            for milestone_id in self.by_id
        }

    @cached_property
    def cited_in(self) -> Mapping[str, tuple[tuple[Article, ...], tuple[Milestone, ...]]]:
        """For each source code, the sections and appendices that cite it and the milestones to learn it for."""
        return {
            code: (
                tuple(article for article in (*self.sections, *self.appendices) if code in article.source_codes),
                tuple(milestone for milestone in self.milestones if source in milestone.sources),
            )
            for code, source in self.sources.items()
        }

    def present(self, milestone_id: str) -> Milestone | None:
        """The milestone that an id, of today or of before, stands for now; the first of several."""
        successors = self.changes.milestones.get(milestone_id, ())
        return self.by_id.get(successors[0] if successors else milestone_id)

    @cached_property
    def ancestors(self) -> Mapping[str, tuple[str, ...]]:
        """For each present milestone, the old ids whose progress counts for it."""
        found: dict[str, list[str]] = {}
        for old, present in self.changes.milestones.items():
            for milestone_id in present:
                found.setdefault(milestone_id, []).append(old)
        return {milestone_id: tuple(old) for milestone_id, old in found.items()}

    @cached_property
    def predecessors(self) -> Mapping[str, tuple[str, ...]]:
        """For each milestone id, present or gone, the old ids that became it in one step."""
        found: dict[str, list[str]] = {}
        for old, became in self.changes.steps.items():
            for milestone_id in became:
                found.setdefault(milestone_id, []).append(old)
        return {milestone_id: tuple(old) for milestone_id, old in found.items()}

    def neighbours(self, section: Section) -> tuple[Section | None, Section | None]:
        """The sections before and after this one."""
        at = section.number - 1
        before = self.sections[at - 1] if at else None
        after = self.sections[at + 1] if at + 1 < len(self.sections) else None
        return before, after


class Catalogue:
    """All guides, by id, in the order of their titles."""

    def __init__(self, guides: Sequence[Guide]) -> None:
        self.guides = tuple(sorted(guides, key=lambda guide: guide.title))
        self._by_id = {guide.id: guide for guide in guides}

    def get(self, guide_id: str) -> Guide | None:
        return self._by_id.get(guide_id)
