"""Many requests at once: the same act from many threads, begun together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Result = TypeVar("Result")


def at_once(times: int, act: Callable[[int], Result]) -> list[Result]:
    """What each of them came to, in order. An exception in one is raised here."""
    together = Barrier(times)

    def one(number: int) -> Result:
        together.wait(timeout=10)
        return act(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
