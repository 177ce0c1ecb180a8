"""Takes an archive into an account: what it would change, the change, and taking it back within seven days.

Hides in which order features come, and that everything is checked before anything is written.
"""

from dataclasses import dataclass
from typing import Any, BinaryIO

from tracker import clock
from tracker.accounts.archive.package import CheckRow, Package, Refused, unpacked
from tracker.accounts.holdings import Difference, Holding, Topic, Units, When, all_holdings, digest
from tracker.accounts.models import User
from tracker.accounts.models.rows import Unfit
from tracker.words import plural

ITSELF = "accounts"
MOST_NAMED = 50
"""So many things are named one by one on the page; of more it says how many."""
Fitting = list[tuple[Holding, Units]]


@dataclass(frozen=True)
class Group:
    """What an import does with one kind of thing. All but those that are the same have names."""

    holding: Holding
    added: tuple[str, ...]
    merged: tuple[str, ...]
    kept: tuple[str, ...]
    same: int

    @property
    def sentences(self) -> list[str]:
        said = [
            (len(self.added), "added"),
            (len(self.merged), "brought together"),
            (len(self.kept), "as it is here" if len(self.kept) == 1 else "as they are here"),
            (self.same, "the same already"),
        ]
        return [f"{plural(number, *self.holding.words)} {what}" for number, what in said if number]

    def names(self, which: str) -> tuple[list[str], int]:
        """The first of the added, merged or kept ones, and how many more there are."""
        every: tuple[str, ...] = getattr(self, which)
        return list(every[:MOST_NAMED]), max(0, len(every) - MOST_NAMED)


def read(file: BinaryIO) -> tuple[Package, Fitting]:
    """What the archive holds, checked row by row. Raises Refused."""
    holdings = all_holdings()
    known = {holding.file(topic): _checking(holding, topic) for holding in holdings for topic in holding.topics}
    package = unpacked(file, known)
    found = []
    for holding in holdings:
        rows = {topic.name: package.rows.get(holding.file(topic), []) for topic in holding.topics}
        try:
            found.append((holding, holding.fitting(rows)))
        except Unfit as fault:
            raise Refused(str(fault)) from fault
    return package, found


def _checking(holding: Holding, topic: Topic) -> CheckRow:
    def check(line: int, row: Any) -> None:
        try:
            holding.check_row(topic, line, row)
        except Unfit as fault:
            raise Refused(str(fault)) from fault

    return check


def preview(user: User, fitting: Fitting) -> list[Group]:
    """What importing would do now. Changes nothing. Raises Refused."""
    return [_group(holding, found) for holding, found in _differences(user, fitting)]


def carry_out(user: User, fitting: Fitting) -> tuple[list[str], list[Any]]:
    """Import it: answers what was done, in sentences, and what undoing it needs. Raises Refused.

    The caller holds the person's lock, and commits.
    """
    said, steps = [], []
    for holding, found in _differences(user, fitting):
        for one in found:
            if one.kind in {"added", "merged"}:
                holding.put(user.id, one.before, one.after)
                steps.append([holding.name, list(one.key), one.before, digest(one.after)])
        said += _group(holding, found).sentences
    return said, steps


def undo(user: User, steps: list[Any]) -> list[str]:
    """Put back what was before, but for what has changed since; answers both in sentences."""
    by_name = {holding.name: holding for holding in all_holdings()}
    said = []
    for name, holding in by_name.items():
        mine = [step for step in steps if step[0] == name]
        present = holding.units(user.id) if mine else {}
        back, left = 0, []
        for _, parts, before, after in mine:
            unit = present.get(tuple(parts), {})
            if digest(unit) == after:
                holding.put(user.id, unit, before)
                back += 1
            else:
                left.append(holding.called(tuple(parts), unit or before))
        if back:
            said.append(f"{plural(back, *holding.words)} as before")
        if left:
            named = ", ".join(left[:MOST_NAMED])
            said.append(f"{plural(len(left), *holding.words)} left, because of changes since: {named}")
    return said


def _differences(user: User, fitting: Fitting) -> list[tuple[Holding, list[Difference]]]:
    """Of everything, before anything is written: an import is whole or isn't."""
    now = clock.now()
    mine = {holding.name: holding.units(user.id) for holding, _ in fitting}
    empty = not any(mine[holding.name] for holding, _ in fitting if holding.feature != ITSELF)
    when = When(now, clock.local_day(now, user.time_zone), empty)
    try:
        return [(holding, holding.differences(mine[holding.name], theirs, when)) for holding, theirs in fitting]
    except Unfit as fault:
        raise Refused(str(fault)) from fault


def _group(holding: Holding, found: list[Difference]) -> Group:
    def names(kind: str) -> tuple[str, ...]:
        return tuple(holding.called(one.key, one.after) for one in found if one.kind == kind)

    return Group(holding, names("added"), names("merged"), names("kept"), sum(one.kind == "same" for one in found))
