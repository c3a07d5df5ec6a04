"""The database: opened by its URL, brought to the newest tables, used in transactions."""

from __future__ import annotations

import logging
import sqlite3
import time
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, Executable, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session

import bot.store.office_tables
import bot.store.tables  # noqa: F401 - every table is known wherever there is a database: some refer to others
from bot.store.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MIGRATIONS = Path(__file__).parent / "migrations"

TROUBLE = (OSError, OperationalError, InterfaceError, InternalError, PoolTimeoutError)
"""What goes wrong around a program and passes: a lock, a full disk, a database that is away. No update is to blame."""

RETRY_SECONDS = 2.0

_EXAMPLES = "例如 sqlite:///data/ziping.db 或 postgresql://用户:密码@主机/库名"
_BUSY_SECONDS = 30
# Seconds until a server that is cut off counts as away: else a connection to it would hang for minutes.
_NOTICE = {"connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
_MIGRATION_LOCK = 20_180_728  # any number, so long as nothing else in the database locks it


log = logging.getLogger(__name__)


class DatabaseUrlError(ValueError):
    """The URL names no database that can be used. The message is for whoever set it."""


class DatabaseUnavailableError(RuntimeError):
    """The database cannot be reached or opened, now at least. The message is for whoever runs the bot."""


def open_database(url: str) -> Engine:
    """Open the SQLite file or PostgreSQL database at `url`, with its tables brought up to date.

    A SQLite file and its folder are made where missing. Several processes may do this at once.
    Raises DatabaseUrlError and DatabaseUnavailableError.
    """
    engine = _engine(parsed_url(url))
    with _reached(engine.execution_options(migrating=True)) as connection:
        _upgrade(connection)
    engine.dispose()  # the next connections keep to foreign keys
    return engine


def revisions(url: str) -> tuple[str | None, str]:
    """Return the step to which the tables were brought, `None` if there are none yet, and the newest step.

    Changes nothing and makes no file. Raises DatabaseUrlError and DatabaseUnavailableError.
    """
    parsed = parsed_url(url)
    newest = str(ScriptDirectory.from_config(_scripts()).get_current_head())
    if parsed.drivername == "sqlite" and not Path(str(parsed.database)).exists():
        return None, newest
    engine = _engine(parsed)
    with _reached(engine) as connection:
        brought_to = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return brought_to, newest


def parsed_url(url: str) -> URL:
    """Return the URL with the driver that is used for it. Raises DatabaseUrlError."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUrlError(f"DATABASE_URL 不是数据库地址，{_EXAMPLES}") from error
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite")
        case "sqlite":
            raise DatabaseUrlError(f"DATABASE_URL 要写出 SQLite 文件的路径，{_EXAMPLES}")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseUrlError(f"DATABASE_URL 只能是 SQLite 或 PostgreSQL，{_EXAMPLES}")


def awaited_database(url: str) -> Engine:
    """Open the database as `open_database` does, but wait for a server that does not answer yet."""
    while True:
        try:
            return open_database(url)
        except DatabaseUnavailableError as error:
            if parsed_url(url).drivername == "sqlite":
                raise
            log.warning("%s；%.0f 秒后再试", " ".join(str(error).split()), RETRY_SECONDS)
            time.sleep(RETRY_SECONDS)


def repeatable(engine: Engine) -> Engine:
    """Return the same database for work that may be undone by a power cut, because it is simply done again.

    Its commits need not wait for the disk. No process that dies undoes them.
    """
    return engine.execution_options(repeatable=True)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Commit what was done in the session when the block ends, or undo all of it when the block raises.

    On SQLite the transaction may write from its beginning and others wait for it, so keep it short.
    """
    with (
        engine.get_execution_options().get("turn", nullcontext()),
        Session(engine, expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session


def insert_if_absent(session: Session, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row unless its key is there already; tell whether it was inserted."""
    connection = session.connection()
    return connection.execute(_insert_if_absent(table, connection.dialect.name), values).first() is not None


def insert_those_absent(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> set[Any]:
    """Insert the rows whose key is not there already; return their keys."""
    connection = session.connection()
    return set(connection.execute(_insert_if_absent(table, connection.dialect.name), rows).scalars()) if rows else set()


@cache
def _insert_if_absent(table: Table, dialect: str) -> Executable:
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return insert.on_conflict_do_nothing().returning(*table.primary_key)


def upsert(session: Session, table: Table, values: Mapping[str, Any]) -> None:
    """Insert the row, or give the one with its key these values."""
    connection = session.connection()
    connection.execute(_upsert(table, connection.dialect.name, tuple(values)), values)


@cache
def _upsert(table: Table, dialect: str, names: tuple[str, ...]) -> Executable:
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    new = {name: insert.excluded[name] for name in names if name not in table.primary_key.columns}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=new)


def _engine(url: URL) -> Engine:
    if url.drivername == "sqlite":
        return _sqlite(url)
    engine = create_engine(url, connect_args=_NOTICE)
    event.listen(engine, "begin", _begin_on_server)
    return engine


@contextmanager
def _reached(engine: Engine) -> Iterator[Connection]:
    """Give a first connection, inside a transaction."""
    try:
        with engine.begin() as connection:
            yield connection
    except DatabaseError as error:
        engine.dispose()
        raise DatabaseUnavailableError(f"打不开数据库 {engine.url.render_as_string()}：{error.orig}") from error


def _sqlite(url: URL) -> Engine:
    file = Path(str(url.database))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailableError(f"建不了数据库所在的文件夹 {file.parent}：{error.strerror}") from error
    # Every transaction may write, so threads come one after the other anyway: in their turn none waits for long, while
    # SQLite's own lock is polled with growing pauses. It still keeps other processes apart.
    engine = create_engine(
        url, execution_options={"turn": Turn()}, connect_args={"timeout": _BUSY_SECONDS, "isolation_level": None}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - whatever the driver made
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    _use_wal(connection, time.monotonic() + _BUSY_SECONDS)
    connection.execute("PRAGMA foreign_keys = ON")


def _use_wal(connection: Any, until: float) -> None:  # noqa: ANN401 - as above
    """Turn on WAL, which the file remembers. SQLite does not wait by itself for another process that does the same."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    # Cannot be set inside a transaction. NORMAL does not wait for the disk; the next one with FULL waits for both.
    connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if _is_repeatable(connection) else 'FULL'}")
    if connection.get_execution_options().get("migrating"):
        # SQLite changes a table by making it anew; dropping the old one would count as deleting what others refer to.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    # A transaction that reads first and then wants to write would fail at once where another one wrote in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_on_server(connection: Connection) -> None:
    if _is_repeatable(connection):
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def _is_repeatable(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("repeatable"))


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    command.upgrade(migrations(connection), "head")


def migrations(connection: Connection) -> Config:
    """Return Alembic's configuration, which works inside the connection's transaction."""
    config = _scripts()
    config.attributes["connection"] = connection
    return config


def _scripts() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    return config
