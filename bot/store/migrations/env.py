"""What Alembic runs to migrate: inside the transaction of the connection it was given."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

import bot.store.office_tables
import bot.store.tables  # noqa: F401 - both fill the metadata


def _plain_type(kind: str, item: Any, _context: object) -> str | Literal[False]:  # noqa: ANN401 - as Alembic calls it
    """Write our column types as what the database sees, so that a migration stays what it was when the types change."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=_plain_type,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
