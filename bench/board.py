"""The board of a province: a page from the database to its picture, beside the barest SQL that counts the states."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import text

from bench.contest import medians, show
from bench.province import NOW, fill
from bot import reports
from bot.message import Report
from bot.progress import untold
from bot.store import board, scopes
from bot.store.database import open_database, transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

UNITS = 10_000
ROUNDS = 7
STATES = (None, "draft", "draft", "returned", "finished", "submitted", "filed")
_BAREST = text("SELECT state, COUNT(*) FROM filing WHERE deleted_at IS NULL GROUP BY state")


def main() -> None:
    """Measure and print."""
    # In the working folder, where the bot's own database lies: the folder for temporary files may be in memory.
    with TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
        engine = open_database(f"sqlite:///{Path(folder, 'province.db')}")
        measure(engine, "SQLite")
        engine.dispose()


def measure(engine: Engine, database: str, wanted: int = UNITS) -> None:
    """Measure and print on an empty database."""
    campaign, province = fill(engine, wanted, STATES)
    page = Report(kind="board.png", campaign=campaign, unit=province, page=2)

    def asked() -> object:
        with transaction(engine) as session:
            scope = scopes.get(session, campaign, province)
            assert scope  # noqa: S101 - it was made just now
            return board.counts(session, scope), board.page(session, scope, 2), board.projects(session, scope)

    def barest() -> object:
        with transaction(engine) as session:
            return session.connection().execute(_BAREST).all()

    contestants: dict[str, Callable[[], object]] = {
        "进度，从数据库到图片": lambda: reports.made(engine, page, NOW.date(), untold),
        "其中数据库的部分": asked,
        "只数状态的 SQL": barest,
    }
    show(f"{wanted} 个单位的进度，一页（{database}）", medians(contestants, ROUNDS))
