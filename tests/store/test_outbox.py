from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Ask, Button, Message, Say, Send
from bot.store.database import transaction
from bot.store.outbox import enqueue, give_up, mark_failed, mark_sent, unsent

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
        enqueue(session, chat_id, messages, edits=edits, at=now)


def waiting(engine: Engine, chat_id: int | None = None, limit: int = 100) -> list[Message]:
    with transaction(engine) as session:
        return [each.message for each in unsent(session, chat_id, limit)]


def test_messages_wait_as_they_were_in_their_order(engine: Engine, now: datetime) -> None:
    messages: list[Message] = [Say(text="好的"), Send(kind="form.png", filing=3), ASK]
    put(engine, 1, messages, now)
    assert waiting(engine) == messages


def test_one_chat_can_be_asked_for_and_not_more_than_so_many(engine: Engine, now: datetime) -> None:
    put(engine, 1, [Say(text="一")], now)
    put(engine, 2, [Say(text="二")], now)
    put(engine, 1, [Say(text="三")], now)
    assert waiting(engine, chat_id=1) == [Say(text="一"), Say(text="三")]
    assert waiting(engine, limit=2) == [Say(text="一"), Say(text="二")]


def test_no_messages_are_no_rows(engine: Engine, now: datetime) -> None:
    put(engine, 1, [], now)
    assert waiting(engine) == []


def test_only_the_first_reply_takes_the_place_of_the_live_message(engine: Engine, now: datetime) -> None:
    put(engine, 1, [Say(text="一"), ASK], now, edits=True)
    with transaction(engine) as session:
        assert [each.edits for each in unsent(session)] == [True, False]


def test_what_was_sent_waits_no_more(engine: Engine, now: datetime) -> None:
    put(engine, 1, [Say(text="一"), Say(text="二")], now)
    with transaction(engine) as session:
        mark_sent(session, unsent(session)[0].id, now)
    assert waiting(engine) == [Say(text="二")]


def test_what_failed_stays_first_and_its_attempts_are_counted(engine: Engine, now: datetime) -> None:
    put(engine, 1, [Say(text="一"), Say(text="二")], now)
    with transaction(engine) as session:
        first = unsent(session)[0]
        mark_failed(session, first.id)
        mark_failed(session, first.id)
        again = unsent(session)[0]
    assert (again.id, again.attempts) == (first.id, 2)


def test_what_can_never_be_sent_lets_the_others_pass(engine: Engine, now: datetime) -> None:
    put(engine, 1, [Say(text="一"), Say(text="二")], now)
    with transaction(engine) as session:
        give_up(session, unsent(session)[0].id, now)
    assert waiting(engine) == [Say(text="二")]
