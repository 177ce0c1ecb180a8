"""Where no provider of OpenID Connect is set up, no route of it answers, and nothing speaks of one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.addresses import ADDRESSES
from tests.apps import another_app
from tests.people import Client, make_member

OF_OPENID = [address for address in ADDRESSES if address.endpoint.startswith("openid.")]


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Flask]:
    with another_app(tmp_path) as app:
        yield app


def test_no_route_answers_and_nothing_is_shown(plain: Flask) -> None:
    mia = make_member(plain, "mia", "Mia Okafor", "UTC")
    for client in (Client(plain), mia.client):
        for address in OF_OPENID:
            answer = client.get(address.path) if address.method == "GET" else client.post(address.path, **address.form)
            assert answer.status_code == 404, address
    assert OF_OPENID
    for client, path in [
        (Client(plain), "/sign-in"),
        (Client(plain), "/sign-up"),
        (mia.client, "/settings"),
        (mia.client, "/settings/proof"),
    ]:
        page = client.page(path)
        assert "openid" not in page.html
        assert "with None" not in page.text
