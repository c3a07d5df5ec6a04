from __future__ import annotations

from typing import TYPE_CHECKING

from bench import province, rollup
from bench.province import PROJECT, fill
from bot.store import board, rollups, scopes
from bot.store.database import open_database, transaction

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_every_filing_of_the_province_is_filed_and_in_its_rollup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(province, "_PATTERNS", 4)
    engine = open_database(f"sqlite:///{tmp_path / 'province.db'}")
    campaign, top = fill(engine, 10, ["filed"])
    with transaction(engine) as session:
        scope = scopes.get(session, campaign, top)
        assert scope
        sheet = rollups.rolled_up(session, scope, PROJECT).sheet()
        assert board.counts(session, scope) == {"filed": 10}
    engine.dispose()
    assert (sheet.units, {row.units for row in sheet.indicators}) == (10, {10})


def test_the_figures_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'province.db'}")
    rollup.measure(engine, "SQLite", 5)
    engine.dispose()
    assert "汇总 5 份已报送的" in capsys.readouterr().out
