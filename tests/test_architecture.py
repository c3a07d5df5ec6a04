"""The house of the design: who may import whom, and how large a room may be. Read from the imports in the files."""

from __future__ import annotations

import ast
import sys
from itertools import pairwise
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
FILES = sorted(path for package in ("bot", "scoring") for path in (PROJECT / package).rglob("*.py"))

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"scoring"}),
    frozenset({"bot", "bot.filing", "bot.commands", "bot.message", "bot.formats", "bot.progress", "bot.recent"}),
    frozenset({"bot.file_trouble"}),
    frozenset({"bot.filing_file", "bot.templates", "bot.workdays"}),
    frozenset({"bot.proposal", "bot.schedule"}),
    frozenset({"bot.position"}),
    frozenset({"bot.conversation", "bot.store", "bot.documents"}),
    frozenset(
        {
            "bot.wording",
            "bot.reception",
            "bot.lobby",
            "bot.pasting",
            "bot.player",
            "bot.reading",
            "bot.replica",
            "bot.access",
            "bot.archive",
            "bot.reports",
        }
    ),
    frozenset({"bot.office", "bot.deletion"}),
    frozenset({"bot.service"}),
    frozenset({"bot.channels.terminal", "bot.channels.telegram"}),
    frozenset({"bot.channels", "bot.settings", "bot.demo", "bot.doctor", "bot.admin", "bot.__main__"}),
)
"""Parts of the house from the ground up. A part imports parts of lower layers, and files of its own.

A new part finds its place here first.
"""

NEIGHBOURS = {
    ("bot.message", "bot.formats"),
    ("bot.reception", "bot.wording"),
    ("bot.reception", "bot.lobby"),
    ("bot.reports", "bot.archive"),
    ("bot.doctor", "bot.demo"),
    ("bot.doctor", "bot.settings"),
    ("bot.__main__", "bot.admin"),
    ("bot.__main__", "bot.demo"),
    ("bot.__main__", "bot.doctor"),
    ("bot.__main__", "bot.settings"),
}
"""Parts of one layer where the first may import the second."""

LIBRARIES = {
    "scoring": set(),
    "bot.filing": set(),
    "bot.position": set(),
    "bot.message": set(),
    "bot.commands": set(),
    "bot.formats": {"babel"},
    "bot.templates": {"jinja2"},
    "bot.workdays": {"babel", "chinese_calendar"},
    "bot.schedule": set(),
    "bot.conversation": {"cn2an"},
    "bot.store": {"alembic", "sqlalchemy", "sqlmodel"},
    "bot.documents": {
        "docx",
        "jinja2",
        "markupsafe",
        "pylopdf_fonts_zh_cn",
        "typst",
        "xlsxwriter",
        "fontTools",
    },
    "bot.service": {"sqlalchemy", "sqlmodel"},
    "bot.reception": {"sqlmodel"},
    "bot.deletion": {"sqlmodel"},
    "bot.lobby": {"sqlmodel"},
    "bot.access": {"sqlmodel"},
    "bot.office": {"sqlmodel"},
    "bot.replica": {"sqlalchemy", "sqlmodel"},
    "bot.archive": {"sqlalchemy"},
    "bot.reports": {"sqlalchemy"},
    "bot.progress": set(),
    "bot.recent": set(),
    "bot.admin": {"rich", "sqlalchemy", "sqlmodel"},
    "bot.channels.terminal": {"prompt_toolkit", "rich"},
    "bot.channels.telegram": {"aiohttp", "aiohttp_socks", "starlette", "telegram", "uvicorn"},
}
"""What a part may import from outside, beyond the standard library."""

LONGEST = 300
"""Lines; most files are far shorter."""
DATA = {"bot/conversation/form.py"}
"""The questionnaire: a table, however long it is."""


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


PARTS = sorted(frozenset[str]().union(*LAYERS), key=len, reverse=True)


def _part(module: str) -> str:
    """Return the part of the house that a module belongs to."""
    parts = [part for part in PARTS if module == part or (part != "bot" and module.startswith(f"{part}."))]
    assert parts, f"{module} has no place in LAYERS"
    return parts[0]


def _floor(part: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if part in layer)


def _imported(path: Path) -> set[str]:
    """Return every module that a file imports, wherever in it, also what is imported for types alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports name their whole path"
            module = str(node.module)
            submodules = {f"{module}.{each.name}" for each in node.names if _is_module(f"{module}.{each.name}")}
            found |= submodules or {module}
    return found


def _is_module(name: str) -> bool:
    path = PROJECT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _is_ours(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in ("bot", "scoring")


def test_the_house_is_looked_at_whole() -> None:
    assert len(FILES) > 60
    assert {"bot.service", "bot.conversation", "bot.channels.telegram", "scoring"} <= {
        _part(_name(path)) for path in FILES
    }


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_arrows_run_one_way(path: Path) -> None:
    part = _part(_name(path))
    for imported in (_part(module) for module in _imported(path) if _is_ours(module)):
        allowed = imported == part or _floor(imported) < _floor(part) or (part, imported) in NEIGHBOURS
        assert allowed, f"{_name(path)} imports {imported}"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_part_knows_only_its_own_libraries(path: Path) -> None:
    part = _part(_name(path))
    outside = {module.split(".")[0] for module in _imported(path) if not _is_ours(module)}
    foreign = outside - sys.stdlib_module_names - {"__future__"}
    assert part not in LIBRARIES or foreign <= LIBRARIES[part], f"{_name(path)} imports {foreign}"


def test_the_arrows_of_the_design_are_among_the_layers() -> None:
    for lower, upper in pairwise(("scoring", "bot.filing", "bot.store", "bot.service", "bot.channels.telegram")):
        assert _floor(lower) < _floor(upper)
    assert _floor("bot.conversation") == _floor("bot.store") == _floor("bot.documents")


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_file_says_what_it_is_about(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_file_can_be_read_in_one_go(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST or str(path.relative_to(PROJECT)) in DATA, f"{lines} lines"


def test_most_files_are_short() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in FILES)
    assert lengths[len(lengths) * 9 // 10] <= 250


def test_an_arrow_the_wrong_way_would_be_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from bot import service\nfrom bot.channels.telegram import run\nimport sqlalchemy.orm\n")
    assert _imported(wrong) == {"bot.service", "bot.channels.telegram", "sqlalchemy.orm"}
    assert _floor(_part("bot.channels.telegram.outbox")) > _floor(_part("bot.conversation.engine"))
