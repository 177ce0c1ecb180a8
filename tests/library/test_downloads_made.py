"""Who makes the files: `flask guides downloads`, the server's companion, and nobody where Pango is missing."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask

from tests.apps import another_app
from tests.browser.live import HOST, Server, serving
from tests.conftest import SECRET_KEY, TINY_GUIDE
from tests.pages import Page
from tests.people import Client
from tracker.config import ROOT
from tracker.library import offers
from tracker.library.downloads.routes import NEVER

PATIENCE_SECONDS = 90
PDF = "/guides/tiny-guide/download/pdf"

pytestmark = pytest.mark.slow

Run = Callable[..., "subprocess.CompletedProcess[str]"]
MAKE = ["guides", "downloads"]
LOOKING = """
import sys, wsgi
print([name for name in sys.modules if name.startswith("weasyprint")])
print(wsgi.app.test_cli_runner().invoke(args=["doctor"]).stderr)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder for an installation with the tiny guide."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "tiny-guide").symlink_to(TINY_GUIDE, target_is_directory=True)
    return tmp_path


@pytest.fixture
def app(tmp_path_factory: pytest.TempPathFactory, place: Path) -> Iterator[Flask]:
    """The app of that installation, in this process."""
    with another_app(tmp_path_factory.mktemp("own"), instance_path=place) as made:
        yield made


def settings(place: Path) -> dict[str, str]:
    return {"INSTANCE_PATH": str(place), "CONTENT_PATH": str(place / "content"), "SECRET_KEY": SECRET_KEY}


@pytest.fixture
def python(place: Path) -> Run:
    """Run `python …` in a process of its own."""

    def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=kept | settings(place) | environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    return run


@pytest.fixture
def flask(python: Run) -> Run:
    return partial(python, "-m", "flask", "--app", "wsgi")


@pytest.fixture
def without_pango(tmp_path: Path) -> dict[str, str]:
    """Where the system finds a Pango first that is none, so that loading it truly fails."""
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("libpango-1.0.so.0", "libpango-1.0.dylib"):
        (broken / name).write_bytes(b"")
    return {"LD_LIBRARY_PATH": str(broken), "DYLD_LIBRARY_PATH": str(broken)}


def made(place: Path) -> list[str]:
    folder = place / "downloads"
    return sorted(path.suffix for path in folder.iterdir()) if folder.exists() else []


def test_the_command_makes_what_is_missing_and_nothing_twice(place: Path, app: Flask) -> None:
    first = app.test_cli_runner().invoke(args=MAKE)
    assert first.exit_code == 0, first.stderr
    assert [line.rpartition(" ")[2] for line in first.stdout.splitlines()] == ["made."] * 3
    assert made(place) == [".epub", ".md", ".pdf"]
    before = {path: path.stat().st_mtime_ns for path in (place / "downloads").iterdir()}
    second = app.test_cli_runner().invoke(args=MAKE)
    assert [line.rpartition(" ")[2] for line in second.stdout.splitlines()] == ["kept."] * 3
    assert {path: path.stat().st_mtime_ns for path in (place / "downloads").iterdir()} == before
    [pdf] = (place / "downloads").glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    assert pdf.stat().st_mode & 0o077 == (place / "downloads").stat().st_mode & 0o077 & 0o066


def test_without_pango_everything_else_is_made_and_all_say_so(
    place: Path, app: Flask, flask: Run, without_pango: dict[str, str]
) -> None:
    result = flask(*MAKE, **without_pango)
    assert result.returncode == 1
    assert "Error: PDFs can't be made: WeasyPrint can't load Pango" in result.stderr
    assert "Traceback" not in result.stderr
    assert made(place) == [".epub", ".md", ".txt"]
    answer = Client(app).get(PDF)
    assert answer.status_code == 503
    assert NEVER in Page(answer.text, PDF).text
    with app.test_request_context("/guides/tiny-guide"):
        assert offers(app.extensions["catalogue"].get("tiny-guide"))[0].sentence == NEVER
    assert app.test_cli_runner().invoke(args=MAKE).exit_code == 0
    assert made(place) == [".epub", ".md", ".pdf"], "Pango came, and the sentence went"


def test_without_pango_the_app_starts_without_weasyprint_and_the_doctor_says_so(
    python: Run, without_pango: dict[str, str]
) -> None:
    result = python("-c", LOOKING, **without_pango)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("[]\n")
    assert "! PDFs can't be made" in result.stdout
    assert "apt install libpango-1.0-0 libpangoft2-1.0-0" in result.stdout


def status(server: Server) -> int:
    connection = HTTPConnection(HOST, server.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", PDF)
    code = connection.getresponse().status
    connection.close()
    return code


def processes() -> Iterator[tuple[int, str]]:
    """(parent, state) of each; from /proc, as a small Debian has no `ps`."""
    if not Path("/proc/self/stat").exists():
        asked = subprocess.run(["ps", "-A", "-o", "ppid=,stat="], capture_output=True, text=True, check=True)
        for line in asked.stdout.splitlines():
            parent, state = line.split()
            yield int(parent), state
        return
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):  # ended since
            state, parent, *_ = (folder / "stat").read_text().rpartition(") ")[2].split()
            yield int(parent), state


def test_a_server_has_its_pdfs_made_beside_it_and_leaves_no_zombie(place: Path) -> None:
    with serving(settings(place) | {"MAKE_DOWNLOADS": "yes"}) as server:
        end = time.monotonic() + PATIENCE_SECONDS
        while status(server) == 503 and time.monotonic() < end:
            time.sleep(0.2)
        assert status(server) == 200
        of_the_server = [state for parent, state in processes() if parent == server.pid]
        assert of_the_server
        assert not [state for state in of_the_server if state.startswith("Z")]


def test_whoever_makes_them_ends_with_the_server(place: Path, flask: Run) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert flask(*MAKE, "--while", str(gone.pid)).returncode == 0
    assert ".pdf" not in made(place)
