"""A real PostgreSQL for every test that wants one, databases to use up, and how Hypothesis and transcripts run."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.postgres import Postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same examples in every run, with no time limit on one: a machine under load is no failure.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-transcripts", action="store_true", help="write the transcripts anew")
    parser.addoption("--soak", action="store_true", help="kill and crowd the bot for minutes, and print the figures")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give a PostgreSQL that runs."""
    with TemporaryDirectory(prefix="pg") as folder, Postgres(Path(folder)) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of an empty database: a SQLite file in a folder that is not there yet, then PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'bot.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.made()
    yield url
    server.drop(url)
