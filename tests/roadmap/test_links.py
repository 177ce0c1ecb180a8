"""Evidence links: every address that runs something, hides its host or can't be opened is refused with a sentence."""

import pytest

from tracker.roadmap import links

ZERO_WIDTH, SOFT_HYPHEN, RIGHT_TO_LEFT, ISOLATE = "\u200b", "\u00ad", "\u202e", "\u2066"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/page",
        "http://example.org",
        "https://example.org:8443/a?b=c&d=e#f",
        "https://git.example.org/mia/repo/tree/main/(parens)",
        "https://münchen.example/straße",
        "https://xn--mnchen-3ya.example/",
        "https://example.org/%D1%82?q=ünïcode",
        "http://localhost:3000/demo",
        "https://192.0.2.1/demo",
        "https://[2001:db8::1.2.3.4]/demo",
        "https://example.org/@mia",
        "https://example.org/a'b\"c<d>",
    ],
)
def test_plain_addresses_are_taken(address: str) -> None:
    assert links.complaint(address) is None


@pytest.mark.parametrize(
    "address,sentence",
    [
        ("javascript:alert(1)", "begins with https:// or http://"),
        ("JaVaScRiPt:alert(1)", "begins with https:// or http://"),
        ("javascript://example.org/%0aalert(1)", "begins with https:// or http://"),
        ("data:text/html,<script>alert(1)</script>", "begins with https:// or http://"),
        ("DATA:text/html;base64,PHM+", "begins with https:// or http://"),
        ("vbscript:msgbox(1)", "begins with https:// or http://"),
        ("file:///etc/passwd", "begins with https:// or http://"),
        ("ftp://example.org/file", "begins with https:// or http://"),
        ("mailto:mia@example.org", "begins with https:// or http://"),
        ("blob:https://example.org/1", "begins with https:// or http://"),
        ("view-source:https://example.org", "begins with https:// or http://"),
        ("example.org/page", "begins with https:// or http://"),
        ("//example.org/page", "begins with https:// or http://"),
        ("/roadmap", "begins with https:// or http://"),
        ("", "begins with https:// or http://"),
        ("java\tscript:alert(1)", "spaces or invisible characters"),
        ("\x01javascript:alert(1)", "spaces or invisible characters"),
        ("https://exa\tmple.org/", "spaces or invisible characters"),
        ("https://example.org/\r\nSet-Cookie: a=b", "spaces or invisible characters"),
        ("https://example.org/a b", "spaces or invisible characters"),
        ("https://example.org/\0", "spaces or invisible characters"),
        ("https://example.org\\@evil.example/", "spaces or invisible characters"),
        ("https:\\\\example.org/", "spaces or invisible characters"),
        (f"https://good{ZERO_WIDTH}.example/", "spaces or invisible characters"),
        (f"https://good{SOFT_HYPHEN}.example/", "spaces or invisible characters"),
        (f"https://example.org/{RIGHT_TO_LEFT}gpj.exe", "spaces or invisible characters"),
        (f"https://example.org/{ISOLATE}x", "spaces or invisible characters"),
        ("https://good.example@evil.example/", "a name or a password before the @"),
        ("https://user:secret@example.org/", "a name or a password before the @"),
        ("https://@example.org/", "a name or a password before the @"),
        ("https:example.org", "names no site"),
        ("https:///path", "names no site"),
        ("https://", "names no site"),
        ("https://intranet/page", "names no site"),
        ("https://./", "names no site"),
        ("https://[::1", "can't be read"),
        ("https://example.org:99999/", "can't be read"),
        ("https://example.org:port/", "can't be read"),
        (f"https://{'a' * 64}.example/", "can't be read"),
        ("https://exa..mple/", "can't be read"),
        ("https://exa%6dple.org/", "can't be read"),
        ("https://☃☃.example/", "can't be read"),
        ("https://example.org/" + "a" * 2000, "has 2020 characters; use one of at most 2000"),
    ],
)
def test_everything_else_is_refused_with_what_to_do(address: str, sentence: str) -> None:
    complaint = links.complaint(address)
    assert complaint is not None
    assert sentence in complaint
    assert complaint.endswith(".")


@pytest.mark.parametrize(
    "address,host",
    [
        ("https://example.org/a", "example.org"),
        ("https://EXAMPLE.org:444/a", "example.org"),
        ("https://gооgle.com/", "xn--ggle-55da.com"),  # two Cyrillic letters, shown as what they are
        ("https://straße.example/", "xn--strae-oqa.example"),
        ("https://my_site.example/", "my_site.example"),
        ("https://münchen.example/", "xn--mnchen-3ya.example"),
    ],
)
def test_the_host_is_shown_as_the_network_sees_it(address: str, host: str) -> None:
    assert links.ascii_host(address) == host


@pytest.mark.parametrize(
    "address,secret",
    [
        ("https://example.org/?token=abc", True),
        ("https://example.org/?X-Amz-Signature=abc", True),
        ("https://example.org/?a=1&API_KEY=abc", True),
        ("https://example.org/?share=" + "a1" * 16, True),
        ("https://example.org/?page=2&sort=name", False),
        ("https://example.org/" + "a1" * 20, False),
        ("https://example.org/#token", False),
    ],
)
def test_an_address_that_carries_a_key_is_noticed(address: str, secret: bool) -> None:
    assert links.looks_secret(address) is secret
