"""One person's rows of any table, as JSON can carry them: reading, checking, putting back, erasing.

Hides how moments, days and numbers are written down, and that a row which stays the same is not touched.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Float, Integer, String, delete, func, insert, select, update

from tracker.extensions import UtcDateTime, db

Row = dict[str, Any]
LARGEST = 2**31 - 1
LONGEST = 1_000_000
"""Characters of one text."""
YEARS = range(1900, 2201)
DEEPEST = 12
"""Levels of lists and objects within one value."""
A_FETCH = 500


class Unfit(ValueError):
    """This can't be a row of ours; the message says why, in the middle of a sentence."""


def columns(table: type[Any], owner: str, only: Sequence[str], key: Sequence[str]) -> tuple[str, ...]:
    """The columns that go along: not the owner, nor a number that the database gave."""
    if only:
        return tuple(only)
    given = {column.name for column in table.__table__.primary_key if _is_given(column, key)}
    return tuple(column.name for column in table.__table__.columns if column.name not in {owner, *given})


def read(
    table: type[Any],
    owner: str,
    user_id: int,
    names: Sequence[str],
    order: Sequence[str],
    connection: Any = None,
    set_in: str | None = None,
) -> Iterator[Row]:
    """Rows of one person, ready for JSON. `connection`: read in its transaction instead of the session's.

    `set_in`: only rows that have a value in this column.
    """
    found = table.__table__.c
    query = select(*(found[name] for name in names)).where(found[owner] == user_id, *_set(found, set_in))
    query = query.order_by(*(_in_order(found[name]) for name in order)).execution_options(yield_per=A_FETCH)
    for row in (connection or db.session).execute(query):
        yield {name: _written(value) for name, value in zip(names, row, strict=True)}


@contextmanager
def snapshot() -> Iterator[Any]:
    """A connection that sees everything as it is at this moment, and holds up nobody who writes."""
    options: dict[str, Any] = {"reads": True}
    if db.engine.dialect.name != "sqlite":
        options["isolation_level"] = "REPEATABLE READ"
    with db.engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def end_transaction() -> None:
    """Let go of what the session holds, before work that takes long and needs none of it."""
    db.session.rollback()


def check(table: type[Any], names: Sequence[str], row: object) -> None:
    """Raises Unfit unless the row has exactly these columns, each with a value that it can hold."""
    if not isinstance(row, dict) or set(row) != set(names):
        raise Unfit("it has other fields than it should")
    kinds = _columns(table.__table__)
    for name in names:
        column = kinds[name]
        if row[name] is None:
            if not column.nullable:
                raise Unfit(f"{name} is missing")
        elif not _fits(column.type, row[name]):
            raise Unfit(f"{name} is not what it should be")


def put(
    table: type[Any], owner: str, user_id: int, key: Sequence[str], before: Sequence[Row], after: Sequence[Row]
) -> None:
    """Let these rows of a person be `after`, where they are `before`."""
    found, kinds = table.__table__, _columns(table.__table__)
    was = {tuple(row[name] for name in key): row for row in before}
    becomes = {tuple(row[name] for name in key): row for row in after}
    changed = [name for name, row in becomes.items() if name in was and row != was[name]]
    if owner != "user_id":  # it is the person's own row, on which everything hangs
        for name in changed:
            values = {column: _read(kinds[column], value) for column, value in becomes[name].items()}
            db.session.execute(update(found).where(found.c[owner] == user_id).values(values))
        return
    # What changes goes first and comes again, so that no two rows ever share what is unique.
    for name in [*(name for name in was if name not in becomes), *changed]:
        db.session.execute(delete(found).where(*_named(found, owner, user_id, key, was[name])))
    new = [
        {owner: user_id, **{column: _read(kinds[column], value) for column, value in row.items()}}
        for name, row in becomes.items()
        if row != was.get(name)
    ]
    if new:
        db.session.execute(insert(found), new)


def count(table: type[Any], owner: str, user_id: int, set_in: str | None = None) -> int:
    found = table.__table__.c
    return db.session.scalar(select(func.count()).where(found[owner] == user_id, *_set(found, set_in))) or 0


def erase(table: type[Any], user_id: int) -> None:
    db.session.execute(delete(table.__table__).where(table.__table__.c.user_id == user_id))


def is_text(value: object) -> bool:
    """Whether both databases can hold it: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str) or "\0" in value or len(value) > LONGEST:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _set(found: Any, name: str | None) -> list[Any]:
    return [found[name].is_not(None)] if name else []


def _in_order(column: Any) -> Any:
    """By the numbers of its characters, as SQLite does anyway, not as some language sorts them."""
    is_text = isinstance(column.type, String) and db.engine.dialect.name != "sqlite"
    return column.collate("C") if is_text else column


@cache
def _columns(found: Any) -> dict[str, Any]:
    return {column.name: column for column in found.columns}


def _is_given(column: Any, key: Sequence[str]) -> bool:
    return column.name not in key and column.name == "id" and isinstance(column.type, Integer)


def _named(table: Any, owner: str, user_id: int, key: Sequence[str], row: Row) -> list[Any]:
    return [table.c[owner] == user_id, *(table.c[name] == _read(table.c[name], row[name]) for name in key)]


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _read(column: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def _fits(kind: Any, value: Any) -> bool:
    if isinstance(kind, UtcDateTime | Date):
        return _is_date(value, moment=isinstance(kind, UtcDateTime))
    if isinstance(kind, Boolean):
        return isinstance(value, bool)
    if isinstance(kind, Integer):
        return _is_number(value)
    if isinstance(kind, Float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(kind, JSON):
        return _is_plain(value, DEEPEST)
    if isinstance(kind, String):
        return is_text(value) and (kind.length is None or len(value) <= kind.length)
    return False


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST


def _is_date(value: object, *, moment: bool) -> bool:
    """Whether it is one as we write them: of two ways to write a moment, one would make equal rows differ."""
    if not isinstance(value, str):
        return False
    try:
        found = datetime.fromisoformat(value) if moment else date.fromisoformat(value)
    except ValueError:
        return False
    naive = isinstance(found, datetime) and found.tzinfo is None
    return not naive and found.year in YEARS and _written(found) == value


def _is_plain(value: object, deep: int) -> bool:
    """JSON of ordinary size: texts, small numbers, lists and objects not nested without end."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, str):
        return is_text(value)
    if isinstance(value, int):
        return _is_number(value)
    if isinstance(value, float):
        return abs(value) <= LARGEST
    if deep and isinstance(value, list):
        return all(_is_plain(one, deep - 1) for one in value)
    if deep and isinstance(value, dict):
        return all(is_text(name) and _is_plain(one, deep - 1) for name, one in value.items())
    return False
