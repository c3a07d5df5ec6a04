"""Long texts, whose parts wait in the chat until the rest has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Bring the tables forward."""
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
