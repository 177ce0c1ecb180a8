"""What a feature holds of one person, and what can be done with all of it: taken along, brought back, erased.

A feature says which tables those are, which rows of them belong together, and how two copies become one. `create_app`
hands the holdings of every feature to `accounts`, which imports none. docs/archive.md describes the files.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from flask import Flask, current_app

from tracker.accounts.models import rows
from tracker.accounts.models.rows import Row, Unfit

Unit = dict[str, list[Row]]
"""Rows that belong together, by the name of their topic. No rows, no entry."""
Key = tuple[str, ...]
Units = dict[Key, Unit]
SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")
"""What names a unit, such as a guide's id. Nothing else becomes part of a file's name."""


@dataclass(frozen=True)
class Topic:
    """One table of a feature, as one file of an archive: `<feature>/<name>.jsonl`."""

    name: str
    table: type[Any]
    key: tuple[str, ...]
    """Columns that name a row among those of one person."""
    words: tuple[str, str]
    """What to call one row, and several."""
    what: str
    """What is in it, for README.txt in the archive: a sentence without its full stop."""
    check: Callable[[Row], None] = lambda _row: None
    """Raises Unfit for a row that the feature could not have written. Types and lengths are checked before."""
    owner: str = "user_id"
    set_in: str | None = None
    """A column: rows that have no value in it, such as what still runs, don't go along."""
    only: tuple[str, ...] = ()
    """The columns that go along; none named: all but the owner and numbers that the database gives."""

    @property
    def columns(self) -> tuple[str, ...]:
        return rows.columns(self.table, self.owner, self.only, self.key)


@dataclass(frozen=True)
class When:
    """The moment of an import, for what a merge has to date. `empty`: there was nothing in the account before."""

    now: datetime
    day: date
    empty: bool


@dataclass(frozen=True)
class File:
    """A file for people, beside those for machines. `rows`: how many it lists, where that means something."""

    name: str
    text: str
    what: str
    rows: int | None = None


@dataclass(frozen=True)
class Reader:
    """Whom the files for people are made for."""

    name: str
    time_zone: str


@dataclass(frozen=True)
class Difference:
    """What an import would do, or did, to one unit.

    `kind`: added, merged, same, or kept: the archive has another one, and the account's own stays as it is.
    """

    kind: str
    key: Key
    before: Unit
    after: Unit


def mine_stays(mine: Unit, _theirs: Unit, _when: When) -> Unit:
    return mine


