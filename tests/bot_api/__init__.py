"""A Bot API server on loopback: what Telegram promises and refuses, and people who use it.

`with BotApi() as api:` starts a real HTTP server; `api.person("张三")` is somebody who chats with the bot. When the
block ends, it fails if the bot broke a documented limit of https://core.telegram.org/bots/api.
"""

from tests.bot_api.faults import Fault
from tests.bot_api.person import Person
from tests.bot_api.server import PEOPLE, TOKEN, BotApi

__all__ = ["PEOPLE", "TOKEN", "BotApi", "Fault", "Person"]
