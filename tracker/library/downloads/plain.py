"""A guide as one Markdown file that reads well in any editor.

Hides our own links and figures: links lead to headings of the file, as GitHub and most editors name them, or to the
site; a drawing is said in words; notes are unique over all sections.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tracker.library.articles import Article, Section
from tracker.library.outline import Guide, Term
from tracker.library.rendering import PARSER
from tracker.words import plural, said_day

OWN_LINK = re.compile(r"\]\((milestone|section|appendix|term|source):([^)\s]+)\)")
OWN_HEADING = re.compile(r"\]\(#([a-z0-9-]+)\)")
NOTE = re.compile(r"\[\^([^\]\s]+)\]")
HEADING = re.compile(r"(#+)\s+(.*?)\s*\{#([a-z0-9-]+)\}\s*")
CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
UNREAD = " ◇"


def markdown(guide: Guide, public_url: str) -> str:
    return _Writer(guide, public_url).write()


class _Writer:
    """Two walks over the guide: the first gives every heading its place, so that the second can link it."""

    def __init__(self, guide: Guide, public_url: str) -> None:
        self.guide = guide
        self.public_url = public_url
        self.places: dict[tuple[str, str], str] = {}
        self._met: Counter[str] = Counter()
        self._articles = (*guide.sections, *guide.appendices)
        self._name_places()

    def write(self) -> str:
        parts = [*self._front()]
        for article in self._articles:
            parts += [f"## {self._title(article)}", f"*{_escaped(article.summary)}*"]
            parts.append(self._retold(article.markdown, article.id, deeper=1))
        parts += [*self._sources(), *self._glossary()]
        return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"

    def _title(self, article: Article) -> str:
        title = _escaped(article.title)
        return f"{article.number}. {title}" if isinstance(article, Section) else f"Appendix: {title}"

    def _name_places(self) -> None:
        """In the order in which the headings stand in the file: a second one of the same words gets a number."""
        self._place("", "", self.guide.title)
        self._place("", "contents", "Contents")
        for article in self._articles:
            self._place(article.id, "", self._title(article))
            for heading in article.headings:
                self._place(article.id, heading.id, heading.title)
        if self.guide.sources:
            self._place("sources", "", "Sources and method")
        if self.guide.terms:
            self._place("glossary", "", "Glossary")
            for term in self._terms():
                self._place("glossary", term.id, term.term)

    def _place(self, page: str, fragment: str, words: str) -> None:
        slug = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        self.places[page, fragment] = f"#{slug}" + (f"-{self._met[slug]}" if self._met[slug] else "")
        self._met[slug] += 1

    def _front(self) -> Iterator[str]:
        guide = self.guide
        yield f"# {_escaped(guide.title)}"
        yield f"**{_escaped(guide.subtitle)}**"
        yield f"By {_escaped(guide.author.name)}. {_escaped(guide.author.about)}"
        yield (
            f"Level: {guide.level} · {plural(guide.minutes, 'minute')} to read · updated {said_day(guide.updated)} · "
            f"online at <{self.public_url}/guides/{guide.id}>"
        )
        yield self._retold(guide.introduction_markdown, "introduction", deeper=1)
        yield "## Contents"
        yield self._contents()

    def _contents(self) -> str:
        entries = [(self._title(article), article.id) for article in self._articles]
        entries += [("Sources and method", "sources")] if self.guide.sources else []
        entries += [("Glossary", "glossary")] if self.guide.terms else []
        return "\n".join(f"- [{title}]({self.places[page, '']})" for title, page in entries)

    def _terms(self) -> Sequence[Term]:
        return sorted(self.guide.terms.values(), key=lambda term: term.term.casefold())

    def _sources(self) -> Iterator[str]:
        if not self.guide.sources:
            return
        yield "## Sources and method"
        yield self._retold(self.guide.method_markdown, "sources", deeper=1)
        if not all(source.verified for source in self.guide.sources.values()):
            yield (
                "◇ marks a source that nobody here could open yet: others that we read cite it. Read it before you "
                "rely on it."
            )
        yield "\n".join(
            f"- [{_escaped(source.title)}]({source.url}){'' if source.verified else UNREAD} (checked {source.checked})"
            for source in sorted(self.guide.sources.values(), key=lambda source: source.title.casefold())
        )

    def _glossary(self) -> Iterator[str]:
        if not self.guide.terms:
            return
        yield "## Glossary"
        for term in self._terms():
            yield f"### {_escaped(term.term)}"
            yield _escaped(term.means)

    def _retold(self, markdown: str, page: str, deeper: int) -> str:
        """A text of the guide, its headings `deeper` than they were; code stays as it is."""
        lines = markdown.split("\n")
        code = {
            number
            for token in PARSER.parse(markdown)
            if token.type in {"fence", "code_block"} and token.map
            for number in range(*token.map)
        }
        told: list[str] = []
        chunk: list[str] = []
        for number, line in enumerate(lines):
            if number in code or not line.strip():
                told += [self._paragraph("\n".join(chunk), page)] if chunk else []
                told.append(line)
                chunk = []
            elif heading := HEADING.fullmatch(line):
                told += [self._paragraph("\n".join(chunk), page)] if chunk else []
                told.append(f"{heading[1]}{'#' * deeper} {self._inline(heading[2], page)}")
                chunk = []
            else:
                chunk.append(line)
        told += [self._paragraph("\n".join(chunk), page)] if chunk else []
        return "\n".join(told)

    def _paragraph(self, text: str, page: str) -> str:
        if text.startswith("!["):
            image = (PARSER.parse(text)[1].children or [])[0]
            return f"Figure: {_sentence(_escaped(str(image.attrs['title'])))} {self._inline(image.content, page)}"
        return self._inline(text, page)

    def _inline(self, text: str, page: str) -> str:
        """Text with our links resolved and its notes named after the page, but for what stands in backticks."""
        told, at = [], 0
        for code in CODE.finditer(text):
            told += [self._linked(text[at : code.start()], page), code[0]]
            at = code.end()
        return "".join([*told, self._linked(text[at:], page)])

    def _linked(self, text: str, page: str) -> str:
        text = NOTE.sub(lambda note: f"[^{page}-{note[1]}]", text)
        text = OWN_HEADING.sub(lambda link: f"]({self.places[page, link[1]]})", text)
        return OWN_LINK.sub(lambda link: self._target(link[1], link[2]), text)

    def _target(self, kind: str, target: str) -> str:
        if kind == "source":
            source = self.guide.sources[target]
            return f"]({source.url}){'' if source.verified else UNREAD}"
        if kind == "milestone":
            return f"]({self.public_url}/roadmap/{self.guide.id}/{target})"
        article_id, _, heading = target.partition("#")
        place = ("glossary", target) if kind == "term" else (article_id, heading)
        return f"]({self.places[place]})"


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."
