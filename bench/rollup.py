"""汇总 of a whole province: from the database to the sheet, beside the barest SQL aggregate on the same rows."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import text

from bench.contest import medians, show
from bench.province import INDICATORS, PROJECT, fill
from bot.store import rollups, scopes
from bot.store.database import open_database, transaction

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from scoring import Sheet

FILINGS = 100_000
ROUNDS = 5
_BAREST = text("SELECT group_id, SUM(planned), SUM(reached) FROM contribution GROUP BY group_id")


def main() -> None:
    """Measure and print."""
    # In the working folder, where the bot's own database lies: the folder for temporary files may be in memory.
    with TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
        engine = open_database(f"sqlite:///{Path(folder, 'province.db')}")
        measure(engine, "SQLite")
        engine.dispose()


def measure(engine: Engine, database: str, wanted: int = FILINGS) -> None:
    """Measure and print on an empty database."""
    campaign, province = fill(engine, wanted, ["filed"])

    def ours() -> Sheet:
        with transaction(engine) as session:
            scope = scopes.get(session, campaign, province)
            assert scope  # noqa: S101 - it was made just now
            return rollups.rolled_up(session, scope, PROJECT).sheet()

    def barest() -> object:
        with transaction(engine) as session:
            return session.connection().execute(_BAREST).all()

    assert ours().units == wanted  # noqa: S101 - nothing may be left out
    contestants = {"汇总，到得分表为止": ours, "只有两个 SUM 的 SQL": barest}
    show(f"汇总 {wanted} 份已报送的，各 {INDICATORS} 项（{database}）", medians(contestants, ROUNDS))
