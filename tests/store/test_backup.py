"""A copy that is taken while others write: whole, of one moment, and never over something else."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from bot.store.backup import back_up
from bot.store.chats import locked_chat
from bot.store.database import DatabaseUnavailableError, DatabaseUrlError, open_database, transaction

if TYPE_CHECKING:
    from sqlalchemy import Engine

PAIR = (1, 2)
"""Two chats that every transaction of these tests asks the same number of questions."""


@pytest.fixture
def source(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / '数 据#.db'}"


def ask(engine: Engine) -> None:
    with transaction(engine) as session:
        for chat in PAIR:
            locked_chat(session, chat).question += 1


def questions(engine: Engine) -> list[int]:
    with transaction(engine) as session:
        return [locked_chat(session, chat).question for chat in PAIR]


def test_a_copy_taken_while_others_write_is_of_one_moment_and_opens(source: str, tmp_path: Path) -> None:
    engine = open_database(source)
    ask(engine)
    stop, written = Event(), Event()

    def write() -> None:
        while not stop.is_set():
            ask(engine)
            written.set()

    writer = Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            written.clear()
            assert written.wait(10)
            back_up(source, tmp_path / f"{number}.db")
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        copy = open_database(f"sqlite:///{tmp_path / f'{number}.db'}")
        one, other = questions(copy)
        assert one == other > 0
        copy.dispose()
    engine.dispose()


def test_what_is_committed_but_not_yet_in_the_main_file_is_in_the_copy(source: str, tmp_path: Path) -> None:
    engine = open_database(source)
    ask(engine)
    assert next(tmp_path.glob("*-wal")).stat().st_size > 0
    back_up(source, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT question FROM chat").fetchall() == [(1,), (1,)]
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    engine.dispose()


def test_put_back_in_place_of_the_database_the_copy_goes_on_from_its_moment(source: str, tmp_path: Path) -> None:
    engine = open_database(source)
    ask(engine)
    back_up(source, tmp_path / "copy.db")
    ask(engine)
    engine.dispose()
    for file in tmp_path.glob("数 据#.db*"):
        file.unlink()
    shutil.copy(tmp_path / "copy.db", tmp_path / "数 据#.db")
    restored = open_database(source)
    assert questions(restored) == [1, 1]
    restored.dispose()


def test_the_copy_is_for_its_owner_alone_and_nothing_else_is_left_behind(source: str, tmp_path: Path) -> None:
    open_database(source).dispose()
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(source, folder / "copy.db")
    [file] = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_is_there_is_never_written_over_be_it_the_database_itself(source: str, tmp_path: Path) -> None:
    open_database(source).dispose()
    database = tmp_path / "数 据#.db"
    before = database.read_bytes()
    with pytest.raises(FileExistsError, match="请换一个名字"):
        back_up(source, database)
    assert database.read_bytes() == before


def test_without_a_database_there_is_nothing_to_copy_and_none_is_made(source: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailableError, match="没有可以备份的"):
        back_up(source, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_leaves_no_copy_behind(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("no database" * 100)
    with pytest.raises(DatabaseUnavailableError, match="备份没有做成"):
        back_up(f"sqlite:///{tmp_path / 'letter.db'}", tmp_path / "copy.db")
    assert [file.name for file in tmp_path.iterdir()] == ["letter.db"]


def test_a_folder_that_is_not_there_is_named_with_the_file(source: str, tmp_path: Path) -> None:
    open_database(source).dispose()
    with pytest.raises(FileNotFoundError) as caught:
        back_up(source, tmp_path / "nowhere" / "copy.db")
    assert caught.value.filename == str(tmp_path / "nowhere" / "copy.db")


def test_postgresql_is_copied_by_its_own_command_which_is_told_without_the_password() -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        back_up("postgresql://bot:hush@db:5433/ziping?sslmode=require", Path("my copy.dump"))
    assert str(caught.value).endswith(
        "pg_dump --format=custom '--file=my copy.dump' 'postgresql://bot@db:5433/ziping?sslmode=require'"
    )
