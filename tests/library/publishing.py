"""What the tests of downloads need from the system: Pango, which sets PDFs, and Java, which runs epubcheck.

`make test` runs this file first, which installs Debian's packages where they are missing and says what it does.
"""

import os
import platform
import shutil
import subprocess
import sys

PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation", "fonts-dejavu-core")
JAVA = ("default-jre-headless",)
ELSEWHERE = (
    "the tests of downloads need Pango (https://doc.courtbouillon.org/weasyprint/stable/first_steps.html says how to "
    "install it; on a Mac: brew install pango) and Java 11 or newer for epubcheck (on a Mac: brew install openjdk)."
)


def missing() -> tuple[str, ...]:
    """Debian's packages for what doesn't work here."""
    return (*(() if _pango_loads() else PANGO), *(() if _java_starts() else JAVA))


def _pango_loads() -> bool:
    """Asked in a process of its own, as a library that was missing once stays missing for a process."""
    return subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False).returncode == 0


def _java_starts() -> bool:
    java = shutil.which("java")
    if java is None:
        return False
    return subprocess.run([java, "-version"], capture_output=True, check=False).returncode == 0


def _can_install() -> bool:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    system = platform.freedesktop_os_release()
    return "debian" in {system.get("ID"), *system.get("ID_LIKE", "").split()}


def _install(packages: tuple[str, ...]) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], env=quiet, stdin=subprocess.DEVNULL, check=True)


def main() -> int:
    """Install what is missing, where that can be done."""
    packages = missing()
    try:
        if packages and _can_install():
            print(f"Downloads: installing Debian's packages {', '.join(packages)} …", flush=True)
            _install(packages)
            packages = missing()
    except subprocess.CalledProcessError as problem:
        print(f"Downloads: {problem}", flush=True)
    if packages:
        print(f"Downloads: {ELSEWHERE}", flush=True)
        return 1
    print("Downloads: Pango and Java are here.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
