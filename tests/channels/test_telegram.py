from __future__ import annotations

import asyncio
import logging
import socket
import threading
from typing import TYPE_CHECKING, cast

import pytest
from telegram.error import InvalidToken

from bot.channels import telegram
from bot.channels.telegram import connection, serve
from bot.commands import COMMANDS
from tests.bot_api import TOKEN, BotApi, Fault
from tests.channels.notebook import Notebook
from tests.channels.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.service import Service


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


async def test_the_menu_holds_every_command(api: BotApi) -> None:
    async with running(api, Notebook()):
        await api.person().say("/start")
    assert api.commands == COMMANDS


async def test_a_webhook_of_former_times_is_taken_away_and_its_updates_are_kept(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    api.webhook = "https://example.org/former"
    await person.say("夜里发的", waits=False)
    async with running(api, book):
        await person.sees("第1题")
    assert book.said(person.id) == ["夜里发的"]


@pytest.mark.parametrize("form", ["{}", "{}/", "{}/bot", "{}/bot/"])
async def test_the_server_s_address_may_be_written_in_every_usual_way(api: BotApi, form: str) -> None:
    bot = connection(TOKEN, form.format(api.url))
    await bot.initialize()
    assert bot.username == "ziping_test_bot"
    await bot.shutdown()


async def test_every_request_goes_through_the_proxy(api: BotApi) -> None:
    # A proxy is asked for whole addresses; the loopback server takes those too, so it can be its own proxy.
    bot = connection(TOKEN, "http://telegram.invalid", proxy=api.url)
    await bot.initialize()
    await bot.get_updates(timeout=0)
    await bot.shutdown()
    assert [method for method, _ in api.calls] == ["getMe", "getUpdates"]


async def test_it_waits_for_a_network_that_is_not_there_yet(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    book, person = Notebook(), api.person()
    api.faults += [Fault(method="getMe", cut="before"), Fault(method="setMyCommands", status=500)]
    async with running(api, book):
        await person.say("/start")
    assert "还连不上 Telegram" in caplog.text


async def test_while_nobody_answers_it_can_be_stopped() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    stop = asyncio.Event()
    task = asyncio.create_task(serve(connection(TOKEN, address), cast("Service", Notebook()), stop))
    stop.set()
    async with asyncio.timeout(5):
        await task


async def test_a_wrong_token_ends_it_with_a_sentence_that_does_not_quote_it(api: BotApi) -> None:
    wrong = connection("1:wrong", api.url)
    with pytest.raises(InvalidToken, match="不认识这个 BOT_TOKEN") as caught:
        await serve(wrong, cast("Service", Notebook()), asyncio.Event())
    assert "1:wrong" not in str(caught.value)


async def test_stopping_first_stores_and_answers_what_is_in_hand(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    begun, gate = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        begun.set()
        assert gate.wait(10)

    book.before = hold
    stop = asyncio.Event()
    task = asyncio.create_task(serve(connection(TOKEN, api.url), cast("Service", book), stop))
    await person.say("最后一答", waits=False)
    await asyncio.to_thread(begun.wait, 10)
    stop.set()
    gate.set()
    await task
    assert book.said(person.id) == ["最后一答"]
    assert person.last.text == "第1题：请填写。"


async def test_stopping_does_not_wait_for_a_reply_that_cannot_be_sent(
    api: BotApi, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(telegram, "LEAVE_WITHIN", 0.1)
    book, person = Notebook(), api.person()
    api.faults.append(Fault(method="sendMessage", times=1000, status=500))
    async with running(api, book):
        await person.say("最后一答", waits=False)
        await api.until_called("sendMessage")
    assert "下次启动时接着发" in caplog.text
    assert [each.id for each in book.take(person.id).messages] == [0]


async def test_what_is_old_is_deleted_while_it_runs(api: BotApi) -> None:
    book = Notebook()
    async with running(api, book):
        await api.person().say("/start")
    assert book.tidied


async def test_the_token_never_reaches_the_log(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    api.faults += [Fault(method="getUpdates", cut="before"), Fault(method="sendMessage", status=500)]
    async with running(api, Notebook()):
        await api.person().say("/start")
    assert caplog.text
    assert TOKEN not in caplog.text
