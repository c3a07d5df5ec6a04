"""A memory of what was wanted last."""

from __future__ import annotations

from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values that were put or asked for last, by key: so many at `most`. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Key, Value] = {}  # what was wanted last stands last
        self._guard = Lock()

    def get(self, key: Key) -> Value | None:
        """Return the value; `None` where it is not remembered."""
        with self._guard:
            found = self._kept.pop(key, None)
            if found is not None:
                self._kept[key] = found
            return found

    def put(self, key: Key, value: Value) -> None:
        """Remember a value, and forget the one that was not wanted for longest if there are too many."""
        with self._guard:
            self._kept.pop(key, None)
            self._kept[key] = value
            if len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]

    def forget(self, key: Key) -> None:
        """Forget a value, if it is remembered."""
        with self._guard:
            self._kept.pop(key, None)
