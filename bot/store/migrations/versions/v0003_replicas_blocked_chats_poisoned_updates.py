"""Replicas, blocked chats, poisoned updates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "poisoned_update",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poisoned_update")),
    )
    op.create_table(
        "replica",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alive_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replica")),
    )
    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sender_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_chat_sender_id"), ["sender_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_chat_sender_id"), "replica", ["sender_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_outbox_message_attempts"), type_="check")
        batch_op.drop_column("attempts")


def downgrade() -> None:
    """Take the tables back."""
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_check_constraint(batch_op.f("ck_outbox_message_attempts"), "attempts >= 0")

    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_chat_sender_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_chat_sender_id"))
        batch_op.drop_column("blocked_at")
        batch_op.drop_column("sender_id")

    op.drop_table("replica")
    op.drop_table("poisoned_update")
