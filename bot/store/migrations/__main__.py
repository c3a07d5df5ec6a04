"""`python -m bot.store.migrations "Why"` writes the step from the newest migration to the tables as they are now.

Read what it wrote: Alembic does not see changed CHECK constraints.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from bot.store import database


def main(why: str) -> None:
    """Write a migration file named after `why`."""
    with TemporaryDirectory() as folder:
        engine = database.open_database(f"sqlite:///{Path(folder) / 'newest.db'}")
        with engine.begin() as connection:
            number = len(list(database.MIGRATIONS.glob("versions/v*.py"))) + 1
            command.revision(database.migrations(connection), why, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
