"""The answers of a filing: read from its rows, or remembered from the last time.

Whoever writes an answer gives the filing a new version, drawn at random. So a version that is not known was written by
another process, one whose transaction was undone never comes up again, and what is remembered is never wrong.
"""

from __future__ import annotations

import secrets
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from bot.filing import GROUPS
from bot.recent import Recent
from bot.store.tables import FILING, ITEMS
from scoring.filing import Filing, Funds

if TYPE_CHECKING:
    from sqlmodel import Session

FUNDS = [field.name for field in fields(Funds)]
FIELDS = {group: [field.name for field in fields(kind)] for group, kind in GROUPS.items()}
SCALARS = [field.name for field in fields(Filing) if field.name not in (*GROUPS, "funds")]

MOST = 500
"""Filings that are remembered: those that people are working on now, some 30 KB each at most."""

# Built once, as in `filings`.
_SELECT = select(*FILING.c[*SCALARS, *(f"funds_{name}" for name in FUNDS)]).where(FILING.c.id == bindparam("filing"))
_SELECT_ITEMS = {
    group: select(*ITEMS[group].c[*names])
    .where(ITEMS[group].c.filing_id == bindparam("filing"))
    .order_by(ITEMS[group].c.position)
    for group, names in FIELDS.items()
}

_remembered = Recent[int, Filing](MOST)
"""By version."""


def new_version() -> int:
    """Return a version that no filing has had."""
    return secrets.randbits(62)


def read(session: Session, filing_id: int) -> Filing:
    """Return the answers as they stand in the rows of a filing that is there."""
    connection = session.connection()
    row = connection.execute(_SELECT, {"filing": filing_id}).mappings().one()
    groups: dict[str, Any] = {
        group: tuple(
            kind(**dict(zip(FIELDS[group], item, strict=True)))
            for item in connection.execute(_SELECT_ITEMS[group], {"filing": filing_id})
        )
        for group, kind in GROUPS.items()
    }
    funds = Funds(**{name: row[f"funds_{name}"] for name in FUNDS})
    return Filing(**{name: row[name] for name in SCALARS}, funds=funds, **groups)


def recall(version: int | None) -> Filing | None:
    """Return the answers that had this version; `None` where they are not remembered."""
    return None if version is None else _remembered.get(version)


def remember(version: int | None, filing: Filing, before: int | None = None) -> None:
    """Remember the answers of a version, as locked rows have them; forget those of the one `before`."""
    if before is not None:
        _remembered.forget(before)
    if version is not None:
        _remembered.put(version, filing)
