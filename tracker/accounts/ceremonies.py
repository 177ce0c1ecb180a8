"""What a browser is asked for a passkey, and whether its answer holds (WebAuthn). Hides the library and the challenges.

The site is the one that PUBLIC_URL names; the request's own Host is never believed. A challenge is a ticket: bound to
one purpose and person, used once, five minutes old at most.
"""

import ipaddress
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import idna
from flask import current_app, session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    bytes_to_base64url,
    generate_challenge,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tracker.accounts.models import Passkey, Person, Ticket

NEW, ENTER, STEP, PROVE = "passkey-new", "passkey-enter", "passkey-step", "passkey-prove"
"""What a challenge may be for: a new passkey, the whole way in, the second half of it, proof."""
LASTS = timedelta(minutes=5)
IN_SESSION = "challenge"
LONGEST_ANSWER = 20_000
VERIFIED = UserVerificationRequirement.REQUIRED
BROKEN = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)
"""What the library raises at an answer that no honest browser gives."""


def are_possible() -> bool:
    """Whether browsers know passkeys for this site: it has a name, and is reached over TLS or on one's own machine."""
    parts = urlsplit(current_app.config["PUBLIC_URL"])
    try:
        ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return bool(parts.scheme == "https" or parts.hostname == "localhost")
    return False


def site() -> tuple[str, str]:
    """The name that passkeys are bound to, and the origin that a browser says it is at."""
    parts = urlsplit(current_app.config["PUBLIC_URL"])
    name = str(parts.hostname)
    if not name.isascii():
        name = idna.encode(name, uts46=True).decode()
    usual = {"https": 443, "http": 80}[parts.scheme]
    port = f":{parts.port}" if parts.port not in {None, usual} else ""
    return name, f"{parts.scheme}://{name}{port}"


def ask_for_new(person: Person) -> str:
    """What to ask the browser for that a new passkey be made, as JSON."""
    handle = Passkey.handle_of(person.id)
    options = generate_registration_options(
        rp_id=site()[0],
        rp_name="Milepost",
        user_id=handle,
        user_name=person.email,
        user_display_name=person.name,
        challenge=_challenge(NEW, person.id, handle=bytes_to_base64url(handle)),
        timeout=int(LASTS.total_seconds() * 1000),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=_descriptors(person.id),
    )
    return options_to_json(options)


def ask_for(purpose: str, user_id: int | None) -> str:
    """What to ask the browser for that a passkey be shown, as JSON. `user_id`: whose; None: anybody's."""
    options = generate_authentication_options(
        rp_id=site()[0],
        challenge=_challenge(purpose, user_id),
        timeout=int(LASTS.total_seconds() * 1000),
        allow_credentials=_descriptors(user_id) if user_id is not None else None,
        user_verification=VERIFIED,
    )
    return options_to_json(options)


def made(person: Person, answer: str) -> dict[str, Any] | None:
    """The new passkey that the browser answers with, if it was asked for just now; as columns of Passkey."""
    asked = _asked(NEW, person.id)
    if asked is None or len(answer) > LONGEST_ANSWER:
        return None
    name, origin = site()
    try:
        credential = parse_registration_credential_json(answer)
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(asked["challenge"]),
            expected_rp_id=name,
            expected_origin=origin,
            require_user_verification=True,
        )
    except BROKEN:
        return None
    return {
        "credential_id": verified.credential_id,
        "handle": base64url_to_bytes(asked["handle"]),
        "public_key": verified.credential_public_key,
        "sign_count": verified.sign_count,
        "transports": [transport.value for transport in credential.response.transports or ()],
    }


def shown(purpose: str, answer: str, user_id: int | None) -> Passkey | None:
    """The passkey that the browser's answer shows, if the answer holds and it is this person's (None: anybody's)."""
    asked = _asked(purpose, user_id)
    if asked is None or len(answer) > LONGEST_ANSWER:
        return None
    name, origin = site()
    try:
        credential = parse_authentication_credential_json(answer)
        handle = credential.response.user_handle
        passkey = (
            Passkey.by_credential(credential.raw_id, handle or b"")
            if user_id is None
            else Passkey.of_person(user_id, credential.raw_id)
        )
        if passkey is None or handle not in {None, passkey.handle}:
            return None
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(asked["challenge"]),
            expected_rp_id=name,
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except BROKEN:
        return None
    return passkey if Passkey.used(passkey.id, verified.new_sign_count) else None


def _challenge(purpose: str, user_id: int | None, **facts: str) -> bytes:
    """A new one, for this browser alone; one that this person was given before for the same is dead."""
    challenge = generate_challenge()
    facts["challenge"] = bytes_to_base64url(challenge)
    if user_id is not None:
        Ticket.void(user_id, purpose)
    session[IN_SESSION] = Ticket.issue(purpose, LASTS, user_id=user_id, **facts)
    return challenge


def _asked(purpose: str, user_id: int | None) -> dict[str, Any] | None:
    """What this browser was asked last, if it was for this; it can't be answered again."""
    ticket = Ticket.use(purpose, session.get(IN_SESSION, ""))
    return ticket.facts if ticket is not None and ticket.user_id == user_id else None


def _descriptors(user_id: int) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id, transports=[AuthenticatorTransport(one) for one in passkey.transports]
        )
        for passkey in Passkey.of(user_id)
    ]
