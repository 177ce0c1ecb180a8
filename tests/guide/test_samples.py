"""The guide's Python is right: every sample compiles, and those marked `python run` end well within five seconds."""

import subprocess
import sys
from pathlib import Path

from tests.guide.texts import Block, blocks

SECONDS = 5
LANGUAGES = {"python", "python run", "text", "json", "yaml", "sql", "bash", "http", ""}


def samples(*infos: str) -> list[Block]:
    return [block for block in blocks() if block.kind == "code" and (block.name in infos or not infos)]


def test_every_python_sample_compiles() -> None:
    assert {block.name for block in samples()} <= LANGUAGES
    python = samples("python", "python run")
    compiled = [compile(block.text, block.where, "exec") for block in python]
    assert [code.co_filename for code in compiled] == [block.where for block in python]


def test_what_is_marked_to_run_runs_alone_and_leaves_nothing_behind(tmp_path: Path) -> None:
    running = samples("python run")
    assert running
    for block in running:
        ran = subprocess.run(
            [sys.executable, "-I", "-W", "error", "-c", block.text],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, ""), block.where
        assert list(tmp_path.iterdir()) == [], block.where
