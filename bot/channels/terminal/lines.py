"""JSON for programs: one line in, one line out (`chat --json`)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from bot.channels.terminal.desk import Written
from bot.conversation.events import Event, Pressed, Uploaded, typed
from bot.message import Say, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.channels.terminal.desk import Desk, Shown

UNREADABLE = '这一行看不懂，请写成 {"say": "…"}、{"press": "按钮编号"} 或 {"upload": "文件路径"}。'


def talk(desk: Desk, source: Iterable[str], target: IO[str]) -> None:
    """Answer each line of `source` by a line on `target`, until it ends."""
    for line in source:
        if not line.strip():
            continue
        event = _event(line)
        if event is None:
            _write(target, [Say(text=UNREADABLE)])
            continue
        with desk.answers(event) as messages:
            _write(target, messages)


def _write(target: IO[str], messages: Iterable[Shown]) -> None:
    target.write(json.dumps({"replies": [_json(message) for message in messages]}, ensure_ascii=False) + "\n")
    target.flush()


def _event(line: str) -> Event | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match value:
        case {"say": str(text)}:
            return typed(_whole(text))
        case {"press": str(button)}:
            return Pressed(_whole(button))
        case {"upload": str(path)} if "\0" not in path:
            return Uploaded(Path(_whole(path)), Path(_whole(path)).name)
    return None


def _whole(text: str) -> str:
    """Return the text without halves of surrogate pairs, which JSON can name and nobody can write down."""
    return text.encode(errors="ignore").decode()


def _json(message: Shown) -> dict[str, Any]:
    if isinstance(message, Written):
        return {"send": {"kind": message.kind, "path": str(message.path)}}
    shown = {"text": plain(message.text), "buttons": [asdict(button) for button in message.buttons]}
    if isinstance(message, Say):
        return {"say": shown}
    place = {"path": message.path, "section": message.section, "done": message.done, "total": message.total}
    return {"ask": {**place, **shown}}
