"""The tables around filings: people and units, campaigns and what is due in them, reminders."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.store.columns import Moment

_ROLES = "role IN ('clerk', 'reviewer', 'finance')"


class PersonRecord(SQLModel, table=True):
    """Somebody who was let in. A person's id is that of the private chat. `invited_by` is who gave the invitation.

    `name` is what colleagues call them; it is shown to colleagues only.
    """

    __tablename__: ClassVar[Any] = "person"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    name: str | None = None
    administrator: bool = False
    invited_by: int | None = Field(default=None, sa_type=BigInteger)
    since: datetime = Field(sa_type=Moment)


class UnitRecord(SQLModel, table=True):
    """A 单位 in the tree of units: 区 → 街道 → 社区. No two of one name stand under one parent, or at the top."""

    __tablename__: ClassVar[Any] = "unit"
    __table_args__ = (
        UniqueConstraint("parent_id", "name", name="uq_unit_parent_id"),
        Index(
            "uq_unit_name",
            "name",
            unique=True,
            sqlite_where=text("parent_id IS NULL"),
            postgresql_where=text("parent_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    parent_id: int | None = Field(default=None, foreign_key="unit.id")
    name: str
    full_name: str | None = None
    department: str | None = None


class RoleRecord(SQLModel, table=True):
    """What a person is in a unit: 填报人 (clerk), 审核人 (reviewer) or 财政 (finance, who sees the units below too)."""

    __tablename__: ClassVar[Any] = "role"
    __table_args__ = (CheckConstraint(_ROLES, name="role"),)

    person_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="person.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id", index=True)
    role: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)


class InvitationRecord(SQLModel, table=True):
    """A link that lets people in while it has places left. `invited_by` is `None` for the one that founds.

    With a unit it gives the role there. The link's code is not kept: who reads the database cannot come in by it.
    """

    __tablename__: ClassVar[Any] = "invitation"
    __table_args__ = (
        CheckConstraint("places >= 0", name="places"),
        CheckConstraint(_ROLES, name="role"),
        CheckConstraint("(unit_id IS NULL) = (role IS NULL)", name="role_in_unit"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True)
    administrator: bool = False
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    role: str | None = None
    invited_by: int | None = Field(default=None, sa_type=BigInteger)
    places: int = 1
    expires_at: datetime = Field(sa_type=Moment)


class StrangerRecord(SQLModel, table=True):
    """Somebody who was not let in and writes all the same: how often since when."""

    __tablename__: ClassVar[Any] = "stranger"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    since: datetime = Field(sa_type=Moment)
    times: int = 0


class CampaignRecord(SQLModel, table=True):
    """A 填报任务 of a unit for itself and the units below it. The deadline is the end of that day.

    `reminder_days` counts days before the deadline, 0 is the day itself. Times of day are minutes since midnight.
    """

    __tablename__: ClassVar[Any] = "campaign"
    __table_args__ = (CheckConstraint("state IN ('open', 'closed')", name="state"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    title: str
    year: int
    scheme: str
    deadline: date
    reminder_days: list[int] = Field(sa_type=JSON)
    remind_at: int = 9 * 60
    quiet_from: int = 21 * 60
    quiet_until: int = 8 * 60
    own_review: bool = False
    state: str = "open"
    created_by: int = Field(sa_type=BigInteger)
    created_at: datetime = Field(sa_type=Moment)


class AssignmentRecord(SQLModel, table=True):
    """What a campaign wants of a unit: one filing about one project. `nudged_at` is when 财政 last urged them."""

    __tablename__: ClassVar[Any] = "assignment"
    __table_args__ = (
        UniqueConstraint("campaign_id", "project", "unit_id", name="uq_assignment_campaign_id"),
        Index("ix_assignment_unit_id", "unit_id", "campaign_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    unit_id: int = Field(foreign_key="unit.id")
    project: str
    nudged_at: datetime | None = Field(default=None, sa_type=Moment)


class ReminderDayRecord(SQLModel, table=True):
    """A moment of a campaign at which its people are reminded, or 财政 gets its digest. It is spread once."""

    __tablename__: ClassVar[Any] = "reminder_day"
    __table_args__ = (
        CheckConstraint("kind IN ('campaign', 'digest')", name="kind"),
        UniqueConstraint("campaign_id", "kind", "due_at", name="uq_reminder_day_campaign_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    kind: str
    due_at: datetime = Field(sa_type=Moment)
    spread_at: datetime | None = Field(default=None, sa_type=Moment)


class ReminderRecord(SQLModel, table=True):
    """One reminder for one person. `campaign_id` or `filing_id` says what about; without, about all that is open.

    `due_at` is part of what it is: the same one is never made twice. `fire_at` is when it is looked at: later than that
    where quiet hours hold it back. It is over once it was fired, joined with others to one message, or had become
    useless. A person sets their `own` ones; a `snooze` repeats one at a time that they chose.
    """

    __tablename__: ClassVar[Any] = "reminder"
    __table_args__ = (
        CheckConstraint("kind IN ('campaign', 'digest', 'nudge', 'own', 'snooze')", name="kind"),
        UniqueConstraint("campaign_id", "kind", "due_at", "person_id", name="uq_reminder_campaign_id"),
        Index("ix_reminder_person_id", "person_id", "over_at"),
        Index(
            "ix_reminder_waiting",
            "fire_at",
            "id",
            sqlite_where=text("over_at IS NULL"),
            postgresql_where=text("over_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(sa_type=BigInteger)
    kind: str
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")
    filing_id: int | None = Field(default=None, foreign_key="filing.id")
    due_at: datetime = Field(sa_type=Moment)
    fire_at: datetime = Field(sa_type=Moment)
    over_at: datetime | None = Field(default=None, sa_type=Moment)


class RollupGroupRecord(SQLModel, table=True):
    """What adds up when a campaign's filings about a project are rolled up: `what` says it, `digest` stands for all."""

    __tablename__: ClassVar[Any] = "rollup_group"
    __table_args__ = (Index("ix_rollup_group_campaign_id", "campaign_id", "project"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    project: str
    what: dict[str, Any] = Field(sa_type=JSON)
    digest: str = Field(unique=True)


class ContributionRecord(SQLModel, table=True):
    """What a filed filing adds to a group: digits of numbers that any database adds up exactly.

    `planned` is of the target, the budget or the points given, `reached` of the actual value or what was executed,
    `counts` of how much the unit counts in a mean. A group lies together on the disk, so that its sum is one sweep.
    """

    __tablename__: ClassVar[Any] = "contribution"
    __table_args__ = ({"sqlite_with_rowid": False},)

    group_id: int = Field(primary_key=True, foreign_key="rollup_group.id")
    filing_id: int = Field(primary_key=True, foreign_key="filing.id")
    planned: int = Field(sa_type=BigInteger)
    reached: int = Field(sa_type=BigInteger)
    counts: int = Field(sa_type=BigInteger)


# The same tables as statements name them.
PERSON = SQLModel.metadata.tables["person"]
UNIT = SQLModel.metadata.tables["unit"]
ROLE = SQLModel.metadata.tables["role"]
INVITATION = SQLModel.metadata.tables["invitation"]
CAMPAIGN = SQLModel.metadata.tables["campaign"]
ASSIGNMENT = SQLModel.metadata.tables["assignment"]
REMINDER_DAY = SQLModel.metadata.tables["reminder_day"]
REMINDER = SQLModel.metadata.tables["reminder"]
ROLLUP_GROUP = SQLModel.metadata.tables["rollup_group"]
CONTRIBUTION = SQLModel.metadata.tables["contribution"]
