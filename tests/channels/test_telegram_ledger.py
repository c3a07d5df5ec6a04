"""Many answers in one transaction: none waits for a file, and none pays for what is wrong with another."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bot.channels.telegram import ledger
from bot.channels.telegram.ledger import Ledger
from bot.conversation.events import Said, Uploaded
from bot.replica import Sent
from bot.service import Update
from tests.channels.notebook import Notebook

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from bot.replica import Replica, Waiting
    from bot.service import Service


class OneHand(Notebook):
    """Writes one transaction at a time, as SQLite does, and notes which chats were in each."""

    hands = 1

    def __init__(self) -> None:
        super().__init__()
        self.together: list[list[int]] = []

    def handle(
        self, *arrived: Update, replica: Notebook | None = None, sent: Sequence[Sent] = ()
    ) -> dict[int, Waiting]:
        self.together.append([each.chat_id for each in arrived] + [each.chat_id for each in sent])
        return super().handle(*arrived, replica=replica, sent=sent)


def opened(book: Notebook) -> Ledger:
    return Ledger(cast("Service", book), cast("Replica", book))


def said(chat_id: int, text: str = "宝丰街") -> Update:
    return Update(chat_id, chat_id, Said(text))


def hold(book: Notebook, begun: threading.Event, gate: threading.Event) -> None:
    """Let transactions begin, and not end before the gate is open."""

    def before(_: Update) -> None:
        begun.set()
        _pass(gate)

    book.before = before


async def test_what_comes_in_at_once_is_stored_together() -> None:
    book = OneHand()
    waiting = await asyncio.gather(*map(opened(book).handled, map(said, range(1, 5))))
    assert book.together == [[1, 2, 3, 4]]
    assert [[each.chat_id for each in found.messages] for found in waiting] == [[1], [2], [3], [4]]


async def test_what_comes_in_meanwhile_is_stored_next_and_a_chat_is_in_one_transaction_at_a_time() -> None:
    book, begun, gate = OneHand(), threading.Event(), threading.Event()
    hold(book, begun, gate)
    entries = opened(book)
    first = asyncio.create_task(entries.handled(said(1)))
    await asyncio.to_thread(begun.wait, 10)
    others = [asyncio.create_task(entries.handled(each)) for each in (said(2), said(3))]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *others)
    assert book.together == [[1], [2, 3]]


async def test_what_cannot_be_stored_spoils_nothing_that_came_with_it() -> None:
    book = OneHand()

    def fail(update: Update) -> None:
        if update.chat_id == 2:
            raise ValueError("有毒")

    book.before = fail
    found = await asyncio.gather(*map(opened(book).handled, map(said, (1, 2, 3))), return_exceptions=True)
    assert isinstance(found[1], ValueError)
    assert sorted(book.events) == [1, 3]


async def test_trouble_around_it_is_told_to_all_at_once() -> None:
    book, tried = OneHand(), []

    def fail(update: Update) -> None:
        tried.append(update.id)
        raise OSError("the disk is full")

    book.before = fail
    found = await asyncio.gather(*map(opened(book).handled, map(said, (1, 2, 3))), return_exceptions=True)
    assert [type(each) for each in found] == [OSError] * 3
    assert tried == [1]


async def test_a_file_that_is_read_for_long_holds_up_nobody() -> None:
    book, gate = OneHand(), threading.Event()
    book.before = lambda update: _pass(gate) if isinstance(update.event, Uploaded) else None
    entries = opened(book)
    slow = asyncio.create_task(entries.handled(Update(1, 1, Uploaded(Path("表.xlsx"), "表.xlsx"))))
    await entries.handled(said(2))
    assert not slow.done()
    gate.set()
    await slow


async def test_what_was_sent_is_noted_with_the_next_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "LAZY", 60)
    book = OneHand()
    entries = opened(book)
    noted = asyncio.create_task(entries.sent(Sent(1, (0,), 41), at_once=False))
    await asyncio.sleep(0)
    await entries.handled(said(2))
    await noted
    assert book.together == [[2, 1]]
    assert (book.done, book.live) == ([0], {1: 41})


async def test_what_was_sent_is_noted_soon_where_the_next_answer_of_its_chat_is_stored_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger, "LAZY", 60)
    book, begun, gate = OneHand(), threading.Event(), threading.Event()
    hold(book, begun, gate)
    entries = opened(book)
    answer = asyncio.create_task(entries.handled(said(1)))
    await asyncio.to_thread(begun.wait, 10)
    noted = asyncio.create_task(entries.sent(Sent(1, (0,), 41), at_once=False))
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(answer, noted)
    await entries.sent(Sent(1, (1,), 42), at_once=True)
    assert book.done == [0, 1]


async def test_what_was_sent_is_noted_by_itself_where_nobody_answers() -> None:
    book = OneHand()
    await asyncio.gather(*(opened(book).sent(Sent(chat, (chat,), None), at_once=False) for chat in (1, 2)))
    assert sorted(book.done) == [1, 2]


def _pass(gate: threading.Event) -> None:
    assert gate.wait(10), "nobody opened the gate"
