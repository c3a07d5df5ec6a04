"""What goes wrong around the bot: nothing that it acknowledged is lost, and it goes on by itself."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from bot.channels.telegram.intake import REASSURANCE
from tests.bot_api import TOKEN, BotApi, Fault
from tests.channels.bot_process import UNHURRIED, started
from tests.channels.script import play, recorded, stored_in
from tests.postgres import Postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICK_TO_REASSURE = "import bot.channels.telegram.intake as intake; intake.REASSURED_AFTER = 1.0"
SMALL_DISK = """
from pathlib import Path
from sqlalchemy import Engine, event
@event.listens_for(Engine, "begin")
def limit(connection):
    connection.exec_driver_sql(f"PRAGMA max_page_count = {Path('pages').read_text()}")
"""


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """Give a PostgreSQL that a test may stop and start; it does not run yet."""
    with TemporaryDirectory(prefix="pg") as folder:
        yield Postgres(Path(folder))


async def until_logged(log: Path, text: str, api: BotApi) -> None:
    """Wait until the process has logged it."""
    deadline = time.monotonic() + 60
    while text not in written(log):
        assert time.monotonic() < deadline, written(log)
        await api.updates.bell.until(lambda: False, 0.05)


def written(log: Path) -> str:
    return log.read_text(encoding="utf-8")


async def test_a_database_that_goes_away_and_comes_back_loses_nothing_and_people_are_told_once(
    api: BotApi, tmp_path: Path, own_postgres: Postgres, request: pytest.FixtureRequest
) -> None:
    away = 20 if request.config.getoption("--soak") else 2
    person, log = api.person(), tmp_path / "log"
    own_postgres.start()
    url = own_postgres.made()
    with log.open("w") as stderr, started(api, tmp_path, QUICK_TO_REASSURE, stderr=stderr, DATABASE_URL=url):
        await person.say("/new wuhan-2018")
        await person.sees("哪一年度")
        own_postgres.stop()
        number = await person.say("2018", waits=False)
        await person.sees(REASSURANCE)
        await api.updates.bell.until(lambda: not api.updates.holds(number), away)
        assert api.updates.holds(number), "what is not stored is not acknowledged"
        own_postgres.start()
        await person.until(lambda: "项目叫什么名字" in person.last.text, "the answer")
    assert [message.text for message in person.told].count(REASSURANCE) == 1
    assert sum("项目叫什么名字" in message.text for message in person.told) == 1
    assert stored_in(url, [person.id])[0].filing.year == 2018
    own_postgres.stop()


async def test_it_waits_for_a_database_that_is_not_up_yet(api: BotApi, tmp_path: Path, own_postgres: Postgres) -> None:
    person, log = api.person(), tmp_path / "log"
    with (
        log.open("w") as stderr,
        started(api, tmp_path, stderr=stderr, DATABASE_URL=own_postgres.url("postgres")) as process,
    ):
        await until_logged(log, "打不开数据库", api)
        assert "2 秒后再试" in written(log)
        with own_postgres:
            await person.say("/start")
            process.kill()
            process.wait()


async def test_when_the_poller_dies_another_one_takes_over_within_fifteen_seconds(
    api: BotApi, tmp_path: Path, postgres: Postgres
) -> None:
    person, url, log = api.person(), postgres.made(), tmp_path / "log"
    with ExitStack() as first:
        first.enter_context(started(api, tmp_path, DATABASE_URL=url))
        await person.say("/new wuhan-2018")
        await person.sees("哪一年度")
        with log.open("w") as stderr, started(api, tmp_path, stderr=stderr, DATABASE_URL=url):
            await until_logged(log, "待命", api)
            first.close()
            killed = time.monotonic()
            await person.say("2018", waits=False)
            assert await person.chat.bell.until(lambda: "项目叫什么名字" in person.last.text, 20)
            assert time.monotonic() - killed < 15
    postgres.drop(url)


async def test_an_asked_leave_hands_over_at_once(api: BotApi, tmp_path: Path, postgres: Postgres) -> None:
    person, url, log = api.person(), postgres.made(), tmp_path / "log"
    with started(api, tmp_path, DATABASE_URL=url) as first:
        await person.say("/new wuhan-2018")
        with log.open("w") as stderr, started(api, tmp_path, stderr=stderr, DATABASE_URL=url):
            await until_logged(log, "待命", api)
            first.send_signal(signal.SIGTERM)
            assert first.wait(10) == 0
            left = time.monotonic()
            await until_logged(log, "由本进程接收消息", api)
            assert time.monotonic() - left < 5
    postgres.drop(url)


async def test_a_database_file_that_another_program_locks_is_waited_for(api: BotApi, tmp_path: Path) -> None:
    person = api.person()
    with started(api, tmp_path, QUICK_TO_REASSURE):
        await person.say("/new wuhan-2018")
        await person.sees("哪一年度")
        other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        number = await person.say("2018", waits=False)
        await person.sees(REASSURANCE)
        assert api.updates.holds(number)
        other.execute("ROLLBACK")
        other.close()
        await person.sees("项目叫什么名字")
    assert [message.text for message in person.told].count(REASSURANCE) == 1


async def test_asked_to_leave_while_its_database_is_locked_it_is_gone_within_ten_seconds(
    api: BotApi, tmp_path: Path
) -> None:
    person = api.person()
    with started(api, tmp_path, QUICK_TO_REASSURE) as process:
        await person.say("/new wuhan-2018")
        await person.sees("哪一年度")
        other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await person.say("2018", waits=False)
        await person.sees(REASSURANCE)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        other.close()
    with started(api, tmp_path):
        await person.sees("项目叫什么名字")


async def test_on_a_full_disk_it_acknowledges_nothing_and_goes_on_when_there_is_room(
    api: BotApi, tmp_path: Path
) -> None:
    person, log, pages = api.person(), tmp_path / "log", tmp_path / "pages"
    pages.write_text("1000000")
    with log.open("w") as stderr, started(api, tmp_path, SMALL_DISK, stderr=stderr):
        await person.say("/new wuhan-2018")
        await person.sees("哪一年度")
        await person.say("2018")
        await person.sees("项目叫什么名字")
        await person.say("社区治理", waits=False)
        pages.write_text("1")  # that is: not one page more than there are
        while "处理消息" not in written(log):
            number = await person.say("/help", waits=False)
            await api.updates.bell.until(lambda: False, 0.1)
        assert api.updates.holds(number)
        pages.write_text("1000000")
        await api.updates.bell.until(lambda: not len(api.updates), 20)
        await person.sees("主管部门")
    [stored] = stored_in(f"sqlite:///{tmp_path / 'bot.db'}", [person.id])
    assert stored.filing.project == "社区治理"


async def test_no_token_no_answer_and_no_name_reaches_the_log_of_a_whole_filing(api: BotApi, tmp_path: Path) -> None:
    script, person, log = recorded(), api.person("王小明"), tmp_path / "log"
    api.faults += [
        Fault(method=method, cut="before") for method in ("getMe", "getUpdates", "sendMessage", "editMessageText")
    ]
    api.faults += [Fault(method="editMessageReplyMarkup", status=400), Fault(method="sendPhoto", status=500)]
    with log.open("w") as stderr, started(api, tmp_path, UNHURRIED, stderr=stderr, LOG_LEVEL="DEBUG"):
        await play(person, script.steps)
        await person.upload("宝丰街去年的表.xlsx", b"PK no table")
        await person.upload("大.zip", b"", size=20_000_001)
    told = written(log)
    assert told.count("update=") > len(script.steps)
    assert TOKEN not in told
    assert TOKEN.partition(":")[2] not in told
    answers = {step.text for step in script.steps if step.text and len(step.text) > 3 and not step.text.startswith("/")}
    assert len(answers) > 50
    found = [secret for secret in {*answers, person.name, str(person.id), "去年的表"} if secret in told]
    assert found == []
