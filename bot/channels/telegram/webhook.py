"""Taking updates that Telegram posts. It gets its 200 after the commit; until then it keeps the update to repeat it."""

from __future__ import annotations

import asyncio
import hmac
import logging
import socket
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.telegram.arrival import arrival

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request

    from bot.channels.telegram.arrival import Arrival
    from bot.channels.telegram.intake import Intake
    from bot.channels.telegram.metrics import Metrics
    from bot.channels.telegram.pulse import Pulse

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
PATIENCE = 40.0  # seconds that Telegram is kept waiting for a commit, before it is asked to come again
FINISH_WITHIN = 5  # seconds that requests in hand have when we leave

log = logging.getLogger(__name__)


class ListenError(RuntimeError):
    """The address cannot be listened on. The message is for whoever set it."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram posts to, with which secret, and where we listen for it."""

    url: str
    secret: str
    host: str
    port: int


class Webhook:
    """What is answered over HTTP: Telegram's posts, and whoever watches over this process."""

    def __init__(self, intake: Intake, hook: Hook, pulse: Pulse) -> None:
        self._intake, self._hook, self._pulse = intake, hook, pulse
        self._busy: dict[int, asyncio.Task[None]] = {}  # by update id

    async def arrived(self, request: Request) -> Response:
        """Answer a post: 200 when it is committed, 403 if it is not Telegram's, 400 if it is no update."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._hook.secret.encode()):
            return Response(status_code=403)
        try:
            update = arrival(await request.json())
        except (ValueError, TypeError, KeyError, AttributeError):
            log.error("Telegram 发来一条读不懂的消息，没有处理")  # noqa: TRY400 - the error would quote it
            return Response(status_code=400)
        task = self._taken(update)
        await asyncio.wait({task}, timeout=PATIENCE)
        is_stored = task.done() and not task.cancelled() and task.exception() is None
        return Response(status_code=200 if is_stored else 503)

    def _taken(self, update: Arrival) -> asyncio.Task[None]:
        """Return the task that commits the update; the same one if Telegram did not wait for it and comes again."""
        if update.id not in self._busy:
            self._busy[update.id] = asyncio.create_task(self._committed(update))
            self._busy[update.id].add_done_callback(lambda _: self._busy.pop(update.id))
        return self._busy[update.id]

    async def _committed(self, update: Arrival) -> None:
        await self._pulse.begun()
        await self._intake.take(update)


@asynccontextmanager
async def listening(webhook: Webhook, hook: Hook, pulse: Pulse, metrics: Metrics) -> AsyncIterator[None]:
    """Serve HTTP while the block lasts, then finish the requests in hand. Raises ListenError."""

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def ready(_: Request) -> Response:
        return PlainTextResponse("ok\n") if pulse.is_fresh else PlainTextResponse("waiting\n", 503)

    async def figures(_: Request) -> Response:
        return PlainTextResponse(metrics.text(), media_type="text/plain; version=0.0.4")

    app = Starlette(
        routes=[
            Route(urlsplit(hook.url).path or "/", webhook.arrived, methods=["POST"]),
            Route("/healthz", alive),
            Route("/readyz", ready),
            Route("/metrics", figures),
        ]
    )
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=FINISH_WITHIN
    )
    with _bound(hook) as bound:
        server = _Server(config)
        task = asyncio.create_task(server.serve([bound]))
        try:
            yield
        finally:
            server.should_exit = True
            await task


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the bot, which has more to finish than requests."""
        yield


def _bound(hook: Hook) -> socket.socket:
    """Return the listening socket. It is named as TCP, so that asyncio switches off the waiting for more to send."""
    family = socket.AF_INET6 if ":" in hook.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((hook.host, hook.port))
        bound.listen(1024)
    except OSError as error:
        bound.close()
        raise ListenError(f"LISTEN={hook.host}:{hook.port} 用不了：{error.strerror}") from error
    return bound
