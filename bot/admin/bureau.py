"""What every command works with, and how it finds what it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store import units

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from rich.console import Console
    from sqlalchemy import Engine
    from sqlmodel import Session

    from bot.store.units import Unit


class AdminError(ValueError):
    """A command cannot do its work for what it was given. Its text is a sentence for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Bureau:
    """The database, the moment, the time zone in which moments are shown, and where the command writes."""

    engine: Engine
    at: datetime
    zone: ZoneInfo
    console: Console


def unit_named(session: Session, name: str) -> Unit:
    """Return the unit that somebody typed. Raises AdminError."""
    found = units.named(session, name)
    if not found:
        raise AdminError(f"没有找到单位“{name[:60]}”。python -m bot admin units list 看得到全部单位。")
    if len(found) > 1:
        raise AdminError(f"有 {len(found)} 个单位叫“{name[:60]}”。请写全称，或者连上级一起写，例如 宝丰街/长丰社区。")
    return found[0]
