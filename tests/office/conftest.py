"""Two streets in which everything there is can be tried and undone."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.office.neighbours import Neighbours
from tests.office.pressing import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def there() -> Iterator[Neighbours]:
    with TemporaryDirectory() as folder:
        made = Neighbours(f"sqlite:///{Path(folder, 'office.db')}")
        yield made
        made.engine.dispose()


@pytest.fixture
def stage(there: Neighbours) -> Iterator[Stage]:
    with there.engine.connect() as connection:
        yield Stage(there, connection)
