"""What is promised of every operation, held against what its maker had truly seen rather than against revisions."""

from dataclasses import dataclass, replace

from tracker.library import Guide
from tracker.reading.anchors import Anchor, find
from tracker.reading.operations import ASKS, KEPT, REFUSED, Operation, State


@dataclass(frozen=True)
class Done:
    """An operation, and the ids of those that whoever made it knew of."""

    operation: Operation
    seen: frozenset[str]

    @property
    def id(self) -> str:
        return self.operation.op_id

    def knew(self, other: "Done") -> bool:
        same_device = self.operation.device == other.operation.device
        return other.id in self.seen or (same_device and other.operation.sequence < self.operation.sequence)


class Watch:
    """Sees every operation applied, one after the other, and holds the promises against what its maker had seen."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.by_revision: dict[int, Done] = {}
        self.ticks: dict[tuple[bool, str], list[Done]] = {}
        """What holds a section finished (True) or open again (False)."""

    def see(self, done: Done, before: State, after: State, outcome: str) -> None:
        kind = done.operation.kind
        self.by_revision[after.revision] = done
        assert after.revision > before.revision
        self._place(done, before, after, outcome)
        if kind in {"finish", "unfinish"}:
            self._ticks(done, before, after, outcome)
        else:
            assert after.finished == before.finished
            assert after.reopened == before.reopened
        if kind != "restart" or outcome != KEPT:
            assert self._rank(after.furthest) >= self._rank(before.furthest), "what was reached has gone back"
        if outcome in {ASKS, REFUSED}:
            assert replace(after, revision=0) == replace(before, revision=0)

    def _place(self, done: Done, before: State, after: State, outcome: str) -> None:
        if after.place == before.place and after.began == before.began:
            return
        assert outcome == KEPT
        assert done.operation.kind in {"read", "restart"}
        self._knew(done, before.began.revision)
        if before.place:
            self._knew(done, before.place.mark.revision)
            if done.operation.device != before.place.mark.device:
                self._knew(done, before.place.restored)

    def _knew(self, done: Done, revision: int) -> None:
        if revision:
            assert done.knew(self.by_revision[revision]), f"{done.id} moves a place that its maker had not seen"

    def _ticks(self, done: Done, before: State, after: State, outcome: str) -> None:
        wanted, section = done.operation.kind == "finish", str(done.operation.section_id)
        if outcome != KEPT:
            return
        against = self.ticks.pop((not wanted, section), [])
        for one in against:
            later = [other for other in against if other.operation.device == one.operation.device]
            assert any(done.knew(other) and not _before(other, one) for other in later), (
                f"{done.id} speaks against {one.id}, unseen"
            )
        assert (section in after.finished) is wanted
        self.ticks.setdefault((wanted, section), []).append(done)

    def _rank(self, anchor: Anchor | None) -> tuple[int, int, float]:
        found = find(self.guide, anchor) if anchor else None
        return found.rank if found else (0, 0, 0.0)


def _before(one: Done, other: Done) -> bool:
    return one.operation.sequence < other.operation.sequence
