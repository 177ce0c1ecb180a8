"""An author who edits a guide's milestones and declares every edit in changes.yaml, as the rules for authors ask.

Hides the bookkeeping: fresh ids, which criteria go where, and the file itself, which is read as the loader reads it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import yaml

from tracker.library import Guide
from tracker.library.changes import read_changes

CriteriaMoves = dict[str, str | None]


class Edit:
    """What one edit did: each milestone's successors, and where criteria of one milestone went (None: retired)."""

    def __init__(
        self, successors: Mapping[str, Sequence[str]], owner: str = "", criteria: CriteriaMoves | None = None
    ) -> None:
        self.successors = {old: tuple(new) for old, new in successors.items()}
        self.owner = owner
        self.criteria = criteria or {}

    def present(self, milestone_id: str, criteria: Iterable[str]) -> set[str]:
        """These criteria of a milestone, under the ids that they have after the edit."""
        moves = self.criteria if milestone_id == self.owner else {}
        return {new for old in criteria if (new := moves.get(old, old)) is not None}


class Author:
    """`milestones` are the present ids with their criteria, in order."""

    def __init__(self, guide: Guide, folder: Path, **milestones: list[str]) -> None:
        self.pattern = guide
        self.file = folder / "changes.yaml"
        self.milestones = {name.replace("_", "-"): list(criteria) for name, criteria in milestones.items()}
        self.moved: dict[str, dict[str, str | list[str]]] = {"renamed": {}, "split": {}, "merged": {}}
        self.retired: list[str] = []
        self.renamed_criteria: dict[str, dict[str, str]] = {}
        self.retired_criteria: dict[str, list[str]] = {}
        self._numbers = count(1)

    def guide(self) -> Guide:
        """The guide as it is published now."""
        declared = {
            "milestones": {**self.moved, "retired": self.retired},
            "criteria": {"renamed": self.renamed_criteria, "retired": self.retired_criteria},
        }
        self.file.write_text(yaml.safe_dump(declared))
        one = self.pattern.milestones[0]
        made = tuple(
            replace(
                one,
                id=milestone_id,
                needs=(),
                evidence="none",
                criteria=tuple(replace(one.criteria[0], id=criterion) for criterion in criteria),
            )
            for milestone_id, criteria in self.milestones.items()
        )
        changes = read_changes(self.file, made, self.pattern.sections)
        return replace(self.pattern, milestones=made, changes=changes)

    def rename(self, old: str) -> Edit:
        new = self._fresh("m")
        self.moved["renamed"][old] = new
        return self._become(old, {new: self.milestones[old]})

    def split(self, old: str) -> Edit:
        """Into two; the criteria are dealt out, and each part has one of its own."""
        first, second = self._fresh("m"), self._fresh("m")
        self.moved["split"][old] = [first, second]
        criteria = self.milestones[old]
        dealt = {first: criteria[::2], second: criteria[1::2]}
        return self._become(old, {part: [*mine, self._fresh("c")] for part, mine in dealt.items()})

    def merge(self, old: str, kept: str) -> Edit:
        """Into one that stays and takes the criteria along."""
        self.moved["merged"][old] = kept
        both = list(dict.fromkeys([*self.milestones[kept], *self.milestones[old]]))
        edit = self._become(old, {})
        self.milestones[kept] = both
        self._take_declarations(old, kept)
        return Edit({**edit.successors, old: (kept,)})

    def retire(self, old: str) -> Edit:
        self.retired.append(old)
        return self._become(old, {})

    def reorder(self) -> Edit:
        self.milestones = dict(reversed(self.milestones.items()))
        return Edit({milestone_id: (milestone_id,) for milestone_id in self.milestones})

    def rename_criterion(self, milestone_id: str, old: str) -> Edit:
        new = self._fresh("c")
        self.milestones[milestone_id] = [new if known == old else known for known in self.milestones[milestone_id]]
        earlier = self.renamed_criteria.setdefault(milestone_id, {})
        earlier.update({known: new for known, present in earlier.items() if present == old})
        earlier[old] = new
        return Edit({known: (known,) for known in self.milestones}, milestone_id, {old: new})

    def retire_criterion(self, milestone_id: str, old: str) -> Edit:
        self.milestones[milestone_id] = [known for known in self.milestones[milestone_id] if known != old]
        renamed = self.renamed_criteria.get(milestone_id, {})
        gone = [old, *(known for known, present in renamed.items() if present == old)]
        self.renamed_criteria[milestone_id] = {k: v for k, v in renamed.items() if k not in gone}
        self.retired_criteria.setdefault(milestone_id, []).extend(gone)
        return Edit({known: (known,) for known in self.milestones}, milestone_id, {old: None})

    def _become(self, old: str, parts: dict[str, list[str]]) -> Edit:
        successors: dict[str, Sequence[str]] = {known: (known,) for known in self.milestones}
        successors[old] = tuple(parts)
        present: dict[str, list[str]] = {}
        for known, criteria in self.milestones.items():
            present.update(parts if known == old else {known: criteria})
        self.milestones = present
        for part in parts:
            self._take_declarations(old, part, keep=True)
        if parts or old in self.retired:
            self.renamed_criteria.pop(old, None)
            self.retired_criteria.pop(old, None)
        return Edit(successors)

    def _take_declarations(self, old: str, heir: str, *, keep: bool = False) -> None:
        """Criteria are declared under the id of a present milestone: the heir takes over what was declared before."""
        mine, renamed = self.milestones[heir], self.renamed_criteria.setdefault(heir, {})
        retired = self.retired_criteria.setdefault(heir, [])
        for known, present in self.renamed_criteria.get(old, {}).items():
            if present in mine and known not in mine and known not in retired:
                renamed.setdefault(known, present)
        for known in self.retired_criteria.get(old, []):
            if known not in mine and known not in renamed and known not in retired:
                retired.append(known)
        if not keep:
            self.renamed_criteria.pop(old, None)
            self.retired_criteria.pop(old, None)

    def _fresh(self, kind: str) -> str:
        return f"{kind}{next(self._numbers)}"
