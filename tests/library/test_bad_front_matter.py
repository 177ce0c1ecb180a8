"""What is wrong at the head of a content file stops the start, with file, line and what to do."""

import pytest

from tests.library.conftest import Tree

GUIDE = "guide.md"
SECTION = "sections/01-one-loop.md"
BOWLINE = "roadmap/knots/tk-bowline.md"
BEND = "roadmap/knots/tk-sheet-bend.md"
SPLICE = "roadmap/knots/tk-splice.md"


@pytest.mark.parametrize(
    "file,old,new,line,sentence",
    [
        (GUIDE, "title: Three Knots to Trust\n", "", 2, "“title” is missing; add it (a line of text)"),
        (GUIDE, "Three Knots to Trust", "''", 3, "“title” is empty; write it"),
        (GUIDE, "Three Knots to Trust", "12", 3, "“title” must be a line of text"),
        (GUIDE, "id: tiny-guide", "id: Tiny_Guide", 2, "the id “Tiny_Guide” must be lower-case letters"),
        (GUIDE, "level: beginner", "level: easy", 5, "“level” is “easy”; it must be one of beginner, intermediate"),
        (GUIDE, "2026-03-01", "spring", 6, "“updated” must be a date such as 2026-11-22"),
        (GUIDE, "2026-03-01", "2026-02-31", 6, "“updated” must be a date such as 2026-11-22"),
        (GUIDE, "weeks: 2", "weeks: 0", 8, "“weeks” is 0; it must be from 1 to 520"),
        (GUIDE, "weeks: 2", "weeks: two", 8, "“weeks” must be a whole number from 1 to 520"),
        (GUIDE, "weeks: 2", "weeks: yes", 8, "“weeks” must be a whole number from 1 to 520"),
        (GUIDE, "weeks: [1, 2]", "weeks: [1, 3]", 10, "“weeks” must be first and last week from 1 to 2"),
        (GUIDE, "weeks: [1, 2]", "weeks: [2, 1]", 10, "“weeks” must be first and last week from 1 to 2"),
        (GUIDE, "weeks: [1, 2]", "weeks: [2]", 10, "“weeks” must be first and last week from 1 to 2"),
        (GUIDE, "name: The rope room, ", "", 7, "“name” is missing"),
        (GUIDE, "author: {", "author: 1 # {", 7, "“author” must be names with values"),
        (GUIDE, "subtitle:", "subtitel:", 2, "“subtitle” is missing"),
        (GUIDE, "level: beginner", "level: beginner\ncolour: red", 6, "“colour” means nothing here"),
        (GUIDE, "level: beginner", "level: beginner\nlevel: advanced", 6, "“level” stands here twice; keep one"),
        (GUIDE, "level: beginner", "level: [beginner", 6, "this is not YAML"),
        (GUIDE, "subtitle: A", "subtitle: one: A", 4, "this is not YAML"),
        (GUIDE, "---\nid", "id", 1, "front matter is missing; begin the file with a line of three hyphens"),
        (SECTION, "summary: The knot that holds and lets go again.\n", "", 2, "“summary” is missing"),
        (BOWLINE, "outcome: You tie a loop that holds.\n", "", 2, "“outcome” is missing"),
        (BOWLINE, "phase: 1", "phase: 2", 5, "“phase” is 2; it must be from 1 to 1"),
        (BOWLINE, "weeks: [1, 1]", "weeks: [1, 3]", 6, "“weeks” must be first and last week from 1 to 2"),
        (BOWLINE, "hours: 1", "hours: 0", 7, "“hours” is 0; it must be from 1 to 200"),
        (BOWLINE, "hours: 1", "hours: 1.5", 7, "“hours” must be a whole number from 1 to 200"),
        (BOWLINE, "needs: []", "needs: none", 8, "“needs” must be a list such as [one, two]"),
        (BOWLINE, "needs: []", "needs: [2026-01-01]", 8, "“needs” must hold words; quote what YAML takes"),
        (BOWLINE, "evidence: link", "evidence: photo", 9, "“evidence” is “photo”; it must be one of link, text, none"),
        (BOWLINE, "  tied-blind:", "  holds-weight:", 12, "“holds-weight” stands here twice; keep one"),
        (BOWLINE, "sources: [AB]", "sources: [AB, XX]", 13, "the source “XX” is not in sources.yaml; add it there"),
        (SPLICE, "needs: [tk-sheet-bend]", "needs: [tk-gone]", 8, "it needs “tk-gone”, which does not exist"),
        (SPLICE, "stretch: true", "stretch: maybe", 10, "“stretch” must be true or false"),
        (SPLICE, "\n  four-tucks: Every strand is tucked four times.", " {}", 11, "there is no criterion; say when"),
        (SPLICE, "  four-tucks: Every strand is tucked four times.\n", "", 11, "“criteria” must be names with values"),
        (SPLICE, "criteria:\n  four-tucks: Every strand is tucked four times.\n", "", 2, "there is no criterion"),
        (BOWLINE, "hours: 1", "hours: !!python/name:os.system x", 7, "“hours” must be a whole number"),
        (BOWLINE, "hours: 1", "hours: &a [*a]", 7, "“hours” must be a whole number"),
        (GUIDE, "weeks: 2", "weeks: 2 \x07", 8, "it holds a character that can't be seen"),
        (BOWLINE, "  tied-blind:", "  Tied Blind:", 11, "the id “Tied Blind” must be lower-case letters"),
        (BOWLINE, "  tied-blind:", f"  {'a' * 81}:", 11, "is too long; use at most 80 characters"),
        (BEND, "  pulls:", "  two_pulls:", 15, "the id “two_pulls” must be lower-case letters"),
        (GUIDE, "id: tiny-guide", f"id: {'a' * 81}", 2, "is too long; use at most 80 characters"),
        (BEND, "metric: Pulls without slipping, ", "", 15, "“metric” is missing"),
        (BEND, "may: skip", "may: skip, why: easy", 17, "“why” means nothing here"),
        (BEND, "who: mobile", "who: sailor", 17, "“who” is “sailor”; it must be one of backend"),
        (BEND, "skip:\n  - {who: mobile, may: skip}", "skip: {who: mobile}", 16, "“skip” must be a list"),
        ("sources.yaml", "https://knots", "ftp://knots", 1, "the address must begin with https://"),
        ("sources.yaml", "RM: {", "XX: {verified: perhaps, title: X, url: X}\nRM: {", 2, "“verified” must be true or"),
        ("sources.yaml", "RM: {", "AB: {", 2, "“AB” stands here twice; keep one"),
        ("glossary.yaml", "bight:", "- bight:", 1, "names with values are expected here"),
    ],
)
def test_it_is_named(tree: Tree, file: str, old: str, new: str, line: int, sentence: str) -> None:
    tree.replace(file, old, new)
    tree.says(file, line, sentence)


