"""A table that waits for a yes is stored with its filing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proposal", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Take the tables back."""
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.drop_column("proposal")
