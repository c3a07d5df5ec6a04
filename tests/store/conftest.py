"""An open database, and the moment at which all tests of the store take place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.store.database import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    opened = open_database(migrated_url)
    yield opened
    opened.dispose()


@pytest.fixture
def now() -> datetime:
    return datetime(2019, 7, 28, 9, 30, tzinfo=UTC)
