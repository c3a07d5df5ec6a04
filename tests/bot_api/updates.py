"""The updates that wait to be fetched, and when they count as confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.bot_api.bell import Bell

MOST = 100  # getUpdates returns no more at once


@dataclass(slots=True)
class Waiting:
    """An update; it is delivered `copies` times, whatever is confirmed."""

    update: dict[str, Any]
    copies: int = 1

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


class Queue:
    """Updates in order of their ids. One is confirmed by asking for a higher offset, as Telegram documents it."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.delivered = 0
        self._waiting: list[Waiting] = []
        self._next_id = 500_001

    def put(self, update: dict[str, Any], copies: int = 1) -> int:
        """Append an update and return its id."""
        number = self._next_id
        self._next_id += 1
        self._waiting.append(Waiting({"update_id": number, **update}, copies))
        self.bell.ring()
        return number

    def confirm(self, offset: int | None) -> None:
        """Forget what lies before the offset; a negative one keeps that many of the last."""
        if offset is None:
            return
        if offset < 0:
            self._waiting = self._waiting[offset:]
        for waiting in self._waiting:
            waiting.copies -= waiting.id < offset
        self._waiting = [waiting for waiting in self._waiting if waiting.copies > 0]
        self.bell.ring()

    def fetch(self, limit: int, kinds: list[str] | None) -> list[dict[str, Any]]:
        """Return the earliest unconfirmed updates."""
        if kinds:
            self._waiting = [waiting for waiting in self._waiting if set(kinds) & set(waiting.update)]
        found = [waiting.update for waiting in self._waiting[: min(limit, MOST)]]
        self.delivered += len(found)
        self.bell.ring()
        return found

    def waiting(self) -> list[Waiting]:
        """Return what waits to be posted, the earliest first."""
        return list(self._waiting)

    def taken(self, waiting: Waiting) -> None:
        """Note that a post was answered well; it counts as one delivery."""
        waiting.copies -= 1
        self.delivered += 1
        self._waiting = [each for each in self._waiting if each.copies > 0]

    def begin_anew(self, number: int) -> None:
        """Number the updates from here, as Telegram does at random after a week without any."""
        self._next_id = number

    def holds(self, number: int) -> bool:
        """Tell whether this update still waits for its confirmation."""
        return any(waiting.id == number for waiting in self._waiting)

    def __len__(self) -> int:
        return len(self._waiting)
