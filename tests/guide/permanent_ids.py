"""The ids of the real guide that progress, reading places and links hang on, and the list of all that ever were.

    python -m tests.guide.permanent_ids      adds new ids to permanent_ids.txt; removes none

An id that goes is declared in changes.yaml (milestones, sections, criteria) or in retired_ids.txt (the others).
"""

from pathlib import Path

from tests.conftest import REAL_GUIDE
from tracker.library import Guide, load_guide

PERMANENT = Path(__file__).with_name("permanent_ids.txt")
RETIRED = Path(__file__).with_name("retired_ids.txt")


def ids_of(guide: Guide) -> set[str]:
    """One line an id: its kind, and itself within what holds it."""
    found = {f"guide {guide.id}"}
    found |= {f"section {section.id}" for section in guide.sections}
    found |= {f"appendix {appendix.id}" for appendix in guide.appendices}
    for article in (*guide.sections, *guide.appendices):
        found |= {f"heading {article.id}#{heading.id}" for heading in article.headings}
    for milestone in guide.milestones:
        found.add(f"milestone {milestone.id}")
        found |= {f"criterion {milestone.id}/{criterion.id}" for criterion in milestone.criteria}
        found |= {f"bar {milestone.id}/{figure.id}" for figure in milestone.bar}
    found |= {f"source {code}" for code in guide.sources}
    found |= {f"term {term_id}" for term_id in guide.terms}
    return found


def lines(file: Path) -> list[str]:
    """The ids that a list holds; lines that begin with # explain it."""
    return [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]


def missing(permanent: set[str], retired: set[str], guide: Guide) -> list[str]:
    """The ids that are gone and that nothing accounts for."""
    return sorted(name for name in permanent - ids_of(guide) - retired if not _declared(name, guide))


def _declared(line: str, guide: Guide) -> bool:
    """Whether changes.yaml says where this id went, or where what held it went."""
    kind, _, name = line.partition(" ")
    holder, _, part = name.partition("/")
    if kind == "section":
        return name in guide.changes.sections
    if kind == "heading":
        return name.partition("#")[0] in guide.changes.sections
    if kind == "criterion" and (holder, part) in guide.changes.criteria:
        return True
    return kind in {"milestone", "criterion", "bar"} and holder in guide.changes.milestones


def main() -> None:
    guide = load_guide(REAL_GUIDE)
    before = set(lines(PERMANENT)) if PERMANENT.exists() else set()
    after = before | ids_of(guide)
    PERMANENT.write_text("".join(f"{name}\n" for name in sorted(after)), "utf-8")
    print(f"{len(after - before)} ids added, {len(after)} in all.")
    for name in missing(after, set(lines(RETIRED)), guide):
        print(f"Gone without a word: {name}. Declare it in changes.yaml or retired_ids.txt, or bring it back.")


if __name__ == "__main__":
    main()