def test_the_tiny_guide_itself_is_good(tree: Tree) -> None:
    guide = tree.guide()
    assert [section.id for section in guide.sections] == ["one-loop", "two-ropes"]
    assert [milestone.id for milestone in guide.milestones] == ["tk-bowline", "tk-sheet-bend", "tk-splice"]
    assert guide.author.name == "The rope room"
    bend = guide.by_id["tk-sheet-bend"]
    assert (bend.market, bend.project, bend.skips[0].who, bend.bar[0].target) == (True, "P1", "mobile", "at least 20")
    assert [source.code for source in bend.sources] == ["AB", "RM"]
    assert bend.window == "weeks 1–2"
    assert guide.by_id["tk-bowline"].window == "week 1"


def test_weeks_outside_the_phase_are_named(tree: Tree) -> None:
    tree.replace(GUIDE, "weeks: 2\n", "weeks: 4\n")
    tree.replace(GUIDE, "weeks: [1, 2]", "weeks: [2, 4]")
    tree.replace(BEND, "weeks: [1, 2]", "weeks: [2, 2]")
    tree.says(BOWLINE, 6, "weeks 1–1 lie outside One weekend (weeks 2–4)")


def test_a_folder_that_is_no_track_is_named(tree: Tree) -> None:
    (tree.folder / "roadmap/knots/tk-splice.md").rename(tree.folder / "roadmap/tk-splice.md")
    tree.write("roadmap/ropes/tk-splice.md", (tree.folder / "roadmap/tk-splice.md").read_text("utf-8"))
    tree.says("roadmap/ropes/tk-splice.md", 1, "the folder “ropes” is no track of this guide; move the file")


