"""A browser in words, such as “Firefox on Android”, from the header it sends. Pure; no lookup elsewhere.

Browsers have frozen that header, so a short list says as much as a large library.
"""

import re
from functools import lru_cache

BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
"""The first that fits: most browsers name others too."""
SYSTEMS = (
    ("Android", r"Android"),
    ("iPad", r"iPad"),
    ("iPhone", r"iPhone|iPod"),
    ("ChromeOS", r"CrOS"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux|X11"),
)


@lru_cache(maxsize=1024)
def device(user_agent: str) -> str:
    """What to call the browser that sent this header."""
    browser = next((name for name, sign in BROWSERS if re.search(sign, user_agent)), "A browser")
    system = next((name for name, sign in SYSTEMS if re.search(sign, user_agent)), None)
    return f"{browser} on {system}" if system else browser
