"""The Bot API over HTTP: the library's client on aiohttp, a fifth of the cost of its own httpx.

Nothing that is logged names an address, which holds the token, or quotes what was sent or received.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from aiohttp import BaseConnector, ClientError, ClientSession, ClientTimeout, DummyCookieJar, FormData, TCPConnector
from aiohttp_socks import ProxyConnector, ProxyError
from telegram import Bot
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest

if TYPE_CHECKING:
    from telegram.request import RequestData

TELEGRAM = "https://api.telegram.org"
CONNECTIONS = 32
CONNECT = 10.0  # seconds
READ = 20.0  # seconds without a byte of the answer
UPLOAD = 60.0  # the same, where a file goes up first

Heard = Callable[[Mapping[str, str]], object]
"""Is told the headers of every answer."""


def connection(token: str, api_url: str | None = None, proxy: str | None = None, heard: Heard | None = None) -> Bot:
    """Return the client for a Bot API server. Nothing is sent yet."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns of its next version at every 429
    logging.getLogger("telegram").setLevel(logging.WARNING)  # below, it logs all texts
    server = (api_url or TELEGRAM).rstrip("/").removesuffix("/bot")
    http = _Http(proxy, heard)
    return Bot(token, f"{server}/bot", f"{server}/file/bot", request=http, get_updates_request=http)


async def call(bot: Bot, method: str, wait: float = 0, **values: Any) -> Any:  # noqa: ANN401 - as the API has it
    """Call a method and return its result as it came; `wait` is how many seconds longer than usual that may take.

    For what happens at every answer: the library's own methods make objects of all that goes out and comes in, which
    takes twice as long as the call. Raises what they raise.
    """
    # The library hands the data through to `do_request` as it is.
    data = cast("RequestData", _Values(values))
    return await bot.request.post(f"{bot.base_url}/{method}", data, read_timeout=READ + wait)


async def disconnect(bot: Bot) -> None:
    """Close the connections."""
    await bot.shutdown()
    await bot.request.shutdown()  # the library leaves that out where it could never say hello


class _Values:
    """What a call says, as JSON."""

    contains_files = False

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.json_payload = json.dumps({name: value for name, value in values.items() if value is not None}).encode()


class _Http(BaseRequest):
    """Requests over a few connections that stay open. Those beyond them wait."""

    def __init__(self, proxy: str | None, heard: Heard | None) -> None:
        self._proxy, self._heard = proxy, heard
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return the seconds that an answer may take."""
        return READ

    async def initialize(self) -> None:
        """Do nothing: the connections are made when they are needed."""

    async def shutdown(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()
        self._session = None

    async def do_request(  # noqa: PLR0913, PLR0917 - as the library calls it
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - the library's name for a default is private
        write_timeout: object = None,  # noqa: ARG002 - likewise
        connect_timeout: object = None,  # noqa: ARG002 - likewise
        pool_timeout: object = None,  # noqa: ARG002 - likewise
    ) -> tuple[int, bytes]:
        """Return the status and the body of an answer. Raises `telegram.error.NetworkError`."""
        body, patience = _body(request_data)
        if read_timeout is not BaseRequest.DEFAULT_NONE:
            patience = max(patience, read_timeout)
        if self._session is None:
            self._session = self._connected()
        timeout = ClientTimeout(total=None, sock_connect=CONNECT, sock_read=patience)
        try:
            async with self._session.request(method, url, timeout=timeout, **body) as answer:
                if self._heard:
                    self._heard(answer.headers)
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, ProxyError, OSError) as error:
            raise NetworkError(type(error).__name__) from error

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401 - whatever the method documents
        """Return what the JSON says. The library's own logs all of it where it is none."""
        try:
            return json.loads(payload)
        except ValueError:
            raise NetworkError("the answer is no JSON") from None

    def _connected(self) -> ClientSession:
        headers, cookies = {"User-Agent": self.USER_AGENT}, DummyCookieJar()
        if self._proxy and self._proxy.startswith("socks"):
            # Names are looked up behind the proxy: before it, they may be looked up wrongly.
            proxy = self._proxy.replace("socks5h:", "socks5:", 1)
            connector: BaseConnector = ProxyConnector.from_url(proxy, rdns=True, limit=CONNECTIONS)
            return ClientSession(connector=connector, headers=headers, cookie_jar=cookies)
        connector = TCPConnector(limit=CONNECTIONS)
        return ClientSession(connector=connector, proxy=self._proxy, headers=headers, cookie_jar=cookies)


def _body(data: RequestData | None) -> tuple[dict[str, Any], float]:
    """Return the body of a request, as aiohttp names it, and the seconds that its answer may take."""
    if data is None:
        return {}, READ
    if not data.contains_files:
        return {"data": data.json_payload, "headers": {"Content-Type": "application/json"}}, READ
    form = FormData(data.json_parameters, quote_fields=False)  # Telegram shows a file's name as it comes
    for name, (file_name, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return {"data": form}, UPLOAD
