"""What nobody needs any more: the ids of updates long handled, messages long sent, strangers long gone.

Done a little at a time. Of each table only the rows with the lowest ids are looked at: they are the oldest, or will be
old by and by, and no table is ever read as a whole while people wait.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, exists, func, select
from sqlmodel import SQLModel

from bot.store.office_tables import PERSON
from bot.store.tables import CHAT, DIALOGUE, FILING, HANDLED, OUTBOX

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Delete, Table
    from sqlalchemy.sql.elements import ColumnElement
    from sqlmodel import Session

HANDLED_FOR = timedelta(days=7)
"""How long an update's id is kept. Telegram repeats an update for a day."""
SENT_FOR = timedelta(days=30)
"""How long a message is kept that was sent or given up."""
STRANGER_FOR = timedelta(days=31)
"""How long somebody is kept who was turned away, counted from the last time; longer than what they were sent."""
AT_ONCE = 1000
"""Rows of a table that are looked at."""


def _oldest(table: Table, moment: ColumnElement[datetime]) -> Delete:
    lowest = select(table.c.id, moment.label("moment")).order_by(table.c.id).limit(AT_ONCE).subquery()
    old = select(lowest.c.id).where(lowest.c.moment < bindparam("before"))
    return delete(table).where(table.c.id.in_(old))


_HANDLED = _oldest(HANDLED, HANDLED.c.at)
_SENT = _oldest(OUTBOX, func.coalesce(OUTBOX.c.sent_at, OUTBOX.c.given_up_at))
_STRANGER = SQLModel.metadata.tables["stranger"]
_STRANGERS = _oldest(_STRANGER, _STRANGER.c.since).returning(_STRANGER.c.id)
_EMPTY = (
    select(CHAT.c.id)
    .where(
        CHAT.c.id.in_(bindparam("strangers", expanding=True)),
        CHAT.c.filing_id.is_(None),
        ~exists().where(PERSON.c.id == CHAT.c.id),
        ~exists().where(FILING.c.owner == CHAT.c.id),
        ~exists().where(OUTBOX.c.chat_id == CHAT.c.id, OUTBOX.c.sent_at.is_(None), OUTBOX.c.given_up_at.is_(None)),
        ~exists().where(DIALOGUE.c.chat_id == CHAT.c.id),
    )
    .with_for_update(skip_locked=True)  # whoever writes at this moment is no stranger any more, perhaps
)
_CHATS = delete(CHAT).where(CHAT.c.id.in_(bindparam("empty", expanding=True)))


def prune(session: Session, at: datetime) -> None:
    """Delete some of what is too old. A chat goes with its stranger, if nothing else was ever in it."""
    connection = session.connection()
    connection.execute(_HANDLED, {"before": at - HANDLED_FOR})
    connection.execute(_SENT, {"before": at - SENT_FOR})
    gone = connection.execute(_STRANGERS, {"before": at - STRANGER_FOR}).scalars().all()
    if gone and (empty := connection.execute(_EMPTY, {"strangers": gone}).scalars().all()):
        connection.execute(_CHATS, {"empty": empty})
