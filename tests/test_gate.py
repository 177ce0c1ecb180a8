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


def in_a_thread(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Its result; browser tests before it in the same process may have left a loop running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def test_too_slow_a_sender_is_told_so_with_all_headers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wsgi", SimpleNamespace(app=app))  # else one is made of the environment's settings
    monkeypatch.delitem(sys.modules, "tracker.gate", raising=False)
    gate = importlib.import_module("tracker.gate")
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
