from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Ask, Button, Message, Say, Send
from bot.store.chats import locked_chat
from bot.store.database import transaction
from bot.store.outbox import Letter, due, enqueue, give_up, mark_sent, unsent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Engine

ASK = Ask(
    path="project",
    section="项目概况",
    text="<b>项目名称</b>是什么？😀",
    buttons=(Button("back", "⬅ 上一步"),),
    done=1,
    total=9,
    number=1,
)


def put(engine: Engine, chat_id: int, messages: Sequence[Message], now: datetime, *, edits: bool = False) -> None:
    with transaction(engine) as session:
        enqueue(session, Letter(chat_id, messages, edits), at=now)


def waiting(engine: Engine, chat_id: int = 1, limit: int = 100) -> list[Message]:
    with transaction(engine) as session:
        return [each.message for each in unsent(session, chat_id, limit=limit)]


def test_messages_wait_as_they_were_in_their_order(engine: Engine, now: datetime) -> None:
    messages: list[Message] = [Say(text="好的"), Send(kind="form.png", filing=3), ASK]
    put(engine, 1, messages, now)
    assert waiting(engine) == messages


def test_each_chat_has_its_own_and_not_more_than_so_many_at_once(engine: Engine, now: datetime) -> None:
    put(engine, 1, [Say(text="一")], now)
    put(engine, 2, [Say(text="二")], now)
    put(engine, 1, [Say(text="三")], now)
    assert waiting(engine, chat_id=1) == [Say(text="一"), Say(text="三")]
    assert waiting(engine, chat_id=1, limit=1) == [Say(text="一")]


def test_chats_are_due_while_something_waits_and_the_person_has_not_blocked_the_bot(
    engine: Engine, now: datetime
) -> None:
    terminal = 0
    for chat_id in (1, 2, 3, terminal):
        with transaction(engine) as session:
            locked_chat(session, chat_id).blocked_at = now if chat_id == 2 else None
        put(engine, chat_id, [Say(text="一"), Say(text="二")], now)
    with transaction(engine) as session:
        mark_sent(session, [each.id for each in unsent(session, 3)], now)
        assert due(session) == [1]


def test_no_messages_are_no_rows(engine: Engine, now: datetime) -> None:
    put(engine, 1, [], now)
    assert waiting(engine) == []


def test_only_the_first_reply_takes_the_place_of_the_live_message(engine: Engine, now: datetime) -> None:
    put(engine, 1, [Say(text="一"), ASK], now, edits=True)
    with transaction(engine) as session:
        assert [each.edits for each in unsent(session, 1)] == [True, False]


def test_what_was_sent_waits_no_more(engine: Engine, now: datetime) -> None:
    put(engine, 1, [Say(text="一"), Say(text="二")], now)
    with transaction(engine) as session:
        mark_sent(session, [unsent(session, 1)[0].id], now)
    assert waiting(engine) == [Say(text="二")]


def test_what_can_never_be_sent_lets_the_others_pass(engine: Engine, now: datetime) -> None:
    put(engine, 1, [Say(text="一"), Say(text="二")], now)
    with transaction(engine) as session:
        give_up(session, [unsent(session, 1)[0].id], now)
    assert waiting(engine) == [Say(text="二")]
