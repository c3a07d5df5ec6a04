"""Long work in a chat says how far it is, by a message that is gone in the end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot.message import Report
from tests.bot_api import BotApi, Fault
from tests.channels.notebook import Notebook, question
from tests.channels.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.message import Send

WORKBOOK = Report(kind="rollup.xlsx", campaign=1, unit=1, project="社区建设")


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


class Slow:
    """Makes a workbook: is 40% done until it may go on, then 80% likewise, then it is done."""

    def __init__(self, book: Notebook) -> None:
        self._book = book
        self.go_on = {0.4: threading.Event(), 0.8: threading.Event()}

    def __call__(self, _: Send) -> tuple[str, bytes]:
        for share, event in self.go_on.items():
            self._book.progress(share)
            event.wait()
        return "汇总.xlsx", b"PK"


async def test_long_work_says_how_far_it_is_and_takes_that_away_in_the_end(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    book.made = slow = Slow(book)
    book.reply = lambda _: [WORKBOOK, question(1)]
    async with running(api, book):
        await person.say("/start", waits=False)
        await person.sees("正在制作，请稍等……已完成 40%")
        slow.go_on[0.4].set()
        await person.sees("80%")
        slow.go_on[0.8].set()
        await person.sees("第1题")
    assert [message.kind for message in person.told] == ["document", "text"]
    assert "正在制作" not in person.screen()


async def test_work_goes_on_where_telling_of_it_fails(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    book.made = slow = Slow(book)
    book.reply = lambda _: [WORKBOOK, question(1)]
    async with running(api, book):
        await person.say("/start", waits=False)
        await person.sees("40%")
        api.faults += [Fault(method=method, status=500) for method in ("editMessageText", "deleteMessage")]
        for event in slow.go_on.values():
            event.set()
        await person.sees("第1题")
    assert "document" in [message.kind for message in person.told]
