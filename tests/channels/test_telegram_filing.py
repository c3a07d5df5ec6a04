"""A whole filing through Telegram, as a clerk does it, on a real database file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.events import Command, Event, Pressed, Said
from bot.demo import EXAMPLE
from bot.player import Player
from bot.store import filings
from bot.store.database import open_database, transaction
from scoring import open_filing
from tests.bot_api import PEOPLE, BotApi
from tests.channels.overhearing import Overheard
from tests.channels.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.message import Ask
    from scoring import Filing
    from tests.bot_api import Person

# The published original, if it lies beside the project: its texts are longer than one message.
PUBLISHED = sorted(Path(__file__).parents[2].parent.glob("shared/seed/filing.toml"))


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Overheard]:
    engine = open_database(f"sqlite:///{tmp_path / 'bot.db'}")
    yield Overheard(engine, lambda: datetime.now(UTC), ZoneInfo("Asia/Shanghai"), PEOPLE)
    engine.dispose()


@pytest.mark.parametrize("file", [EXAMPLE, *PUBLISHED], ids=lambda file: file.stem)
async def test_a_whole_filing_goes_through_telegram(service: Overheard, file: Path) -> None:
    example = open_filing(file)
    player = Player(example)
    with BotApi() as api:
        person = api.person()
        async with running(api, service):
            asked = None
            for event in player.opening():
                await _do(person, event, asked)
                asked = await service.next_question(person, asked.number if asked else 0)
            assert asked is not None
            while asked.path != "review":
                await _do(person, player.answer(asked), asked)
                asked = await service.next_question(person, asked.number)
            assert "97" in asked.text
            await _do(person, player.answer(asked), asked)
            await person.until(lambda: any(message.kind == "photo" for message in person.told), "the form")
            await person.until(lambda: any("Word" in label for label in person.buttons()), "the documents")
            [word] = [label for label in person.buttons() if "Word" in label]
            await person.press(word, waits=False)
            await person.until(lambda: person.last.kind == "document", "the report in Word")
    with transaction(service._engine) as session:  # noqa: SLF001 - the test's own database
        [listed] = filings.listed(session, person.id)
        stored = filings.content(session, listed.id)
    assert stored is not None
    assert _printed(stored) == _printed(example)
    narrative = "\n".join(message.text for message in person.told)
    assert all(str(task.title) in narrative and str(task.completion) in narrative for task in example.tasks)
    assert person.last.file_name.endswith(".docx")
    assert person.last.content.startswith(b"PK")


def _printed(filing: Filing) -> Filing:
    """Return a filing without what forms do not print: the tier that was picked for a score."""
    return replace(filing, indicators=tuple(replace(indicator, tier=None) for indicator in filing.indicators))


async def _do(person: Person, event: Event, asked: Ask | None) -> None:
    match event:
        case Command(name, args):
            await person.say(f"/{name} {args}".strip())
        case Said(text):
            await person.say(text)
        case Pressed(button):
            assert asked is not None
            [label] = [each.label for each in asked.buttons if each.id == button]
            await person.press(label)
