"""What the tests' people have besides their password: a phone with an authenticator app, and devices with passkeys.

Hides a device's side of WebAuthn, played without a browser; tests/browser/test_passkeys.py asks a real one.
"""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pyotp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask
from webauthn.helpers import encode_cbor
from werkzeug.test import TestResponse

from tests.people import PASSWORD, Client, Member
from tracker import clock
from tracker.accounts import one_time
from tracker.accounts.arriving import IN_SESSION
from tracker.accounts.models import HALF_WAY, Authenticator, RecoveryCode, Ticket, UserSession
from tracker.extensions import db

ORIGIN = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
WRONG_CODE = "00000x"
"""No app shows a letter."""


@dataclass(frozen=True)
class Phone:
    """An authenticator app."""

    seed: str

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many times thirty seconds later (earlier)."""
        return str(pyotp.TOTP(self.seed).at(int(clock.now().timestamp()), counter_offset=steps))


def give_app(app: Flask, member: Member, *, proved: bool = True) -> Phone:
    """An authenticator app for this person; `proved`: their session counts as proved with it."""
    seed = one_time.new_seed()
    with app.app_context():
        Authenticator.put(member.user.id, seed, 0)
        if proved:
            UserSession.prove(member.token, factor=True)
        db.session.commit()
    return Phone(seed)


def give_codes(app: Flask, member: Member) -> list[str]:
    with app.app_context():
        new = RecoveryCode.prepare()
        RecoveryCode.put(member.user.id, new)
        db.session.commit()
    return list(new.plain)


def half_signed_in(app: Flask, member: Member, **fields: str) -> Client:
    """A new browser in which they have typed their password, and not yet shown their second factor."""
    client = Client(app)
    answer = client.post("/sign-in", email=member.user.email, password=PASSWORD, **fields)
    assert (answer.status_code, answer.location) == (302, "/sign-in/second-step")
    return client


def half_way(app: Flask, member: Member) -> Client:
    """The same without the typing, for twenty of them."""
    with app.app_context():
        ticket = Ticket.issue(
            HALF_WAY, timedelta(minutes=5), user_id=member.user.id, remembered=False, how="password", next=None
        )
        db.session.commit()
    client = Client(app)
    with client.raw.session_transaction() as session:
        session[IN_SESSION] = ticket
    return client


def copy_of(client: Client) -> Client:
    """Another browser that holds the same session cookie."""
    copy, cookie = Client(client.app), client.raw.get_cookie("session")
    assert cookie is not None
    copy.raw.set_cookie("session", cookie.value)
    return copy


def is_signed_in(client: Client) -> bool:
    return client.get("/dashboard").status_code == 200


@dataclass
class Passkey:
    """One on a device. `count`: what the device says of how often it was used; it stays 0 where it doesn't count."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    handle: bytes = b""
    count: int = 0
    flags: int = PRESENT | VERIFIED

    def made(self, options: dict[str, Any], **lies: Any) -> str:
        """What a browser answers when this was made; `lies`: what it says instead of the truth."""
        self.handle = _bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        said = self._said(options["rp"]["id"], ATTESTED, lies) + attested
        return self._answer(
            {
                "clientDataJSON": _text(_client_data("webauthn.create", options, lies)),
                "attestationObject": _text(encode_cbor({"fmt": "none", "attStmt": {}, "authData": said})),
                "transports": ["internal"],
            }
        )

    def shown(self, options: dict[str, Any], **lies: Any) -> str:
        """What a browser answers when this was used."""
        client_data = _client_data("webauthn.get", options, lies)
        said = self._said(options["rpId"], 0, lies)
        signature = self.key.sign(said + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": _text(client_data),
                "authenticatorData": _text(said),
                "signature": _text(lies.get("signature", signature)),
                "userHandle": _text(lies.get("handle", self.handle)),
            }
        )

    def _said(self, site: str, more: int, lies: dict[str, Any]) -> bytes:
        flags = lies.get("flags", self.flags) | more
        return hashlib.sha256(lies.get("site", site).encode()).digest() + struct.pack(
            ">BI", flags, lies.get("count", self.count)
        )

    def _answer(self, response: dict[str, Any]) -> str:
        return json.dumps({"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "response": response})


def give_passkey(member: Member, name: str = "Phone") -> Passkey:
    """Register one through the page's own addresses."""
    passkey = Passkey()
    answer = register(member.client, passkey, name)
    assert answer.status_code in {200, 302}, answer.text
    return passkey


def register(client: Client, passkey: Passkey, name: str = "Phone", **lies: Any) -> TestResponse:
    options = client.post("/settings/passkeys/options").get_json()
    return client.post("/settings/passkeys", name=name, credential=passkey.made(options, **lies))


def use(client: Client, passkey: Passkey, path: str, fields: dict[str, str] | None = None, **lies: Any) -> TestResponse:
    """Show it at this address."""
    options = client.post("/passkey/options").get_json()
    return client.post(path, credential=passkey.shown(options, **lies), **fields or {})


def _client_data(kind: str, options: dict[str, Any], lies: dict[str, Any]) -> bytes:
    said = {"type": kind, "challenge": options["challenge"], "origin": ORIGIN, "crossOrigin": False}
    return json.dumps({**said, **{name: lies[name] for name in said.keys() & lies.keys()}}).encode()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
