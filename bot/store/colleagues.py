"""What colleagues did on a filing while a person was looking at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select

from bot.position import ByColleague
from bot.store.history import REASON, SUBJECT
from bot.store.office_tables import PERSON, ROLE
from bot.store.tables import AUDIT, CHAT, FILING, POSITION

if TYPE_CHECKING:
    from sqlmodel import Session

    from bot.store.filings import StoredFiling

# Built once, as in `filings`.
_SINCE = (
    select(AUDIT.c.id, AUDIT.c.path, PERSON.c.name)
    .outerjoin(PERSON, PERSON.c.id == AUDIT.c.chat_id)
    .where(
        AUDIT.c.filing_id == bindparam("filing"),
        AUDIT.c.id > bindparam("seen"),
        AUDIT.c.chat_id != bindparam("person"),
        AUDIT.c.path.not_in((REASON, SUBJECT)),
    )
    .order_by(AUDIT.c.id)
)
_HAVE_IN_HAND = (
    select(CHAT.c.id)
    .join(POSITION, POSITION.c.person_id == CHAT.c.id)
    .join(FILING, FILING.c.id == POSITION.c.filing_id)
    .where(
        FILING.c.id == bindparam("filing"),
        CHAT.c.filing_id == FILING.c.id,
        CHAT.c.id != bindparam("person"),
        exists().where(ROLE.c.unit_id == FILING.c.unit_id, ROLE.c.person_id == CHAT.c.id, ROLE.c.role == "clerk"),
    )
    .order_by(CHAT.c.id)
)


def since(session: Session, stored: StoredFiling, person: int) -> tuple[tuple[ByColleague, ...], int]:
    """Return what others did since the person was shown the filing, and the newest entry that they have seen then.

    To somebody who comes to a filing for the first time nothing in it is news.
    """
    seen = stored.position.seen
    values = {"filing": stored.id, "seen": seen or 0, "person": person}
    rows = session.connection().execute(_SINCE, values).all()
    news = () if seen is None else tuple(ByColleague(row.path, row.name) for row in rows)
    return news, rows[-1].id if rows else seen or 0


def have_in_hand(session: Session, filing_id: int, person: int) -> tuple[int, ...]:
    """Return the clerks of the filing's unit, other than this person, whose chats are busy with it."""
    return tuple(session.connection().execute(_HAVE_IN_HAND, {"filing": filing_id, "person": person}).scalars())
