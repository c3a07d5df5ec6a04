"""What many tests want: a real PostgreSQL, databases and offices to use up; and how Hypothesis and transcripts run."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.clerk import Office, office_at, open_office
from tests.migrated import sqlite_file
from tests.office.district import District
from tests.office.overseen import Overseen
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


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a database with all tables and nothing in them."""
    if request.param == "sqlite":
        yield sqlite_file(tmp_path / "data" / "bot.db")
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.migrated()
    yield url
    server.drop(url)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a service with a database file of its own."""
    opened = open_office(tmp_path)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def any_office(migrated_url: str) -> Iterator[Office]:
    """Give an office on SQLite, then one on PostgreSQL."""
    opened = office_at(migrated_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def asked_already() -> bool:
    """Tell whether a campaign asks the district for filings; tests that begin one of their own say no."""
    return True


@pytest.fixture
def district(migrated_url: str, asked_already: bool) -> Iterator[District]:  # noqa: FBT001 - a fixture
    """Give a district on SQLite, then one on PostgreSQL."""
    made = District(migrated_url, asked=asked_already)
    yield made
    made.office.engine.dispose()


@pytest.fixture
def overseen(any_office: Office) -> Overseen:
    """Give what somebody oversees, likewise."""
    return Overseen(any_office)
