from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Table, bindparam, inspect, text
from sqlmodel import SQLModel

import bot.store.office_tables
import bot.store.tables  # noqa: F401 - both fill the metadata
from bot.store import database, people
from bot.store.columns import Fen, Moment
from bot.store.database import migrations, open_database, transaction
from bot.store.migrations.__main__ import main as write_migration

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

ROOT = Path(__file__).parents[2]


def test_the_migrations_lead_to_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_migrations_lead_to_the_same_checks_which_alembic_does_not_compare(engine: Engine) -> None:
    def checks() -> dict[str, list[tuple[str, str]]]:
        found = {
            table: sorted(
                (str(check["name"]), check["sqltext"]) for check in inspect(engine).get_check_constraints(table)
            )
            for table in SQLModel.metadata.tables
        }
        return {table: rules for table, rules in found.items() if rules}

    migrated = checks()
    with engine.begin() as connection:
        command.downgrade(migrations(connection), "base")
        SQLModel.metadata.create_all(connection)
    assert migrated == checks()
    assert {"filing", "indicator", "budget_line"} <= migrated.keys()


def test_every_step_can_be_taken_back(engine: Engine) -> None:
    with engine.begin() as connection:
        command.downgrade(migrations(connection), "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    with engine.begin() as connection:
        command.upgrade(migrations(connection), "head")


def test_a_database_can_be_opened_by_several_at_once(database_url: str) -> None:
    program = "import sys; from bot.store.database import open_database; open_database(sys.argv[1]).dispose()"

    def start(_: int) -> int:
        return subprocess.run([sys.executable, "-c", program, database_url], cwd=ROOT, check=False).returncode

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(start, range(4))) == [0, 0, 0, 0]
    engine = open_database(database_url)
    assert inspect(engine).has_table("filing")
    engine.dispose()


def test_a_new_step_is_numbered_after_the_last_one_and_needs_none_of_our_types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(database.MIGRATIONS, tmp_path / "migrations")
    monkeypatch.setattr(database, "MIGRATIONS", copy)
    before = set(copy.glob("versions/v*.py"))
    more = Table("more", SQLModel.metadata, Column("amount", Fen), Column("at", Moment))
    try:
        write_migration("Keep more")
    finally:
        SQLModel.metadata.remove(more)
    [new] = set(copy.glob("versions/v*.py")) - before
    written = new.read_text()
    assert new.name == f"v{len(before) + 1:04}_keep_more.py"
    assert "sa.Column('amount', sa.BigInteger()" in written
    assert "sa.Column('at', sa.DateTime(timezone=True)" in written
    assert "bot." not in written


@pytest.mark.parametrize("made_early", [False, True])
def test_a_filing_has_one_version_whichever_step_made_it(engine: Engine, made_early: bool) -> None:  # noqa: FBT001 - a case
    with engine.begin() as connection:
        command.downgrade(migrations(connection), "0006")
        assert "version" not in {column["name"] for column in inspect(connection).get_columns("filing")}
        if made_early:
            connection.execute(text("ALTER TABLE filing ADD COLUMN version BIGINT"))
        command.upgrade(migrations(connection), "head")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_who_filed_before_people_had_to_be_let_in_is_in(engine: Engine, now: datetime) -> None:
    with engine.begin() as connection:
        command.downgrade(migrations(connection), "0004")
        for owner in (1, 1, 2, 3):
            values = {"owner": owner, "at": now.replace(day=owner)}
            connection.execute(
                text(
                    "INSERT INTO filing (owner, scheme, state, passed, created_at, updated_at)"
                    " VALUES (:owner, 'wuhan-2018', 'draft', '[]', :at, :at)"
                ).bindparams(bindparam("at", type_=Moment)),
                values,
            )
        connection.execute(
            text("INSERT INTO person (id, administrator, since) VALUES (3, true, :at)").bindparams(
                bindparam("at", now, Moment)
            )
        )
        command.upgrade(migrations(connection), "head")
    with transaction(engine) as session:
        assert [people.is_administrator(session, person) for person in (1, 2, 3, 4)] == [False, False, True, None]
