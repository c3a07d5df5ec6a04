"""Writing into the database what arrived and what was sent: of many chats together, as far as it comes together.

Each update is waited for, but a commit costs as much as all else that the database does for an answer. So whatever has
come in while a transaction was under way goes into the next one. What was sent waits a moment for an answer that it can
go with: until it is noted a crash would send it twice, at worst.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.conversation.events import Uploaded
from bot.replica import NOTHING, Sent
from bot.service import Update
from bot.store.database import TROUBLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.replica import Replica, Waiting
    from bot.service import Service

CHATS = 16  # in one transaction: they are answered when all are stored, and the next are taken up meanwhile
LAZY = 0.05  # seconds that what was sent waits for company


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    what: Update | Sent
    due: float
    done: asyncio.Future[Waiting]


class Ledger:
    """Takes entries; each returns, once it is committed, what is to be sent to its chat now.

    A chat is in one transaction at a time, and what came first goes first.
    """

    def __init__(self, service: Service, replica: Replica) -> None:
        self._service, self._replica = service, replica
        self._free = replica.hands
        self._threads = ThreadPoolExecutor(self._free)  # its own: no answer waits while documents are made
        self._entries: list[_Entry] = []
        self._busy: set[int] = set()  # chats
        self._is_beginning = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """The transactions under way."""
        return set(self._tasks)

    async def handled(self, update: Update) -> Waiting:
        """Have an update stored. Raises what its handling raises."""
        return await self._entered(update, 0)

    async def sent(self, sent: Sent, *, at_once: bool) -> Waiting:
        """Have it noted that something was sent: `at_once`, or together with somebody's answer if one comes soon."""
        return await self._entered(sent, 0 if at_once else LAZY)

    async def _entered(self, what: Update | Sent, delay: float) -> Waiting:
        loop = asyncio.get_running_loop()
        entry = _Entry(what, loop.time() + delay, loop.create_future())
        self._entries.append(entry)
        if delay:
            loop.call_later(delay, self._begin)
        elif self._free and not self._is_beginning:
            self._is_beginning = True  # with all that comes in before the loop's next round
            loop.call_soon(self._begin)
        return await entry.done

    def _begin(self) -> None:
        """Begin a transaction for each hand that is free, and share out among them what waits."""
        self._is_beginning = False
        if not self._free:
            return  # it is called again when a transaction has ended
        ready: dict[int, list[_Entry]] = {}
        for each in self._entries:
            if each.what.chat_id not in self._busy:
                ready.setdefault(each.what.chat_id, []).append(each)
        now = asyncio.get_running_loop().time()
        if any(each.due <= now for entries in ready.values() for each in entries):
            for entries in filter(_has_file, list(ready.values())):
                self._start(entries, None)  # reading a file takes longer than all else
                del ready[entries[0].what.chat_id]
            chats = list(ready.values())[: self._free * CHATS]
            shares = [chats[hand :: self._free] for hand in range(self._free)]
            for share in filter(None, shares):
                self._start([each for entries in share for each in entries], self._threads)

    def _start(self, entries: list[_Entry], threads: ThreadPoolExecutor | None) -> None:
        taken = set(entries)
        self._entries = [each for each in self._entries if each not in taken]
        chats = {each.what.chat_id for each in entries}
        self._busy |= chats
        self._free -= threads is not None

        def end(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            self._busy -= chats
            self._free += threads is not None
            # What follows in these chats is stored: what was sent before it waits for no company any more.
            self._entries = [replace(each, due=0) if each.what.chat_id in chats else each for each in self._entries]
            self._begin()

        task = asyncio.create_task(self._write(entries, threads))
        self._tasks.add(task)
        task.add_done_callback(end)

    async def _write(self, entries: Sequence[_Entry], threads: ThreadPoolExecutor | None) -> None:
        loop = asyncio.get_running_loop()
        try:
            waiting = await loop.run_in_executor(threads, self._written, entries)
        except Exception as error:  # noqa: BLE001 - whatever it is, each is told
            if len(entries) > 1 and not isinstance(error, TROUBLE):  # one of them is to blame
                for each in entries:
                    await self._write([each], threads)
                return
            for each in entries:
                if not each.done.done():
                    each.done.set_exception(error)
        else:
            # Updates first: the sender of a chat whose last message is noted here knows best how to go on.
            for each in sorted(entries, key=lambda each: isinstance(each.what, Sent)):
                if not each.done.done():
                    each.done.set_result(waiting.get(each.what.chat_id, NOTHING))

    def _written(self, entries: Sequence[_Entry]) -> Mapping[int, Waiting]:
        arrived = [each.what for each in entries if isinstance(each.what, Update)]
        sent = [each.what for each in entries if isinstance(each.what, Sent)]
        if arrived:
            return self._service.handle(*arrived, replica=self._replica, sent=sent)
        return self._replica.sent(*sent)


def _has_file(entries: Sequence[_Entry]) -> bool:
    return any(isinstance(each.what, Update) and isinstance(each.what.event, Uploaded) for each in entries)
