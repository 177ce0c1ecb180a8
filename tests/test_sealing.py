"""Sealing: what is sealed for one purpose opens for no other, nor under another key, nor when it was touched."""

from pathlib import Path

import pytest
from cryptography.fernet import InvalidToken
from flask import Flask

from tests.apps import another_app
from tracker import sealing

WORDS = "the secret wörds 🧗"


def test_it_opens_again(app: Flask) -> None:
    with app.app_context():
        sealed = sealing.seal(WORDS, "job")
        assert sealing.unseal(sealed, "job") == WORDS
        assert WORDS.encode() not in sealed
        assert sealing.seal(WORDS, "job") != sealed, "the same words don't look the same twice"


def test_another_purpose_does_not_open_it(app: Flask) -> None:
    with app.app_context():
        sealed = sealing.seal(WORDS, "job")
        with pytest.raises(InvalidToken):
            sealing.unseal(sealed, "ticket")


def test_another_key_does_not_open_it(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        sealed = sealing.seal(WORDS, "job")
    own = another_app(tmp_path, secret_key="another-key-9876543210-zyxwvutsrqp")
    with own as other, other.app_context(), pytest.raises(InvalidToken):
        sealing.unseal(sealed, "job")


def test_what_was_touched_does_not_open(app: Flask) -> None:
    with app.app_context():
        sealed = sealing.seal(WORDS, "job")
        for forged in (sealed[:-1], sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:], b"", b"canary"):
            with pytest.raises(InvalidToken):
                sealing.unseal(forged, "job")


def test_a_mark_is_the_same_each_time_and_another_for_each_text_and_purpose(app: Flask) -> None:
    with app.app_context():
        marks = [sealing.mark(text, purpose) for text in ("one", "two") for purpose in ("a grant", "an invitation")]
        assert sealing.mark("one", "a grant") == marks[0]
    assert len(set(marks)) == 4
    assert {len(mark) for mark in marks} == {64}
