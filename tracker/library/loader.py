"""Reads content folders into guides, once, at start.

Hides the order of work: names and ids of every file first, then the bodies, whose links need all of them. What is
wrong is gathered over the whole tree and raised as one ContentError.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from markupsafe import Markup

from tracker.library import markdown
from tracker.library.articles import Article, Section
from tracker.library.changes import read_changes
from tracker.library.front_matter import Page, read_page, read_yaml
from tracker.library.milestones import in_walking_order, read_milestone, unknown_needs
from tracker.library.outline import (
    Author,
    Catalogue,
    Changes,
    Guide,
    Milestone,
    Phase,
    Source,
    Term,
    Track,
)
from tracker.library.personal import named_people, read_personal
from tracker.library.problems import ContentError, Problem

LEVELS = ("beginner", "intermediate", "advanced")
RESERVED = {"search", "sources", "glossary", "rating", "helpful", "highlights", "download", "place", "operations"}
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


class _GuideReader:
    """The reading of one folder; `problems` gathers what is wrong while the reading goes on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.guide_id = folder.name
        self.sources: dict[str, Source] = {}
        self.terms: dict[str, Term] = {}
        self.section_pages: list[Page] = []
        self.appendix_pages: list[Page] = []
        self.milestone_pages: list[Page] = []
        self.heading_links: list[tuple[Path, int, str, str]] = []

    def read(self) -> Guide:
        guide: Guide | None = None
        with self._noting():
            front = read_page(self.folder / "guide.md")
            self.guide_id = front.id
            self._read_sources()
            self._read_terms()
            self.section_pages = self._pages("sections/*.md")
            self.milestone_pages = self._pages("roadmap/*/*.md")
            self.appendix_pages = self._pages("appendices/*.md")
            guide = self._guide(front)
            front.fields.finish()
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
                terms.check_id(term_id)
                entry = terms.fields(term_id)
                self.terms[term_id] = Term(term_id, entry.text("term"), entry.text("means"))
                entry.finish()

    def _pages(self, pattern: str) -> list[Page]:
        """The files in order of their names, with id and title read and repeated ids noted."""
        pages: dict[str, Page] = {}
        for path in sorted(self.folder.glob(pattern)):
            with self._noting():
                page = read_page(path)
                if page.id in pages:
                    other = pages[page.id].fields.path.name
                    raise page.fields.problem("id", f"{other} has the id “{page.id}” too; give this one another")
                pages[page.id] = page
        return list(pages.values())

    def _guide(self, front: Page) -> Guide:
        fields = front.fields
        weeks = fields.whole("weeks", 1, 520)
        phases = tuple(
            Phase(entry.identifier("id"), number, entry.text("title"), entry.span("weeks", weeks))
            for number, entry in enumerate(fields.each("phases"), start=1)
        )
        tracks = tuple(Track(entry.identifier("id"), entry.text("title")) for entry in fields.each("tracks"))
        author = fields.fields("author")
        introduction = self._render(front)
        method, method_markdown = self._method()
        sections = self._sections()
        appendices = self._appendices()
        milestones = self._milestones(phases, tracks, named_people(fields, "backgrounds"))
        # Where a file could not be read its ids are missing here, and old ids that lead to them would be blamed too.
        whole = not self.problems
        changes = read_changes(self.folder / "changes.yaml", milestones, sections) if whole else Changes()
        return Guide(
            id=self.guide_id,
            title=front.title,
            subtitle=fields.text("subtitle"),
            level=fields.choice("level", LEVELS),
            updated=fields.day("updated"),
            author=Author(author.text("name"), author.text("about")),
            weeks=weeks,
            introduction=introduction.html,
            introduction_markdown=front.body,
            method=method,
            method_markdown=method_markdown,
            phases=phases,
            tracks=tracks,
            sections=sections,
            appendices=appendices,
            milestones=milestones,
            sources=self.sources,
            terms=self.terms,
            changes=changes,
            **read_personal(fields, weeks, milestones if whole else None),
        )

    def _method(self) -> tuple[Markup, str]:
        """How claims are sourced, as it is shown and as it was written."""
        path = self.folder / "method.md"
        if not path.exists():
            return Markup(""), ""
        page = read_page(path)
        page.fields.finish()
        return self._render(page).html, page.body

    def _sections(self) -> tuple[Section, ...]:
        sections: list[Section] = []
        for page in self.section_pages:
            with self._noting():
                text = self._article(page)
                sections.append(Section(**text, number=len(sections) + 1))
        return tuple(sections)

    def _appendices(self) -> tuple[Article, ...]:
        appendices: list[Article] = []
        for page in self.appendix_pages:
            with self._noting():
                if any(page.id == section.id for section in self.section_pages):
                    raise page.fields.problem("id", f"a section has the id “{page.id}” too; give this one another")
                appendices.append(Article(**self._article(page)))
        return tuple(appendices)

    def _article(self, page: Page) -> dict[str, Any]:
        """What a section and an appendix have in common."""
        if page.id in RESERVED:
            raise page.fields.problem("id", f"“{page.id}” is the name of another page; choose another id")
        text = self._render(page)
        if text.words == 0:
            raise Problem(page.fields.path, page.first_line, "there is no text here; write it, or remove the file")
        linked = dict.fromkeys(target for kind, target in text.links if kind == "milestone")
        summary = page.fields.text("summary")
        page.fields.finish()
        return {
            "id": page.id,
            "title": page.title,
            "summary": summary,
            "html": text.html,
            "words": text.words,
            "headings": text.headings,
            "blocks": text.blocks,
            "milestone_ids": tuple(linked),
            "source_codes": frozenset(target for kind, target in text.links if kind == "source"),
            "markdown": page.body,
        }

    def _milestones(
        self, phases: Sequence[Phase], tracks: Sequence[Track], backgrounds: Mapping[str, str]
    ) -> tuple[Milestone, ...]:
        milestones: dict[str, Milestone] = {}
        for page in self.milestone_pages:
            with self._noting():
                text = self._render(page)
                milestones[page.id] = read_milestone(page, text, phases, tracks, self.sources, backgrounds)
        self.problems += unknown_needs(self.milestone_pages, milestones)
        try:
            return in_walking_order(self.milestone_pages, milestones, tracks)
        except Problem as problem:
            self.problems.append(problem)
            return ()

    def _render(self, page: Page) -> markdown.Rendered:
        body, path, first_line = page.body, page.fields.path, page.first_line

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
        if kind in {"section", "appendix"}:
            article_id, _, heading = target.partition("#")
            pages = self.section_pages if kind == "section" else self.appendix_pages
            if any(page.id == article_id for page in pages):
                if heading:
                    self.heading_links.append((path, first_line, article_id, heading))
                return markdown.Target(f"/guides/{self.guide_id}/{target}", "section")
        if kind == "term" and target in self.terms:
            return markdown.Target(f"/guides/{self.guide_id}/glossary#{target}", "term", term=self.terms[target])
        if kind == "source" and target in self.sources:
            source = self.sources[target]
            return markdown.Target(
                source.url,
                "source" if source.verified else "source unverified",
                None if source.verified else "Not yet opened by us",
            )
        return None

    def _check_headings(self, guide: Guide) -> None:
        articles = {article.id: article for article in (*guide.sections, *guide.appendices)}
        for path, line, article_id, heading in self.heading_links:
            article = articles.get(article_id)
            if article is not None and all(known.id != heading for known in article.headings):
                sentence = f"the link to {article_id}#{heading} names no heading of that page; mend it"
                self.problems.append(Problem(path, line, sentence))
