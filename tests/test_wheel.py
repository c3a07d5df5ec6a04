"""The project as a wheel in an environment elsewhere: all that it needs to run comes along in it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from bot.documents.render import KINDS

PROJECT = Path(__file__).parents[1]


def _run(folder: Path, *command: str | Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment; return its Python. Of ours it sees the dependencies alone."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    _run(folder, *pip, "wheel", "--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", folder, PROJECT)
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    [wheel] = folder.glob("*.whl")
    _run(folder, *pip, "--python", python, "install", "--no-deps", "--no-index", "--no-compile", wheel)
    # Only a folder named by a .pth file is searched; the .pth files in it, such as our own checkout's, are not read.
    [packages] = (folder / "venv").glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return python


def test_nothing_comes_from_the_checkout(python: Path, tmp_path: Path) -> None:
    told = _run(tmp_path, python, "-c", "import bot, scoring, sys; print(bot.__file__, scoring.__file__, *sys.path)")
    first, second, *searched = told.split()
    assert Path(first).is_relative_to(python.parents[1])
    assert Path(second).is_relative_to(python.parents[1])
    assert str(PROJECT) not in searched


def test_the_demo_runs_from_any_folder_and_writes_every_document(python: Path, tmp_path: Path) -> None:
    told = _run(tmp_path, python, "-m", "bot", "demo", "--out", "out")
    assert "填报完成：97 分" in told
    assert set(KINDS) <= {file.name for file in (tmp_path / "out").iterdir()}
    assert (tmp_path / "out" / "form.png").read_bytes().startswith(b"\x89PNG")


def test_the_scoring_commands_run_too(python: Path, tmp_path: Path) -> None:
    (tmp_path / "filing.toml").write_text('scheme = "mof-2020"\n', encoding="utf-8")
    assert '"total": "0.00"' in _run(tmp_path, python, "-m", "scoring", "score", "filing.toml", "--json")


def test_every_scheme_form_and_migration_is_in_it(python: Path) -> None:
    [installed] = [path.parent for path in python.parents[1].glob("lib/python*/site-packages/bot/__init__.py")]
    for folder, there in (
        (PROJECT / "bot", installed),
        (PROJECT / "scoring", installed.parent / "scoring"),
        (PROJECT / "templates", installed / "templates"),
    ):
        ours = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}
        assert ours <= {path.relative_to(there) for path in there.rglob("*")}
