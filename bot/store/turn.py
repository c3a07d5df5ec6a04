"""A lock that threads get in the order in which they asked for it."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import Self


class Turn:
    """`with turn:` waits for one's turn. An ordinary lock may go to the same busy thread again and again."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    def __enter__(self) -> Self:
        with self._guard:
            if not self._taken:
                self._taken = True
                return self
            gate = Lock()
            gate.acquire()
            self._waiting.append(gate)
        gate.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()  # it stays taken, by the next one
            else:
                self._taken = False
