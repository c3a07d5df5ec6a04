"""The Telegram channel: events in, messages out, over the Bot API.

What arrives is stored by the service before Telegram may forget it (intake); what the service has stored as replies is
sent from its outbox (outbox, screen). No state of a conversation lives here.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.intake import Intake
from bot.channels.telegram.outbox import Outbox
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.patience import pauses
from bot.channels.telegram.screen import Screen
from bot.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from bot.service import Service

TELEGRAM = "https://api.telegram.org"
LEAVE_WITHIN = 8.0  # seconds from the signal until what is in hand is dropped: those who stop us wait ten

log = logging.getLogger(__name__)


async def run(service: Service, token: str, api_url: str | None = None, proxy: str | None = None) -> None:
    """Serve Telegram until SIGTERM or SIGINT, then finish what is in hand and return.

    `api_url` names another Bot API server, as `http://host:port`; `proxy` is used for every request. While the network
    is down it waits. Raises `telegram.error.InvalidToken` if the token is wrong.
    """
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(connection(token, api_url, proxy), service, stop)


def connection(
    token: str,
    api_url: str | None = None,
    proxy: str | None = None,
    on_response: Callable[[httpx.Response], Awaitable[None]] | None = None,
) -> Bot:
    """Return the client for a Bot API server. Nothing is sent yet. `on_response` hears of every answer to a request."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns of its next version at every 429
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)  # below, they log addresses with the token, and all texts
    server = (api_url or TELEGRAM).rstrip("/").removesuffix("/bot")
    return Bot(
        token,
        f"{server}/bot",
        f"{server}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=32,
            read_timeout=20,
            connect_timeout=10,
            pool_timeout=None,
            proxy=proxy,
            httpx_kwargs={"event_hooks": {"response": [on_response]}} if on_response else None,
        ),
        get_updates_request=HTTPXRequest(connection_pool_size=1, read_timeout=10, connect_timeout=10, proxy=proxy),
    )


async def serve(bot: Bot, service: Service, stop: asyncio.Event, pace: Pace | None = None) -> None:
    """Serve until `stop` is set, then finish what is in hand, in at most LEAVE_WITHIN seconds."""
    outbox = Outbox(service, Screen(bot, service.document, pace or Pace()))
    intake = Intake(bot, service, outbox)
    work = asyncio.create_task(_work(bot, intake, outbox))
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()  # it never ends but by an error
        work.cancel()
        if await _unfinished(intake, outbox):
            log.warning("没有等到全部消息发完，下次启动时接着发")
    finally:
        left = {work, stopped, *intake.tasks, *outbox.tasks}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await bot.shutdown()


async def _work(bot: Bot, intake: Intake, outbox: Outbox) -> None:
    await _introduce(bot)
    sweep = asyncio.create_task(outbox.sweep())
    try:
        await intake.poll()
    finally:
        sweep.cancel()


async def _introduce(bot: Bot) -> None:
    """Say hello to Telegram: who are we, no webhook (it forbids polling), and the menu of commands."""
    patience = pauses(1)
    while True:
        try:
            await bot.initialize()
            await bot.delete_webhook()
            await bot.set_my_commands(list(COMMANDS.items()))
        except InvalidToken:
            # The library's message quotes the token.
            raise InvalidToken("Telegram 不认识这个 BOT_TOKEN，请检查是否完整，如 123456:ABC-DEF") from None
        except TelegramError as error:
            pause = next(patience)
            log.warning("还连不上 Telegram（%s），%.1f 秒后再试", error.message, pause)
            await asyncio.sleep(pause)
        else:
            return log.info("已连上 Telegram，机器人是 @%s", bot.username)


async def _unfinished(intake: Intake, outbox: Outbox) -> bool:
    """Wait for the work in hand, as long as there is time; tell whether some is left."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LEAVE_WITHIN):
            while tasks := intake.tasks | outbox.tasks:
                await asyncio.wait(tasks)
    return bool(intake.tasks | outbox.tasks)
