"""The guide's Python is right: every sample compiles, and those marked `python run` end well within five seconds."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.guide.texts import Block, blocks

SECONDS = 5
LANGUAGES = {"python", "python run", "text", "json", "yaml", "sql", "bash", "http", ""}
SAMPLES = [block for block in blocks() if block.kind == "code"]
RUNNING = [block for block in SAMPLES if block.name == "python run"]


def test_there_are_samples_and_some_that_run() -> None:
    assert len(SAMPLES) >= len(RUNNING) >= 1
    assert {block.name for block in SAMPLES} <= LANGUAGES


@pytest.mark.parametrize(
    "block", [block for block in SAMPLES if block.name.startswith("python")], ids=lambda block: block.where
)
def test_python_compiles(block: Block) -> None:
    assert compile(block.text, block.where, "exec").co_filename == block.where


@pytest.mark.parametrize("block", RUNNING, ids=lambda block: block.where)
def test_what_is_marked_to_run_runs(block: Block, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", block.text],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []
