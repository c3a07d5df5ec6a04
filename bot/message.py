"""What a person sees, fully worded: the payload of the outbox, and what every channel shows.

Text is HTML with no other tags than `<b>` and `<i>`, as the templates write it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.formats import Role


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `id` is short ASCII, `label` is what it says."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The one open question. `number` grows with each question of a chat, so that old buttons are known as old."""

    path: str
    section: str
    text: str
    buttons: tuple[Button, ...] = ()
    done: int
    total: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Something told. Its buttons are valid at any time."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """A document of a filing; it is rendered when it is sent. `kind` is a file name such as `form.png`."""

    kind: str
    filing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document over many units, made when it is sent. `kind` is a file name such as `rollup.xlsx`.

    It covers what the campaign wants of a unit and of the units below it: of one project, or of all; of a document of
    several pages, one page, counted from 1.
    """

    kind: str
    campaign: int
    unit: int
    project: str | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """An invitation for so many people and days. Its link is made when it is shown, so that no table ever holds it.

    With `unit`, the id of one, it gives the role there.
    """

    people: int
    days: int
    unit: int | None = None
    role: Role | None = None


Document = Send | Report
Message = Ask | Say | Document | Invite

_NAMES: dict[str, type[Message]] = {"ask": Ask, "say": Say, "send": Send, "report": Report, "invite": Invite}
_FIELDS = {kind: [field.name for field in fields(kind)] for kind in _NAMES.values()}


def to_json(message: Message) -> dict[str, Any]:
    """Return the message as JSON values, such as `{"ask": {…}}`."""
    values: dict[str, Any] = {name: getattr(message, name) for name in _FIELDS[type(message)]}
    if "buttons" in values:
        values["buttons"] = [{"id": each.id, "label": each.label} for each in values["buttons"]]
    return {type(message).__name__.lower(): values}


def from_json(value: dict[str, Any]) -> Message:
    """Return the message that `to_json` wrote."""
    [(name, values)] = value.items()
    if "buttons" in values:
        values = {**values, "buttons": tuple(Button(**button) for button in values["buttons"])}
    return _NAMES[name](**values)


def plain(text: str) -> str:
    """Return a message's text without its tags, for channels that show plain text."""
    return unescape(re.sub(r"</?[bi]>", "", text))


def shortened(label: str) -> str:
    """Return a button label that fits a phone: 30 characters at most."""
    return label if len(label) <= 30 else f"{label[:29]}…"  # noqa: PLR2004 - see above
