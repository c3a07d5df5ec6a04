from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import SQLModel

from bot.message import Say
from bot.store.chats import locked_chat
from bot.store.database import transaction
from bot.store.filings import create
from bot.store.outbox import Letter, enqueue, give_up, mark_sent, unsent
from bot.store.people import knock
from bot.store.pruning import AT_ONCE, HANDLED_FOR, SENT_FOR, STRANGER_FOR, prune
from bot.store.updates import claim, claim_all
from scoring import Filing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

MOMENT = timedelta(seconds=1)


def ids(engine: Engine, table: str) -> list[int]:
    with transaction(engine) as session:
        column = SQLModel.metadata.tables[table].c.id
        return list(session.connection().execute(select(column).order_by(column)).scalars())


def pruned(engine: Engine, at: datetime) -> None:
    with transaction(engine) as session:
        prune(session, at)


def test_an_update_s_id_is_kept_as_long_as_telegram_might_repeat_it(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        claim(session, 900, now)
        claim(session, 7, now + MOMENT)
    pruned(engine, now + HANDLED_FOR)
    assert ids(engine, "handled_update") == [7, 900]
    pruned(engine, now + HANDLED_FOR + MOMENT)
    assert ids(engine, "handled_update") == [7]


def test_messages_go_when_they_were_long_sent_or_given_up_and_those_that_wait_stay(
    engine: Engine, now: datetime
) -> None:
    with transaction(engine) as session:
        enqueue(session, Letter(1, [Say(text=word) for word in "甲乙丙"]), at=now)
        sent, refused, waits = (each.id for each in unsent(session, 1))
        mark_sent(session, [sent], now)
        give_up(session, [refused], now)
    pruned(engine, now + SENT_FOR)
    assert ids(engine, "outbox_message") == [sent, refused, waits]
    pruned(engine, now + SENT_FOR + MOMENT)
    assert ids(engine, "outbox_message") == [waits]


def test_of_strangers_long_gone_nothing_is_left_but_what_somebody_made(engine: Engine, now: datetime) -> None:
    gone, back, filed, answered = 11, 12, 13, 14
    with transaction(engine) as session:
        for chat_id in (gone, back, filed, answered):
            locked_chat(session, chat_id)
            knock(session, chat_id, now)
        session.flush()
        knock(session, back, now + timedelta(days=20))
        create(session, filed, Filing(scheme="mof-2020"), now)
        enqueue(session, Letter(answered, [Say(text="还没发出")]), at=now)
    pruned(engine, now + STRANGER_FOR + MOMENT)
    assert ids(engine, "stranger") == [back]
    assert ids(engine, "chat") == [back, filed, answered]


def test_only_so_much_is_done_at_once(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        claim_all(session, set(range(AT_ONCE + 5)), now)
    pruned(engine, now + HANDLED_FOR + MOMENT)
    assert len(ids(engine, "handled_update")) == 5
