"""Addresses are whole: https, no tracking, fragments that lead somewhere; each section ends with what to do this week.

That our own links lead to something is the loader's business, but for fragments on the same page and on appendices.
"""

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.guide.texts import Link, blocks, blocks_of, section_files, the_guide

HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
TRACKING = re.compile(r"utm_.*|fbclid|gclid|mc_[ce]id|ref|ref_src|igshid|si|source|trk", re.IGNORECASE)
OWN = re.compile(r"(milestone|section|appendix|term|source):")


def faults(address: str) -> list[str]:
    """What is wrong with an outside address."""
    parts = urlsplit(address)
    found = []
    if parts.scheme != "https":
        found.append("not https")
    if parts.hostname is None or not HOST.fullmatch(parts.hostname) or parts.port or parts.username:
        found.append("no plain host name")
    if not re.fullmatch(r"[!-~]+", address):
        found.append("spaces or characters that need encoding")
    if any(TRACKING.fullmatch(name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        found.append("tracks whoever follows it")
    if ":~:" in parts.fragment:
        found.append("marks text")
    return found


def test_outside_addresses_are_well_formed() -> None:
    addresses = {
        f"{block.where} {link.href}": link.href
        for block in blocks()
        for link in block.links
        if not link.href.startswith("#") and not OWN.match(link.href)
    }
    addresses |= {f"sources.yaml {code}": source.url for code, source in the_guide().sources.items()}
    assert len(addresses) > 50
    assert {where: faults(address) for where, address in addresses.items() if faults(address)} == {}


@pytest.mark.parametrize(
    "address,fault",
    [
        ("http://example.org/a", "not https"),
        ("https://localhost/a", "no plain host name"),
        ("https://me@example.org/", "no plain host name"),
        ("https://example.org/a b", "spaces or characters that need encoding"),
        ("https://example.org/?utm_source=letter", "tracks whoever follows it"),
        ("https://example.org/#:~:text=evals", "marks text"),
    ],
)
def test_a_spoiled_address_is_found(address: str, fault: str) -> None:
    assert faults(address) == [fault]
    assert faults("https://example.org/a?page=2#b") == []


def test_links_have_words() -> None:
    wordless = [f"{block.where} {link.href}" for block in blocks() for link in block.links if not link.text.strip()]
    assert wordless == []


def test_fragments_on_the_same_page_and_on_appendices_lead_to_headings() -> None:
    appendices = {a.id: {heading.id for heading in a.headings} for a in the_guide().appendices}
    lost = []
    for block in blocks():
        here = {other.heading for other in blocks_of(block.file)} if block.links else set()
        for link in block.links:
            page, _, fragment = link.href.partition("#")
            there = here if page == "" else appendices.get(page.removeprefix("appendix:"), {fragment})
            if fragment and fragment not in there:
                lost.append(f"{block.where} {link.href}")
    assert lost == []


@pytest.mark.parametrize("file", section_files(), ids=lambda file: file.stem)
def test_each_section_ends_with_this_week_and_links_two_to_five_milestones(file: Path) -> None:
    headings = [block for block in blocks_of(file) if block.kind == "heading"]
    assert (headings[-1].heading, headings[-1].text) == ("this-week", "This week")
    links: list[Link] = [
        link
        for block in blocks_of(file)
        if block.heading == "this-week" and block.kind != "note"
        for link in block.links
        if link.href.startswith("milestone:")
    ]
    assert 2 <= len({link.href for link in links}) <= 5, [link.href for link in links]
