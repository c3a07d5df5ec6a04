from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.store.chats import locked_chat
from bot.store.database import transaction
from bot.store.filings import create
from scoring.filing import Filing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine


def test_a_new_chat_has_no_filing_and_was_asked_nothing(engine: Engine) -> None:
    with transaction(engine) as session:
        chat = locked_chat(session, 2**40)
    assert (chat.id, chat.filing_id, chat.question, chat.live_message_id) == (2**40, None, 0, None)


def test_what_is_set_on_a_chat_is_there_the_next_time(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        chat = locked_chat(session, 0)
        chat.filing_id = filing_id = create(session, 0, Filing(scheme="wuhan-2018"), now)
        chat.question = 7
        chat.live_message_id = 2**33
    with transaction(engine) as session:
        chat = locked_chat(session, 0)
    assert (chat.filing_id, chat.question, chat.live_message_id) == (filing_id, 7, 2**33)


def test_a_chat_is_locked_until_the_transaction_ends_so_that_no_count_is_lost(engine: Engine) -> None:
    def ask(_: int) -> None:
        with transaction(engine) as session:
            locked_chat(session, 1).question += 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(80)))
    with transaction(engine) as session:
        assert locked_chat(session, 1).question == 80
