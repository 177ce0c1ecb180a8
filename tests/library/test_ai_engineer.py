"""The first guide is whole: its sections and words, its 70 milestones, the sums of their hours, and its sources."""

import re
from collections import Counter

import pytest

from tests.conftest import REAL_GUIDE
from tracker.library import Guide
from tracker.library.outline import Milestone

WORDS = {
    "why-move-now": 700,
    "the-job-measured": 800,
    "the-plan": 750,
    "skills": 950,
    "portfolio": 1000,
    "resume-rewrite": 650,
    "interview-loops": 750,
    "offers-and-after": 400,
}
HOURS = {
    # track: phase 1, phase 2, phase 3, stretch
    "skills": (57, 26, 5, 14),
    "portfolio": (46, 32, 13, 8),
    "resume": (4, 8, 3, 0),
    "interviews": (9, 12, 50, 0),
}
STRETCH = {"sk-lora": 1, "sk-serving": 2, "pf-tuned-model": 3}
UNVERIFIED = {"BE", "DE", "WT", "CE", "CR", "HE", "HJ", "EY", "SW", "KN", "HQ", "JK"}
PROJECTS = {"P1", "P2", "P3", "P4", "P5", "P6"}


def hours(milestones: list[Milestone]) -> int:
    return sum(milestone.hours for milestone in milestones)


def test_the_sections_are_there_in_order_and_about_as_long_as_planned(guide: Guide) -> None:
    assert [section.id for section in guide.sections] == list(WORDS)
    assert [section.number for section in guide.sections] == list(range(1, 9))
    for section in guide.sections:
        assert 0.8 * WORDS[section.id] <= section.words <= 1.2 * WORDS[section.id], section.id
        assert section.headings, section.id
    assert sum(WORDS.values()) == 6000
    assert 5400 <= guide.words <= 6600


def test_there_are_seventy_milestones_three_of_them_stretch(guide: Guide) -> None:
    assert len(guide.milestones) == 70
    assert {m.id: m.phase.number for m in guide.milestones if m.stretch} == STRETCH


@pytest.mark.parametrize("track", HOURS)
def test_the_hours_of_a_track_add_up(guide: Guide, track: str) -> None:
    mine = [milestone for milestone in guide.milestones if milestone.track.id == track]
    core = tuple(hours([m for m in mine if m.phase.number == phase and not m.stretch]) for phase in (1, 2, 3))
    assert (*core, hours([m for m in mine if m.stretch])) == HOURS[track]


def test_the_hours_of_each_phase_and_of_all_add_up(guide: Guide) -> None:
    core = [milestone for milestone in guide.milestones if not milestone.stretch]
    assert [hours([m for m in core if m.phase.number == phase]) for phase in (1, 2, 3)] == [116, 78, 71]
    assert hours(core) == 265
    assert hours([milestone for milestone in guide.milestones if milestone.stretch]) == 22
    assert [sum(column) for column in zip(*HOURS.values(), strict=True)] == [116, 78, 71, 22]


def test_prerequisites_are_known_come_first_and_never_go_round(guide: Guide) -> None:
    seen: set[str] = set()
    for milestone in guide.milestones:
        assert set(milestone.needs) <= seen, f"{milestone.id} is walked before what it needs"
        assert len(set(milestone.needs)) == len(milestone.needs)
        seen.add(milestone.id)
    assert any(milestone.needs for milestone in guide.milestones)


def test_no_milestone_of_the_core_waits_for_a_stretch(guide: Guide) -> None:
    for milestone in guide.milestones:
        if not milestone.stretch:
            assert not set(milestone.needs) & set(STRETCH), milestone.id


def test_every_milestone_is_complete(guide: Guide) -> None:
    for milestone in guide.milestones:
        assert milestone.outcome.endswith("."), milestone.id
        assert milestone.criteria, milestone.id
        assert milestone.sources, milestone.id
        assert len(milestone.text.split()) >= 60, milestone.id
    assert Counter(milestone.evidence for milestone in guide.milestones) == {"link": 39, "text": 28, "none": 3}
    assert {m.project for m in guide.milestones if m.project} == PROJECTS
    assert {m.project for m in guide.milestones if m.bar} == PROJECTS


def test_every_milestone_is_told_of_in_a_section(guide: Guide) -> None:
    assert [milestone.id for milestone in guide.milestones if not guide.sections_about[milestone.id]] == []


def test_sources_nobody_could_open_are_marked(guide: Guide) -> None:
    assert {code for code, source in guide.sources.items() if not source.verified} == UNVERIFIED
    cited = {source.code for milestone in guide.milestones for source in milestone.sources}
    assert cited <= set(guide.sources)


def test_what_the_market_dates_is_marked(guide: Guide) -> None:
    market = {milestone.id for milestone in guide.milestones if milestone.market}
    assert {"iv-first-applications", "iv-applications", "iv-live-loops"} <= market
    assert all(milestone_id.startswith(("iv-", "rs-", "sk-gap")) for milestone_id in market)


def test_every_figure_is_used_and_every_note_is_cited(guide: Guide) -> None:
    html = "".join(section.html for section in guide.sections)
    texts = "".join(path.read_text("utf-8") for path in sorted(REAL_GUIDE.glob("sections/*.md")))
    for drawing in REAL_GUIDE.glob("figures/*.svg"):
        assert f"]({drawing.name} " in texts, f"{drawing.name} is shown nowhere"
    for path in REAL_GUIDE.glob("sections/*.md"):
        text = path.read_text("utf-8")
        notes = set(re.findall(r"^\[\^([\w-]+)\]:", text, re.MULTILINE))
        assert notes == set(re.findall(r"\[\^([\w-]+)\](?!:)", text)), path.name
    assert html.count("<figure ") == len(list(REAL_GUIDE.glob("figures/*.svg")))
