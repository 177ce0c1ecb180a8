"""The provider, asked by OpenID Connect: the authorization code flow with PKCE, state and nonce.

Hides discovery and keys (kept for an hour), what is sent there, and every check of what comes back: whoever calls gets
a Visitor who was vouched for, or a Trouble with a sentence. Holds no transaction while it waits: call it before any.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException

from tracker import clock
from tracker.openid_settings import OpenIdSettings

PATIENCE_SECONDS = (3, 6)
"""To be connected, and between any two bytes of an answer."""
KEPT_SECONDS = 3600
SPARED_SECONDS = 10
"""After it failed to answer: not asked again before."""
LEEWAY = timedelta(seconds=60)
"""By how much the provider's clock may differ from ours."""
SCOPE = "openid email profile"
A_YEAR = 31_536_000
SIGNATURES = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
"""Never “none”, and never one that is made with a secret which both sides know."""
SUBJECT_LENGTH = 255
EMAIL_LENGTH = 254


class Trouble(Exception):
    """Why nobody was vouched for: a sentence for the person, a word for the log, and whether it is the provider's."""

    def __init__(self, sentence: str, reason: str, *, theirs: bool = False) -> None:
        super().__init__(sentence)
        self.sentence, self.reason, self.theirs = sentence, reason, theirs


@dataclass(frozen=True)
class Visitor:
    """Somebody as the provider vouches for them. `email`: empty where it told none that could be one."""

    issuer: str
    subject: str
    email: str = ""
    email_is_theirs: bool = False
    name: str = ""
    signed_in_at: datetime | None = None
    """When they last proved to the provider who they are, if it says so."""


