"""The command line over what 财政 oversees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.admin.shell import Shell

if TYPE_CHECKING:
    from tests.office.overseen import Overseen


@pytest.fixture
def shell(overseen: Overseen, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(overseen.office, capsys)
