"""The rules of the house, read off the files: who imports whom, where SQL and HTML stand, what is public, and more.

A rule that is broken names the file, so that taste enforces itself.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from flask import Flask

from tests.address import ANYONE, HALF
from tests.addresses import ADDRESSES
from tests.each import hold_each
from tracker import access
from tracker.config import ROOT

TRACKER = ROOT / "tracker"
TEMPLATES = ROOT / "templates"
LAYERS = {
    "accounts": 0,
    "library": 1,
    "reading": 2,
    "roadmap": 2,
    "jobsearch": 3,
    "coaching": 4,
    "dashboard": 5,
    "reminders": 5,
}
"""A feature may import those of lower layers, from their packages."""
ABOVE_FEATURES = {"__init__", "cli", "demo", "demo_coaching", "health", "serve"}
"""Modules beside the features that may import them; all others there import none."""
PURE_IN = {
    "accounts": "devices one_time passwords qr recovery_codes",
    "library": "aliases articles blocks changes front_matter loader markdown milestones outline personal problems "
    "profiles rendering search",
    "reading": "anchors checking continuing merging notebook operations passages",
    "roadmap": "carry cautions checking checking_own checking_plans choices course effort first_answers fitting "
    "forecast gathering inputs keeping lines links merging outlook pace picture placing plan progress proposal "
    "queues nudging review setup standing tailoring taken talk_markdown timeline today wishes wording worked",
    "coaching": "bar changed versions exporting flags home local_time looks plain_text proportions rows said scopes",
    "dashboard": "heat keeping kept kept_coaching",
    "reminders": "feed mondays often",
}
PURE = {
    "clock.py",
    "demo_cases.py",
    "openid_settings.py",
    "sheets.py",
    "accounts/archive/package.py",
    *(f"{feature}/{module}.py" for feature in PURE_IN for module in PURE_IN[feature].split()),
}
IMPURE = re.compile(r"^(flask|sqlalchemy|werkzeug|wtforms|alembic)(_|\.|$)")
SQL_ALLOWED = {"extensions.py", "health.py", "inbox.py", "jobs.py"}
HARMLESS_SQLALCHEMY = {"sqlalchemy.exc", "sqlalchemy.engine"}
SESSION_VERBS = {
    "add",
    "add_all",
    "delete",
    "execute",
    "flush",
    "get",
    "get_one",
    "merge",
    "query",
    "scalar",
    "scalars",
}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc"}
MOST_LINES = 300
PUBLIC = {address.endpoint for address in ADDRESSES if address.who in {ANYONE, HALF}}
"""All that somebody signed out may ask for. A new public view fails until tests/addresses.py says so."""

PYTHON = sorted([*TRACKER.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")])
MODULES = [path for path in PYTHON if path.is_relative_to(TRACKER) and "migrations" not in path.parts]
PAGES = sorted(TEMPLATES.rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def of_each(paths: list[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """A rule of one file becomes a test of all these."""
    return lambda rule: lambda: hold_each(paths, rule)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every imported module, in full; `from tracker import x` counts as tracker.x."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            is_root = node.module == "tracker"
            yield from (f"tracker.{alias.name}" for alias in node.names) if is_root else (str(node.module),)


def feature(path: Path) -> str | None:
    parts = path.relative_to(TRACKER).parts
    return parts[0] if len(parts) > 1 and parts[0] in LAYERS else None


def calls(node: ast.AST) -> Iterator[str]:
    """What is called within, dotted: db.session.commit."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            yield ast.unparse(inner.func)


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


@of_each(MODULES)
def test_features_know_only_those_below_and_only_their_packages(path: Path) -> None:
    mine = feature(path)
    for module in imports(path):
        _, _, inner = module.partition("tracker.")
        other, _, file = inner.partition(".")
        if other not in LAYERS or other == mine:
            continue
        assert not file, f"{name(path)} imports {module}; import from the package tracker.{other}"
        if mine:
            assert LAYERS[other] < LAYERS[mine], f"{name(path)} imports {other}, which stands beside or above it"
        else:
            assert path.stem in ABOVE_FEATURES, f"{name(path)} imports the feature {other}"


def test_every_feature_has_its_layer_and_wsgi_knows_only_the_app() -> None:
    packages = {path.parent.name for path in TRACKER.glob("*/__init__.py")}
    assert packages <= set(LAYERS)
    assert list(imports(ROOT / "wsgi.py")) == ["tracker.create_app"]


@of_each([TRACKER / module for module in sorted(PURE)])
def test_pure_modules_import_neither_flask_nor_sqlalchemy(path: Path) -> None:
    assert [found for found in imports(path) if IMPURE.match(found)] == []


@of_each(PYTHON)
def test_imports_stand_at_the_top_and_the_file_says_what_it_is(path: Path) -> None:
    module = tree(path)
    top = {node for node in module.body if isinstance(node, ast.Import | ast.ImportFrom)}
    inner = [node for node in ast.walk(module) if isinstance(node, ast.Import | ast.ImportFrom) and node not in top]
    assert [f"{name(path)}:{node.lineno}" for node in inner] == []
    assert ast.get_docstring(module), f"{name(path)} opens without a docstring"