@dataclass(frozen=True)
class Holding:
    """Rows of one feature that come in units, such as a milestone with its history. Each unit is imported whole."""

    feature: str
    topics: tuple[Topic, ...]
    unit: tuple[str, ...]
    """Columns that stand in every topic and name the unit; none: there is one unit."""
    words: tuple[str, str]
    """What to call one unit, and several."""
    rule: str
    """How two copies that differ become one, in a sentence for the preview."""
    merge: Callable[[Unit, Unit, When], Unit] = mine_stays
    """What a unit becomes that is in the account and, differently, in the archive. Doing it twice changes nothing."""
    called: Callable[[Key, Unit], str] = lambda key, _unit: " · ".join(key)
    """A unit's name, for the preview."""
    check: Callable[[Unit], None] = lambda _unit: None
    """Raises Unfit for rows that don't belong together."""
    limit: Callable[[Units], str | None] = lambda _units: None
    """A sentence, where all units together would be more than the feature allows."""
    files: Callable[[Units, Reader], Iterable[File]] = lambda _units, _reader: ()
    """What is taken along for people to read."""
    apart: Callable[[int, Any, Reader], Iterable[File]] = lambda _user_id, _connection, _reader: ()
    """The same of what is nowhere imported, such as what two people said; read on a snapshot's connection."""

    NOTHING: ClassVar[Unit] = {}

    @property
    def name(self) -> str:
        return f"{self.feature}/{self.topics[0].name}"

    def file(self, topic: Topic) -> str:
        return f"{self.feature}/{topic.name}.jsonl"

    def export(self, user_id: int, topic: Topic, connection: Any = None) -> Iterator[Row]:
        """The person's rows, in one order on every database. `connection`: of a snapshot; by default the session's."""
        return rows.read(topic.table, topic.owner, user_id, topic.columns, topic.key, connection, topic.set_in)

    def units(self, user_id: int) -> Units:
        return self.grouped({topic.name: self.export(user_id, topic) for topic in self.topics})

    def grouped(self, found: Mapping[str, Iterable[Row]]) -> Units:
        """Rows by topic, as units."""
        units: Units = {}
        for topic in self.topics:
            for row in found.get(topic.name, ()):
                key = tuple(str(row[column]) for column in self.unit)
                units.setdefault(key, {}).setdefault(topic.name, []).append(row)
        return units

    def check_row(self, topic: Topic, line: int, row: Row) -> None:
        """Raises Unfit, with file and line, for what can be no row of the topic."""
        try:
            rows.check(topic.table, topic.columns, row)
            if not all(SLUG.fullmatch(str(row[column])) for column in self.unit):
                raise Unfit("it names something in a way that nothing here is named")
            topic.check(row)
        except (Unfit, KeyError, TypeError, ValueError, AttributeError) as fault:
            reason = f": {fault}" if isinstance(fault, Unfit) else ""
            raise Unfit(f"{self.file(topic)}, line {line}, can't be read{reason}.") from fault

    def fitting(self, found: Mapping[str, Sequence[Row]]) -> Units:
        """Checked rows as units. Raises Unfit where they don't belong together."""
        for topic in self.topics:
            names = [tuple(row[column] for column in topic.key) for row in found.get(topic.name, ())]
            if len(set(names)) < len(names):
                raise Unfit(f"{self.file(topic)} can't be read: a row stands there twice.")
        units = self.grouped(found)
        for key, unit in units.items():
            try:
                self.check(unit)
            except (Unfit, KeyError, TypeError, ValueError, AttributeError) as fault:
                reason = f": {fault}" if isinstance(fault, Unfit) else ""
                raise Unfit(f"{self.name}.jsonl can't be read at {self.called(key, unit)}{reason}.") from fault
        return units

    def differences(self, mine: Units, theirs: Units, when: When) -> list[Difference]:
        """What importing `theirs` would do. Raises Unfit where it would be too much."""
        found = []
        for key, unit in theirs.items():
            before = mine.get(key, self.NOTHING)
            if not before:
                found.append(Difference("added", key, before, unit))
                continue
            if digest(before) == digest(unit):
                found.append(Difference("same", key, before, before))
                continue
            after = self.merge(before, unit, when)
            kind = "kept" if digest(after) == digest(before) else "merged"
            found.append(Difference(kind, key, before, after))
        too_much = self.limit({**mine, **{one.key: one.after for one in found}})
        if too_much:
            raise Unfit(too_much)
        return found

    def import_(self, user_id: int, theirs: Units, when: When) -> list[Difference]:
        """Bring the units in; answers what was done. The caller holds the person's lock, and commits."""
        found = self.differences(self.units(user_id), theirs, when)
        for one in found:
            self.put(user_id, one.before, one.after)
        return found

    def put(self, user_id: int, before: Unit, after: Unit) -> None:
        """Let a unit be `after`, where it is `before`."""
        for topic in self.topics:
            was, becomes = before.get(topic.name, []), after.get(topic.name, [])
            rows.put(topic.table, topic.owner, user_id, topic.key, was, becomes)

    def count(self, user_id: int) -> list[tuple[Topic, int]]:
        return [(topic, rows.count(topic.table, topic.owner, user_id, topic.set_in)) for topic in self.topics]

    def erase(self, user_id: int) -> None:
        """Remove everything of it. What stands in the person's own row goes with that."""
        for topic in self.topics:
            if topic.owner == "user_id":
                rows.erase(topic.table, user_id)


def digest(unit: Unit) -> str:
    """Two units have the same one exactly when they say the same."""
    said = {name: sorted(json.dumps(row, sort_keys=True) for row in found) for name, found in unit.items() if found}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def hand_over(app: Flask, *features: Sequence[Holding]) -> None:
    """Tell the app what all features hold."""
    app.extensions["holdings"] = tuple(holding for feature in features for holding in feature)


def all_holdings() -> tuple[Holding, ...]:
    found: tuple[Holding, ...] = current_app.extensions["holdings"]
    return found
