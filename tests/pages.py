"""A page as the tests see it: parsed once, and held to what every page must keep.

Hides the parsing. A fault is an AssertionError that names the page and what to mend.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import NoReturn

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
INLINE = frozenset(["a", "abbr", "b", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time"])
UNLABELLED = frozenset({"hidden", "submit", "button", "image", "reset"})


@dataclass
class Element:
    """One element. `children` holds elements and pieces of text, in order."""

    name: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)

    def all(self, name: str = "*", **attributes: str) -> "list[Element]":
        """Elements within, in order, by name and attributes (`class_="row"`: one of its classes)."""
        return [e for e in self._within if name in {"*", e.name} and all(e._has(k, v) for k, v in attributes.items())]

    def one(self, name: str = "*", **attributes: str) -> "Element":
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{len(found)} elements <{name}> {attributes} in <{self.name}>, where one is expected"
        return found[0]

    @property
    def text(self) -> str:
        """All text within, with single spaces."""
        return " ".join("".join(self._pieces()).split())

    def above(self, name: str) -> "Element | None":
        """The nearest element of this name around this one."""
        element = self.parent
        while element is not None and element.name != name:
            element = element.parent
        return element

    def _has(self, attribute: str, value: str) -> bool:
        attribute = attribute.removesuffix("_").replace("_", "-")
        if attribute == "class":
            return value in self.get("class").split()
        return self.attributes.get(attribute) == value

    @cached_property
    def _within(self) -> "list[Element]":
        """Looked for once: by then everything is parsed."""
        found: list[Element] = []
        waiting = self._own_elements()
        while waiting:
            found.append(waiting.pop())
            waiting += found[-1]._own_elements()
        return found

    def _own_elements(self) -> "list[Element]":
        """The last one first."""
        return [child for child in reversed(self.children) if isinstance(child, Element)]

    def _pieces(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.name not in {"script", "style", "template"}:
                around = "" if child.name in INLINE else " "
                yield around
                yield from child._pieces()
                yield around


class _Parser(HTMLParser):
    def __init__(self, where: str) -> None:
        super().__init__(convert_charrefs=True)
        self.where = where
        self.root = Element("#page", {})
        self.open = self.root

    def fault(self, sentence: str) -> NoReturn:
        raise AssertionError(f"{self.where}, line {self.getpos()[0]}: {sentence}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) < len(attrs):
            ((twice, _),) = Counter(name for name, _ in attrs).most_common(1)
            self.fault(f"<{tag}> has the attribute {twice} twice")
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open.name != tag and self.open.name in {"p", "li", "option", "dt", "dd", "td", "th", "tr"}:
            self.open = self.open.parent or self.root
        if self.open.name != tag:
            self.fault(f"</{tag}> closes <{self.open.name}>")
        self.open = self.open.parent or self.root

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


class Page(Element):
    """A whole page that has passed `check`."""

    def __init__(self, html: str, where: str) -> None:
        super().__init__("#page", {})
        self.html = html
        self.where = where
        parser = _Parser(where)
        parser.feed(html)
        parser.close()
        if parser.open is not parser.root:
            parser.fault(f"<{parser.open.name}> is never closed")
        self.children = parser.root.children

    @property
    def title(self) -> str:
        return self.one("title").text

    @property
    def csrf_token(self) -> str:
        return self.all("input", name_="csrf_token")[0]["value"]

    def form(self, action: str) -> Element:
        """The first form that posts to this address."""
        found = [form for form in self.all("form", method="post") if form.get("action").partition("#")[0] == action]
        assert found, f"{self.where}: no form posts to {action}"
        return found[0]

    def check(self) -> "Page":
        """Hold the page to the house's rules for pages; answers the page."""
        for fault in self._faults():
            raise AssertionError(f"{self.where}: {fault}")
        return self

    def _faults(self) -> Iterator[str]:
        titles = [title for title in self.all("title") if title.above("svg") is None]
        if len(titles) != 1 or not titles[0].text.removesuffix("· Milepost").strip():
            yield "the title is missing or says nothing"
        elif not titles[0].text.endswith("· Milepost"):
            yield f"the title “{titles[0].text}” does not end in “· Milepost”"
        headings = [heading.text for heading in self.all("h1")]
        if len(headings) != 1 or not headings[0]:
            yield f"one h1 is expected, and there are {len(headings)}: {headings}"
        if not self.all("html") or not self.all("html")[0].get("lang"):
            yield "the page does not say its language"
        ids = Counter(element["id"] for element in self.all() if "id" in element.attributes)
        twice = [one for one, count in ids.items() if count > 1]
        if twice:
            yield f"the id “{twice[0]}” is used twice"
        for element in self.all():
            yield from _faults_of(element)
        yield from self._form_faults()

    def _form_faults(self) -> Iterator[str]:
        labelled = {label["for"] for label in self.all("label") if label.get("for") and label.text}
        for control in [*self.all("input"), *self.all("select"), *self.all("textarea")]:
            if control.name == "input" and control.get("type") in UNLABELLED:
                continue
            wrapping = control.above("label")
            named = control.get("id") in labelled or (wrapping is not None and wrapping.text)
            if not named and not control.get("aria-label").strip() and not self._labelled_by(control):
                yield f"the {control.name} “{control.get('name')}” has no label"
        for form in self.all("form"):
            tokens = [field for field in form.all("input", name_="csrf_token") if field.get("value")]
            if form.get("method").lower() == "post" and len(tokens) != 1:
                yield f"the form that posts to {form.get('action')} has {len(tokens)} CSRF tokens"
            if form.get("method").lower() != "post" and tokens:
                yield f"the form to {form.get('action')} shows its CSRF token in the address"

    def _labelled_by(self, control: Element) -> bool:
        ids = control.get("aria-labelledby").split()
        return bool(ids) and all(any(e.text for e in self.all(id=one)) for one in ids)


def _faults_of(element: Element) -> Iterator[str]:
    if element.name == "style" or "style" in element.attributes:
        yield f"<{element.name}> carries a style; the policy forbids it"
    if element.name == "script" and not element.get("src"):
        yield "a script stands in the page; the policy forbids it"
    handlers = [name for name in element.attributes if name.startswith("on")]
    if handlers:
        yield f"<{element.name}> carries {handlers[0]}; the policy forbids it"
    if element.name == "img" and "alt" not in element.attributes:
        yield f"the image {element.get('src')} has no alt"
    for name in ("src", "href", "action", "formaction"):
        if element.get(name).strip().lower().startswith(("javascript:", "data:", "vbscript:")):
            yield f"<{element.name}> leads to {element.get(name)[:40]}"
    if element.name in {"script", "img", "link"} and element.get("src", element.get("href")).startswith(("http", "//")):
        yield f"<{element.name}> loads from another host"
    if element.name in {"button", "a"} and not _words_of(element):
        yield f"a <{element.name}> without words"


def _words_of(element: Element) -> str:
    """What a screen reader says of a button or a link."""
    pictures = " ".join(image.get("alt") for image in element.all("img"))
    return (element.get("aria-label") or element.text or pictures or element.get("title")).strip()
