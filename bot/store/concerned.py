"""Whom a campaign's reminders concern: those who can do something about what is not yet 已报送."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select

from bot.store.office_tables import ASSIGNMENT, CAMPAIGN, ROLE
from bot.store.reviews import BARRED, in_charge
from bot.store.tables import CHAT, FILING

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

_BEGUN = and_(FILING.c.assignment_id == ASSIGNMENT.c.id, FILING.c.deleted_at.is_(None))
STATE = func.coalesce(FILING.c.state, "draft")
"""The state of an assignment; one that nobody has begun is as good as 填报中."""
NOT_FILED = STATE != "filed"
_SUBMITTED = (
    select(*FILING.c["id", "unit_id"], BARRED.label("barred"))
    .join(ASSIGNMENT, _BEGUN)
    .join(CAMPAIGN, CAMPAIGN.c.id == ASSIGNMENT.c.campaign_id)
    .where(FILING.c.state == "submitted")
)


def assignments(column: ColumnElement[Any]) -> Select[Any]:
    """Return a statement over assignments, each with the filing that answers it, if any does."""
    return select(column).select_from(ASSIGNMENT).outerjoin(FILING, _BEGUN)


def people(*which: ColumnElement[bool]) -> Select[Any]:
    """Return who is concerned by these assignments, each once: clerks while they fill in, reviewers while they review.

    Who has blocked the bot is left out.
    """
    at_clerks = assignments(ASSIGNMENT.c.unit_id).where(
        ASSIGNMENT.c.unit_id == ROLE.c.unit_id, STATE.not_in(("submitted", "filed")), *which
    )
    at_reviewers = in_charge(_SUBMITTED.where(*which).cte("submitted")).order_by(None).subquery("at_reviewers")
    has_blocked = exists().where(CHAT.c.id == ROLE.c.person_id, CHAT.c.blocked_at.is_not(None))
    return (
        select(ROLE.c.person_id)
        .distinct()
        .where(
            or_(
                and_(ROLE.c.role == "clerk", at_clerks.correlate(ROLE).exists()),
                and_(ROLE.c.role == "reviewer", ROLE.c.person_id.in_(select(at_reviewers.c.person_id))),
            ),
            ~has_blocked,
        )
    )
