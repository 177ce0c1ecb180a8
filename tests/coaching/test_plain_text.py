"""Typed text with its addresses as links: nothing is lost, and only safe ones become links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.coaching.plain_text import Piece, pieces

WORDS = st.sampled_from(
    ["https://example.org/a(b)", "HTTP://x.org", "javascript:x", "(https://e.org).", "\n", " ", "<"]
)


@given(st.lists(st.one_of(WORDS, st.text()), max_size=8).map("".join))
def test_joined_they_are_the_text_and_links_are_http(text: str) -> None:
    found = list(pieces(text))
    assert "".join(piece.text for piece in found) == text
    for piece in found:
        assert piece.url is None or piece.url.lower().startswith(("http://", "https://"))
        assert piece.url in (None, piece.text)


@pytest.mark.parametrize(
    "text,links",
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a_(b)), then", ["https://example.org/a_(b)"]),
        ("“https://example.org/?q=1#x”", ["https://example.org/?q=1#x"]),
        ("http://good@evil.example/ and //evil.example", []),
        ("javascript:alert(1) data:text/html,x", []),
        ("https://a.example https://b.example", ["https://a.example", "https://b.example"]),
    ],
)
def test_what_becomes_a_link(text: str, links: list[str]) -> None:
    assert [piece.url for piece in pieces(text) if piece.url] == links


def test_words_alone_are_one_piece() -> None:
    assert list(pieces("Evals first")) == [Piece("Evals first")]
    assert list(pieces("")) == []
