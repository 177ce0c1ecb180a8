"""Devices that read one guide, each with a queue of its own, as browsers behave; and a server made of the pure parts.

Beside the revisions it hands out, everything keeps what it has truly seen: the tests hold the one against the other.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tests.reading.promises import Done, Watch
from tracker.library import Guide
from tracker.reading.anchors import Anchor
from tracker.reading.operations import KEPT, REFUSED, Operation, State, apply, replay

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
Answer = tuple[str, int]
"""An outcome and a revision."""


class Server:
    """Takes operations as `Reading.take` does, in memory."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.state = State()
        self.log: list[tuple[int, Done]] = []
        self.answers: dict[str, Answer] = {}
        self.watch = Watch(guide)

    def take(self, done: Done, at: datetime) -> Answer:
        done = replace(done, operation=replace(done.operation, at=at))
        if done.id not in self.answers:
            before, revision = self.state, self.state.revision + 1
            if done.operation.kind == "undo":
                outcome = self._undo(done, revision)
            else:
                self.state, outcome = apply(self.guide, before, done.operation, revision)
                self.watch.see(done, before, self.state, outcome)
            refused_undo = done.operation.kind == "undo" and outcome == REFUSED
            kept = replace(done, operation=replace(done.operation, undoes=None)) if refused_undo else done
            self.log.append((revision, kept))
            self.answers[done.id] = outcome, revision
        return self.answers[done.id]

    def replayed(self) -> State:
        return replay(self.guide, [(revision, done.operation) for revision, done in self.log])

    def _undo(self, done: Done, revision: int) -> str:
        named = [
            one
            for _, one in self.log
            if one.operation.kind != "undo" and done.operation.undoes in {one.id, one.operation.batch}
        ]
        if not named:
            self.state = replace(self.state, revision=revision)
            return REFUSED
        self.log.append((revision, done))
        self.state = self.replayed()
        self._watch_anew()
        self.log.pop()
        return KEPT

    def _watch_anew(self) -> None:
        """What is left keeps the same promises as if the rest had never been."""
        self.watch = Watch(self.guide)
        undone = {one.operation.undoes for _, one in self.log if one.operation.kind == "undo"} - {None}
        state = State()
        for revision, one in self.log:
            if one.operation.kind == "undo":
                self.watch.by_revision[revision] = one
                if state.place and self._moved(one.operation.undoes):
                    state = replace(state, place=replace(state.place, restored=revision))
            elif not {one.id, one.operation.batch} & undone:
                before = state
                state, outcome = apply(self.guide, before, one.operation, revision)
                self.watch.see(one, before, state, outcome)

    def _moved(self, undoes: str | None) -> bool:
        kinds = {one.operation.kind for _, one in self.log if undoes in {one.id, one.operation.batch}}
        return undoes is not None and bool(kinds & {"read", "restart"})


@dataclass
class Device:
    """A browser. `accepted`: the revision its reader has accepted; `known`: the latest it was told."""

    name: str
    sequence: int = 0
    accepted: int = 0
    known: int = 0
    place: tuple[str, datetime] | None = None
    question: bool = False
    queue: list[Done] = field(default_factory=list)
    sent: list[Done] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    seen_accepted: frozenset[str] = frozenset()
    seen_known: frozenset[str] = frozenset()
    told_place: tuple[str, datetime] | None = None

    def make(
        self, kind: str, anchor: Anchor | None = None, section: str | None = None, undoes: str | None = None
    ) -> Done:
        self.sequence += 1
        reads = kind == "read"
        operation = Operation(
            op_id=f"{self.name}-{self.sequence}",
            kind=kind,
            device=self.name,
            label=f"Browser on {self.name}",
            sequence=self.sequence,
            base=self.accepted if reads else self.known,
            at=BEGAN - timedelta(days=self.sequence),
            section_id=section,
            anchor=anchor,
            undoes=undoes,
        )
        done = Done(operation, (self.seen_accepted if reads else self.seen_known) | frozenset(self.own))
        self.own.add(done.id)
        self.queue.append(done)
        return done

    def hear(self, state: State, seen: frozenset[str]) -> None:
        """The server's state has come. Another device's place is a question; anything else is accepted."""
        if state.revision < self.known:
            return
        self.known, self.seen_known = state.revision, seen
        self.told_place = (state.place.mark.device, state.place.at) if state.place else None
        theirs = self.told_place is not None and self.told_place[0] != self.name
        self.question = theirs and self.told_place != self.place
        if not self.question:
            self.accept()

    def accept(self) -> None:
        """Go there, or stay here: what is read from now on comes after all that is known."""
        self.accepted, self.seen_accepted = self.known, self.seen_known
        self.place, self.question = self.told_place, False


