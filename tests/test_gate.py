"""The door: a sender that is too slow is answered at once, with the headers of every answer."""

import asyncio
import importlib
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from tracker import headers
from tracker.config import LARGER, REQUEST_BYTES


def in_a_thread(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Its result; browser tests before it in the same process may have left a loop running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.fixture
def gate(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module, before the tests' app."""
    monkeypatch.setitem(sys.modules, "wsgi", SimpleNamespace(app=app))  # else one is made of the environment's settings
    monkeypatch.delitem(sys.modules, "tracker.gate", raising=False)
    return importlib.import_module("tracker.gate")


def test_too_slow_a_sender_is_told_so_with_all_headers(gate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PATIENCE", 0.01)
    said: list[Any] = []

    async def receive() -> Any:
        await asyncio.sleep(5)

    async def send(message: Any) -> None:
        said.append(message)

    in_a_thread(gate.Gate()({"type": "http", "headers": []}, receive, send))
    assert said[0]["status"] == 408
    sent = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    for name, value in (headers.OF_ALL | headers.OF_PAGES | {"Cache-Control": "no-store"}).items():
        assert sent[name.lower()] == value


class Sender:
    """Sends a body of this size in pieces, and notes how much of it was taken."""

    def __init__(self, size: int) -> None:
        self.left, self.taken = size, 0

    async def receive(self) -> Any:
        await asyncio.sleep(0)
        piece = min(self.left, 64 * 1024)
        self.left, self.taken = self.left - piece, self.taken + piece
        return {"type": "http.request", "body": b"x" * piece, "more_body": self.left > 0}


@pytest.mark.parametrize("path,most", [("/settings/profile", REQUEST_BYTES), *LARGER.items()])
def test_it_takes_as_much_as_the_address_may_have_and_hardly_more(gate: Any, path: str, most: int) -> None:
    handed: list[int] = []

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        handed.append(len((await receive())["body"]))

    for size in (most, most * 3):
        door, sender = gate.Gate(), Sender(size)
        door.app = app
        in_a_thread(door({"type": "http", "path": path, "headers": []}, sender.receive, None))
        assert sender.taken == handed[-1] <= most + 64 * 1024


def test_archives_come_two_at_a_time_and_hold_up_nobody_else(gate: Any) -> None:
    path = next(iter(LARGER))
    open_now: list[str] = []
    most_at_once = 0

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        nonlocal most_at_once
        open_now.append(scope["path"])
        most_at_once = max(most_at_once, open_now.count(path))
        await asyncio.sleep(0.01)
        open_now.remove(scope["path"])

    async def many() -> None:
        door = gate.Gate()
        door.app = app
        uploads = [door({"path": path, "headers": []}, Sender(100).receive, None) for _ in range(6)]
        others = [door({"path": "/guides", "headers": []}, Sender(0).receive, None) for _ in range(6)]
        await asyncio.gather(*uploads, *others)

    in_a_thread(many())
    assert most_at_once == gate.LARGE_AT_ONCE
