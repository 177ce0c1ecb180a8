"""The colours of drawings in a book, written on the shapes themselves.

Hides that neither WeasyPrint nor many e-readers apply a document's style sheet to a drawing in it. Text and strong
lines take the colour of the text around them, so that a drawing stays legible on an e-reader's dark page.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

GREEN, AMBER = "#2d7a55", "#a8690f"
LINE = {"fill": "none", "stroke": "#847b68", "stroke-width": "2"}
TEXT = {"fill": "currentColor"}
LOOKS: Mapping[str, Mapping[str, str]] = {
    "fig-line": LINE,
    "fig-line-strong": LINE | {"stroke": "currentColor"},
    "fig-line-accent": LINE | {"stroke": GREEN, "stroke-width": "3"},
    "fig-line-warn": LINE | {"stroke": AMBER, "stroke-width": "3"},
    "fig-fill": {"fill": "#847b68", "fill-opacity": "0.15"},
    "fig-fill-soft": {"fill": GREEN, "fill-opacity": "0.18"},
    "fig-fill-accent": {"fill": GREEN},
    "fig-fill-warn": {"fill": AMBER, "fill-opacity": "0.18"},
    "fig-arrow": {"fill": "#6b6557"},
    "fig-text": TEXT,
    "fig-text-strong": TEXT | {"font-weight": "bold"},
    "fig-text-quiet": TEXT | {"fill-opacity": "0.8"},
    "fig-text-on": {"fill": "#ffffff", "font-weight": "bold"},
}
"""What each class of a drawing looks like; later classes win, as in a style sheet."""
OF_ALL = {"font-family": "Liberation Sans, Arial, DejaVu Sans, sans-serif", "font-size": "16"}


def colour(svg: ET.Element) -> None:
    """Give every shape its look; see tracker/content/README.md for the classes."""
    svg.attrib |= OF_ALL
    for shape in svg.iter():
        classes = shape.get("class", "").split()
        for name, look in LOOKS.items():
            if name in classes:
                shape.attrib |= look
