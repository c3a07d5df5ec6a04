"""The Telegram channel: events in, messages out, over the Bot API.

What arrives (polling or webhook) is stored by the service before Telegram may forget it (intake); what the service has
stored as replies is sent from its outbox (outbox, screen). No state of a conversation lives here.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.alarm import Alarm
from bot.channels.telegram.api import connection, disconnect
from bot.channels.telegram.arrivals import KINDS
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.outbox import Outbox
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.patience import pauses, stubbornly
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.pulse import Pulse
from bot.channels.telegram.screen import Screen
from bot.channels.telegram.webhook import Hook, ListenError, Webhook, listening
from bot.commands import COMMANDS
from bot.store.database import TROUBLE
from bot.wording import prepare

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Bot

    from bot.service import Service

__all__ = ["Hook", "ListenError", "connection", "disconnect", "run", "serve"]

LEAVE_WITHIN = 7.0  # seconds from the signal until what is in hand is dropped: those who stop us wait ten
FOUNDING = "还没有管理员。请您自己打开这个链接，成为管理员（只能用一次，7 天内有效）：{link}"
COLLECTED = 50_000, 20, 20  # new objects until garbage is collected, and such rounds until a wider one
GONE_WITHIN = 9.0  # seconds from the signal until the process ends, whatever still holds it

log = logging.getLogger(__name__)


async def run(
    service: Service, token: str, api_url: str | None = None, proxy: str | None = None, hook: Hook | None = None
) -> None:
    """Serve Telegram until SIGTERM or SIGINT, then finish what is in hand and return.

    `api_url` names another Bot API server, as `http://host:port`; `proxy` is used for every request. With a `hook`
    Telegram posts its updates there, else they are fetched. While the network is down it waits.
    Raises `telegram.error.InvalidToken` if the token is wrong, ListenError if the hook's address cannot be used.
    """
    stop = asyncio.Event()

    def leave() -> None:
        stop.set()
        # A thread that waits for a database which is away cannot be cancelled; what it holds is not acknowledged.
        last_resort = threading.Timer(GONE_WITHIN, os._exit, [0])
        last_resort.daemon = True
        last_resort.start()

    prepare()
    gc.freeze()  # what is loaded by now stays: no collection looks through it again, which would hold up all chats
    gc.set_threshold(*COLLECTED)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, leave)
    await serve(connection(token, api_url, proxy), service, stop, hook=hook)


async def serve(
    bot: Bot, service: Service, stop: asyncio.Event, pace: Pace | None = None, hook: Hook | None = None
) -> None:
    """Serve until `stop` is set, then finish what is in hand, in at most LEAVE_WITHIN seconds."""
    at_work = _AtWork(bot, service, pace or Pace(), hook)
    work = asyncio.create_task(at_work.go_on())
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()  # it never ends but by an error
        work.cancel()
        if not await at_work.finished(work):
            log.warning("没有等到全部消息发完，下次启动时接着发")
        await at_work.leave()
    finally:
        left = {work, stopped, *at_work.tasks}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await disconnect(bot)


class _AtWork:
    """The parts of a running bot."""

    def __init__(self, bot: Bot, service: Service, pace: Pace, hook: Hook | None) -> None:
        self._bot, self._service, self._hook = bot, service, hook
        self._replica = service.replica()
        self._metrics = Metrics()
        self._pulse = Pulse(self._replica)
        self._ledger = Ledger(service, self._replica)
        self._outbox = Outbox(self._replica, self._ledger, Screen(bot, service, pace), self._metrics)
        self._intake = Intake(bot, service, self._ledger, self._outbox, self._metrics)
        self._alarm = Alarm(service, self._pulse)

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """The work in hand."""
        return self._intake.tasks | self._outbox.tasks | self._ledger.tasks

    async def go_on(self) -> None:
        """Take updates and send replies until cancelled."""
        if self._hook:
            webhook = Webhook(self._intake, self._hook, self._pulse)
            async with listening(webhook, self._hook, self._pulse, self._metrics):
                await self._with_updates_from(asyncio.Event().wait)
        else:
            await self._with_updates_from(Poller(self._bot, self._intake, self._pulse).poll)

    async def _with_updates_from(self, source: Callable[[], Awaitable[object]]) -> None:
        await self._pulse.begin()
        at_once = (
            self._pulse.go_on(),
            self._pulse.tidy(),
            self._outbox.sweep(),
            self._intake.end_texts(),
            self._alarm.go_on(),
        )
        besides = [asyncio.create_task(each) for each in at_once]
        try:
            await _introduce(self._bot, self._hook)
            await _ask_for_an_administrator(self._bot, self._service)
            await source()
        finally:
            for each in besides:
                each.cancel()

    async def finished(self, work: asyncio.Task[None]) -> bool:
        """Wait for the work in hand, as long as there is time; tell whether all of it is done."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVE_WITHIN):
                await asyncio.wait({work})
                while self.tasks:
                    await asyncio.wait(self.tasks)
        return not self.tasks

    async def leave(self) -> None:
        """Let others take over at once; if the database is away, they will know soon anyway."""
        with suppress(TimeoutError, *TROUBLE):
            async with asyncio.timeout(1):
                await asyncio.to_thread(self._replica.leave)


async def _introduce(bot: Bot, hook: Hook | None) -> None:
    """Say hello to Telegram: who are we, where to post updates or that we fetch them, and the menu of commands."""
    patience = pauses(1)
    while True:
        try:
            await bot.initialize()
            if hook:
                await bot.set_webhook(hook.url, secret_token=hook.secret, allowed_updates=KINDS, max_connections=100)
            else:
                await bot.delete_webhook()  # it forbids polling
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


async def _ask_for_an_administrator(bot: Bot, service: Service) -> None:
    """Print the link whose opener becomes the administrator, where there is none. It is no matter for the log."""
    code = await stubbornly("查看管理员", asyncio.to_thread, service.founding_code)
    if code:
        print(FOUNDING.format(link=f"https://t.me/{bot.username}?start={code}"), flush=True)  # noqa: T201 - see above
