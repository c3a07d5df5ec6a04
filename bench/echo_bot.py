"""The barest bot that python-telegram-bot makes: it says what it hears, and keeps nothing.

`python -m bench.echo_bot TOKEN URL` serves a Bot API server.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from telegram.ext import Application, MessageHandler, filters

if TYPE_CHECKING:
    from telegram import Update


async def echo(update: Update, _: Any) -> None:  # noqa: ANN401 - a context, of which nothing is used
    """Answer a message with its own text."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


if __name__ == "__main__":
    token, url = sys.argv[1:]
    app = Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.run_polling()
