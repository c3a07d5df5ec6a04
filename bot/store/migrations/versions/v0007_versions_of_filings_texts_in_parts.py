"""Filings have a version, by which their answers are remembered; the parts of long texts wait in the chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Bring the tables forward."""
    # For some days step 0005 itself made the version: a database from then has it.
    if "version" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("filing")}:
        op.add_column("filing", sa.Column("version", sa.BigInteger(), nullable=True))
    op.add_column("chat", sa.Column("parts", sa.JSON(), nullable=True))
    op.create_index(
        "ix_chat_parts",
        "chat",
        ["id"],
        sqlite_where=sa.text("parts IS NOT NULL"),
        postgresql_where=sa.text("parts IS NOT NULL"),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_index("ix_chat_parts", "chat")
    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.drop_column("parts")
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.drop_column("version")
