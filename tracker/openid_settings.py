"""Settings of OpenID Connect: the provider that people may sign in with. Hides what makes them usable. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

NAMES = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
NAME_LENGTH = 40
ISSUER_LENGTH = 255
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class UnusableOpenId(ValueError):
    """A sentence that names the variable."""


@dataclass(frozen=True)
class OpenIdSettings:
    """A provider, and as whom we ask it. `name`: what the button calls it."""

    issuer: str
    client_id: str
    client_secret: str
    name: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "OpenIdSettings | None":
        """All four or none: half a provider would be a button that leads nowhere. Raises UnusableOpenId."""
        given = {name: environment.get(name, "").strip() for name in NAMES}
        missing = [name for name in NAMES if not given[name]]
        if len(missing) == len(NAMES):
            return None
        if missing:
            are = "are" if len(missing) > 1 else "is"
            raise UnusableOpenId(
                f"{', '.join(missing)} {are} missing: OpenID Connect needs all of {', '.join(NAMES)}, or none of them."
            )
        settings = cls(*given.values())
        if not _is_issuer(settings.issuer):
            raise UnusableOpenId(
                f"OIDC_ISSUER is “{settings.issuer}”; write it exactly as the provider writes it, such as "
                "https://login.example.org (http:// only for this very machine)."
            )
        if not settings.name.isprintable() or len(settings.name) > NAME_LENGTH:
            raise UnusableOpenId(f"OIDC_NAME must be a name on one line, of at most {NAME_LENGTH} characters.")
        return settings


def _is_issuer(text: str) -> bool:
    """Whether it may be an issuer: https, or this machine; neither query nor fragment (OpenID Connect Discovery, 3)."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    clean = text.isascii() and text.isprintable() and not set("?#@ \\") & set(text)
    near = parts.scheme == "http" and host in LOOPBACK
    return bool(host) and clean and (near or parts.scheme == "https") and len(text) <= ISSUER_LENGTH
