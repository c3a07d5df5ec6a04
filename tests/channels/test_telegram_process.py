"""The bot as it is really run: a process that is killed, started again, and asked to leave."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import time
from typing import TYPE_CHECKING

from bot.store import filings
from bot.store.database import open_database, transaction
from tests.bot_api import BotApi, Fault, Person
from tests.channels.bot_process import started

if TYPE_CHECKING:
    from pathlib import Path


async def test_killed_at_any_prompt_it_asks_the_same_question_again_with_every_answer_kept(tmp_path: Path) -> None:
    with BotApi() as api:
        person = api.person()
        with started(api, tmp_path):
            await person.say("/new wuhan-2018")
            await person.sees("哪一年度")
            await person.say("2018")
            await person.sees("项目叫什么名字")
        with started(api, tmp_path):
            await person.say("/start")
            await person.until(lambda: "项目叫什么名字" in person.last.text, "the same question")
            assert len([message for message in person.told if "哪一年度" in message.text]) == 1


ANSWERS = ["2018", "项目{}", "主管{}", "单位{}", "全称{}", "专项资金", "持续性项目", "常年性项目", "2019-07-28"]


async def test_killed_again_and_again_it_keeps_every_answer_once(tmp_path: Path) -> None:
    with BotApi() as api:
        people = [api.person(str(number)) for number in range(4)]
        talks = asyncio.gather(*(_talk(person) for person in people))
        for more in (7, 2, 11):  # messages that it gets to send before it is killed: between any two steps of its work
            sent = api.count("sendMessage")
            with started(api, tmp_path):
                await api.until_called("sendMessage", sent + more)
        with started(api, tmp_path):
            await talks
    assert [_answers(tmp_path, person) for person in people] == [
        [answer.format(person.name) for answer in ANSWERS] for person in people
    ]


async def _talk(person: Person) -> None:
    """Give every answer as soon as it is asked for, and now and then let Telegram deliver it twice."""
    await person.say("/new wuhan-2018", waits=False)
    for done, answer in enumerate(ANSWERS):
        await _asked(person, done)
        await person.say(answer.format(person.name), waits=False, copies=1 + done % 3 // 2)
    await _asked(person, len(ANSWERS))


async def _asked(person: Person, done: int) -> None:
    """Wait for the question that says how many answers are given, also while the bot is down."""
    shown = f" {done}/20"
    asked = await person.chat.bell.until(lambda: any(shown in message.text for message in person.told), seconds=60)
    assert asked, person.screen()


def _answers(folder: Path, person: Person) -> list[str]:
    engine = open_database(f"sqlite:///{folder / 'bot.db'}")
    with transaction(engine) as session:
        [listed] = filings.listed(session, person.id)
        filing = filings.content(session, listed.id)
    engine.dispose()
    assert filing is not None
    assert filing.background is None
    first = (filing.year, filing.project, filing.department, filing.unit, filing.unit_full_name)
    return [str(answer) for answer in (*first, filing.category, filing.attribute, filing.duration, filing.filled_on)]


async def test_what_was_said_while_it_was_down_is_answered_once_it_is_up(tmp_path: Path) -> None:
    with BotApi() as api:
        person = api.person()
        await person.say("/new wuhan-2018", waits=False)
        await person.say("2018", waits=False)
        with started(api, tmp_path):
            await person.sees("项目叫什么名字")


async def test_an_answer_whose_reply_was_not_sent_before_the_kill_is_replied_to_after_it(tmp_path: Path) -> None:
    with BotApi() as api:
        person = api.person()
        api.faults.append(Fault(method="sendMessage", times=10_000, status=500))
        with started(api, tmp_path):
            number = await person.say("/new wuhan-2018", waits=False)
            await api.until_called("sendMessage")
            await api.updates.bell.until(lambda: not api.updates.holds(number), 10)
        assert not api.updates.holds(number)
        api.faults.clear()
        with started(api, tmp_path):
            await person.sees("哪一年度")


async def test_asked_to_leave_it_is_gone_within_ten_seconds(tmp_path: Path) -> None:
    with BotApi() as api:
        person = api.person()
        with started(api, tmp_path) as process:
            await person.say("/start")
            before = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
            assert time.monotonic() - before < 10


async def test_a_wrong_token_is_told_in_one_line(tmp_path: Path) -> None:
    with BotApi() as api, started(api, tmp_path, stderr=subprocess.PIPE, BOT_TOKEN="1:wrong") as process:  # noqa: S106 - nobody has it
        _, told = process.communicate(timeout=10)
        assert process.returncode == 2
        assert told.splitlines()[-1].startswith("Telegram 不认识这个 BOT_TOKEN")
        assert "1:wrong" not in told
        assert "Traceback" not in told
