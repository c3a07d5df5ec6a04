"""JSON for programs: one line in, one line out (`chat --json`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from bot.conversation.events import Event, Pressed, Uploaded, typed
from bot.message import Ask, Message, Say, Send, plain

if TYPE_CHECKING:
    from bot.channels.terminal.desk import Desk

EXAMPLE = '{"say": "…"}、{"press": "按钮编号"} 或 {"upload": "文件路径"}'


def talk(desk: Desk, source: IO[str], target: IO[str]) -> None:
    """Answer each line of `source` by a line on `target`, until it ends."""
    for line in source:
        if line.strip():
            target.write(json.dumps(_answer(desk, line), ensure_ascii=False) + "\n")
            target.flush()


def _answer(desk: Desk, line: str) -> dict[str, Any]:
    event = _event(line)
    if event is None:
        return {"replies": [{"say": {"text": f"这一行看不懂，请写成 {EXAMPLE}。", "buttons": []}}]}
    return {"replies": [_shown(desk, message) for message in desk.answers(event)]}


def _event(line: str) -> Event | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match value:
        case {"say": str(text)}:
            return typed(text)
        case {"press": str(button)}:
            return Pressed(button)
        case {"upload": str(path)} if "\0" not in path:
            return Uploaded(Path(path), Path(path).name)
    return None


def _shown(desk: Desk, message: Message) -> dict[str, Any]:
    match message:
        case Send(kind=kind):
            return {"send": {"kind": kind, "path": str(desk.write(message).resolve())}}
        case Say(text=text):
            return {"say": {"text": plain(text), "buttons": _buttons(message)}}
        case Ask(text=text):
            return {
                "ask": {
                    "path": message.path,
                    "section": message.section,
                    "text": plain(text),
                    "buttons": _buttons(message),
                    "done": message.done,
                    "total": message.total,
                }
            }


def _buttons(message: Ask | Say) -> list[dict[str, str]]:
    return [{"id": button.id, "label": button.label} for button in message.buttons]
