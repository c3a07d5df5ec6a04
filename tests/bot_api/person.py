"""Somebody who chats with the bot: types, presses what is on the screen, sends things, and reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.bot_api.chats import Chat, Key, Shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bot_api.server import BotApi

PATIENCE = 10.0  # seconds that a person waits for an answer
TYPED_AT_ONCE = 4096  # a Telegram app cuts longer text into several messages

KINDS: dict[str, Any] = {
    "sticker": {"width": 9, "height": 9, "is_animated": False, "is_video": False, "type": "regular"},
    "voice": {"duration": 3},
    "video": {"width": 9, "height": 9, "duration": 3},
    "audio": {"duration": 3},
    "photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}],
    "location": {"longitude": 114.2, "latitude": 30.6},
    "contact": {"phone_number": "10000", "first_name": "测试"},
    "dice": {"emoji": "🎲", "value": 3},
}


class Person:
    """One side of a chat. What a person does returns when the bot has shown something new, unless `waits` is False."""

    def __init__(self, api: BotApi, chat: Chat, name: str) -> None:
        self._api, self.chat, self.name = api, chat, name

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Shown]:
        """Everything in the chat, oldest first."""
        return sorted(self.chat.messages.values(), key=lambda message: message.id)

    @property
    def told(self) -> list[Shown]:
        """What the bot has sent, as it stands now, oldest first."""
        return [message for message in self.messages if message.by_bot]

    @property
    def last(self) -> Shown:
        """The bot's message at the bottom of the screen."""
        return self.told[-1]

    def screen(self) -> str:
        """Return the chat as it is seen: who wrote, the text, the buttons in brackets row by row."""
        return "\n".join(_drawn(message) for message in self.messages)

    def buttons(self) -> list[str]:
        """Return the labels that can be pressed now."""
        return [key.label for _, key in self._keys()]

    async def say(self, text: str, *, waits: bool = True, copies: int = 1) -> int:
        """Type a text; return the last update's id."""
        before = self.chat.seen
        for start in range(0, len(text), TYPED_AT_ONCE):
            part = text[start : start + TYPED_AT_ONCE]
            told = self._own("text", text=part)
            if part.startswith("/"):
                length = len(part.split()[0])
                told["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
            number = self._api.updates.put({"message": told}, copies)
        await self._answer(before, waits=waits)
        return number

    async def press(self, label: str, *, under: str = "", waits: bool = True, copies: int = 1) -> int:
        """Press a button that is on the screen, the lowest if several say the same; `under` is in its message."""
        found = [(message, key) for message, key in self._keys() if key.label == label and under in message.text]
        assert found, f"no button {label!r} to press, only {self.buttons()}\n{self.screen()}"
        message, key = found[-1]
        return await self._press(message.id, key, waits=waits, copies=copies)

    async def press_old(self, label: str, *, waits: bool = True) -> int:
        """Press a button that was on the screen before, as an app does that has not caught up."""
        found = [(number, key) for number, key in self.chat.former if key.label == label]
        assert found, f"there never was a button {label!r}"
        return await self._press(*found[0], waits=waits, copies=1)

    def press_ahead(self, data: str, copies: int = 1) -> None:
        """Press a button before it is on the screen, as nobody can: for many updates that wait all at once."""
        self._pressed(0, Key("", data), copies)

    async def send(self, kind: str, *, waits: bool = True) -> int:
        """Send a sticker, a voice message, a place … (see KINDS)."""
        return await self._arrive("message", self._own(kind, **{kind: _with_file(kind)}), waits=waits)

    async def upload(self, name: str, content: bytes, *, size: int | None = None, waits: bool = True) -> int:
        """Send a file. `size` is what the update says of it, if that shall differ from the truth."""
        file_id = f"upload-{len(self._api.files)}"
        self._api.files[file_id] = content
        size = len(content) if size is None else size
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": size}
        return await self._arrive("message", self._own("document", document=document), waits=waits)

    async def edit(self, text: str, *, waits: bool = True) -> int:
        """Change the text of one's own last message."""
        message = [each for each in self.messages if not each.by_bot][-1]
        message.text = text
        told = self.chat.message_json(message, self._api.bot) | {"edit_date": 1_700_000_060}
        return await self._arrive("edited_message", told, waits=waits)

    async def sees(self, text: str) -> None:
        """Wait until the text is on the screen."""
        await self.until(lambda: text in self.screen(), f"to see {text!r}")

    async def until(self, condition: Callable[[], bool], what: str = "something") -> None:
        """Wait for a condition of this chat; fails with the screen."""
        if not await self.chat.bell.until(condition, PATIENCE):
            raise AssertionError(f"{self.name} waited in vain for {what}; the screen is:\n{self.screen()}")

    def clear(self, message: Shown) -> None:
        """Delete a message from the chat."""
        del self.chat.messages[message.id]

    def block(self, *, blocked: bool = True) -> None:
        """Block the bot, or let it in again."""
        self.chat.blocked = blocked

    async def _press(self, message_id: int, key: Key, *, waits: bool, copies: int) -> int:
        before = self.chat.seen
        number = self._pressed(message_id, key, copies)
        await self._answer(before, waits=waits)
        return number

    def _pressed(self, message_id: int, key: Key, copies: int) -> int:
        query = f"q{len(self._api.queries) + 1}"
        self._api.queries[query] = self.chat
        message = self.chat.messages.get(message_id) or Shown(message_id, by_bot=True)
        told = {
            "id": query,
            "from": self._me(),
            "chat_instance": "1",
            "data": key.data,
            "message": self.chat.message_json(message, self._api.bot),
        }
        return self._api.updates.put({"callback_query": told}, copies)

    async def _arrive(self, update: str, told: dict[str, Any], *, waits: bool) -> int:
        before = self.chat.seen
        number = self._api.updates.put({update: told})
        await self._answer(before, waits=waits)
        return number

    async def _answer(self, before: int, *, waits: bool) -> None:
        if waits:
            await self.until(lambda: self.chat.seen > before, "an answer")

    def _keys(self) -> list[tuple[Shown, Key]]:
        return [(message, key) for message in self.messages for row in message.keyboard for key in row]

    def _own(self, kind: str, text: str = "", **content: Any) -> dict[str, Any]:  # noqa: ANN401 - as the API has it
        message = Shown(self._api.next_message_id(), by_bot=False, kind=kind, text=text)
        self.chat.messages[message.id] = message
        told = self.chat.message_json(message, self._api.bot)
        return told | {"from": self._me()} | content

    def _me(self) -> dict[str, Any]:
        return {"id": abs(self.chat.id), "is_bot": False, "first_name": self.name}


def _with_file(kind: str) -> Any:  # noqa: ANN401 - as the API has it
    content = KINDS[kind]
    with_file = kind in ("sticker", "voice", "video", "audio")
    return content | {"file_id": kind, "file_unique_id": kind} if with_file else content


def _drawn(message: Shown) -> str:
    who = "🤖" if message.by_bot else "🧑"
    what = message.text if message.kind == "text" else f"({message.kind}) {message.file_name} {message.text}".rstrip()
    rows = ["".join(f"[{key.label}]" for key in row) for row in message.keyboard]
    return "\n".join([f"{who} {what}", *rows])
