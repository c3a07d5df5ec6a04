"""A copy of a SQLite database, made while it is in use."""

from __future__ import annotations

import os
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import mkstemp

from sqlalchemy import URL

from bot.store.database import DatabaseUnavailableError, DatabaseUrlError, parsed_url


def back_up(url: str, file: Path) -> None:
    """Copy the database at `url` to a new file, as it is at one moment, however many write to it meanwhile.

    Its tables stay as they are: no migration runs. Until the copy is whole and on the disk, there is no such file.
    Raises FileExistsError, other OSErrors, DatabaseUnavailableError, and DatabaseUrlError for a PostgreSQL database,
    with the command that backs it up.
    """
    parsed = parsed_url(url)
    if parsed.drivername != "sqlite":
        raise DatabaseUrlError(f"PostgreSQL 数据库请用它自己的命令备份：{_pg_dump(parsed, file)}")
    source = Path(str(parsed.database))
    if not source.is_file():
        raise DatabaseUnavailableError(f"还没有数据库文件 {source}，没有可以备份的")
    if file.exists():
        raise FileExistsError(f"{file} 已经有了。为免盖掉它，请换一个名字，例如 backup-2026-03-01.db")
    handle, part = _unfinished(file)
    try:
        _copy(source, part)
        os.fsync(handle)
        part.replace(file)
    finally:
        os.close(handle)
        part.unlink(missing_ok=True)


def _unfinished(file: Path) -> tuple[int, Path]:
    """Make an empty file beside the one to come, for its owner alone."""
    try:
        handle, name = mkstemp(dir=file.parent, prefix=".backup-")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from None
    return handle, Path(name)


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise DatabaseUnavailableError(f"备份没有做成：{error}") from error


def _pg_dump(url: URL, file: Path) -> str:
    """Return the command without the password: pg_dump asks for it."""
    place = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return shlex.join(["pg_dump", "--format=custom", f"--file={file}", str(place)])
