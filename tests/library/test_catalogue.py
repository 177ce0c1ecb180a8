"""The folder of guides: every folder with a guide.md is one, ids are unique, and all that is wrong is said at once."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import TINY_GUIDE
from tracker.library import Catalogue, ContentError, load_catalogue


def test_both_guides_are_there_in_the_order_of_their_titles(catalogue: Catalogue) -> None:
    assert [guide.id for guide in catalogue.guides] == ["ai-engineer", "tiny-guide"]
    tiny = catalogue.get("tiny-guide")
    assert tiny is not None
    assert tiny.title == "Three Knots to Trust"
    assert catalogue.get("nowhere") is None


def test_the_id_is_written_by_hand_and_not_the_name_of_the_folder(tmp_path: Path) -> None:
    shutil.copytree(TINY_GUIDE, tmp_path / "any-name")
    assert [guide.id for guide in load_catalogue(tmp_path).guides] == ["tiny-guide"]


def test_folders_without_a_guide_are_passed_over(tmp_path: Path) -> None:
    shutil.copytree(TINY_GUIDE, tmp_path / "tiny-guide")
    (tmp_path / "drafts").mkdir()
    (tmp_path / "README.md").write_text("Notes.")
    assert len(load_catalogue(tmp_path).guides) == 1


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="there is no guide here; add a folder"):
        load_catalogue(tmp_path)


def test_two_guides_cannot_share_an_id(tmp_path: Path) -> None:
    shutil.copytree(TINY_GUIDE, tmp_path / "a")
    shutil.copytree(TINY_GUIDE, tmp_path / "b")
    with pytest.raises(ContentError) as caught:
        load_catalogue(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (tmp_path / "b" / "guide.md", 2)
    assert "another folder has the guide id “tiny-guide” too" in problem.sentence


def test_what_is_wrong_in_several_guides_is_said_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        shutil.copytree(TINY_GUIDE, tmp_path / name)
        (tmp_path / name / "sources.yaml").write_text("AB: {")
    with pytest.raises(ContentError) as caught:
        load_catalogue(tmp_path)
    assert [problem.path.parent.name for problem in caught.value.problems] == ["a", "b"]
