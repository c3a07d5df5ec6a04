"""Campaigns: what 财政 asks for and by when; and the moments at which it reminds of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Literal

from sqlalchemy import BigInteger, Boolean, bindparam, case, delete, insert, or_, select, update

from bot.store.office_tables import CAMPAIGN, REMINDER_DAY, ROLE, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import CTE, RowMapping
    from sqlmodel import Session

State = Literal["open", "closed"]
Kind = Literal["campaign", "digest"]

_PERSON = bindparam("person", type_=BigInteger)


def _reached(name: str, *, up: bool) -> CTE:
    """Return the ids of the units where a person is 财政 and of all below them, or `up`, above them."""
    held = select(ROLE.c.unit_id.label("id")).where(ROLE.c.person_id == _PERSON, ROLE.c.role == "finance")
    reached = held.cte(name, recursive=True)
    if up:
        return reached.union(select(UNIT.c.parent_id).join(reached, UNIT.c.id == reached.c.id))
    return reached.union(select(UNIT.c.id).join(reached, UNIT.c.parent_id == reached.c.id))


_OVERSEEN = or_(
    bindparam("administers", type_=Boolean), CAMPAIGN.c.unit_id.in_(select(_reached("overseen", up=False).c.id))
)
_SEEN = or_(_OVERSEEN, CAMPAIGN.c.unit_id.in_(select(_reached("over", up=True).c.id)))
_VISIBLE = (
    select(CAMPAIGN, UNIT.c.name.label("unit"), case((_OVERSEEN, 1), else_=0).label("changeable"))
    .join(UNIT, UNIT.c.id == CAMPAIGN.c.unit_id)
    .where(_SEEN)
    .order_by(CAMPAIGN.c.state.desc(), CAMPAIGN.c.deadline, CAMPAIGN.c.id)
)
_ONE = _VISIBLE.where(CAMPAIGN.c.id == bindparam("campaign"))
_THIS = update(CAMPAIGN).where(CAMPAIGN.c.id == bindparam("campaign"))
_SET_DEADLINE = _THIS.values(deadline=bindparam("day"))
_SET_REMINDER_DAYS = _THIS.values(reminder_days=bindparam("days"))
_SET_STATE = _THIS.values(state=bindparam("now"))
_UNSPREAD = delete(REMINDER_DAY).where(
    REMINDER_DAY.c.campaign_id == bindparam("campaign"), REMINDER_DAY.c.spread_at.is_(None)
)
_SAME_MOMENT = select(REMINDER_DAY.c.id).where(
    REMINDER_DAY.c.campaign_id == bindparam("campaign"),
    REMINDER_DAY.c.kind == bindparam("of"),
    REMINDER_DAY.c.due_at == bindparam("at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What 财政 decides of a campaign. `unit_id` is the unit that asks; it and the units below it may be asked.

    `reminder_days` counts days before the deadline. Times of day are minutes since midnight.
    """

    unit_id: int
    title: str
    year: int
    scheme: str
    deadline: date
    reminder_days: tuple[int, ...]
    own_review: bool = False
    remind_at: int = 9 * 60
    quiet_from: int = 21 * 60
    quiet_until: int = 8 * 60


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as somebody sees it. `changeable` tells whether they may change it."""

    id: int
    unit: str
    state: State
    terms: Terms
    changeable: bool


def create(session: Session, terms: Terms, who: int, at: datetime) -> int:
    """Make a running campaign, which wants nothing of anybody yet; return its id."""
    values = {**asdict(terms), "reminder_days": list(terms.reminder_days)}
    values |= {"state": "open", "created_by": who, "created_at": at}
    campaign_id: int = session.connection().execute(insert(CAMPAIGN).returning(CAMPAIGN.c.id), values).scalar_one()
    return campaign_id


def visible(session: Session, person: int, *, administers: bool) -> tuple[Campaign, ...]:
    """Return the campaigns that a person sees, running ones and the soonest deadline first.

    Those are the campaigns of the units where they are 财政 and of all below, which they may change, and of all above.
    """
    whose = {"person": person, "administers": administers}
    return tuple(_campaign(row) for row in session.connection().execute(_VISIBLE, whose).mappings())


def get(session: Session, campaign_id: int, person: int, *, administers: bool) -> Campaign | None:
    """Return one campaign, if it is one that the person sees."""
    asked = {"campaign": campaign_id, "person": person, "administers": administers}
    row = session.connection().execute(_ONE, asked).mappings().one_or_none()
    return _campaign(row) if row else None


def set_deadline(session: Session, campaign_id: int, deadline: date) -> None:
    """Move the deadline."""
    session.connection().execute(_SET_DEADLINE, {"campaign": campaign_id, "day": deadline})


def set_reminder_days(session: Session, campaign_id: int, days: Iterable[int]) -> None:
    """Remind on other days."""
    session.connection().execute(_SET_REMINDER_DAYS, {"campaign": campaign_id, "days": list(days)})


def set_state(session: Session, campaign_id: int, state: State) -> None:
    """Close the campaign, or open it again."""
    session.connection().execute(_SET_STATE, {"campaign": campaign_id, "now": state})


def plan_reminders(session: Session, campaign_id: int, moments: Iterable[tuple[Kind, datetime]]) -> None:
    """Put these moments in the place of all that are still to come. What has reached its people stays as it was."""
    connection = session.connection()
    connection.execute(_UNSPREAD, {"campaign": campaign_id})
    for kind, at in moments:
        this = {"campaign": campaign_id, "of": kind, "at": at}
        if connection.execute(_SAME_MOMENT, this).first() is None:
            connection.execute(insert(REMINDER_DAY), {"campaign_id": campaign_id, "kind": kind, "due_at": at})


def _campaign(row: RowMapping) -> Campaign:
    terms = {each.name: row[each.name] for each in fields(Terms)}
    terms["reminder_days"] = tuple(row["reminder_days"])
    return Campaign(row["id"], row["unit"], row["state"], Terms(**terms), bool(row["changeable"]))
