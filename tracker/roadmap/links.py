"""Which addresses may be given as evidence, and how their host is shown.

Pure. Refuses everything but plain http and https, and every trick that makes an address look like another.
"""

import unicodedata
from urllib.parse import parse_qsl, urlsplit

import idna

MOST = 2000
SECRETIVE = frozenset(
    {"token", "access_token", "key", "api_key", "apikey", "sig", "signature", "secret", "x-amz-signature", "auth"}
)
LONG_VALUE = 32


def complaint(address: str) -> str | None:
    """A sentence that says why this address won't do, or None."""
    if len(address) > MOST:
        return f"This address has {len(address)} characters; use one of at most {MOST}."
    if (
        any(unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"} for character in address)
        or "\\" in address
    ):
        return "This address holds spaces or invisible characters. Copy it again from the browser's address bar."
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "This address can't be read. Copy it again from the browser's address bar."
    if parts.scheme not in {"http", "https"}:
        return "An address begins with https:// or http://. Anything else is not a link that others can open."
    if not host or ("." not in host.strip(".") and host != "localhost"):
        return "This address names no site. It looks like https://example.org/page."
    if parts.username is not None or parts.password is not None:
        return "This address has a name or a password before the @. Remove it: others would see it."
    if ascii_host(address) is None:
        return "The site's name in this address can't be read. Copy it again from the browser's address bar."
    return None


def ascii_host(address: str) -> str | None:
    """The host as the network sees it, so that look-alike letters show; None where it can't be encoded."""
    host = urlsplit(address).hostname or ""
    if "%" in host:  # browsers decode it, so that another name is meant than is shown
        return None
    try:
        return (host.encode("idna") if host.isascii() else idna.encode(host, uts46=True)).decode("ascii")
    except UnicodeError:
        return None


def looks_secret(address: str) -> bool:
    """Whether the address seems to carry a key that opens something for anyone who has it."""
    return any(
        name.casefold() in SECRETIVE or (len(value) >= LONG_VALUE and value.isalnum())
        for name, value in parse_qsl(urlsplit(address).query)
    )
