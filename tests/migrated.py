"""Databases with all their tables, copied: migrating takes longer than most tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store.database import open_database


def sqlite_file(path: Path) -> str:
    """Make a SQLite file, unless it is there; return its URL."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_sqlite())
    return f"sqlite:///{path}"


@cache
def _sqlite() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "migrated.db")
        open_database(f"sqlite:///{path}").dispose()
        return path.read_bytes()
