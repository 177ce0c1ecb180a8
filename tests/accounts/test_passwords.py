"""Which passwords are refused, and that no rule asks for kinds of characters."""

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from tracker.accounts import complaint
from tracker.accounts.passwords import LEAST

COMMON = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= LEAST]


@pytest.mark.parametrize(
    "password",
    [
        "four plain lantern words",
        "only lower case here",
        "tenletterz",
        "пароль из слов",
        "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵",
        "a" * 990 + "bcdefghijk",
        " leading and trailing ",
    ],
)
def test_any_long_enough_password_will_do(password: str) -> None:
    assert complaint(password, name="Mia Okafor", email="mia@example.org") is None


@pytest.mark.parametrize("password", ["", "short", "ninechars", "P4$sw0rd!"])
def test_under_ten_characters_is_too_short(password: str) -> None:
    assert complaint(password) == "Use at least 10 characters. A few plain words are fine."


@pytest.mark.parametrize("password", COMMON[:50], ids=range(50))
def test_the_passwords_that_everybody_tries_first_are_refused(password: str) -> None:
    for spelling in (password, password.upper(), password.title()):
        assert "on the lists that people try first" in str(complaint(spelling))


@pytest.mark.parametrize("password", ["password123456", "!!!password!!!", "Football2026!"])
def test_digits_around_a_common_word_do_not_help(password: str) -> None:
    assert complaint(password) is not None


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "abababababab", "112211221122"])
def test_a_few_characters_over_and_over_are_refused(password: str) -> None:
    assert complaint(password) is not None


@pytest.mark.parametrize("password", ["mia okafor-lind", "MIA OKAFOR-LIND", "mia.okafor@example.org", "mia.okafor"])
def test_the_name_and_the_address_are_refused(password: str) -> None:
    assert complaint(password, name="Mia Okafor-Lind", email="mia.okafor@example.org") == (
        "This is your name or your address. Choose something nobody can look up."
    )
