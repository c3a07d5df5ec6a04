"""Long pastes. A Telegram app cuts a text over 4096 characters into several messages and does not say so.

Taken one by one, the rest of an answer would be the answer to the next question. So the parts are put together again,
and the conversation sees what the person saw: one text, perhaps too long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.channels.telegram.arrival import Arrival

FULL = 3700  # characters from which a message may be cut off: apps look for a border in the last few hundred
UNDER_WAY = 0.7  # seconds that the next part of a long text may be behind
TOGETHER = 2.0  # seconds between the parts of one text at most, as Telegram dates them


def joined(updates: Iterable[Arrival]) -> list[list[Arrival]]:
    """Group the updates: the parts of one text together, every other update for itself. Order stays."""
    groups: list[list[Arrival]] = []
    last_of: dict[int, list[Arrival]] = {}
    for update in updates:
        chat = update.chat_id
        if chat in last_of and _continues(last_of[chat][-1], update):
            last_of[chat].append(update)
        else:
            last_of[chat] = [update]
            groups.append(last_of[chat])
    return groups


def may_go_on(updates: Sequence[Arrival]) -> bool:
    """Tell whether a text among the updates may have a part that is still on its way."""
    last = {update.chat_id: update for update in updates}
    return any(_is_full(update) for update in last.values())


def _continues(before: Arrival, update: Arrival) -> bool:
    return _is_full(before) and bool(update.text) and update.sent - before.sent <= TOGETHER


def _is_full(update: Arrival) -> bool:
    return len(update.text or "") >= FULL