@of_each(MODULES)
def test_sql_stands_in_models_only_and_models_never_commit(path: Path) -> None:
    inside = path.relative_to(TRACKER)
    is_model = inside.stem == "models" or "models" in inside.parts
    said = set(calls(tree(path)))
    if is_model:
        assert "db.session.commit" not in said, f"{name(path)} commits; the route does"
        return
    if inside.as_posix() in SQL_ALLOWED:
        return
    of_sqlalchemy = {found for found in imports(path) if found.partition(".")[0] == "sqlalchemy"}
    assert of_sqlalchemy <= HARMLESS_SQLALCHEMY, f"{name(path)} builds SQL; move it into models.py"
    asked = said & {f"db.session.{verb}" for verb in SESSION_VERBS}
    assert not asked, f"{name(path)} asks the database by {asked}; move it into models.py"
    assert not any(one.startswith("db.engine") for one in said), f"{name(path)} talks to the engine"


@of_each(MODULES)
def test_markup_is_made_of_constants_or_says_why_not(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Markup", "markupsafe.Markup"}:
            constant = all(isinstance(argument, ast.Constant) for argument in node.args)
            reasoned = re.search(r"# noqa: S704  \w+", lines[node.lineno - 1])
            assert constant or reasoned, f"{name(path)}:{node.lineno} trusts text without saying why"


@of_each([*PYTHON, *PAGES, *SCRIPTS])
def test_files_are_short_and_named_for_what_they_are(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES, f"{name(path)} is too long; split it by behaviour"
    parts = {part.partition(".")[0].strip("_") for part in path.relative_to(ROOT).parts}
    assert not parts & NAMES_THAT_SAY_NOTHING, f"{name(path)} is named for nothing in particular"


@of_each(PAGES)
def test_templates_escape_everything_and_carry_neither_style_nor_script(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    faults = {
        "trusts text": r"\|\s*safe\b|\|\s*tojson\b|autoescape\s+false|Markup",
        "carries a style": r"<style|\sstyle\s*=",
        "carries a handler": r"\son\w+\s*=\s*[\"']",
        "carries a script": r"<script(?![^>]*\ssrc=)",
        "has an attribute without quotes": r"<[^>{]*\s[\w-]+=\{\{",
        "loads from another host": r"<(?:script|img|link|iframe)[^>]*\s(?:src|href)=[\"'](?:https?:)?//",
        "has a script address": r"(?i)(?:href|src|action)\s*=\s*[\"']\s*(?:javascript|data):",
    }
    for fault, pattern in faults.items():
        found = re.search(pattern, text)
        assert found is None, f"{name(path)} {fault}: {found[0]}"


def rendered() -> set[str]:
    """Every template that a view of its own feature, or the error pages, render."""
    found = set()
    for path in MODULES:
        texts = {node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)}
        files = {text for text in texts if isinstance(text, str) and re.fullmatch(r"\w+/\w+\.html", text)}
        assert {file.partition("/")[0] for file in files} <= {feature(path) or path.stem}, f"{name(path)}: {files}"
        found |= files
    return found


def test_every_page_belongs_to_a_view_and_every_view_finds_its_page() -> None:
    whole = {path.relative_to(TEMPLATES).as_posix() for path in PAGES if not path.name.startswith("_")}
    whole = {page for page in whole if "/" in page and not page.startswith("components/")}
    shown = rendered()
    assert {page for page in shown if not page.partition("/")[2].startswith("_")} == whole
    assert all((TEMPLATES / page).exists() for page in shown)


def test_every_part_of_a_page_is_used_somewhere() -> None:
    texts = "".join(path.read_text("utf-8") for path in PAGES)
    parts = {path.relative_to(TEMPLATES).as_posix() for path in PAGES}
    parts = {part for part in parts if part.startswith("components/") or "/_" in part}
    assert [part for part in sorted(parts - rendered()) if f"'{part}'" not in texts and f'"{part}"' not in texts] == []


def test_only_what_is_listed_here_is_public(app: Flask) -> None:
    with app.app_context():
        public = {endpoint for endpoint in app.view_functions if access.is_public(endpoint)}
    assert public == PUBLIC


def test_state_changes_are_posts(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods in ({"GET"}, {"POST"}) or rule.endpoint in {"accounts.sign_in", "accounts.sign_up"}, rule
    for path in MODULES:
        for function in functions(path):
            decorators = {ast.unparse(decorator).partition("(")[0] for decorator in function.decorator_list}
            if "blueprint.get" in decorators:
                assert "db.session.commit" not in set(calls(function)), f"{name(path)}: {function.name} writes on GET"


def test_every_test_asserts_and_none_is_skipped() -> None:
    tests = [path for path in PYTHON if path.is_relative_to(ROOT / "tests")]
    found = [(path, function.name, *_looks(function)) for path in tests for function in functions(path)]
    asserting = {function for _, function, own, _ in found if own}
    for _ in range(4):  # what calls something that asserts, asserts
        asserting |= {function for _, function, _, said in found if said & asserting}
    silent = [f"{name(path)}: {one}" for path, one, *_ in found if one.startswith("test_") and one not in asserting]
    assert silent == []
    excuses = re.compile("|".join(["mark.sk" + "ip", "x" + "fail", "pytest.sk" + "ip", "TO" + "DO", "FIX" + "ME"]))
    assert [name(path) for path in PYTHON if excuses.search(path.read_text("utf-8"))] == []


def _looks(function: ast.FunctionDef) -> tuple[bool, set[str]]:
    """Whether it asserts, itself or by pytest.raises, and what it calls."""
    said = {one.rpartition(".")[2] for one in calls(function)}
    return "raises" in said or any(isinstance(node, ast.Assert) for node in ast.walk(function)), said
