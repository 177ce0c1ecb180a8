"""One test that holds many things to the same and tells of each that fails: what changes nothing needs no test each."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def hold_each(things: Iterable[Thing], check: Callable[[Thing], None]) -> None:
    """Check all of them; fails with every one that does not hold."""
    broken = []
    for thing in things:
        try:
            check(thing)
        except AssertionError as fault:
            broken.append(f"{thing}: {fault}")
    assert not broken, "\n\n".join(broken)
