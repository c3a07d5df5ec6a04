"""`python -m bot demo`: an example filing played through the real conversation, for everyone to see."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.channels.terminal.desk import Desk
from bot.channels.terminal.person import Screen
from bot.conversation.events import Command, Pressed, Said
from bot.documents.render import KINDS, render
from bot.message import Ask, Button
from bot.player import Player
from bot.service import Service
from bot.store.database import open_database
from scoring import open_filing

if TYPE_CHECKING:
    from rich.console import Console

    from scoring import Filing

EXAMPLE = Path(__file__).parent / "examples" / "wuhan-2018.toml"


def demo(console: Console, folder: Path) -> None:
    """Play the example in a database of its own, show every word, and write all documents to `folder`."""
    filing = open_filing(EXAMPLE)
    with TemporaryDirectory() as private:
        engine = open_database(f"sqlite:///{Path(private) / 'demo.db'}")
        service = Service(engine, lambda: datetime.now(UTC), ZoneInfo("Asia/Shanghai"))
        play(filing, Desk(service, folder), Screen(console))
        engine.dispose()
    write_documents(filing, folder, console)


def play(filing: Filing, desk: Desk, screen: Screen) -> None:
    """Play the filing from the greeting until nothing is asked any more."""
    player = Player(filing)
    for event in player.opening():
        asked = _asked(desk, screen, event)
    while asked:
        asked = _asked(desk, screen, player.answer(asked))


def _asked(desk: Desk, screen: Screen, event: Command | Said | Pressed) -> Ask | None:
    """Do one thing as the clerk does it, and return the question that follows."""
    screen.typed(_shown(event, screen.buttons))
    following = None
    with desk.answers(event) as messages:
        for message in messages:
            screen.show(message)
            following = message if isinstance(message, Ask) else following
    return following


def _shown(event: Command | Said | Pressed, buttons: tuple[Button, ...]) -> str:
    if isinstance(event, Pressed):
        return next((f"[{each.label}]" for each in buttons if each.id == event.button), event.button)
    if isinstance(event, Said):
        return event.text
    return f"/{event.name} {event.args}".strip()


def write_documents(filing: Filing, folder: Path, console: Console) -> None:
    """Write every kind of document to the folder, under its plain name; where one cannot be made, none is written."""
    made = {kind: render(filing, kind) for kind in KINDS}
    folder.mkdir(parents=True, exist_ok=True)
    for kind, content in made.items():
        (folder / kind).write_bytes(content)
        console.print(f"📎 {(folder / kind).resolve()}", soft_wrap=True, highlight=False, markup=False)
