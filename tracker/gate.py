"""The door that faces clients: takes a request in whole before the app sees it, so that slow senders hold no worker.

Hides the step from the server's asynchronous side to the app's own thread (asgiref does it).
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AsyncExitStack
from typing import Any

from asgiref.wsgi import WsgiToAsgi

from tracker import headers
from tracker.config import LARGER, REQUEST_BYTES
from wsgi import app as wsgi_app

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATIENCE = 20
"""Seconds that a sender has for its whole request."""
LARGE_PATIENCE = 90
"""The same for an archive, which may have waited for another one first."""
LARGE_AT_ONCE = 2
"""So many archives lie in the memory of one process; further ones aren't read before one of them is done."""


class Gate:
    """Gathers a request's body, up to just over what the app accepts, and hands it on at once."""

    def __init__(self) -> None:
        self.app = WsgiToAsgi(wsgi_app)  # type: ignore[no-untyped-call]
        self.large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        most = LARGER.get(scope.get("path", ""), REQUEST_BYTES)
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(PATIENCE if most == REQUEST_BYTES else LARGE_PATIENCE):
                    if most > REQUEST_BYTES:
                        await held.enter_async_context(self.large)
                    body = await _gathered(receive, most)
            except TimeoutError:
                await _too_slow(send)
                return
            if body is not None:

                async def sending(message: Message) -> None:
                    await send(message)  # asgiref asks for a coroutine function, the server's own is none

                await self.app(_with_length(scope, len(body)), _handing_on(body), sending)


async def _gathered(receive: Receive, most: int) -> bytes | None:
    """The body, or its first part where it is too large for the app anyway; None where the sender has gone."""
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= most:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
    return b"".join(parts)


def _with_length(scope: Message, size: int) -> Message:
    """A body sent in chunks names no length; the app is told what has come."""
    known = [(name, value) for name, value in scope["headers"] if name != b"transfer-encoding"]
    if len(known) < len(scope["headers"]):
        known.append((b"content-length", str(size).encode()))
    return {**scope, "headers": known}


def _handing_on(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _too_slow(send: Send) -> None:
    ours = headers.of_all(secure=wsgi_app.config["SESSION_COOKIE_SECURE"]) | headers.OF_PAGES
    plain = {"Content-Type": "text/plain; charset=utf-8", "Connection": "close", "Cache-Control": "no-store"}
    pairs = [(name.lower().encode(), value.encode()) for name, value in (ours | plain).items()]
    await send({"type": "http.response.start", "status": 408, "headers": pairs})
    await send({"type": "http.response.body", "body": b"The request came too slowly. Send it again.\n"})


app = Gate()
gc.collect()
gc.freeze()  # guides and code stay for good: looking through them again and again costs a long page half its time
