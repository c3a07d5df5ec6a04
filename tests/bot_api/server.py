"""The HTTP server: it runs in a thread of its own, so that a bot that stands still cannot make it stand still."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bot_api.bell import Bell
from tests.bot_api.chats import Chat
from tests.bot_api.limits import RefusedError
from tests.bot_api.methods import METHODS
from tests.bot_api.person import Person
from tests.bot_api.posting import Poster
from tests.bot_api.updates import Queue

if TYPE_CHECKING:
    from types import TracebackType

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from tests.bot_api.faults import Fault

PEOPLE = range(7_000_001, 7_002_001)
"""The ids of those who may come to a private chat, each the next."""
TOKEN = "1000001:a-token-for-the-loopback-only"  # noqa: S105 - it opens nothing


class BotApi:
    """The server and all that it knows. `url` is what `BOT_API_URL` takes."""

    def __init__(self) -> None:
        self.bot = {"id": 1_000_001, "is_bot": True, "first_name": "自评助手", "username": "ziping_test_bot"}
        self.chats: dict[int, Chat] = {}
        self.updates = Queue()
        self.queries: dict[str, Chat] = {}
        self.files: dict[str, bytes] = {}
        self.commands: dict[str, str] = {}
        self.webhook = ""
        self.secret = ""
        self.behind: list[str] = []
        self.shuffles = False
        self.answers: list[int] = []
        self.faults: list[Fault] = []
        self.violations: list[str] = []
        self.calls: list[tuple[str, int | None]] = []
        self._called = Bell()
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._poll = 0
        # Named as TCP, so that asyncio switches off the waiting for more to send (40 ms a call).
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(256)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        routes = [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/documents/{file_id}", self._download),
        ]
        # An access log would write the token; an injected cut is no error worth a traceback.
        config = uvicorn.Config(
            _AlsoProxy(Starlette(routes=routes)),
            log_config=None,
            lifespan="off",
            ws="none",
            access_log=False,
            timeout_keep_alive=60,
        )
        config.log_level = "critical"
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.webhook = ""
        self._server.should_exit = self._server.force_exit = True
        self.updates.bell.ring()
        self._thread.join()
        self._socket.close()
        if error is None and self.violations:
            raise AssertionError("the bot broke what the Bot API documents:\n" + "\n".join(self.violations))

    def person(self, name: str = "小王") -> Person:
        """Return somebody new, in a private chat with the bot."""
        return self._member(name, "private")

    def group(self, name: str = "街道办") -> Person:
        """Return somebody who writes in a group where the bot is a member too."""
        return self._member(name, "group")

    async def until_called(self, method: str, times: int = 1) -> None:
        """Wait until the bot has called a method so often, whatever came of it."""
        assert await self._called.until(lambda: self.count(method) >= times, 30), self.calls

    async def until_calls(self, number: int) -> None:
        """Wait until the bot has called so often in all."""
        assert await self._called.until(lambda: len(self.calls) >= number, 60), len(self.calls)

    def count(self, method: str) -> int:
        """Return how often the bot has called a method."""
        return sum(called == method for called, _ in self.calls)

    def hook(self, url: str, secret: str) -> None:
        """Begin to post updates there; called in the server's own loop."""
        begins = self.webhook != url
        self.webhook, self.secret = url, secret
        if begins:
            self._posts = asyncio.create_task(Poster(self).run())

    def next_message_id(self) -> int:
        return next(self._numbers)

    def _member(self, name: str, kind: str) -> Person:
        number = PEOPLE[len(self.chats)]
        chat = Chat(number if kind == "private" else -number, kind)
        self.chats[chat.id] = chat
        return Person(self, chat, name)

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if request.path_params["token"] != TOKEN:
            return _refusal(RefusedError(401, "Unauthorized"))
        params = await _params(request)
        chat_id = int(params["chat_id"]) if "chat_id" in params else None
        with self._lock:
            self.calls.append((method, chat_id))
            self._called.ring()
            fault = next((fault for fault in self.faults if fault.strikes(method, chat_id)), None)
        try:
            if fault is None:
                return _success(await self._result(method, params))
            return await self._faulty(fault, method, params)
        except RefusedError as refused:
            if refused.broken:
                self.violations.append(f"{method}: {refused}")
            return _refusal(refused)

    async def _faulty(self, fault: Fault, method: str, params: dict[str, Any]) -> Response:
        await asyncio.sleep(fault.delay)
        if fault.status is not None:
            raise RefusedError(fault.status, fault.description, retry_after=fault.retry_after)
        if fault.cut == "before":
            return _Cut()
        result = await self._result(method, params)
        return _Cut() if fault.cut else _success(result)

    async def _result(self, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever the method documents
        if method == "getUpdates":
            return await self._get_updates(params)
        if method not in METHODS:
            raise RefusedError(404, "Not Found: method not found")
        with self._lock:
            return METHODS[method](self, params)

    async def _get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook:
            raise RefusedError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll += 1
        poll = self._poll
        offset = int(params["offset"]) if "offset" in params else None
        self.updates.confirm(offset)  # this also wakes an earlier long poll, which learns that it was replaced
        await self.updates.bell.until(
            lambda: bool(len(self.updates)) or poll != self._poll or self._server.should_exit,
            float(params.get("timeout", 0)),
        )
        if poll != self._poll:
            raise RefusedError(409, "Conflict: terminated by other getUpdates request")
        return self.updates.fetch(int(params.get("limit", 100)), params.get("allowed_updates"))

    async def _download(self, request: Request) -> Response:
        content = self.files.get(request.path_params["file_id"])
        if content is None or request.path_params["token"] != TOKEN:
            return _refusal(RefusedError(404, "Not Found"))
        return Response(content)


class _AlsoProxy:
    """Takes whole addresses too, as a proxy is asked for them: whatever host they name, this server answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["path"] = re.sub(r"^http://[^/]*", "", scope["path"])
        with suppress(ClientDisconnect):  # a bot that is stopped or killed in the middle of a call
            await self._app(scope, receive, send)


class _Cut(Response):
    """Promises an answer and closes the connection in the middle of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        headers = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


async def _params(request: Request) -> dict[str, Any]:
    """Return the parameters of a call: form fields, those that hold JSON read; a file as its name and content."""
    found: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        found |= await request.json()
    else:
        async with request.form(max_part_size=60_000_000) as form:
            for name, value in form.items():
                found[name] = (value.filename or "", await value.read()) if isinstance(value, UploadFile) else value
    return {name: _read(name, value) for name, value in found.items()}


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - as the API has it
    """Read what is JSON inside a parameter."""
    is_json = isinstance(value, str) and value[:1] in ("[", "{") and name not in ("text", "caption")
    return json.loads(value) if is_json else value


def _success(result: Any) -> Response:  # noqa: ANN401 - whatever the method documents
    return JSONResponse({"ok": True, "result": result})


def _refusal(refused: RefusedError) -> Response:
    told: dict[str, Any] = {"ok": False, "error_code": refused.status, "description": str(refused)}
    if refused.retry_after is not None:
        told["parameters"] = {"retry_after": refused.retry_after}
    return JSONResponse(told, refused.status)
