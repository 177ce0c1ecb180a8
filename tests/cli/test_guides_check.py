"""`flask guides check`: says all is well, or what to mend with file and line, or whose progress would be lost."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.conftest import TINY_GUIDE
from tests.people import Member
from tracker.extensions import db
from tracker.library import Criterion, Guide
from tracker.reading import Reading, Step
from tracker.roadmap import OwnMilestone, Progress, Tailoring, changes, personal


def check(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["guides", "check", *map(str, arguments)])


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with the tiny guide and a second one, which nobody works on."""
    for guide_id in ("tiny-guide", "twin-guide"):
        shutil.copytree(TINY_GUIDE, tmp_path / guide_id)
    file = tmp_path / "twin-guide" / "guide.md"
    file.write_text(file.read_text().replace("id: tiny-guide", "id: twin-guide"))
    return tmp_path


@pytest.fixture
def ticked(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    """Mia has ticked a criterion of the splice, and finished the second section."""
    tick = changes.set_criterion("four-tucks", met=True, overruled=False)
    with app.app_context():
        Progress(mia.person, tiny_guide).change(tiny_guide.by_id["tk-splice"], "1", [], lambda _standing: tick)
        Reading(mia.person, tiny_guide).act(Step("finish", section_id="two-ropes"))
        db.session.commit()


def drop(tree: Path, file: str) -> None:
    (tree / "tiny-guide" / file).unlink()
    section = tree / "tiny-guide/sections/02-two-ropes.md"
    if section.exists():
        section.write_text(section.read_text().replace("[splice](milestone:tk-splice)", "splice"))


def declare(tree: Path, text: str) -> None:
    (tree / "tiny-guide/changes.yaml").write_text(text)


def test_good_guides_are_counted(app: Flask, ticked: None) -> None:
    result = check(app)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("ai-engineer: 8 sections, ")
    assert result.stdout.splitlines()[0].endswith("70 milestones. All well.")
    assert result.stdout.splitlines()[1].startswith("tiny-guide: 2 sections, ")
    assert result.stderr == ""


def test_every_mistake_is_named_with_file_and_line(app: Flask, tree: Path) -> None:
    for name in ("tk-bowline", "tk-splice"):
        file = tree / f"tiny-guide/roadmap/knots/{name}.md"
        file.write_text(file.read_text().replace("hours: ", "hours: -"))
    result = check(app, tree)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert lines[0] == f"{tree}/tiny-guide/roadmap/knots/tk-bowline.md:7: “hours” is -1; it must be from 1 to 200"
    assert lines[-1] == "Error: 2 to mend."


def test_a_folder_that_is_not_there_is_refused(app: Flask, tmp_path: Path) -> None:
    assert check(app, tmp_path / "nowhere").exit_code == 2


def test_a_milestone_that_vanishes_under_somebody_is_named(app: Flask, tree: Path, ticked: None) -> None:
    drop(tree, "roadmap/knots/tk-splice.md")
    result = check(app, tree)
    assert result.exit_code == 1
    assert "tiny-guide: milestone tk-splice has somebody's progress and no longer exists" in result.stderr
    assert "say in changes.yaml where they went" in result.stderr
    declare(tree, "milestones: {retired: [tk-splice]}")
    assert check(app, tree).exit_code == 0


def test_what_people_adjusted_or_worked_on_counts_as_progress_and_their_own_is_nobodys_to_lose(
    app: Flask, tree: Path, mia: Member, tiny_guide: Guide
) -> None:
    own = OwnMilestone("", "A talk", "", (Criterion("c-1", "Held"),), 3, "knots", "weekend")
    with app.app_context():
        made = Tailoring(mia.person, tiny_guide).add("op", own)
        mine = personal(mia.person, tiny_guide).by_id[made.id]
        tick = changes.set_criterion("c-1", met=True, overruled=False)
        Progress(mia.person, tiny_guide).change(mine, "1", [], lambda _standing: tick)
        db.session.commit()
    drop(tree, "roadmap/knots/tk-splice.md")
    assert check(app, tree).exit_code == 0
    with app.app_context():
        Tailoring(mia.person, tiny_guide).adjust("tk-splice", 0, lambda one: replace(one, hours=9))
        db.session.commit()
    assert "milestone tk-splice has somebody's progress" in check(app, tree).stderr


def test_a_milestone_that_nobody_has_touched_may_go(app: Flask, tree: Path) -> None:
    drop(tree, "roadmap/knots/tk-splice.md")
    assert check(app, tree).exit_code == 0


def test_a_section_that_vanishes_under_somebody_is_named(app: Flask, tree: Path, ticked: None) -> None:
    drop(tree, "sections/02-two-ropes.md")
    result = check(app, tree)
    assert result.exit_code == 1
    assert "tiny-guide: section two-ropes has somebody's progress and no longer exists" in result.stderr
    declare(tree, "sections: {renamed: {two-ropes: one-loop}}")
    assert check(app, tree).exit_code == 0


def test_a_criterion_that_vanishes_under_somebody_is_named(app: Flask, tree: Path, ticked: None) -> None:
    file = tree / "tiny-guide/roadmap/knots/tk-splice.md"
    file.write_text(file.read_text().replace("four-tucks:", "five-tucks:"))
    result = check(app, tree)
    assert result.exit_code == 1
    assert "tiny-guide: criterion tk-splice/four-tucks is ticked by somebody and no longer exists" in result.stderr
    declare(tree, "criteria: {renamed: {tk-splice: {four-tucks: five-tucks}}}")
    assert check(app, tree).exit_code == 0


def test_a_criterion_that_vanishes_along_with_a_rename_is_named(app: Flask, tree: Path, ticked: None) -> None:
    file = tree / "tiny-guide/roadmap/knots/tk-splice.md"
    renamed = file.read_text().replace("id: tk-splice", "id: tk-eye").replace("four-tucks:", "five-tucks:")
    drop(tree, "roadmap/knots/tk-splice.md")
    file.write_text(renamed)
    declare(tree, "milestones: {renamed: {tk-splice: tk-eye}}")
    result = check(app, tree)
    assert result.exit_code == 1
    assert "tiny-guide: criterion tk-splice/four-tucks is ticked by somebody and no longer exists" in result.stderr
    declare(
        tree,
        "milestones: {renamed: {tk-splice: tk-eye}}\ncriteria: {retired: {tk-eye: [four-tucks]}}",
    )
    assert check(app, tree).exit_code == 0


def test_a_guide_that_vanishes_under_somebody_is_named(app: Flask, tree: Path, ticked: None) -> None:
    shutil.rmtree(tree / "tiny-guide")
    result = check(app, tree)
    assert result.exit_code == 1
    assert "tiny-guide: milestone tk-splice has somebody's progress and no longer exists" in result.stderr
