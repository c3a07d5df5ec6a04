"""Nothing lost, nothing twice: the bot is killed while people fill in whole filings, and crowded by many at once.

In the suite on a small scale; `pytest --soak -s tests/channels/test_telegram_soak.py` does it in full and prints what
it measured.
"""

from __future__ import annotations

import asyncio
import random
import re
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bot_api import BotApi
from tests.channels.bot_process import UNHURRIED, started
from tests.channels.running import free_port
from tests.channels.script import play, recorded, stored_in

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tests.bot_api import Person
    from tests.channels.script import Script, Step
    from tests.postgres import Postgres

MEMORY_MB = 250


@dataclass(frozen=True)
class Scale:
    """How many people fill in a filing, how often the bot is killed, how many write at once."""

    chats: int
    kills: int
    crowd: int


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> Scale:
    return Scale(50, 20, 1000) if request.config.getoption("--soak") else Scale(3, 4, 60)


@pytest.fixture(scope="module")
def script() -> Script:
    return recorded()


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


async def killed_at_random(api: BotApi, chance: random.Random, most: int) -> None:
    """Wait until the bot has called Telegram some more times: between any two steps of its work."""
    await api.until_calls(len(api.calls) + chance.randrange(1, most))


async def test_killed_again_and_again_while_polling_on_sqlite(
    api: BotApi, tmp_path: Path, script: Script, scale: Scale
) -> None:
    chance, people = random.Random(1), [api.person(f"{number}") for number in range(scale.chats)]  # noqa: S311 - no secret
    talks = asyncio.gather(*(play(person, script.steps) for person in people))
    for _ in range(scale.kills):
        with started(api, tmp_path, UNHURRIED):
            await killed_at_random(api, chance, 20 * scale.chats)
    assert not talks.done()
    with started(api, tmp_path, UNHURRIED):
        await talks
    assert (
        stored_in(f"sqlite:///{tmp_path / 'bot.db'}", [person.id for person in people]) == [script.stored] * scale.chats
    )


async def test_two_webhook_replicas_killed_in_turn_on_postgresql(
    api: BotApi, tmp_path: Path, postgres: Postgres, script: Script, scale: Scale
) -> None:
    url, ports = postgres.made(), (free_port(), free_port())
    api.behind = [f"http://127.0.0.1:{port}" for port in ports]
    chance, people = random.Random(2), [api.person(f"{number}") for number in range(scale.chats)]  # noqa: S311 - no secret
    talks = asyncio.gather(*(play(person, script.steps) for person in people))
    with ExitStack() as first, ExitStack() as second:
        replicas = [first, second]
        for port, replica in zip(ports, replicas, strict=True):
            replica.enter_context(started(api, tmp_path, UNHURRIED, port=port, DATABASE_URL=url))
        for number in range(scale.kills):
            await killed_at_random(api, chance, 20 * scale.chats)
            replicas[number % 2].close()
            replicas[number % 2].enter_context(
                started(api, tmp_path, UNHURRIED, port=ports[number % 2], DATABASE_URL=url)
            )
        assert not talks.done()
        await talks
    assert stored_in(url, [person.id for person in people]) == [script.stored] * scale.chats
    postgres.drop(url)


async def test_two_replicas_that_live_send_nothing_twice(api: BotApi, tmp_path: Path, postgres: Postgres) -> None:
    url, ports = postgres.made(), (free_port(), free_port())
    api.behind = [f"http://127.0.0.1:{port}" for port in ports]
    people = [api.person(f"{number}") for number in range(6)]
    with ExitStack() as replicas:
        for port in ports:
            replicas.enter_context(started(api, tmp_path, UNHURRIED, port=port, DATABASE_URL=url))
        await asyncio.gather(*(play(person, recorded(first=25).steps, twice=2) for person in people))
    for person in people:
        shown = [key.data for _, key in person.chat.former]
        shown += [key.data for message in person.told for row in message.keyboard for key in row]
        assert len(shown) == len(set(shown)), "a button of one question was shown in two messages"
    postgres.drop(url)


async def test_many_at_once_are_all_served_in_order(api: BotApi, tmp_path: Path, scale: Scale) -> None:
    script = recorded(first=20)
    people = [api.person(f"{number}") for number in range(scale.crowd)]
    await _put_interleaved(people, script.steps)
    updates = len(api.updates)
    journal = tmp_path / "journal"
    with journal.open("w") as log, started(api, tmp_path, UNHURRIED, stderr=log) as process:
        last = f"{script.steps[-1].followed_by}:"
        for person in people:
            assert await person.chat.bell.until(lambda p=person: _has(p, last), 600), person.screen()  # type: ignore[misc]
        memory = _peak_memory(process)
    assert (
        stored_in(f"sqlite:///{tmp_path / 'bot.db'}", [person.id for person in people]) == [script.stored] * scale.crowd
    )
    taken = sorted(int(ms) for ms in re.findall(r"update=\d+ .* ms=(\d+)", journal.read_text()))
    assert len(taken) >= updates
    assert memory < MEMORY_MB
    print(f"\n{updates} updates of {scale.crowd} chats: p99 {taken[len(taken) * 99 // 100]} ms, {memory:.0f} MB")  # noqa: T201


async def _put_interleaved(people: list[Person], steps: tuple[Step, ...]) -> None:
    """Let everybody do everything at once: each chat in its order, chats at random, one update in a hundred twice."""
    chance = random.Random(3)  # noqa: S311 - no secret
    turns = [person for person in people for _ in steps]
    chance.shuffle(turns)
    left = {person.id: iter(steps) for person in people}
    for person in turns:
        step = next(left[person.id])
        copies = 1 + (chance.random() < 0.01)
        if step.text is not None:
            await person.say(step.text, waits=False, copies=copies)
        else:
            person.press_ahead(step.button[1], copies=copies)


def _has(person: Person, data: str) -> bool:
    return any(key.data.startswith(data) for message in person.told for row in message.keyboard for key in row)


def _peak_memory(process: subprocess.Popen[str]) -> float:
    """Return a running process's highest memory in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1]) / 1024
