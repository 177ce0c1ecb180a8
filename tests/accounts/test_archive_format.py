"""docs/archive.md is true: it names every file and every field of an archive, and nothing else."""

import re

from flask import Flask

from tracker.accounts import Holding
from tracker.accounts.archive import package
from tracker.config import ARCHIVE_BYTES, ROOT, VERSION

PAGE = (ROOT / "docs" / "archive.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+/\w+\.jsonl)` \| ([\w ]+) \| (.+) \|$", re.MULTILINE)


def test_it_lists_every_file_with_every_field(app: Flask) -> None:
    told = {}
    for file, _, fields in ROW.findall(PAGE):
        told[file] = set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", fields)))
    holdings: tuple[Holding, ...] = app.extensions["holdings"]
    held = {holding.file(topic): set(topic.columns) for holding in holdings for topic in holding.topics}
    assert told == held, "describe new files and fields in docs/archive.md; think of SCHEMA when a meaning changes"


def test_it_tells_numbers_as_they_are() -> None:
    assert f"now **{package.SCHEMA}**" in PAGE
    limits = PAGE.partition("## Limits")[2]
    for said in (
        f"{ARCHIVE_BYTES // 2**20} MB as it is",
        f"{package.MOST_UNPACKED // 2**20} MB unpacked",
        f"{package.MOST_ENTRIES} files",
        f"{package.MOST_ROWS:,} rows",
        f"{package.MOST_OF_A_LINE // 2**20} MB a line",
    ):
        assert said in limits


def test_the_version_is_the_projects() -> None:
    assert f'\nversion = "{VERSION}"\n' in (ROOT / "pyproject.toml").read_text("utf-8")
