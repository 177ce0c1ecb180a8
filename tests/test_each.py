"""Holding many things to the same fails with each that does not hold, and with nothing else."""

import pytest

from tests.each import hold_each


def test_each_that_fails_is_told_of() -> None:
    def is_even(number: int) -> None:
        assert number % 2 == 0, "odd"

    hold_each([2, 4], is_even)
    with pytest.raises(AssertionError) as told:
        hold_each([1, 2, 3], is_even)
    assert [line[:6] for line in str(told.value).splitlines() if "odd" in line] == ["1: odd", "3: odd"]


def test_what_is_no_failed_check_is_not_gathered() -> None:
    def breaks(number: int) -> None:
        assert number // 0

    with pytest.raises(ZeroDivisionError):
        hold_each([1], breaks)
