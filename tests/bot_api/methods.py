"""The methods of the Bot API that this bot calls, as documented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.bot_api import limits
from tests.bot_api.chats import Chat, Shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bot_api.server import BotApi

Params = dict[str, Any]

COMMANDS_MOST = 100
COMMAND_DESCRIPTION = 256


def get_me(api: BotApi, params: Params) -> Any:  # noqa: ANN401 - a result is whatever the method documents
    return api.bot


def send_message(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    chat = _chat(api, params)
    text = limits.text_of(params, "text", limits.TEXT)
    return _shown(api, chat, Shown(0, by_bot=True, text=text, html=params["text"], keyboard=limits.keyboard_of(params)))


def send_photo(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    chat = _chat(api, params)
    name, content = params["photo"]
    limits.check_photo(content)
    caption = limits.text_of(params, "caption", limits.CAPTION)
    return _shown(api, chat, Shown(0, by_bot=True, kind="photo", text=caption, file_name=name, content=content))


def send_document(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    chat = _chat(api, params)
    name, content = params["document"]
    limits.check_document(name, content)
    caption = limits.text_of(params, "caption", limits.CAPTION)
    return _shown(api, chat, Shown(0, by_bot=True, kind="document", text=caption, file_name=name, content=content))


def edit_message_text(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    chat = _chat(api, params)
    old = _editable(chat, params)
    if old.kind != "text":
        raise limits.RefusedError(400, "Bad Request: there is no text in the message to edit")
    text = limits.text_of(params, "text", limits.TEXT)
    keyboard = limits.keyboard_of(params)
    if (params["text"], keyboard) == (old.html, old.keyboard):
        raise limits.RefusedError(
            400, "Bad Request: message is not modified: specified new message content is the same"
        )
    new = Shown(old.id, by_bot=True, text=text, html=params["text"], keyboard=keyboard, edits=old.edits + 1)
    return _shown(api, chat, new)


def edit_message_reply_markup(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    chat = _chat(api, params)
    message = _editable(chat, params)
    keyboard = limits.keyboard_of(params)
    if keyboard == message.keyboard:
        raise limits.RefusedError(400, "Bad Request: message is not modified: specified reply markup is the same")
    chat.remember_buttons(message)
    message.keyboard = keyboard
    chat.bell.ring()
    return chat.message_json(message, api.bot)


def delete_message(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    chat = _chat(api, params)
    message = chat.messages.pop(int(params["message_id"]), None)
    if message is None:
        raise limits.RefusedError(400, "Bad Request: message to delete not found")
    chat.remember_buttons(message)
    chat.bell.ring()
    return True


def answer_callback_query(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    chat = api.queries.get(str(params.get("callback_query_id")))
    if chat is None:
        raise limits.RefusedError(
            400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    limits.text_of(params, "callback answer", limits.CALLBACK_ANSWER)
    chat.answered.add(params["callback_query_id"])
    chat.bell.ring()
    return True


def send_chat_action(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    _chat(api, params).actions.append(params["action"])
    return True


def set_my_commands(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    commands = params["commands"]
    for command in commands:
        name, description = command["command"], command["description"]
        if not (1 <= len(name) <= 32 and name.isascii() and name == name.lower()):
            raise limits.broken("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= COMMAND_DESCRIPTION:
            raise limits.broken("BOT_COMMAND_DESCRIPTION_INVALID")
    if len(commands) > COMMANDS_MOST:
        raise limits.broken("BOT_COMMANDS_TOO_MUCH")
    api.commands = {command["command"]: command["description"] for command in commands}
    return True


def set_webhook(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    if params.get("drop_pending_updates") in (True, "true"):
        raise limits.broken("answers of people were thrown away")
    secret, connections = str(params.get("secret_token", "")), int(params.get("max_connections", 40))
    if not re.fullmatch(r"[\w-]{0,256}", secret, re.ASCII) or not 1 <= connections <= limits.WEBHOOK_CONNECTIONS:
        raise limits.broken("secret token or number of connections")
    api.hook(str(params["url"]), secret)
    return True


def delete_webhook(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    if params.get("drop_pending_updates") in (True, "true"):
        raise limits.broken("answers of people were thrown away")
    api.webhook = ""
    return True


def get_file(api: BotApi, params: Params) -> Any:  # noqa: ANN401
    content = api.files.get(params["file_id"])
    if content is None:
        raise limits.RefusedError(400, "Bad Request: invalid file_id")
    if len(content) > limits.DOWNLOAD_BYTES:
        raise limits.broken("file is too big")
    file_id = params["file_id"]
    path = f"documents/{file_id}"
    return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content), "file_path": path}


METHODS: dict[str, Callable[[BotApi, Params], Any]] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "setMyCommands": set_my_commands,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getFile": get_file,
}


def _chat(api: BotApi, params: Params) -> Chat:
    chat = api.chats.get(int(params.get("chat_id", 0)))
    if chat is None:
        raise limits.RefusedError(400, "Bad Request: chat not found")
    if chat.blocked:
        raise limits.RefusedError(403, "Forbidden: bot was blocked by the user")
    return chat


def _editable(chat: Chat, params: Params) -> Shown:
    message = chat.messages.get(int(params["message_id"]))
    if message is None:
        raise limits.RefusedError(400, "Bad Request: message to edit not found")
    if not message.by_bot:
        raise limits.broken("message can't be edited")
    return message


def _shown(api: BotApi, chat: Chat, message: Shown) -> dict[str, Any]:
    message.id = message.id or api.next_message_id()
    chat.show(message)
    return chat.message_json(message, api.bot)