def test_a_repeated_milestone_id_is_named_once(tree: Tree) -> None:
    tree.write("roadmap/knots/tk-zeppelin.md", (tree.folder / SPLICE).read_text("utf-8"))
    tree.says("roadmap/knots/tk-zeppelin.md", 2, "tk-splice.md has the id “tk-splice” too; give this one another")


def test_a_repeated_section_id_is_named_once(tree: Tree) -> None:
    tree.write("sections/03-again.md", "---\nid: two-ropes\ntitle: Again\nsummary: Again.\n---\nAgain.\n")
    tree.says("sections/03-again.md", 2, "02-two-ropes.md has the id “two-ropes” too; give this one another")


@pytest.mark.parametrize("reserved", ["search", "sources", "glossary", "highlights"])
def test_a_section_cannot_take_the_name_of_another_page(tree: Tree, reserved: str) -> None:
    tree.write("sections/03-extra.md", f"---\nid: {reserved}\ntitle: Extra\nsummary: Extra.\n---\nExtra.\n")
    tree.says("sections/03-extra.md", 2, f"“{reserved}” is the name of another page; choose another id")


@pytest.mark.parametrize("reserved", ["own", "hours", "plan", "own-12345678"])
def test_a_milestone_cannot_take_the_name_of_a_page_or_of_a_members_own(tree: Tree, reserved: str) -> None:
    tree.replace(SPLICE, "id: tk-splice", f"id: {reserved}")
    sentence = f"“{reserved}” is kept for pages and for what members add; choose another id"
    tree.says(SPLICE, 2, sentence, among=2)


@pytest.mark.parametrize("file,line", [(BOWLINE, 7), ("figures/bowline.svg", 1)])
def test_a_file_that_is_no_utf8_is_named(tree: Tree, file: str, line: int) -> None:
    path = tree.folder / file
    lines = path.read_bytes().split(b"\n")
    lines[line - 1] = lines[line - 1][:6] + b"\xff" + lines[line - 1][6:]
    path.write_bytes(b"\n".join(lines))
    assert (path, line, "this is not UTF-8; save the file with that encoding") in [
        (problem.path, problem.line, problem.sentence) for problem in tree.problems()
    ]


def test_a_term_is_held_to_the_form_of_ids(tree: Tree) -> None:
    tree.write("glossary.yaml", (tree.folder / "glossary.yaml").read_text("utf-8") + "Odd_Id: {term: X, means: Y}\n")
    tree.says("glossary.yaml", 2, "the id “Odd_Id” must be lower-case letters, digits and single hyphens")


def test_front_matter_that_never_ends_is_named(tree: Tree) -> None:
    tree.write("sections/03-open.md", "---\nid: open\ntitle: Open\n")
    tree.says("sections/03-open.md", 1, "the front matter is not closed; end it with a line of three hyphens")


def test_a_section_without_text_is_named(tree: Tree) -> None:
    tree.write("sections/03-empty.md", "---\nid: empty\ntitle: Empty\nsummary: Empty.\n---\n\n")
    tree.says("sections/03-empty.md", 6, "there is no text here; write it, or remove the file")


def test_a_bad_term_is_named_beside_the_links_that_miss_it(tree: Tree) -> None:
    tree.replace("glossary.yaml", ", means: A bend of rope that does not cross itself.", "")
    tree.says("glossary.yaml", 1, "“means” is missing", among=2)


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_files(tree: Tree) -> None:
    tree.replace(BOWLINE, "hours: 1", "hours: 0")
    tree.replace(SPLICE, "hours: 3", "hours: 0")
    tree.replace("sources.yaml", "https://rope", "ftp://rope")
    assert [problem.path.name for problem in tree.problems()] == ["tk-bowline.md", "tk-splice.md", "sources.yaml"]
