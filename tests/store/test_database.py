from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.store import database
from bot.store.chats import locked_chat
from bot.store.database import DatabaseUnavailableError, DatabaseUrlError, open_database, repeatable, transaction
from bot.store.updates import claim

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

ROOT = Path(__file__).parents[2]


def question(engine: Engine, chat_id: int) -> int:
    with transaction(engine) as session:
        return locked_chat(session, chat_id).question


def test_a_block_that_raises_leaves_nothing_behind(engine: Engine) -> None:
    def fail() -> None:
        with transaction(engine) as session:
            locked_chat(session, 1).question = 5
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert question(engine, 1) == 0


def test_what_was_stored_is_there_when_the_database_is_opened_again(database_url: str) -> None:
    for expected in (0, 1):
        engine = open_database(database_url)
        with transaction(engine) as session:
            chat = locked_chat(session, 1)
            assert chat.question == expected
            chat.question += 1
        engine.dispose()


def test_a_filing_that_is_not_there_cannot_be_pointed_at(engine: Engine) -> None:
    def point() -> None:
        with transaction(engine) as session:
            locked_chat(session, 1).filing_id = 99

    with pytest.raises(IntegrityError):
        point()


def test_six_hundred_saves_at_once_all_succeed(engine: Engine, now: datetime) -> None:
    def save(number: int) -> bool:
        with transaction(engine) as session:
            locked_chat(session, number % 7).question += 1
            return claim(session, number, now)

    with ThreadPoolExecutor(60) as threads:
        assert all(threads.map(save, range(600)))
    assert sum(question(engine, chat_id) for chat_id in range(7)) == 600


def test_a_second_process_waits_for_the_first_ones_transaction(database_url: str) -> None:
    engine = open_database(database_url)
    program = """
import sys
from bot.store.chats import locked_chat
from bot.store.database import open_database, transaction
engine = open_database(sys.argv[1])
print("open", flush=True)
with transaction(engine) as session:
    locked_chat(session, 1).question += 1
engine.dispose()
"""
    command = [sys.executable, "-c", program, database_url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with transaction(engine) as session:
            locked_chat(session, 1).question += 1
        assert other.wait(30) == 0
    assert question(engine, 1) == 2
    engine.dispose()


def test_a_process_killed_in_the_middle_of_a_transaction_leaves_the_old_state(database_url: str) -> None:
    program = """
import sys
from bot.store.chats import locked_chat
from bot.store.database import open_database, transaction
engine = open_database(sys.argv[1])
with transaction(engine) as session:
    locked_chat(session, 1).question = 1
with transaction(engine) as session:
    locked_chat(session, 1).question = 2
    session.flush()
    print("written", flush=True)
    sys.stdin.read()
"""
    command = [sys.executable, "-c", program, database_url]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "written\n"
        killed.kill()
    engine = open_database(database_url)
    assert question(engine, 1) == 1
    engine.dispose()


def test_sqlite_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'bot.db'}")
    with engine.connect() as connection:
        settings = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    engine.dispose()
    assert settings == ["wal", 2, 1, 30_000]


def test_work_that_can_be_repeated_does_not_wait_for_the_disk_and_all_other_work_does(engine: Engine) -> None:
    sqlite = engine.dialect.name == "sqlite"
    asked, fast, safe = ("PRAGMA synchronous", 1, 2) if sqlite else ("SHOW synchronous_commit", "off", "on")
    for opened, expected in ((repeatable(engine), fast), (engine, safe), (repeatable(engine), fast)):
        with transaction(opened) as session:
            assert session.connection().execute(text(asked)).scalar() == expected


@pytest.mark.parametrize(
    "url", ["", "data/bot.db", "mysql://host/name", "sqlite://", "sqlite:///:memory:", "postgresql+nothing"]
)
def test_a_url_that_names_no_usable_database_is_explained_with_an_example(url: str) -> None:
    with pytest.raises(DatabaseUrlError, match="例如"):
        open_database(url)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailableError, match="文件夹"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'bot.db'}")


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailableError, match="打不开数据库"):
        open_database(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("这不是数据库" * 100)
    with pytest.raises(DatabaseUnavailableError, match="打不开数据库"):
        open_database(f"sqlite:///{tmp_path / 'bot.db'}")


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailableError, match="打不开数据库") as raised:
        open_database(f"postgres://clerk:secret@/name?host={tmp_path}")
    assert "secret" not in str(raised.value)


def test_a_file_that_several_processes_open_for_the_first_time_is_waited_for(tmp_path: Path) -> None:
    program = (
        "import sys, time; from sqlalchemy import make_url; from bot.store.database import _sqlite\n"
        "engine = _sqlite(make_url(sys.argv[1]))\n"
        "while time.time() < float(sys.argv[2]): pass\n"
        "engine.connect().close()"
    )
    for number in range(3):
        arguments = [sys.executable, "-c", program, f"sqlite:///{tmp_path / str(number)}", str(time.time() + 1.5)]
        opening = [subprocess.Popen(arguments) for _ in range(4)]
        assert [process.wait() for process in opening] == [0, 0, 0, 0]


def test_a_file_that_stays_busy_is_not_waited_for_for_ever() -> None:
    class Busy:
        tries = 0

        def execute(self, _: str) -> None:
            self.tries += 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error

    busy = Busy()
    with pytest.raises(sqlite3.OperationalError):
        database._use_wal(busy, time.monotonic() + 0.03)  # noqa: SLF001 - half a minute is what this is about
    assert busy.tries > 1
