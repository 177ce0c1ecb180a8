"""Reads content folders into guides, once, at start.

Hides the order of work: names and ids of every file first, then the bodies, whose links need all of them. What is
wrong is gathered over the whole tree and raised as one ContentError.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from tracker.library import markdown
from tracker.library.changes import read_changes
from tracker.library.front_matter import Fields, read_page, read_yaml
from tracker.library.outline import (
    Author,
    BarFigure,
    Catalogue,
    Changes,
    Criterion,
    Guide,
    Milestone,
    Phase,
    Section,
    Skip,
    Source,
    Term,
    Track,
)
from tracker.library.problems import ContentError, Problem

LEVELS = ("beginner", "intermediate", "advanced")
EVIDENCE = ("link", "text", "none")
WHO = ("backend", "full-stack", "data", "mobile", "infra", "at-work", "coding-loop", "no-offer")
MAY = ("skip", "halve", "na")
IFS = ("daily-python",)
RESERVED = {"search", "sources", "glossary"}
"""Pages of a guide that stand where a section would."""


def load_catalogue(root: Path) -> Catalogue:
    """Every folder of `root` that holds a guide.md. Raises ContentError with all that is wrong."""
    problems: list[Problem] = []
    guides: dict[str, Guide] = {}
    for folder in sorted(path.parent for path in root.glob("*/guide.md")):
        try:
            guide = load_guide(folder)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        if guide.id in guides:
            problems.append(
                Problem(
                    folder / "guide.md", 2, f"another folder has the guide id “{guide.id}” too; give this one another"
                )
            )
        guides[guide.id] = guide
    if not guides and not problems:
        problems.append(Problem(root, 1, "there is no guide here; add a folder with a guide.md"))
    if problems:
        raise ContentError(problems)
    return Catalogue(list(guides.values()))


def load_guide(folder: Path) -> Guide:
    """One content folder. Raises ContentError."""
    return _GuideReader(folder).read()


class _Page(NamedTuple):
    id: str
    title: str
    fields: Fields
    body: str
    first_line: int


class _GuideReader:
    """The reading of one folder; `problems` gathers what is wrong while the reading goes on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.guide_id = folder.name
        self.sources: dict[str, Source] = {}
        self.terms: dict[str, Term] = {}
        self.section_pages: list[_Page] = []
        self.milestone_pages: list[_Page] = []
        self.heading_links: list[tuple[Path, int, str, str]] = []

    def read(self) -> Guide:
        guide: Guide | None = None
        with self._noting():
            fields, body, first_line = read_page(self.folder / "guide.md")
            self.guide_id = fields.identifier("id")
            self._read_sources()
            self._read_terms()
            self.section_pages = self._pages("sections/*.md")
            self.milestone_pages = self._pages("roadmap/*/*.md")
            guide = self._guide(fields, body, first_line)
            fields.finish()
        if guide is not None:
            with self._noting():
                self._check_headings(guide)
        if self.problems or guide is None:
            raise ContentError(self.problems)
        return guide

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Within, a Problem is noted and ends the block; what comes after goes on."""
        try:
            yield
        except Problem as problem:
            self.problems.append(problem)

    def _read_sources(self) -> None:
        sources = read_yaml(self.folder / "sources.yaml")
        for code in sources.names():
            with self._noting():
                entry = sources.fields(code)
                self.sources[code] = Source(
                    code, entry.text("title"), entry.text("url"), entry.flag("verified"), entry.text("checked")
                )
                if not self.sources[code].url.startswith(("https://", "http://")):
                    raise entry.problem("url", "the address must begin with https://")
                entry.finish()

    def _read_terms(self) -> None:
        terms = read_yaml(self.folder / "glossary.yaml")
        for term_id in terms.names():
            with self._noting():
                entry = terms.fields(term_id)
                self.terms[term_id] = Term(term_id, entry.text("term"), entry.text("means"))
                entry.finish()

    def _pages(self, pattern: str) -> list[_Page]:
        """The files in order of their names, with id and title read and repeated ids noted."""
        pages: dict[str, _Page] = {}
        for path in sorted(self.folder.glob(pattern)):
            with self._noting():
                fields, body, first_line = read_page(path)
                page = _Page(fields.identifier("id"), fields.text("title"), fields, body, first_line)
                if page.id in pages:
                    raise fields.problem(
                        "id", f"{pages[page.id].fields.path.name} has the id “{page.id}” too; give this one another"
                    )
                pages[page.id] = page
        return list(pages.values())

    def _guide(self, fields: Fields, body: str, first_line: int) -> Guide:
        weeks = fields.whole("weeks", 1, 520)
        phases = tuple(
            Phase(entry.identifier("id"), number, entry.text("title"), entry.span("weeks", weeks))
            for number, entry in enumerate(fields.each("phases"), start=1)
        )
        tracks = tuple(Track(entry.identifier("id"), entry.text("title")) for entry in fields.each("tracks"))
        author = fields.fields("author")
        introduction = self._render(body, fields.path, first_line)
        sections = self._sections()
        milestones = self._milestones(phases, tracks)
        # Where a file could not be read its ids are missing here, and old ids that lead to them would be blamed too.
        whole = not self.problems
        changes = read_changes(self.folder / "changes.yaml", milestones, sections) if whole else Changes()
        return Guide(
            id=self.guide_id,
            title=fields.text("title"),
            subtitle=fields.text("subtitle"),
            level=fields.choice("level", LEVELS),
            updated=fields.day("updated"),
            author=Author(author.text("name"), author.text("about")),
            weeks=weeks,
            introduction=introduction.html,
            phases=phases,
            tracks=tracks,
            sections=sections,
            milestones=milestones,
            sources=self.sources,
            terms=self.terms,
            changes=changes,
        )

    def _sections(self) -> tuple[Section, ...]:
        sections: list[Section] = []
        for page in self.section_pages:
            with self._noting():
                if page.id in RESERVED:
                    raise page.fields.problem("id", f"“{page.id}” is the name of another page; choose another id")
                text = self._render(page.body, page.fields.path, page.first_line)
                if text.words == 0:
                    raise Problem(
                        page.fields.path, page.first_line, "the section has no text; write it, or remove the file"
                    )
                linked = dict.fromkeys(target for kind, target in text.links if kind == "milestone")
                sections.append(
                    Section(
                        id=page.id,
                        number=len(sections) + 1,
                        title=page.title,
                        summary=page.fields.text("summary"),
                        html=text.html,
                        words=text.words,
                        headings=text.headings,
                        passages=text.passages,
                        milestone_ids=tuple(linked),
                    )
                )
                page.fields.finish()
        return tuple(sections)

    def _milestones(self, phases: Sequence[Phase], tracks: Sequence[Track]) -> tuple[Milestone, ...]:
        milestones: dict[str, Milestone] = {}
        for page in self.milestone_pages:
            with self._noting():
                milestones[page.id] = self._milestone(page, phases, tracks)
        return _in_walking_order(milestones, tracks, self._check_needs(milestones))

    def _milestone(self, page: _Page, phases: Sequence[Phase], tracks: Sequence[Track]) -> Milestone:
        fields = page.fields
        phase = phases[fields.whole("phase", 1, len(phases)) - 1]
        folder = fields.path.parent.name
        track = next((track for track in tracks if track.id == folder), None)
        if track is None:
            raise Problem(
                fields.path,
                1,
                f"the folder “{folder}” is no track of this guide; move the file, or add the track to guide.md",
            )
        weeks = fields.span("weeks", phase.weeks[1])
        if weeks[0] < phase.weeks[0]:
            raise fields.problem(
                "weeks",
                f"weeks {weeks[0]}–{weeks[1]} lie outside {phase.title} (weeks {phase.weeks[0]}–{phase.weeks[1]})",
            )
        text = self._render(page.body, fields.path, page.first_line)
        criteria = fields.fields("criteria")
        bar = fields.fields("bar")
        milestone = Milestone(
            id=page.id,
            title=page.title,
            outcome=fields.text("outcome"),
            track=track,
            phase=phase,
            weeks=weeks,
            hours=fields.whole("hours", 1, 200),
            needs=fields.words("needs"),
            evidence=fields.choice("evidence", EVIDENCE),
            criteria=tuple(Criterion(name, criteria.text(name)) for name in criteria.names()),
            bar=tuple(_figure(name, bar.fields(name)) for name in bar.names()),
            skips=tuple(_skip(entry) for entry in fields.each("skip")),
            sources=self._cited(fields),
            stretch=fields.flag("stretch"),
            market=fields.flag("market"),
            project=fields.optional_text("project"),
            body=text.html,
            text=" ".join(passage.text for passage in text.passages),
        )
        if not milestone.criteria:
            raise fields.problem("criteria", "there is no criterion; say when this milestone is done")
        fields.finish()
        return milestone

    def _cited(self, fields: Fields) -> tuple[Source, ...]:
        codes = fields.words("sources")
        unknown = [code for code in codes if code not in self.sources]
        if unknown:
            raise fields.problem(
                "sources", f"the source “{unknown[0]}” is not in sources.yaml; add it there, or mend the code"
            )
        return tuple(self.sources[code] for code in codes)

    def _check_needs(self, milestones: dict[str, Milestone]) -> list[str]:
        """The ids, each after those it needs."""
        paths = {page.id: page.fields for page in self.milestone_pages}
        for milestone in milestones.values():
            for need in milestone.needs:
                if need not in paths:
                    self.problems.append(
                        paths[milestone.id].problem(
                            "needs", f"it needs “{need}”, which does not exist; mend the id, or add it"
                        )
                    )
        try:
            return list(
                TopologicalSorter(
                    {m.id: [n for n in m.needs if n in milestones] for m in milestones.values()}
                ).static_order()
            )
        except CycleError as error:
            cycle: list[str] = error.args[1]
            self.problems.append(
                paths[cycle[0]].problem("needs", f"these need each other: {' ← '.join(cycle)}; remove one of the needs")
            )
            return list(milestones)

    def _render(self, body: str, path: Path, first_line: int) -> markdown.Rendered:
        def resolve(kind: str, target: str) -> markdown.Target | None:
            return self._resolve(kind, target, path, first_line)

        rendered = markdown.render(
            body, path=path, first_line=first_line, resolve=resolve, figures=self.folder / "figures"
        )
        for info, code, line in rendered.samples:
            if info.split(" ")[0] == "python":
                try:
                    compile(code, str(path), "exec")
                except SyntaxError as error:
                    raise Problem(
                        path, line + (error.lineno or 1), f"this Python sample does not compile: {error.msg}"
                    ) from error
        return rendered

    def _resolve(self, kind: str, target: str, path: Path, first_line: int) -> markdown.Target | None:
        if kind == "milestone" and any(page.id == target for page in self.milestone_pages):
            return markdown.Target(f"/roadmap/{self.guide_id}/{target}", "milestone")
        if kind == "section":
            section_id, _, heading = target.partition("#")
            if any(page.id == section_id for page in self.section_pages):
                if heading:
                    self.heading_links.append((path, first_line, section_id, heading))
                return markdown.Target(f"/guides/{self.guide_id}/{target}", "section")
        if kind == "term" and target in self.terms:
            return markdown.Target(f"/guides/{self.guide_id}/glossary#{target}", "term", self.terms[target].means)
        if kind == "source" and target in self.sources:
            source = self.sources[target]
            return markdown.Target(
                source.url,
                "source" if source.verified else "source unverified",
                None if source.verified else "Not yet opened by us",
            )
        return None

    def _check_headings(self, guide: Guide) -> None:
        for path, line, section_id, heading in self.heading_links:
            section = guide.section_by_id.get(section_id)
            if section is not None and all(known.id != heading for known in section.headings):
                self.problems.append(
                    Problem(
                        path, line, f"the link section:{section_id}#{heading} names no heading of that section; mend it"
                    )
                )


def _figure(name: str, entry: Fields) -> BarFigure:
    figure = BarFigure(name, entry.text("metric"), entry.text("target"))
    entry.finish()
    return figure


def _skip(entry: Fields) -> Skip:
    skip = Skip(entry.choice("who", WHO), entry.choice("may", MAY), entry.choice("if", IFS) if "if" in entry else None)
    entry.finish()
    return skip


def _in_walking_order(
    milestones: dict[str, Milestone], tracks: Sequence[Track], after_needs: list[str]
) -> tuple[Milestone, ...]:
    """By phase, then first week, then prerequisites before what needs them, then track."""
    depth: dict[str, int] = {}
    for milestone_id in after_needs:
        depth[milestone_id] = 1 + max((depth.get(need, 0) for need in milestones[milestone_id].needs), default=0)
    place = {track.id: at for at, track in enumerate(tracks)}
    return tuple(
        sorted(milestones.values(), key=lambda m: (m.phase.number, m.weeks, depth[m.id], place[m.track.id], m.id))
    )
