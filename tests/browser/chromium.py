"""A Chromium for the browser tests: where it is, how to start it here, how to get one.

Tests say `playwright.chromium.launch(**launch_options())`. `make test` runs this file first,
which installs a Chromium where there is none and says what it does.
"""

import functools
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

# The shell is the same engine without windows: it opens a page in a third of the time, so it comes first.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FONTS = ("fonts-liberation", "fonts-dejavu-core")
# A browser that calls home slows the tests and fails where there is no home to call.
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # letters as wide as on people's screens; the shell would round them to whole pixels
)


class NoChromium(RuntimeError):
    """No Chromium is here, or none can be had. The message says what to do."""


@functools.cache
def find() -> str:
    """The path of a Chromium that starts: $CHROMIUM, the system's, or Playwright's own."""
    if chosen := os.environ.get("CHROMIUM"):
        path = shutil.which(chosen)
        if path is None or not _starts(path):
            raise NoChromium(f"CHROMIUM names {chosen}, which does not start.")
        return path
    for candidate in (*map(shutil.which, NAMES), *MAC_APPS):
        if candidate and _starts(candidate):
            return candidate
    if (candidate := _playwrights_own()) and _starts(candidate):
        return candidate
    raise NoChromium("No Chromium found: `make test` installs one, CHROMIUM=/path/to/one names one.")


def launch_options() -> dict[str, Any]:
    """What to pass to `playwright.chromium.launch`."""
    # Chromium's own sandbox refuses to work for root.
    return {
        "executable_path": find(),
        "args": list(ARGUMENTS),
        "chromium_sandbox": not _is_root(),
    }


def install() -> None:
    """Debian's package when root on Debian, Playwright's own build elsewhere."""
    if _is_root() and _is_debian():
        _run("apt-get", "update", "-qq")
        packages = (SHELL if _debian_has(SHELL) else "chromium", *FONTS)
        _say(f"installing Debian's packages {', '.join(packages)} …")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    else:
        _say("installing Playwright's own build …")
        with_system_libraries = ["--with-deps"] if _is_root() else []
        _run(sys.executable, "-m", "playwright", "install", *with_system_libraries, "chromium")


def main() -> int:
    """Print which Chromium the tests will use, after installing one if there is none."""
    try:
        try:
            path = find()
        except NoChromium:
            if "CHROMIUM" in os.environ:
                raise
            install()
            path = find()
        else:
            path = _quicker(path)
    except (NoChromium, subprocess.CalledProcessError) as problem:
        _say(f"{problem}")
        _say("the browser tests need one: install Chromium, or set CHROMIUM to its path.")
        return 1
    _say(f"{path} ({_version(path)})")
    return 0


def _quicker(path: str) -> str:
    """The shell of the Chromium at `path`, where Debian has it; what is there will do where it can't be had."""
    if Path(path).name != "chromium" or "CHROMIUM" in os.environ or not (_is_root() and _is_debian()):
        return path
    _say(f"installing Debian's package {SHELL}, which takes half the time …")
    try:
        if not _debian_has(SHELL):
            _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", SHELL)
    except subprocess.CalledProcessError:
        _say(f"{SHELL} can't be had; the tests take longer.")
    find.cache_clear()
    return find()


def _debian_has(package: str) -> bool:
    """Whether its lists name it; old releases don't."""
    return subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode == 0


def _starts(path: str) -> bool:
    return bool(_version(path))


def _version(path: str) -> str:
    """What `path --version` prints; nothing if it fails (Ubuntu's stand-in for a snap does)."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def _playwrights_own() -> str:
    """Where Playwright would put its own build. Asked in a process of its own: a test that calls
    this has a Playwright running, and a second one can't start beside it.
    """
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, timeout=60, check=False)
    return answer.stdout.strip()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _is_debian() -> bool:
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def _run(*command: str) -> None:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=os.environ | quiet, stdin=subprocess.DEVNULL, check=True)


def _say(words: str) -> None:
    print(f"Chromium: {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
