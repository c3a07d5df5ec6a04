"""What lies before whom: submitted filings before their reviewers, filed ones before 财政."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, func, select

from bot.store.office_tables import ASSIGNMENT, CAMPAIGN, ROLE, UNIT
from bot.store.reviews import BARRED, in_charge
from bot.store.tables import FILING

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import CTE, Select
    from sqlmodel import Session

MOST = 20
"""Filings of a tray that are shown at once."""

_PERSON = bindparam("person", type_=BigInteger)


def _territory(role: str) -> CTE:
    """Return the units in which a person has a role, and all units below them."""
    there = select(ROLE.c.unit_id.label("id")).where(ROLE.c.person_id == _PERSON, ROLE.c.role == role)
    tree = there.cte(f"territory_{role}", recursive=True)
    return tree.union(select(UNIT.c.id).join(tree, UNIT.c.parent_id == tree.c.id))


_SHOWN = (
    select(
        *FILING.c["id", "submitted_at", "updated_at"],
        UNIT.c.name.label("unit"),
        ASSIGNMENT.c.project,
        func.count().over().label("total"),
    )
    .join(ASSIGNMENT, ASSIGNMENT.c.id == FILING.c.assignment_id)
    .join(CAMPAIGN, CAMPAIGN.c.id == ASSIGNMENT.c.campaign_id)
    .join(UNIT, UNIT.c.id == FILING.c.unit_id)
    .where(FILING.c.deleted_at.is_(None))
)


def _waiting() -> Select[Any]:
    """Return the submitted filings that a person reviews, by the rule of `in_charge`."""
    territory = _territory("reviewer")
    submitted = _SHOWN.where(FILING.c.state == "submitted", FILING.c.unit_id.in_(select(territory.c.id)))
    charge = in_charge(submitted.with_only_columns(*FILING.c["id", "unit_id"], BARRED.label("barred")).cte("submitted"))
    mine = charge.order_by(None).subquery("mine")
    return (
        _SHOWN.join(mine, mine.c.filing_id == FILING.c.id)
        .where(mine.c.person_id == _PERSON)
        .order_by(FILING.c.submitted_at, FILING.c.id)
        .limit(bindparam("most"))
    )


_FILED = (
    _SHOWN.where(FILING.c.state == "filed")
    .order_by(FILING.c.updated_at.desc(), FILING.c.id.desc())
    .limit(bindparam("most"))
)
_WAITING = _waiting()
_CAME_IN = _FILED.where(FILING.c.unit_id.in_(select(_territory("finance").c.id)))


@dataclass(frozen=True, slots=True)
class Paper:
    """A filing that lies in a tray: whose, about what, and since when."""

    id: int
    unit: str
    project: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Tray:
    """The first filings of a tray, and how many lie in it altogether."""

    papers: tuple[Paper, ...]
    total: int


def waiting(session: Session, person: int) -> Tray:
    """Return the submitted filings that wait for a person's review, the one that has waited longest first."""
    return _tray(session, _WAITING, person, "submitted_at")


def came_in(session: Session, person: int, *, administers: bool) -> Tray:
    """Return the filed filings of the units that a person oversees, the latest first."""
    return _tray(session, _FILED if administers else _CAME_IN, person, "updated_at")


def _tray(session: Session, statement: Select[Any], person: int, since: str) -> Tray:
    rows = session.connection().execute(statement, {"person": person, "most": MOST}).mappings().all()
    papers = tuple(Paper(row["id"], row["unit"], row["project"], row[since]) for row in rows)
    return Tray(papers, rows[0]["total"] if rows else 0)
