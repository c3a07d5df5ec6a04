"""What filed filings contribute to a 汇总, kept as integers that any database adds up exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlmodel import Session


def keep(session: Session, filing_id: int) -> None:
    """Keep what a filing contributes. It is called when the filing becomes filed: from then on it cannot change."""


def forget(session: Session, filing_id: int) -> None:
    """Drop what a filing contributes. It is called when the filing is no longer filed."""
