"""`python -m bot telegram` as the process that it is in real life: started, killed, looked at from outside."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.bot_api import PEOPLE, TOKEN, BotApi
from tests.chat_process import environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

SECRET = "a-secret-for-the-loopback"  # noqa: S105 - it opens nothing
UNHURRIED = "import bot.channels.telegram.pace as pace; pace.Pace.__init__.__defaults__ = (0.0, 100_000)"
"""What lets it send as fast as it can: only tests about the pace wait for it."""
RUN = "import sys, bot.__main__; sys.exit(bot.__main__.main(sys.argv[1:]))"


@contextmanager
def started(
    api: BotApi,
    folder: Path,
    before: str = "",
    *,
    stderr: int | IO[str] | None = None,
    port: int | None = None,
    **settings: str,
) -> Iterator[subprocess.Popen[str]]:
    """Run it on a database in the folder, unless `settings` name another; kill it if the block leaves it running.

    With a `port` it serves a webhook there. `before` is Python code that runs first in its process.
    """
    defaults = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": api.url,
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "ADMIN_IDS": ",".join(map(str, api.chats)),
    }
    defaults["ADMIN_IDS"] = ",".join(map(str, PEOPLE))
    command = [sys.executable, "-c", f"{before}\n{RUN}", "telegram"]
    if port:
        address = f"127.0.0.1:{port}"
        defaults |= {"WEBHOOK_URL": "http://bot.invalid/telegram", "WEBHOOK_SECRET": SECRET, "LISTEN": address}
        command.append("--webhook")
    with subprocess.Popen(
        command, cwd=folder, env=environment(**(defaults | settings)), stderr=stderr, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
