"""YAML that remembers its lines: front matter and the small files beside it, read field by field.

Hides PyYAML's nodes. Every reading method checks the kind of value and raises a Problem that names file and line.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, NamedTuple

import yaml

from tracker.library.problems import Problem

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_LENGTH = 80
"""What the database has room for."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's own in C where it was built with it, which takes a tenth of the time."""


class Fields:
    """A YAML mapping. Every field must be read: `finish` names those that nobody asked for."""

    def __init__(self, path: Path, node: yaml.MappingNode, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.line = self._line_of(node)
        self._nodes: dict[str, yaml.Node] = {}
        self._keys: dict[str, yaml.Node] = {}
        self._read: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in self._nodes:
                raise Problem(path, self._line_of(key), f"“{name}” stands here twice; keep one")
            self._nodes[name] = value
            self._keys[name] = key

    def _line_of(self, node: yaml.Node) -> int:
        return self.first_line + int(node.start_mark.line)

    def problem(self, name: str, sentence: str) -> Problem:
        line = self._line_of(self._keys[name]) if name in self._keys else self.line
        return Problem(self.path, line, sentence)

    def _value(self, name: str, default: Any, kind: type | UnionType, wanted: str) -> Any:
        self._read.add(name)
        if name not in self._nodes:
            if default is not None:
                return default
            raise self.problem(name, f"“{name}” is missing; add it ({wanted})")
        try:
            value = _plain(self._nodes[name])
        except (ValueError, OverflowError, yaml.YAMLError) as error:
            raise self.problem(name, f"“{name}” must be {wanted}") from error
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.problem(name, f"“{name}” must be {wanted}")
        return value

    def __contains__(self, name: str) -> bool:
        return name in self._nodes

    def text(self, name: str) -> str:
        value: str = self._value(name, None, str, "a line of text")
        if not value.strip():
            raise self.problem(name, f"“{name}” is empty; write it")
        return value.strip()

    def identifier(self, name: str) -> str:
        value = self.text(name)
        self._check_id(name, value)
        return value

    def ids(self) -> tuple[str, ...]:
        """The names, which are ids themselves."""
        for name in self._nodes:
            self.check_id(name)
        return self.names()

    def check_id(self, name: str) -> None:
        self._check_id(name, name)

    def _check_id(self, name: str, value: str) -> None:
        if not ID.fullmatch(value):
            raise self.problem(name, f"the id “{value}” must be lower-case letters, digits and single hyphens")
        if len(value) > ID_LENGTH:
            raise self.problem(name, f"the id “{value}” is too long; use at most {ID_LENGTH} characters")

    def optional_text(self, name: str) -> str | None:
        return self.text(name) if name in self._nodes else None

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        value = self.text(name)
        if value not in choices:
            raise self.problem(name, f"“{name}” is “{value}”; it must be one of {', '.join(choices)}")
        return value

    def whole(self, name: str, least: int, most: int) -> int:
        value: int = self._value(name, None, int, f"a whole number from {least} to {most}")
        if not least <= value <= most:
            raise self.problem(name, f"“{name}” is {value}; it must be from {least} to {most}")
        return value

    def number(self, name: str, least: float, most: float) -> float:
        value: float = self._value(name, None, int | float, f"a number from {least:g} to {most:g}")
        if isinstance(value, bool) or not least <= value <= most:
            raise self.problem(name, f"“{name}” is {value}; it must be from {least:g} to {most:g}")
        return float(value)

    def flag(self, name: str) -> bool:
        value: bool = self._value(name, False, bool, "true or false")
        return value

    def day(self, name: str) -> date:
        value: date = self._value(name, None, date, "a date such as 2026-11-22")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        values: list[Any] = self._value(name, None, list, "a list such as [one, two]")
        if not all(isinstance(value, str) for value in values):
            raise self.problem(name, f"“{name}” must hold words; quote what YAML takes for something else")
        return tuple(values)

    def span(self, name: str, most: int) -> tuple[int, int]:
        values: list[Any] = self._value(name, None, list, "first and last week, such as [3, 4]")
        if (
            len(values) != 2
            or not all(isinstance(value, int) for value in values)
            or not 1 <= values[0] <= values[1] <= most
        ):
            raise self.problem(name, f"“{name}” must be first and last week from 1 to {most}, such as [3, 4]")
        return values[0], values[1]

    def fields(self, name: str) -> "Fields":
        """The mapping under `name`; an absent one reads as empty."""
        self._read.add(name)
        node = self._nodes.get(name)
        if node is None:
            return Fields(self.path, yaml.MappingNode("", [], _no_mark(self.line - self.first_line)), self.first_line)
        if not isinstance(node, yaml.MappingNode):
            raise self.problem(name, f"“{name}” must be names with values, such as {{one: …}}")
        return Fields(self.path, node, self.first_line)

    def each(self, name: str) -> Iterator["Fields"]:
        """The mappings in the list under `name`; an absent one reads as empty."""
        self._read.add(name)
        node = self._nodes.get(name)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode) or not all(
            isinstance(item, yaml.MappingNode) for item in node.value
        ):
            raise self.problem(name, f"“{name}” must be a list of names with values")
        for item in node.value:
            yield Fields(self.path, item, self.first_line)

    def names(self) -> tuple[str, ...]:
        return tuple(self._nodes)

    def finish(self) -> None:
        unknown = [name for name in self._nodes if name not in self._read]
        if unknown:
            raise self.problem(unknown[0], f"“{unknown[0]}” means nothing here; mend the name or remove it")


def utf8(path: Path) -> str:
    """The text of a file. Raises Problem where it is no UTF-8."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = 1 + error.object[: error.start].count(b"\n")
        raise Problem(path, line, "this is not UTF-8; save the file with that encoding") from error


def read_yaml(path: Path) -> Fields:
    """A whole YAML file that holds a mapping; an absent file reads as an empty one."""
    return _compose(path, utf8(path) if path.exists() else "", 1)


class Page(NamedTuple):
    """A Markdown file: its id and title, its other fields, its body, and the line where the body begins."""

    id: str
    title: str
    fields: Fields
    body: str
    first_line: int


def read_page(path: Path) -> Page:
    """A Markdown file with front matter between two `---` lines. Raises Problem."""
    lines = utf8(path).split("\n")
    if lines[0].rstrip() != "---":
        raise Problem(path, 1, "front matter is missing; begin the file with a line of three hyphens")
    end = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), None)
    if end is None:
        raise Problem(path, 1, "the front matter is not closed; end it with a line of three hyphens")
    fields = _compose(path, "\n".join(lines[1:end]), 2)
    return Page(fields.identifier("id"), fields.text("title"), fields, "\n".join(lines[end + 1 :]), end + 2)


def _compose(path: Path, text: str, first_line: int) -> Fields:
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise Problem(
            path, first_line + (mark.line if mark else 0), f"this is not YAML: {error.problem}; quote texts with “: ”"
        ) from error
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise Problem(path, line, "this is not YAML: it holds a character that can't be seen; remove it") from error
    if node is None:
        node = yaml.MappingNode("", [], _no_mark(0))
    if not isinstance(node, yaml.MappingNode):
        raise Problem(path, first_line, "names with values are expected here, such as title: …")
    return Fields(path, node, first_line)


def _no_mark(line: int) -> yaml.Mark:
    return yaml.Mark("", 0, line, 0, None, 0)


def _plain(node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)
    finally:
        loader.dispose()
