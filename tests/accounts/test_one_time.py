"""Codes of authenticator apps, QR codes and recovery codes: the pure part."""

import re
from datetime import UTC, datetime

import pyotp
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts import one_time, qr, recovery_codes

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 11, 25, 20, 40, 7, tzinfo=UTC)
STEP = int(NOW.timestamp()) // 30


def code(steps: int) -> str:
    return str(pyotp.TOTP(SEED).at(NOW, counter_offset=steps))


@pytest.mark.parametrize("steps,found", [(0, STEP), (-1, STEP - 1), (1, STEP + 1), (-2, None), (2, None), (-120, None)])
def test_a_code_belongs_to_its_thirty_seconds_or_those_beside(steps: int, found: int | None) -> None:
    assert one_time.matching_step(SEED, code(steps), NOW) == found


@pytest.mark.parametrize("way", ["{0}{1}", "{0} {1}", " {0} {1}\t", "{0}\u00a0{1}"])
def test_spaces_do_not_matter(way: str) -> None:
    assert one_time.matching_step(SEED, way.format(code(0)[:3], code(0)[3:]), NOW) == STEP


@pytest.mark.parametrize("typed", ["", "12345", "0" * 1000, "-1", "１２３４５６", "\x00", "abcdef", "😀"])
def test_whatever_else_is_no_code(typed: str) -> None:
    assert one_time.matching_step(SEED, typed, NOW) is None


@given(st.integers(1000, 2**33), st.integers(-300, 300))
def test_no_code_lives_longer_than_a_minute_and_a_half(second: int, later: int) -> None:
    shown = str(pyotp.TOTP(SEED).at(second))
    found = one_time.matching_step(SEED, shown, datetime.fromtimestamp(second + later, UTC))
    assert found != second // 30 or abs(later) < 60


def test_seeds_are_long_and_never_the_same() -> None:
    seeds = {one_time.new_seed() for _ in range(1000)}
    assert len(seeds) == 1000
    assert {len(seed) for seed in seeds} == {32}, "160 bits"


def test_what_apps_are_told() -> None:
    assert one_time.address(SEED, "mia@example.org") == (
        f"otpauth://totp/Milepost:mia%40example.org?secret={SEED}&issuer=Milepost"
    )
    assert one_time.grouped("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_the_drawing_is_the_qr_code_with_its_margin() -> None:
    text = one_time.address(SEED, "mia@example.org")
    drawing = qr.drawn(text)
    dark = set()
    for x, y, length, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", drawing.path):
        assert length == back
        dark |= {(int(x) + more, int(y)) for more in range(int(length))}
    with_margin = [list(row) for row in segno.make(text, error="m").matrix_iter(border=4)]
    assert drawing.size == len(with_margin)
    assert dark == {(x, y) for y, row in enumerate(with_margin) for x, square in enumerate(row) if square}


def test_recovery_codes_are_ten_random_ones_that_can_be_read() -> None:
    codes = [code for _ in range(100) for code in recovery_codes.new_codes()]
    assert len(set(codes)) == 1000
    assert all(re.fullmatch(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", code) for code in codes)
    letters = "".join(codes).replace("-", "")
    assert not set(letters) & set("ilo01")
    assert set(letters) == set(recovery_codes.ALPHABET)


@pytest.mark.parametrize(
    "typed", ["abcd-efgh-jkmn", "ABCD EFGH JKMN", "abcdefghjkmn", "abcd–efgh–jkmn\n", " abcd- efgh-jkmn"]
)
def test_a_recovery_code_is_known_however_it_is_typed(typed: str) -> None:
    assert recovery_codes.tidied(typed) == "abcd-efgh-jkmn"


@pytest.mark.parametrize(
    "typed", ["", "123456", "abcd-efgh", "abcd-efgh-jkm1", "abcd-efgh-jkmn-pqrs", "äbcd-efgh-jkmn", "x" * 40]
)
def test_what_can_be_no_recovery_code(typed: str) -> None:
    assert recovery_codes.tidied(typed) is None
