"""`python -m bot admin …`, typed at a database and a moment of the test's own."""

from __future__ import annotations

import shlex
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console

from bot import admin

if TYPE_CHECKING:
    import pytest

    from tests.clerk import Office


class Shell:
    def __init__(self, office: Office, output: pytest.CaptureFixture[str]) -> None:
        self._office, self._output = office, output

    def _run(self, line: str) -> tuple[int, str]:
        screen = Console(file=StringIO(), width=200)
        office = self._office
        bureau = admin.Bureau(office.engine, office.now, office.zone, screen)
        try:
            code = admin.run(admin.parsed(shlex.split(line)), bureau)
        except SystemExit as ended:  # the parser's way to end
            code = int(ended.code or 0)
        return code, screen.file.getvalue()  # type: ignore[attr-defined]

    def done(self, line: str) -> str:
        """Return what a command that does its work prints."""
        code, told = self._run(line)
        assert (code, self._output.readouterr().err) == (0, "")
        return told

    def refused(self, line: str) -> str:
        """Return the one line of a command that cannot."""
        code, told = self._run(line)
        assert (code, told) == (2, "")
        [said] = self._output.readouterr().err.splitlines()
        return str(said)
