"""A district in a database of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.office.district import District

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def district(database_url: str) -> Iterator[District]:
    made = District(database_url)
    yield made
    made.office.engine.dispose()
