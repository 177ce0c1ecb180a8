"""Letters: a real mail server on this machine, and the worker's part played in the test's own process.

Hides the server (aiosmtpd, in a thread) and how a letter's parts are taken apart.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from flask import Flask

from tracker import jobs

HOST = "127.0.0.1"


@dataclass
class Postbox:
    """What the mail server took. `answer` and `of_recipients`: what it says to the next ones instead of taking them."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    """The same as they travelled."""
    answer: str | None = None
    of_recipients: str | None = None

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self.port}"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _more: Any) -> str:  # noqa: N802
        if self.of_recipients is not None:
            return self.of_recipients
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        if self.answer is not None:
            return self.answer
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        assert len(envelope.rcpt_tos) == 1
        self.letters.append(letter)
        self.raw.append(envelope.content)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Letters to this address, oldest first."""
        return [letter for letter in self.letters if address in str(letter["To"])]


class _AtAnyPort(Controller):
    """aiosmtpd's own asks itself whether it listens, and must know where by then."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(port: int = 0, **options: Any) -> Iterator[Postbox]:
    """A mail server at this port (0: any that is free). Options: aiosmtpd's."""
    postbox = Postbox()
    controller = _AtAnyPort(postbox, hostname=HOST, port=port, **options)
    controller.start()
    postbox.port = controller.port
    try:
        yield postbox
    finally:
        controller.stop()


def work(app: Flask) -> int:
    """Do what a worker would do now; how many jobs it tried."""
    with app.app_context():
        return jobs.carry_out_due()


def text_of(letter: EmailMessage) -> str:
    """With plain line ends, which travel as CR and LF."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(letter: EmailMessage) -> str:
    part = letter.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def link_in(letter: EmailMessage) -> str:
    """The path of the one address that the letter holds on a line of its own."""
    (address,) = re.findall(r"^https?://[^/\s]+(/\S+)$", text_of(letter), re.MULTILINE)
    return str(address)
