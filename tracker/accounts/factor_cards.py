"""How the second step stands, on the settings page: authenticator app, passkeys, recovery codes."""

from datetime import datetime

from flask import url_for

from tracker import clock
from tracker.accounts import ceremonies
from tracker.accounts.models import Factors, Person
from tracker.accounts.settings import Card, card
from tracker.accounts.ways import way_in
from tracker.words import said_date

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
FEW = 3
"""Recovery codes: from here on it is time for new ones."""


@way_in
def _passkeys_alone(user_id: int) -> int:
    """A passkey opens the account without a password."""
    return Factors.of(user_id).passkeys


@card
def _authenticator_card(person: Person) -> Card:
    url = url_for("accounts.authenticator")
    factors = _factors(person)
    if factors is None or factors.authenticator_added is None:
        state = "Off. Signing in asks for your password alone." if factors is None else "Off."
        return Card(40, "Authenticator app", state, "Set up", url)
    state = f"On since {_day(factors.authenticator_added, person)}; {_use(factors.authenticator_used, person)}."
    return Card(40, "Authenticator app", state, "Replace or remove", url)


@card
def _passkeys_card(person: Person) -> Card | None:
    url = url_for("accounts.passkeys")
    factors = _factors(person)
    if factors is None or factors.first_passkey_added is None or factors.last_passkey_added is None:
        state = "None. A passkey signs you in with a finger, a face or a PIN."
        return Card(42, "Passkeys", state, "Add one", url) if ceremonies.are_possible() else None
    first, last = _day(factors.first_passkey_added, person), _day(factors.last_passkey_added, person)
    many = "passkey" if factors.passkeys == 1 else "passkeys"
    added = f"added {first}" if first == last else f"the newest added {last}"
    state = f"{_number(factors.passkeys)} {many}, {added}; {_use(factors.passkey_used, person)}."
    return Card(42, "Passkeys", state, "Name, add or remove", url)


@card
def _codes_card(person: Person) -> Card | None:
    factors = _factors(person)
    if factors is None:
        return None
    url = url_for("accounts.recovery_codes")
    if factors.codes_made is None:
        state = "None left. Without your phone you could not sign in."
        return Card(44, "Recovery codes", state, "Make new ones", url, warns=True)
    state = f"{_number(factors.codes)} of ten left, made {_day(factors.codes_made, person)}."
    return Card(44, "Recovery codes", state, "Make new ones", url, warns=factors.codes <= FEW)


def _factors(person: Person) -> Factors | None:
    """None for somebody without a second factor, of whom the request knows that already."""
    return Factors.of(person.id) if person.has_second_factor else None


def _day(moment: datetime, person: Person) -> str:
    return said_date(moment, person.time_zone, clock.now())


def _use(moment: datetime | None, person: Person) -> str:
    return f"last used {_day(moment, person)}" if moment else "not used yet"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
