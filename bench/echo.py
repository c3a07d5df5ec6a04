"""From a message to its answer, through a Bot API server on loopback: this bot beside a bare echo bot.

Ours reads, checks, scores and stores every answer before it is acknowledged, asks the next question, and takes the
buttons from the last one. The other one keeps nothing. Both may send as fast as they can.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from bench.contest import show
from bot.conversation.events import Pressed
from tests.bot_api import TOKEN, BotApi
from tests.channels.bot_process import UNHURRIED, started
from tests.channels.script import recorded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bot_api import Person
    from tests.channels.script import Step

ROUNDS = 3
CROWD = 20
"""People who write at the same time, each as soon as the last answer is there."""
MESSAGES = 60
PROJECT = Path(__file__).parents[1]
Contestant = Callable[[BotApi, Path], AbstractContextManager[object]]


def main() -> None:
    """Measure and print."""
    steps = recorded(first=MESSAGES).steps
    contestants: dict[str, tuple[Contestant, Sequence[Step]]] = {
        "自评助手，每答必存": (_ours, steps),
        "python-telegram-bot，只回声": (_echo, [step for step in steps if step.text is not None]),
    }
    for people in (1, CROWD):
        taken: dict[str, list[list[float]]] = {name: [] for name in contestants}
        rates: dict[str, list[float]] = {name: [] for name in contestants}
        for _ in range(ROUNDS):
            for name, (bot, done) in contestants.items():
                times, seconds = asyncio.run(_measured(bot, done, people))
                taken[name].append(sorted(times))
                rates[name].append(len(times) / seconds)
        title = f"经 Telegram 一问一答，{people} 人同时"
        show(f"{title}：中位", {name: median(map(median, rounds)) for name, rounds in taken.items()})
        show(f"{title}：p99", {name: median(each[len(each) * 99 // 100] for each in taken[name]) for name in taken})
        show(f"{title}：每秒", {name: median(each) for name, each in rates.items()}, "条", 1)


async def _measured(bot: Contestant, steps: Sequence[Step], people: int) -> tuple[list[float], float]:
    """Return the seconds that each answer took, and all of them together."""
    # In the working folder, where the bot's own database lies: the folder for temporary files may be in memory.
    with BotApi() as api, TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
        crowd = [api.person() for _ in range(people)]
        with bot(api, Path(folder)):
            for person in crowd:
                await person.say("/list")  # both are up then
            begun = perf_counter()
            times = await asyncio.gather(*(_talk(person, steps) for person in crowd))
            return [each for one in times for each in one], perf_counter() - begun


async def _talk(person: Person, steps: Sequence[Step]) -> list[float]:
    taken = []
    for step in steps:
        if isinstance(step.event, Pressed):
            label, _ = step.button
            await person.until(lambda label=label: label in person.buttons())  # type: ignore[misc]
        begun = perf_counter()
        if step.text is None:
            await person.press(step.button[0])
        else:
            await person.say(step.text)
        taken.append(perf_counter() - begun)
    return taken


def _ours(api: BotApi, folder: Path) -> AbstractContextManager[object]:
    return started(api, folder, UNHURRIED, stderr=subprocess.DEVNULL)


@contextmanager
def _echo(api: BotApi, _: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.echo_bot", TOKEN, api.url]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own command
        try:
            yield
        finally:
            process.kill()


if __name__ == "__main__":
    main()
