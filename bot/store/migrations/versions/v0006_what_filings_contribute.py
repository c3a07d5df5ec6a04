"""What filed filings contribute to a 汇总; how much of a filing is answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "rollup_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_rollup_group_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_group")),
        sa.UniqueConstraint("digest", name=op.f("uq_rollup_group_digest")),
    )
    with op.batch_alter_table("rollup_group", schema=None) as batch_op:
        batch_op.create_index("ix_rollup_group_campaign_id", ["campaign_id", "project"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_contribution_filing_id")),
        sa.ForeignKeyConstraint(["group_id"], ["rollup_group.id"], name=op.f("fk_contribution_group_id")),
        sa.PrimaryKeyConstraint("group_id", "filing_id", name=op.f("pk_contribution")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("done", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Take the tables back."""
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.drop_column("done")

    op.drop_table("contribution")
    with op.batch_alter_table("rollup_group", schema=None) as batch_op:
        batch_op.drop_index("ix_rollup_group_campaign_id")

    op.drop_table("rollup_group")
