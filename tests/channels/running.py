"""The Telegram channel at work in a test."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

from bot.channels.telegram import connection, serve
from bot.channels.telegram.pace import Pace
from tests.bot_api import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.service import Service
    from tests.bot_api import BotApi

UNHURRIED = 0.0  # seconds between two messages of a chat: only tests about the pace wait for it


@asynccontextmanager
async def running(api: BotApi, service: Any, per_chat: float = UNHURRIED) -> AsyncIterator[asyncio.Task[None]]:  # noqa: ANN401 - a Service, or what acts like one
    """Run the channel while the block lasts; it must come to its end when it is asked to."""
    stop = asyncio.Event()
    bot = connection(TOKEN, api.url)
    task = asyncio.create_task(serve(bot, cast("Service", service), stop, Pace(per_chat, overall=10_000)))
    try:
        yield task
    finally:
        stop.set()
        await task
