"""Posting updates to a webhook, as Telegram does: many at once, and again until they are taken.

Of the messages of a chat, the next is posted when the one before was taken, as its published server does it; the
presses of a chat have a line of their own. Between lines there is no promised order.
"""

from __future__ import annotations

import asyncio
import random
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

if TYPE_CHECKING:
    from tests.bot_api.server import BotApi
    from tests.bot_api.updates import Waiting

AT_ONCE = 40  # posts; Telegram's own default
AGAIN_AFTER = 0.1  # seconds; Telegram waits longer
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


class Poster:
    """Posts what waits until the webhook is taken away. `behind` are servers that share the webhook's work."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._under_way: set[int] = set()
        self._turn = count()
        self._chance = random.Random(5)  # noqa: S311 - no secret

    async def run(self) -> None:
        url, updates = self._api.webhook, self._api.updates
        async with (
            ClientSession(timeout=ClientTimeout(60), connector=TCPConnector(limit=0)) as client,
            asyncio.TaskGroup() as posts,
        ):
            while self._api.webhook == url:
                await updates.bell.until(lambda: bool(self._free()) or self._api.webhook != url, 60)
                for waiting in self._free():
                    self._under_way.add(waiting.id)
                    posts.create_task(self._post(client, url, waiting))

    def _free(self) -> list[Waiting]:
        first: dict[tuple[int, bool], Waiting] = {}
        for each in self._api.updates.waiting():
            first.setdefault(_line(each), each)
        free = [each for each in first.values() if each.id not in self._under_way]
        if self._api.shuffles:
            self._chance.shuffle(free)
        return free[: AT_ONCE - len(self._under_way)]

    async def _post(self, client: ClientSession, url: str, waiting: Waiting) -> None:
        try:
            headers = {SECRET_HEADER: self._api.secret}
            async with client.post(self._address(url), json=waiting.update, headers=headers) as answer:
                self._api.answers.append(answer.status)
                taken = answer.ok
        except (ClientError, TimeoutError):
            taken = False
        if taken:
            self._api.updates.taken(waiting)
        else:
            await asyncio.sleep(AGAIN_AFTER)
        self._under_way.discard(waiting.id)
        self._api.updates.bell.ring()

    def _address(self, url: str) -> str:
        """Return where to post: to the servers behind the address in turn, if there are any."""
        behind = self._api.behind
        return behind[next(self._turn) % len(behind)] + urlsplit(url).path if behind else url


def _line(waiting: Waiting) -> tuple[int, bool]:
    """Return the line in which an update stands: its chat's, and whether it is the one of the presses."""
    press = waiting.update.get("callback_query")
    [holder] = [press["message"]] if press else [each for each in waiting.update.values() if isinstance(each, dict)]
    return int(holder["chat"]["id"]), press is not None
