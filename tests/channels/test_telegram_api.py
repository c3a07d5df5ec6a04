"""The connection to the Bot API: whatever goes wrong on it is an error of the library's that quotes nothing."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from struct import unpack
from typing import TYPE_CHECKING

import pytest
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.channels.telegram import api as http
from bot.channels.telegram.api import call, connection, disconnect
from tests.bot_api import TOKEN, BotApi, Fault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@asynccontextmanager
async def socks_proxy(asked: list[str]) -> AsyncIterator[str]:
    """Serve SOCKS5: every name leads to this machine. What was asked for is noted."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        _, _, _, kind, length = await reader.readexactly(5)
        assert kind == 3, "a name, not an address"
        asked.append((await reader.readexactly(length)).decode())
        [port] = unpack(">H", await reader.readexactly(2))
        there_reader, there = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await asyncio.gather(passed_on(reader, there), passed_on(there_reader, writer))

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while some := await reader.read(65536):
            writer.write(some)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
async def test_a_socks_proxy_is_asked_for_names(api: BotApi, scheme: str) -> None:
    asked: list[str] = []
    async with socks_proxy(asked) as address:
        port = api.url.rpartition(":")[2]
        bot = connection(TOKEN, f"http://telegram.invalid:{port}", f"{scheme}://{address}")
        await bot.initialize()
        await disconnect(bot)
    assert asked == ["telegram.invalid"]
    assert [method for method, _ in api.calls] == ["getMe"]


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "socks5://127.0.0.1:9"])
async def test_a_proxy_that_is_not_there_is_trouble_on_the_way(api: BotApi, proxy: str) -> None:
    bot = connection(TOKEN, api.url, proxy)
    with pytest.raises(NetworkError) as caught:
        await call(bot, "getMe")
    await disconnect(bot)
    assert TOKEN not in caught.value.message


async def test_who_does_not_answer_in_time_is_not_waited_for(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ", 0.1)
    api.faults.append(Fault(method="getMe", delay=1))
    bot = connection(TOKEN, api.url)
    with pytest.raises(TimedOut):
        await call(bot, "getMe")
    await call(bot, "getMe", wait=5)
    await disconnect(bot)


@pytest.mark.parametrize("fault", [Fault(cut="before"), Fault(cut="after"), Fault(status=500)])
async def test_a_broken_answer_quotes_nothing(api: BotApi, fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    api.faults.append(Fault(**vars(fault)))
    bot, person = connection(TOKEN, api.url), api.person()
    with pytest.raises(NetworkError) as caught:
        await call(bot, "sendMessage", chat_id=person.id, text="宝丰街")
    await disconnect(bot)
    for secret in (TOKEN, "宝丰街"):
        assert secret not in caught.value.message
        assert secret not in caplog.text


async def test_what_is_no_json_is_trouble_on_the_way_and_does_not_reach_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n<html>宝丰街".encode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    bot = connection(TOKEN, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    with pytest.raises(NetworkError, match="no JSON"):
        await call(bot, "getMe")
    await disconnect(bot)
    server.close()
    assert "宝丰街" not in caplog.text


async def test_what_telegram_refuses_is_told_as_it_says(api: BotApi) -> None:
    bot = connection(TOKEN, api.url)
    with pytest.raises(BadRequest, match="Chat not found"):
        await call(bot, "sendMessage", chat_id=1, text="宝丰街")
    await disconnect(bot)


async def test_a_file_goes_up_under_its_chinese_name(api: BotApi) -> None:
    bot, person = connection(TOKEN, api.url), api.person()
    await bot.send_document(person.id, InputFile(b"content", '自评"表".xlsx'), caption="<自评>")
    await disconnect(bot)
    assert (person.last.file_name, person.last.content, person.last.text) == ('自评"表".xlsx', b"content", "<自评>")
