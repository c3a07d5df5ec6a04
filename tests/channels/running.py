"""The Telegram channel at work in a test."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

from bot.channels.telegram import connection, serve
from bot.channels.telegram.pace import Pace
from tests.bot_api import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.channels.telegram import Hook
    from bot.service import Service
    from tests.bot_api import BotApi

UNHURRIED = 0.0  # seconds between two messages of a chat: only tests about the pace wait for it


@asynccontextmanager
async def running(
    api: BotApi,
    service: Any,  # noqa: ANN401 - a Service, or what acts like one
    per_chat: float = UNHURRIED,
    hook: Hook | None = None,
) -> AsyncIterator[asyncio.Task[None]]:
    """Run the channel while the block lasts; it must come to its end when it is asked to."""
    stop = asyncio.Event()
    bot = connection(TOKEN, api.url)
    task = asyncio.create_task(serve(bot, cast("Service", service), stop, Pace(per_chat, overall=10_000), hook))
    try:
        yield task
    finally:
        stop.set()
        await task


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