Also = Callable[[Device, list[Done], list[Answer], datetime, State], None]
"""Is told of every request that reached the server, with its answers, its time and the state after it."""


class World:
    """Some devices, one server, and a network that loses answers, repeats and reorders requests."""

    def __init__(self, guide: Guide, devices: int, also: Also | None = None) -> None:
        self.guide = guide
        self.server = Server(guide)
        self.devices = [Device(f"device-{number}") for number in range(devices)]
        self.also = also
        self.time = BEGAN
        self.imports = 0

    def post(self, device: Device, sent: list[Done]) -> None:
        self.time += timedelta(seconds=7)
        before = {done.id: self.server.answers.get(done.id) for done in sent}
        answers = [self.server.take(done, self.time) for done in sent]
        for done, answer in zip(sent, answers, strict=True):
            assert before[done.id] in {None, answer}, "the same operation was answered otherwise"
        assert self.server.state == self.server.replayed()
        if self.also:
            self.also(device, sent, answers, self.time, self.server.state)

    def tell(self, device: Device) -> None:
        device.hear(self.server.state, frozenset(done.id for _, done in self.server.log))

    def deliver(self, device: Device, batch: list[Done], *, lost: bool) -> None:
        """A request arrives. Where its answer is lost, the device will send the same again."""
        if batch:
            self.post(device, batch)
        if not lost:
            device.queue = [done for done in device.queue if done not in batch]
            device.sent += batch
            self.tell(device)

    def act(self, step: tuple[str, int, int, int]) -> None:
        """One step: what, on which device, and two numbers that say with what."""
        what, which, one, two = step
        device = self.devices[which % len(self.devices)]
        section = self.guide.sections[one % len(self.guide.sections)]
        if what == "read":
            block = section.blocks[two % len(section.blocks)]
            device.make("read", Anchor.at(self.guide, section, block, (two % 7) / 8))
        elif what in {"finish", "unfinish"}:
            device.make(what, section=section.id)
        elif what == "restart":
            device.make("restart")
        elif what == "undo":
            able = [done.id for _, done in self.server.log if done.id in device.seen_known] + sorted(device.own)
            device.make("undo", undoes=able[two % len(able)] if able else "nothing-known")
        elif what == "undo import":
            device.make("undo", undoes=f"import-{two % 2}")
        elif what == "send":
            self.deliver(device, device.queue[: 1 + two], lost=False)
        elif what == "send, answer lost":
            self.deliver(device, device.queue[: 1 + two], lost=True)
        elif what == "send out of order" and device.queue:
            self.deliver(device, [device.queue[two % len(device.queue)]], lost=bool(one % 2))
        elif what == "send again" and device.sent:
            self.post(device, [device.sent[two % len(device.sent)]])
        elif what == "ask":
            self.tell(device)
        elif what == "answer":
            device.accept()
        elif what == "import":
            self._import(device, one, two)

    def _import(self, device: Device, one: int, two: int) -> None:
        """What was read without an account comes as one batch, based on nothing."""
        batch = f"import-{one % 2}"
        section = self.guide.sections[two % len(self.guide.sections)]
        anchor = Anchor.at(self.guide, section, section.blocks[two % len(section.blocks)])
        guest = Device(batch)
        guest.make("read", anchor)
        guest.make("finish", section=section.id)
        queue = [replace(done, operation=replace(done.operation, batch=batch)) for done in guest.queue]
        known = {done.id: done for _, done in self.server.log}
        self.post(guest, [known.get(done.id, done) for done in queue])
        self.tell(device)

    def settle(self) -> None:
        """Everybody comes online, everything is delivered, and all ask."""
        for device in self.devices:
            while device.queue:
                self.deliver(device, device.queue[:50], lost=False)
        for device in self.devices:
            self.tell(device)
