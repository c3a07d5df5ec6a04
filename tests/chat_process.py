"""`python -m bot` as the process that it is in real life: asked line by line, killed, and started again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.conversation.events import Command, Event, Pressed, Said
from bot.message import Ask, Button
from bot.player import Player
from bot.settings import Settings
from bot.store import filings
from bot.store.database import open_database, transaction

if TYPE_CHECKING:
    from typing import Self

    from scoring import Filing

PROJECT = Path(__file__).parents[1]
DATABASE = Path("data/ziping.db")
"""Where the database lies by default, seen from the folder in which the bot is started."""


def environment(**settings: str) -> dict[str, str]:
    """Return an environment in which nothing is set but `settings`."""
    ours = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "error", **settings}


def run(folder: Path, *arguments: str, typed: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot` with the arguments in a folder, with `typed` on its standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(**settings),
        input=typed if isinstance(typed, bytes) else typed.encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


class Chat:
    """`chat --json` in a folder. Leaving the block ends its input, and it must end well, unless it was killed.

    `before` is Python code that runs first in its process.
    """

    def __init__(self, folder: Path, before: str = "") -> None:
        code = f"{before}\nimport sys, bot.__main__\nsys.exit(bot.__main__.main(['chat', '--json']))"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=folder,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if self.process.returncode is None:
            if kind:
                self.process.kill()
            _, errors = self.process.communicate(timeout=20)
            assert kind or self.process.wait() == 0
            assert kind or not errors

    def send(self, event: Event) -> None:
        """Write a line without waiting for its answer."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(_line(event), ensure_ascii=False) + "\n")
        self.process.stdin.flush()

    def do(self, event: Event) -> list[dict[str, Any]]:
        """Write a line and return the replies to it."""
        self.send(event)
        assert self.process.stdout
        replies: list[dict[str, Any]] = json.loads(self.process.stdout.readline())["replies"]
        return replies

    def kill(self) -> None:
        """Kill it as `kill -9` does."""
        self.process.kill()
        self.process.communicate()

    def play(self, filing: Filing) -> list[dict[str, Any]]:
        """Answer everything from the greeting to the end; return the last replies."""
        player = Player(filing)
        for event in player.opening():
            replies = self.do(event)
        while asked := question(replies):
            replies = self.do(player.answer(asked))
        return replies


def _line(event: Event) -> dict[str, str]:
    match event:
        case Command(name, args):
            return {"say": f"/{name} {args}".strip()}
        case Said(text):
            return {"say": text}
        case Pressed(button):
            return {"press": button}
    raise ValueError(event)


def question(replies: list[dict[str, Any]]) -> Ask | None:
    """Return the question among the replies."""
    for ask in [reply["ask"] for reply in replies if "ask" in reply]:
        return Ask(**{**ask, "buttons": tuple(Button(**button) for button in ask["buttons"])}, number=0)
    return None


def stored(folder: Path) -> Filing:
    """Return what the database in the folder holds of the only filing."""
    engine = open_database(f"sqlite:///{folder / DATABASE}")
    with transaction(engine) as session:
        [listed] = filings.listed(session, 0)
        found = filings.content(session, listed.id)
    engine.dispose()
    assert found
    return found
