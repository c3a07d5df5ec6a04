"""A clerk at the real service, whose whole conversation is written down as readable text.

A line that begins with `> ` is what the person does, everything else is what the bot shows:

    > 青禾街             typed; `⏎` in it is a line break, `字×5000` the same word many times
    > [⬅ 上一步]         a button, the latest with this label: on an old question it is an old button
    > (sticker)          something that is no answer; `(file 预算.xlsx)` is a file
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.conversation.events import Command, Event, Pressed, Said, Unsupported, Uploaded, typed
from bot.message import Ask, Invite, Message, Report, Say, Send, plain
from bot.service import Service, Update
from bot.store import people
from bot.store.database import transaction
from bot.store.invitations import Invitation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

NOW = datetime(2026, 3, 16, 1, 30, tzinfo=UTC)
CHAT = 1
_REPEATED = re.compile(r"(.+)×(\d+)")
_LABEL = re.compile(r"\[(.+)]")
_OTHER = re.compile(r"\((\w+)(?: (.+))?\)")


class Clerk:
    """One person in one chat, and the text of what went to and fro."""

    def __init__(self, engine: Engine) -> None:
        with transaction(engine) as session:
            people.let_in(session, CHAT, Invitation(), NOW)
        self._service = Service(engine, lambda: NOW, ZoneInfo("Asia/Shanghai"))
        self._updates = count(1)
        self._shown: list[Message] = []
        self._written: list[str] = []

    @property
    def text(self) -> str:
        """The conversation so far."""
        return "\n\n".join(self._written) + "\n"

    @property
    def asked(self) -> Ask | None:
        """The question that is open now."""
        last = self._shown[-1] if self._shown else None
        return last if isinstance(last, Ask) else None

    def does(self, line: str) -> None:
        """Do what a line of a transcript says."""
        self._handle(line, self._event(line))

    def acts(self, event: Event) -> None:
        """Do what an event says; write it down as the line that would do the same."""
        self._handle(self._line(event), event)

    def _handle(self, line: str, event: Event) -> None:
        self._written.append(f"> {line}".rstrip())
        self._service.handle(Update(next(self._updates), CHAT, event))
        for waiting in self._service.unsent(CHAT):
            self._shown.append(waiting.message)
            self._written.append(_readable(waiting.message))
            self._service.sent(waiting.id)

    def _event(self, line: str) -> Event:
        if label := _LABEL.fullmatch(line):
            return self._press(label[1])
        if other := _OTHER.fullmatch(line):
            kind, name = other.groups()
            return Uploaded(Path(name), name) if name else Unsupported(kind)
        if repeated := _REPEATED.fullmatch(line):
            return Said(repeated[1] * int(repeated[2]))
        return typed(line.replace("⏎", "\n"))

    def _press(self, label: str) -> Pressed:
        for message in reversed(self._shown):
            for button in message.buttons if isinstance(message, Ask | Say) else ():
                if button.label == label:
                    return Pressed(button.id, message.number if isinstance(message, Ask) else None)
        raise AssertionError(f"no button says {label}")

    def _line(self, event: Event) -> str:
        match event:
            case Command(name, args):
                return f"/{name} {args}".strip()
            case Pressed(button):
                assert self.asked
                return next(f"[{each.label}]" for each in self.asked.buttons if each.id == button)
            case Said(text):
                return text.replace("\n", "⏎")
        raise AssertionError(f"no line says {event}")


def lines_of(script: str) -> Iterator[str]:
    """Return what the person does in a transcript."""
    return (line[2:] for line in script.splitlines() if line.startswith("> ") or line == ">")


def _readable(message: Message) -> str:
    match message:
        case Send(kind=kind) | Report(kind=kind):
            return f"📎 {kind}"
        case Invite(people=people, days=days):
            return f"🔗 {people} 人 {days} 天"
    buttons = " ".join(f"[{button.label}]" for button in message.buttons)
    return "\n".join(filter(None, (plain(message.text), buttons)))
