"""Trying again: network and database come back, and nothing is given up meanwhile."""

from __future__ import annotations

import asyncio
import logging
import random
from datetime import timedelta
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from telegram.error import RetryAfter

P = ParamSpec("P")
T = TypeVar("T")

LONGEST = 30.0
SOON = 4.0  # the longest pause where our own database is away: people wait for it

log = logging.getLogger(__name__)


def pauses(first: float = 0.25, longest: float = LONGEST) -> Iterator[float]:
    """Yield seconds to wait before the next try: doubling up to `longest`, each shortened by chance up to a half.

    Chance keeps many chats that failed together from coming back together.
    """
    pause = first
    while True:
        yield pause * random.uniform(0.5, 1)  # noqa: S311 - no secret
        pause = min(2 * pause, longest)


async def stubbornly(what: str, call: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call until it succeeds. `what` names the work in the log, without anybody's words."""
    patience = pauses(longest=SOON)
    while True:
        try:
            return await call(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever it is, an answer must not be lost for it
            await rest(what, error, patience)


async def rest(what: str, error: Exception, patience: Iterator[float]) -> None:
    """Log that some work failed, and wait before the next try."""
    pause = next(patience)
    log.error("%s 失败（%s），%.1f 秒后再试", what, place(error), pause)
    await asyncio.sleep(pause)


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


def place(error: BaseException) -> str:
    """Return what happened and where, for the log: the error's own text may quote an answer."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
    return type(error).__name__ + where
