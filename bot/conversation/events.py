"""What a person can do, in the words of no channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from bot.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Said:
    """Typed text, as it came."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button. `question` is the number of the question it stood under, `None` for a button valid at any time."""

    button: str
    question: int | None = None


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that was sent and already lies on this machine; `name` is the sender's name for it.

    The service reads it before the conversation hears of it, as Offered or Refused.
    """

    file: Path
    name: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A table that was read from a file, or from a pasted text: then `said` is that text."""

    proposal: Proposal
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read; `reason` is a sentence for the person."""

    reason: str


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, without its slash."""

    name: str
    args: str = ""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something that no question can take: a sticker, a voice message, a place."""

    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """Typed text as long as one message can be: what comes right behind it may be its rest, which the app cut off.

    The service keeps it until the rest is there, or it hears that there is none.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing came behind the last part of a text."""


Understood = Said | Pressed | Offered | Refused | Command | Unsupported
"""What the conversation answers."""
Event = Understood | Uploaded | Part | Ended
"""What channels hand over."""


def typed(text: str) -> Said | Command:
    """Tell a slash command from an answer. `/new@some_bot wuhan-2018` is the command `new` with its argument."""
    if not text.startswith("/") or text.startswith("//"):
        return Said(text)
    name, _, args = text[1:].partition(" ")
    return Command(name.partition("@")[0].lower(), args.strip())
