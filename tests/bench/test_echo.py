from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bench import echo
from tests.channels.script import recorded

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("bot", [echo._ours, echo._echo])  # noqa: SLF001 - the contestants
def test_each_contestant_answers_everybody(
    bot: echo.Contestant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(echo.PROJECT))
    steps = [step for step in recorded(first=4).steps if step.text]
    times, seconds = asyncio.run(echo._measured(bot, steps, people=2))  # noqa: SLF001 - what is measured
    assert len(times) == 2 * len(steps)
    assert max(times) < seconds
