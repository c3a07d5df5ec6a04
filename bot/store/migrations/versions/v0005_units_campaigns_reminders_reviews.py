"""Units, campaigns, reminders, reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_STATES = "state IN ('draft', 'finished', 'submitted', 'returned', 'filed')"
_ROLES = "role IN ('clerk', 'reviewer', 'finance')"

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("parent_id", "name", name="uq_unit_parent_id"),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(
            "uq_unit_name",
            ["name"],
            unique=True,
            sqlite_where=sa.text("parent_id IS NULL"),
            postgresql_where=sa.text("parent_id IS NULL"),
        )

    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("reminder_days", sa.JSON(), nullable=False),
        sa.Column("remind_at", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("own_review", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_campaign_state")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_campaign_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "role",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('clerk', 'reviewer', 'finance')", name=op.f("ck_role_role")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_unit_id")),
        sa.PrimaryKeyConstraint("person_id", "unit_id", "role", name=op.f("pk_role")),
    )
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_assignment_campaign_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("campaign_id", "project", "unit_id", name="uq_assignment_campaign_id"),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_unit_id", ["unit_id", "campaign_id"], unique=False)

    op.create_table(
        "reminder_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spread_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('campaign', 'digest')", name=op.f("ck_reminder_day_kind")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_reminder_day_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_day")),
        sa.UniqueConstraint("campaign_id", "kind", "due_at", name="uq_reminder_day_campaign_id"),
    )
    op.create_table(
        "position",
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("proposal", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("asked", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=True),
        sa.Column("rival", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_position_filing_id")),
        sa.PrimaryKeyConstraint("filing_id", "person_id", name=op.f("pk_position")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("filing_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fire_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('campaign', 'digest', 'nudge', 'own', 'snooze')", name=op.f("ck_reminder_kind")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_reminder_campaign_id")),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_reminder_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("campaign_id", "kind", "due_at", "person_id", name="uq_reminder_campaign_id"),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index("ix_reminder_person_id", ["person_id", "over_at"], unique=False)
        batch_op.create_index(
            "ix_reminder_waiting",
            ["fire_at", "id"],
            unique=False,
            sqlite_where=sa.text("over_at IS NULL"),
            postgresql_where=sa.text("over_at IS NULL"),
        )

    op.create_table(
        "dialogue",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_dialogue_chat_id")),
        sa.PrimaryKeyConstraint("chat_id", "kind", name=op.f("pk_dialogue")),
    )
    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dialogue", sa.String(), nullable=True))

    op.execute(
        "INSERT INTO position (filing_id, person_id, cursor, origin, proposal)"
        " SELECT id, owner, cursor, origin, proposal FROM filing"
        " WHERE cursor IS NOT NULL OR origin IS NOT NULL OR proposal IS NOT NULL"
    )
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("assignment_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("submitted_by", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("returned_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("returned_path", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_filing_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_filing_assignment_id",
            ["assignment_id"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_filing_unit_id"), "unit", ["unit_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_filing_assignment_id"), "assignment", ["assignment_id"], ["id"])
        batch_op.drop_constraint(batch_op.f("ck_filing_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_filing_state"), _STATES)
        batch_op.drop_column("origin")
        batch_op.drop_column("proposal")
        batch_op.drop_column("cursor")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("role", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_invitation_unit_id"), ["unit_id"], unique=False)
        batch_op.create_check_constraint(batch_op.f("ck_invitation_role"), _ROLES)
        batch_op.create_check_constraint(batch_op.f("ck_invitation_role_in_unit"), "(unit_id IS NULL) = (role IS NULL)")
        batch_op.create_foreign_key(batch_op.f("fk_invitation_unit_id"), "unit", ["unit_id"], ["id"])

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(), nullable=True))

    # Who filed before anybody had to be let in: their filings are still theirs.
    op.execute(
        "INSERT INTO person (id, administrator, since) SELECT owner, false, MIN(created_at) FROM filing"
        " WHERE owner NOT IN (SELECT id FROM person) GROUP BY owner"
    )


def downgrade() -> None:
    """Take the tables back."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("name")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_invitation_role_in_unit"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_invitation_role"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_invitation_unit_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_invitation_unit_id"))
        batch_op.drop_column("role")
        batch_op.drop_column("unit_id")

    op.execute("UPDATE filing SET state = 'draft' WHERE state NOT IN ('draft', 'finished')")
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_filing_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_filing_state"), "state IN ('draft', 'finished')")
        batch_op.add_column(sa.Column("cursor", sa.VARCHAR(), nullable=True))
        batch_op.add_column(sa.Column("proposal", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("origin", sa.VARCHAR(), nullable=True))
        batch_op.drop_constraint(batch_op.f("fk_filing_assignment_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_filing_unit_id"), type_="foreignkey")
        batch_op.drop_index(
            "uq_filing_assignment_id",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_filing_unit_id"))
        batch_op.drop_column("returned_path")
        batch_op.drop_column("returned_reason")
        batch_op.drop_column("submitted_at")
        batch_op.drop_column("submitted_by")
        batch_op.drop_column("assignment_id")
        batch_op.drop_column("unit_id")

    op.execute(
        "UPDATE filing SET (cursor, origin, proposal) = (SELECT cursor, origin, proposal FROM position"
        " WHERE filing_id = filing.id AND person_id = filing.owner)"
    )
    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.drop_column("dialogue")

    op.drop_table("dialogue")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reminder_waiting", sqlite_where=sa.text("over_at IS NULL"), postgresql_where=sa.text("over_at IS NULL")
        )
        batch_op.drop_index("ix_reminder_person_id")

    op.drop_table("reminder")
    op.drop_table("position")
    op.drop_table("reminder_day")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_assignment_unit_id")

    op.drop_table("assignment")
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_unit_id"))

    op.drop_table("role")
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_unit_id"))

    op.drop_table("campaign")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_unit_name", sqlite_where=sa.text("parent_id IS NULL"), postgresql_where=sa.text("parent_id IS NULL")
        )

    op.drop_table("unit")