class Provider:
    """One for the whole process."""

    def __init__(self, settings: OpenIdSettings) -> None:
        self.name, self.issuer = settings.name, settings.issuer
        self._settings = settings
        self._kept: tuple[float, dict[str, Any], KeySet] | None = None
        self._down_until = 0.0

    def begin(self, back: str, *, anew: bool = False) -> tuple[str, dict[str, str]]:
        """Where to send somebody, and what to remember meanwhile. `back`: our address that they return to.

        `anew`: they have to prove there once more who they are.
        """
        told = self._described()[0]
        remembered = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        # A year forces nobody to sign in again, but has a provider say when they last did.
        when = {"prompt": "login", "max_age": 0} if anew else {"max_age": A_YEAR}
        with self._session() as session:
            address, _ = session.create_authorization_url(
                told["authorization_endpoint"],
                state=remembered["state"],
                nonce=remembered["nonce"],
                code_verifier=remembered["verifier"],
                redirect_uri=back,
                scope=SCOPE,
                **when,
            )
        return str(address), remembered

    def finish(self, code: str, remembered: Mapping[str, str], back: str) -> Visitor:
        """Who came back with this code. Raises Trouble; a code that was used before is one."""
        told, _ = self._described()
        methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        with self._session(token_endpoint_auth_method=method) as session:
            try:
                token = session.fetch_token(
                    told["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=remembered["verifier"],
                    redirect_uri=back,
                    allow_redirects=False,
                )
            except OAuthError as error:
                raise self._refused(f"code refused: {error.error}") from error
            except (RequestException, ValueError) as error:
                raise self._silent(error) from error
            claims = self.verified(token.get("id_token"), remembered["nonce"], token.get("access_token"))
            return self._visitor(claims, self._more(session, claims))

    def verified(self, id_token: object, nonce: str, access_token: object = None) -> dict[str, Any]:
        """What is said of somebody, if it is the provider who says it, to us, now, and in answer to `nonce`."""
        if not isinstance(id_token, str):
            raise self._refused("no id token")
        told, keys = self._described()
        try:
            try:
                token = self._opened(id_token, told, keys)
            except InvalidKeyIdError:  # it has changed its keys since we asked
                told, keys = self._described(anew=True)
                token = self._opened(id_token, told, keys)
            claims = CodeIDToken(
                token.claims,
                token.header,
                {
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._settings.client_id},
                },
                {"nonce": nonce, "client_id": self._settings.client_id, "access_token": access_token},
            )
            claims.validate(int(clock.now().timestamp()), int(LEEWAY.total_seconds()))
        except (JoseError, ValueError, TypeError) as error:
            raise self._refused(f"id token refused: {type(error).__name__} {error}") from error
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_LENGTH:
            raise self._refused("no usable subject")
        return dict(claims)

    def check(self) -> None:
        """Raises Trouble where the provider can't be reached or isn't the one that was meant."""
        self._described(anew=True)

    def _opened(self, id_token: str, told: Mapping[str, Any], keys: KeySet) -> jwt.Token:
        allowed = SIGNATURES.intersection(told.get("id_token_signing_alg_values_supported", ["RS256"]))
        return jwt.decode(id_token, keys, registry=JWSRegistry(algorithms=sorted(allowed), strict_check_header=False))

    def _described(self, *, anew: bool = False) -> tuple[dict[str, Any], KeySet]:
        """What the provider tells of itself, and its keys."""
        kept, now = self._kept, time.monotonic()
        if kept is None or anew or now - kept[0] > KEPT_SECONDS:
            if now < self._down_until and not anew:  # so that one which hangs takes up few of our workers
                raise self._silent(TimeoutError())
            try:
                kept = self._kept = now, *self._discovered()
            except Trouble:
                self._down_until = time.monotonic() + SPARED_SECONDS
                raise
        return kept[1], kept[2]

    def _discovered(self) -> tuple[dict[str, Any], KeySet]:
        with self._session() as session:
            told = self._fetched(session, f"{self.issuer.removesuffix('/')}/.well-known/openid-configuration")
            addresses = [str(told.get(one)) for one in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
            addresses += [str(told[one]) for one in ("userinfo_endpoint",) if one in told]
            scheme = self.issuer.partition("//")[0]
            if told.get("issuer") != self.issuer or not all(one.startswith(f"{scheme}//") for one in addresses):
                raise self._silent(ValueError("it describes another issuer, or not all of itself"))
            try:
                keys = KeySet.import_key_set(self._fetched(session, told["jwks_uri"]))  # type: ignore[arg-type]
            except (JoseError, ValueError, KeyError, TypeError) as error:
                raise self._silent(error) from error
        return told, keys

    def _more(self, session: OAuth2Session, claims: Mapping[str, Any]) -> Mapping[str, Any]:
        """Address and name: many providers keep them out of the token, and tell them when asked with it."""
        endpoint = self._described()[0].get("userinfo_endpoint")
        if {"email", "email_verified"} <= claims.keys() or not endpoint:
            return claims
        told = self._fetched(session, endpoint, withhold_token=False)
        if told.get("sub") != claims["sub"]:
            raise self._refused("userinfo is somebody else's")
        return told

    def _visitor(self, claims: Mapping[str, Any], more: Mapping[str, Any]) -> Visitor:
        email, name, at = more.get("email"), more.get("name"), claims.get("auth_time")
        known = isinstance(email, str) and email.isprintable() and len(email) <= EMAIL_LENGTH
        return Visitor(
            issuer=self.issuer,
            subject=claims["sub"],
            email=str(email).strip() if known else "",
            email_is_theirs=known and more.get("email_verified") is True,
            name=name.strip() if isinstance(name, str) else "",
            signed_in_at=clock.at(at) if isinstance(at, int | float) else None,
        )

    def _session(self, **options: Any) -> OAuth2Session:
        return OAuth2Session(
            self._settings.client_id,
            self._settings.client_secret,
            code_challenge_method="S256",
            default_timeout=PATIENCE_SECONDS,
            **options,
        )

    def _fetched(self, session: OAuth2Session, address: str, *, withhold_token: bool = True) -> dict[str, Any]:
        try:
            answer = session.get(address, withhold_token=withhold_token, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (RequestException, OAuthError, ValueError) as error:
            raise self._silent(error) from error
        if not isinstance(found, dict):
            raise self._silent(ValueError("no object"))
        return found

    def _silent(self, error: Exception) -> Trouble:
        sentence = f"{self.name} doesn't answer as it should. Try again in a few minutes, or use your password."
        return Trouble(sentence, f"provider: {type(error).__name__}", theirs=True)

    def _refused(self, reason: str) -> Trouble:
        return Trouble(f"What came back from {self.name} doesn't fit what you began here. Begin again.", reason)
