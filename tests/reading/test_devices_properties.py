"""Two to four devices, online and offline, with lost, repeated and reordered requests: they come to one state.

Held at every step (in promises.py): the same operation is answered the same, the place changes only by who has seen it,
no finish and no unfinish goes unseen, what was reached never goes back but by starting over, and the log replays.
"""

import json
from datetime import datetime, timedelta
from itertools import count
from random import Random

import pytest
from flask import Flask
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.people import Client, Member, make_member
from tests.reading.devices import BEGAN, Answer, Device, World
from tests.reading.made_guides import FOUR_PARTS
from tests.reading.promises import Done
from tests.reading.reader import GUIDE, told
from tracker import clock
from tracker.extensions import db
from tracker.library import Guide
from tracker.reading import Reading
from tracker.reading.continuing import as_data
from tracker.reading.operations import State

pytestmark = pytest.mark.slow

ACTS = ("read", "read", "read", "finish", "finish", "unfinish", "restart", "undo")
NETWORK = ("send", "send", "send", "send, answer lost", "send out of order", "send again", "ask", "answer", "answer")
IMPORTS = ("import", "undo import")
numbers = st.integers(0, 7)


def steps(*kinds: str, least: int = 0, most: int) -> st.SearchStrategy[list[tuple[str, int, int, int]]]:
    return st.lists(
        st.tuples(st.sampled_from(kinds), st.integers(0, 3), numbers, numbers), min_size=least, max_size=most
    )


def same(state: State) -> tuple[object, ...]:
    """All of a state but its revision, which counts operations."""
    return state.place, state.furthest, dict(state.finished), dict(state.reopened)


@settings(max_examples=600)
@given(devices=st.integers(2, 4), script=steps(*ACTS, *NETWORK, *IMPORTS, least=15, most=60))
def test_all_devices_come_to_one_state(devices: int, script: list[tuple[str, int, int, int]]) -> None:
    world = World(FOUR_PARTS, devices)
    for step in script:
        world.act(step)
    world.settle()
    made = {name for device in world.devices for name in device.own}
    assert made <= set(world.server.answers), "something was never delivered"
    assert {device.known for device in world.devices} == {world.server.state.revision}
    assert {device.told_place for device in world.devices} == {world.devices[0].told_place}
    assert world.server.replayed() == world.server.state
    for outcome, _ in world.server.answers.values():
        event(f"an operation was {outcome}")


@settings(max_examples=300)
@given(script=steps(*ACTS, *NETWORK, most=40))
def test_one_device_alone_is_never_asked_and_never_stale(script: list[tuple[str, int, int, int]]) -> None:
    """However often its answers are lost: only what it sends out of its own order can be stale."""
    world = World(FOUR_PARTS, 1)
    for step in script:
        if step[0] not in {"undo", "send out of order"}:
            world.act(step)
            assert not world.devices[0].question
    world.settle()
    assert {outcome for outcome, _ in world.server.answers.values()} <= {"kept"}


@settings(max_examples=300)
@given(script=steps("read", "finish", "unfinish", "restart", most=14), order=st.randoms(use_true_random=False))
def test_one_device_in_any_order_ends_where_it_ended(script: list[tuple[str, int, int, int]], order: Random) -> None:
    """Its last word on the place and on each section stands, whatever arrives last."""
    straight, mixed = World(FOUR_PARTS, 1), World(FOUR_PARTS, 1)
    for world in (straight, mixed):
        for step in script:
            world.act(step)
    order.shuffle(mixed.devices[0].queue)
    straight.settle()
    mixed.settle()
    ends = [(dict(one.server.state.finished).keys(), _anchor(one.server.state)) for one in (straight, mixed)]
    restarts = [step for step in script if step[0] == "restart"]
    assert ends[0][0] == ends[1][0]
    assert restarts or ends[0][1] == ends[1][1]


def _anchor(state: State) -> object:
    return state.place.anchor if state.place else None


@settings(max_examples=300)
@given(script=steps(*ACTS, *NETWORK, most=30))
def test_undoing_everything_leads_back_to_nothing(script: list[tuple[str, int, int, int]]) -> None:
    world = World(FOUR_PARTS, 3)
    for step in script:
        world.act(step)
    world.settle()
    device = world.devices[0]
    for _, done in world.server.log[:]:
        if done.operation.kind != "undo":
            device.make("undo", undoes=done.id)
    world.settle()
    assert same(world.server.state) == same(State())


# The same against the database, through POST /guides/<guide>/operations

accounts = count(1)


class Site:
    """The site beside the server in memory: every request goes to both, and has to be answered the same by both."""

    def __init__(self, app: Flask, guide: Guide) -> None:
        self.app = app
        self.guide = guide
        self.member: Member = make_member(app, f"reader-{next(accounts)}", "A Reader", "UTC")
        self.clients: dict[str, tuple[Client, str]] = {}
        self.requests = 0

    def post(self, device: Device, sent: list[Done], answers: list[Answer], at: datetime, state: State) -> None:
        client, token = self._browser(device.name)
        with clock.stopped_at(at):
            answer = client.post(
                f"{GUIDE}/operations",
                csrf_token=token,
                device=device.name,
                operations=json.dumps([as_sent(done) for done in sent]),
            )
        data = told(answer)
        expected = [
            {"op": done.id, "outcome": one[0], "revision": one[1]} for done, one in zip(sent, answers, strict=True)
        ]
        assert data["outcomes"] == expected
        assert unlabelled(data["state"]) == unlabelled(as_data(self.guide, state))
        self.requests += 1

    def _browser(self, name: str) -> tuple[Client, str]:
        if name not in self.clients:
            client = self.member.another_browser()
            self.clients[name] = client, client.token()
        return self.clients[name]

    def state(self, name: str) -> object:
        return unlabelled(told(self._browser(name)[0].get(f"{GUIDE}/place"))["state"])


def as_sent(done: Done) -> dict[str, object]:
    """As a browser with a wrong clock sends it: what it says of the time is the device's own affair."""
    operation = done.operation
    wrong = {"at": "1970-01-01T00:00:00+00:00", "time": (BEGAN + timedelta(days=999)).timestamp()}
    return wrong | {
        "op": operation.op_id,
        "sequence": operation.sequence,
        "base": operation.base,
        "kind": operation.kind,
        "section": operation.section_id,
        "anchor": operation.anchor.as_data() | wrong if operation.anchor else None,
        "undoes": operation.undoes,
    }


def unlabelled(state: dict[str, object]) -> dict[str, object]:
    """Without the browser's name, which comes from its request; the time stays, and is the server's."""
    place = state["place"]
    return state | {"place": {**place, "label": ""} if isinstance(place, dict) else None}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(devices=st.integers(2, 4), script=steps(*ACTS, *NETWORK, least=10, most=40))
def test_the_site_answers_as_the_pure_parts_do(
    app: Flask, tiny_guide: Guide, devices: int, script: list[tuple[str, int, int, int]]
) -> None:
    with clock.stopped_at(BEGAN):
        site = Site(app, tiny_guide)
        world = World(tiny_guide, devices, site.post)
        for step in script:
            world.act(step)
        world.settle()
        assert all(site.state(device.name) == site.state("device-0") for device in world.devices)
    with app.app_context():
        reading = Reading(site.member.person, tiny_guide)
        assert reading.state() == reading.replayed()
        assert reading.state().revision == world.server.state.revision
        db.session.rollback()
