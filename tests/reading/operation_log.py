"""Operations as they reach the server, one line each, and the state that they lead to."""

from datetime import UTC, datetime

from tests.reading.made_guides import FOUR_PARTS
from tracker.library import Guide
from tracker.reading.anchors import Anchor
from tracker.reading.operations import Operation, State, apply, replay

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
A, B, C, D = (section.id for section in FOUR_PARTS.sections)


def at(number: int, block: int = 0) -> Anchor:
    """The place at a block of a section, by their numbers."""
    section = FOUR_PARTS.sections[number - 1]
    return Anchor.at(FOUR_PARTS, section, section.blocks[block])


class Log:
    """Operations as they reach the server, in order: the state they have led to, and the outcome of each."""

    def __init__(self, guide: Guide = FOUR_PARTS) -> None:
        self.guide = guide
        self.taken: list[tuple[int, Operation]] = []
        self.state = State()

    def take(
        self, device: str, sequence: int, base: int, kind: str, what: object = None, batch: str | None = None
    ) -> str:
        """Let the device's operation of this number arrive. `what`: an anchor, a section, or what is undone."""
        revision = len(self.taken) + 1
        operation = Operation(
            op_id=f"{device}-{sequence}",
            kind=kind,
            device=device,
            label=device,
            sequence=sequence,
            base=base,
            at=AT,
            section_id=str(what) if kind in {"finish", "unfinish"} else None,
            anchor=what if isinstance(what, Anchor) else None,
            undoes=str(what) if kind == "undo" else None,
            batch=batch,
        )
        self.taken.append((revision, operation))
        outcome = "kept"
        if kind == "undo":
            self.state = replay(self.guide, self.taken)
        else:
            self.state, outcome = apply(self.guide, self.state, operation, revision)
        assert self.state == replay(self.guide, self.taken)
        assert self.state.revision == revision
        return outcome

    @property
    def place(self) -> Anchor | None:
        return self.state.place.anchor if self.state.place else None

    @property
    def finished(self) -> set[str]:
        return set(self.state.finished)
