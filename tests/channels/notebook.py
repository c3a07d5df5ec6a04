"""A service in memory, for what the real one does not do at will: to fail, to be slow, to reply anything."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.conversation.events import Command, Said
from bot.message import Ask, Button, Invite, Message, Say, Send
from bot.replica import Sent, Waiting
from bot.store.outbox import OutboxMessage
from tests.bot_api.bell import Bell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.conversation.events import Event
    from bot.progress import Progress
    from bot.service import Update
    from bot.store.updates import Poisoned

BACK, SKIP = Button("back", "⬅ 上一步"), Button("skip", "跳过")


def question(number: int, text: str = "", *buttons: Button) -> Ask:
    text = text or f"第{number}题：请填写。"
    return Ask(
        path="project", section="项目", text=text, buttons=(*buttons, BACK, SKIP), done=0, total=9, number=number
    )


class Notebook:
    """Writes down every event, and answers each with the next question, or with what `reply` returns for it.

    `before` is called with every update before it is stored; what it raises fails the handling.
    """

    def __init__(self) -> None:
        self.events: dict[int, list[Event]] = {}
        self.outbox: list[OutboxMessage] = []
        self.done: list[int] = []
        self.refused: list[int] = []
        self.aside: list[Poisoned] = []
        self.blocks: set[int] = set()
        self.left = False
        self.tidied = False
        self.live: dict[int, int | None] = {}
        self.handled: set[int] = set()
        self.reply: Callable[[Event], Sequence[Message]] | None = None
        self.before: Callable[[Update], None] = lambda _: None
        self.made: Callable[[Send], tuple[str, bytes]] = lambda send: (f"自评{send.kind}", b"content")
        self.bell = Bell()
        self._lock = threading.Lock()

    hands = 8

    def handle(
        self, *arrived: Update, replica: Notebook | None = None, sent: Sequence[Sent] = ()
    ) -> dict[int, Waiting]:
        assert replica is self
        for each in arrived:
            self.before(each)
        for each in arrived:
            self._handle(each)
        return {chat: self.take(chat) for chat in (each.chat_id for each in arrived)} | self.sent(*sent)

    def _handle(self, update: Update) -> None:
        with self._lock:
            if update.id in self.handled:
                return
            self.handled.add(update.id)
            self.blocks.discard(update.chat_id)
            events = self.events.setdefault(update.chat_id, [])
            events.append(update.event)
            replies = self.reply(update.event) if self.reply else [question(len(events))]
            self._put(update.chat_id, replies, edits=not isinstance(update.event, Said | Command))

    def put(self, chat_id: int, *replies: Message) -> None:
        with self._lock:
            self._put(chat_id, replies, edits=False)

    def put_aside(self, poisoned: Poisoned) -> None:
        with self._lock:
            self.handled.add(poisoned.id)
            self.aside.append(poisoned)
            self._put(poisoned.chat_id, [telling("没能处理")], edits=False)

    def replica(self) -> Notebook:
        return self

    def join(self) -> bool:
        return self.beat()

    def beat(self) -> bool:
        return True

    def leave(self) -> None:
        self.left = True

    def prune(self) -> None:
        self.tidied = True

    def due(self) -> list[int]:
        with self._lock:
            return sorted({each.chat_id for each in self.outbox} - self.blocks)

    def take(self, chat_id: int) -> Waiting:
        with self._lock:
            over = {*self.done, *self.refused}
            waiting = [each for each in self.outbox if each.id not in over and each.chat_id == chat_id]
        return Waiting(tuple(waiting[:4]), self.live.get(chat_id))  # the real one, too, gives only so many at once

    def sent(self, *sent: Sent) -> dict[int, Waiting]:
        with self._lock:
            for each in sent:
                self.done += each.messages
                self.live[each.chat_id] = each.live
        self.bell.ring()
        return {each.chat_id: self.take(each.chat_id) for each in sent}

    def failed(self, chat_id: int, messages: Sequence[int]) -> Waiting:
        with self._lock:
            self.refused += messages
        self.bell.ring()
        return self.take(chat_id)

    def blocked(self, chat_id: int) -> None:
        self.blocks.add(chat_id)
        self.failed(chat_id, [each.id for each in self.take(chat_id).messages])

    def admits(self, chat_id: int) -> bool:  # noqa: ARG002 - nobody is a stranger here
        return True

    def unfinished(self) -> dict[int, int]:
        return {}

    def remind(self) -> bool:
        return False

    def founding_code(self) -> str | None:
        return None

    def invitation(self, chat_id: int, invite: Invite, bot: str | None = None) -> Say:
        return telling(f"{chat_id} 邀请 {invite.people} 人到 {bot}")

    def document(self, send: Send, progress: Progress) -> tuple[str, bytes]:
        self.progress = progress
        return self.made(send)

    def said(self, chat_id: int) -> list[str]:
        """Return the typed answers of a chat, in the order in which they were stored."""
        return [event.text for event in self.events.get(chat_id, []) if isinstance(event, Said)]

    async def until_settled(self, number: int) -> None:
        """Wait until that many messages are sent or refused."""
        assert await self.bell.until(lambda: len(self.done) + len(self.refused) >= number, seconds=10)

    def _put(self, chat_id: int, replies: Sequence[Message], *, edits: bool) -> None:
        now = datetime.now(UTC)
        for place, reply in enumerate(replies):
            self.outbox.append(OutboxMessage(len(self.outbox), chat_id, reply, edits and not place, now))


def telling(text: str, *buttons: Button) -> Say:
    return Say(text=text, buttons=buttons)
