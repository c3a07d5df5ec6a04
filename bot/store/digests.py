"""How far the units of a campaign are, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, case, func, select

from bot.store import board, concerned, scopes
from bot.store.office_tables import ASSIGNMENT, UNIT
from bot.store.tables import FILING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from bot.position import State

NAMED = 10
"""Units that a digest names."""

_HERE = ASSIGNMENT.c.campaign_id == bindparam("campaign")
_FAR = case({"submitted": 3, "finished": 2, "draft": 1, "returned": 1}, value=FILING.c.state, else_=0)
_BEHIND = (
    concerned.assignments(UNIT.c.name)
    .join(UNIT, UNIT.c.id == ASSIGNMENT.c.unit_id)
    .where(_HERE, concerned.NOT_FILED)
    .group_by(UNIT.c.id, UNIT.c.name)
    .order_by(func.min(_FAR), func.count().desc(), UNIT.c.id)
)
_HOW_MANY = select(func.count()).select_from(_BEHIND.order_by(None).subquery())


@dataclass(frozen=True, slots=True)
class Digest:
    """How many assignments stand where (`None`: not begun), and the units that are the furthest behind.

    `behind` is how many units are not done in all, of which the first NAMED are named in `names`.
    """

    states: Mapping[State | None, int]
    names: tuple[str, ...]
    behind: int


def digest(session: Session, campaign_id: int) -> Digest:
    """Return how far a campaign is."""
    connection, here = session.connection(), {"campaign": campaign_id}
    top = scopes.top(session, campaign_id)
    scope = scopes.get(session, campaign_id, top) if top else None
    states = board.counts(session, scope) if scope else {}
    names = connection.execute(_BEHIND.limit(NAMED), here).scalars()
    return Digest(states, tuple(names), connection.execute(_HOW_MANY, here).scalar_one())
