"""Long pastes. A Telegram app cuts a text over 4096 characters into several messages and does not say so.

Taken one by one, the rest of an answer would be the answer to the next question. So the parts are put together again,
and the conversation sees what the person saw: one text, perhaps too long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from telegram import Update

FULL = 3700  # characters from which a message may be cut off: apps look for a border in the last few hundred
UNDER_WAY = 0.7  # seconds that the next part of a long text may be behind
TOGETHER = 2.0  # seconds between the parts of one text at most, as Telegram dates them


def joined(updates: Iterable[Update]) -> list[list[Update]]:
    """Group the updates: the parts of one text together, every other update for itself. Order stays."""
    groups: list[list[Update]] = []
    last_of: dict[int, list[Update]] = {}
    for update in updates:
        chat = update.effective_chat.id if update.effective_chat else 0
        if chat in last_of and _continues(last_of[chat][-1], update):
            last_of[chat].append(update)
        else:
            last_of[chat] = [update]
            groups.append(last_of[chat])
    return groups


def may_go_on(updates: Sequence[Update]) -> bool:
    """Tell whether a text among the updates may have a part that is still on its way."""
    last = {update.effective_chat.id: update for update in updates if update.effective_chat}
    return any(_is_full(update) for update in last.values())


def _continues(before: Update, update: Update) -> bool:
    if not _is_full(before) or not before.message or not update.message or not update.message.text:
        return False
    return (update.message.date - before.message.date).total_seconds() <= TOGETHER


def _is_full(update: Update) -> bool:
    return bool(update.message and update.message.text and len(update.message.text) >= FULL)
