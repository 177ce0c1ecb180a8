"""`make pictures`: the README's pictures, taken of the demo as it is served, into docs/pictures/."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, StorageState, sync_playwright

from tests.browser.chromium import launch_options
from tests.browser.live import serving
from tests.browser.visiting import READ, WORK, signed_in_state
from tracker import create_app
from tracker.config import ROOT, Settings

FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES = 1_200_000
"""All together: what a clone should carry for them."""


@dataclass(frozen=True)
class Picture:
    """One view, as wide as a device is, in its colours."""

    name: str
    path: str
    width: int
    height: int
    colours: str = "light"
    who: str | None = "mia"

    @property
    def scale(self) -> int:
        """Phones show more dots."""
        return 2 if self.width < 600 else 1


PICTURES = (
    Picture("landing", "/", 1280, 800, who=None),
    Picture("section", f"{READ}/skills", 1280, 900),
    Picture("dashboard-light", "/dashboard", 1280, 1000),
    Picture("dashboard-dark", "/dashboard", 1280, 1000, "dark"),
    Picture("dashboard-phone", "/dashboard", 360, 760),
    Picture("milestone-phone", f"{WORK}/rs-bullets", 360, 760),
    Picture("coach", "/coach", 1280, 1000, who="carl"),
    Picture("coach-phone", "/coach", 360, 760, who="carl"),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as instance,
        serving({"INSTANCE_PATH": instance}, "--demo") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options())
        app = create_app(Settings.from_environment({"INSTANCE_PATH": str(Path(instance) / "demo")}))
        known = {who: signed_in_state(browser, server.address, app, who) for who in ("mia", "carl")}
        for picture in PICTURES:
            _take(browser, server.address, picture, known[picture.who] if picture.who else None)
        browser.close()
    sizes = {file.name: file.stat().st_size for file in sorted(FOLDER.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{os.path.relpath(FOLDER / name)}: {size / 1000:,.0f} KB")
    if sum(sizes.values()) > MOST_BYTES:
        raise SystemExit(f"The pictures have {sum(sizes.values()):,} bytes together; {MOST_BYTES:,} is the most.")


def _take(browser: Browser, address: str, picture: Picture, known: StorageState | None) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        color_scheme=picture.colours,  # type: ignore[arg-type]
        reduced_motion="reduce",
        storage_state=known,
    )
    tab = context.new_page()
    tab.goto(picture.path)
    tab.evaluate("() => document.fonts.ready.then(() => undefined)")
    tab.screenshot(path=FOLDER / f"{picture.name}.png", caret="hide")
    context.close()


if __name__ == "__main__":
    main()
