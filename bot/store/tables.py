"""The tables. Values come in checked, because SQLModel tables check nothing; what must never be false stands as CHECK.

The items of a filing are counted from 1 by `position`, as their paths count them.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from bot.store.columns import Fen, Measure, Moment, Points


class FilingRecord(SQLModel, table=True):
    """The answers of a filing that stand alone, and its state.

    A filing belongs to its unit, and whoever is clerk there works on it; without a unit, to its owner alone. Of the
    filings that answer one assignment, one at most is not deleted, and `done` is how many percent of its questions are
    answered. `submitted_by` and `submitted_at` tell of the last time that it was submitted. `returned_reason` and
    `returned_path`, the item in question if there is one, stand from its return until it is submitted again. `version`
    is another one whenever an answer was written; see `answers`.
    """

    __tablename__: ClassVar[Any] = "filing"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'finished', 'submitted', 'returned', 'filed')", name="state"),
        Index(
            "uq_filing_assignment_id",
            "assignment_id",
            unique=True,
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    owner: int = Field(sa_type=BigInteger, index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id")
    scheme: str
    year: int | None = None
    project: str | None = None
    department: str | None = None
    unit: str | None = None
    unit_full_name: str | None = None
    category: str | None = None
    attribute: str | None = None
    duration: str | None = None
    filled_on: date | None = None
    background: str | None = None
    objective: str | None = None
    achievement: str | None = None
    compliant: bool | None = None
    allocated: Decimal | None = Field(default=None, sa_type=Fen)
    total: Decimal | None = Field(default=None, sa_type=Points)
    funds_budget: Decimal | None = Field(default=None, sa_type=Fen)
    funds_executed: Decimal | None = Field(default=None, sa_type=Fen)
    funds_score: Decimal | None = Field(default=None, sa_type=Points)
    state: str = "draft"
    done: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    submitted_by: int | None = Field(default=None, sa_type=BigInteger)
    submitted_at: datetime | None = Field(default=None, sa_type=Moment)
    returned_reason: str | None = None
    returned_path: str | None = None
    passed: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int | None = Field(default=None, sa_type=BigInteger)


class PositionRecord(SQLModel, table=True):
    """Where a person stands in a filing. Who has no row stands at the first open question.

    The last three are there only in filings of a unit. `asked` is the question that they see, `seen` the newest entry
    of a colleague in the audit log that they know of. `rival` is their answer where a colleague has given another one
    meanwhile, until they choose.
    """

    __tablename__: ClassVar[Any] = "position"

    filing_id: int = Field(primary_key=True, foreign_key="filing.id")
    person_id: int = Field(primary_key=True, sa_type=BigInteger)
    cursor: str | None = None
    origin: str | None = None
    proposal: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    asked: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    seen: int | None = None
    rival: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class BudgetLineRecord(SQLModel, table=True):
    """One 预算明细行."""

    __tablename__: ClassVar[Any] = "budget_line"
    __table_args__ = (CheckConstraint("position >= 1", name="position"),)

    filing_id: int = Field(primary_key=True, foreign_key="filing.id")
    position: int = Field(primary_key=True)
    name: str | None = None
    budgeted: Decimal | None = Field(default=None, sa_type=Fen)
    settled: Decimal | None = Field(default=None, sa_type=Fen)
    booked: Decimal | None = Field(default=None, sa_type=Fen)


class IndicatorRecord(SQLModel, table=True):
    """One 绩效指标."""

    __tablename__: ClassVar[Any] = "indicator"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint("kind IN ('positive', 'reverse', 'equal', 'qualitative')", name="kind"),
    )

    filing_id: int = Field(primary_key=True, foreign_key="filing.id")
    position: int = Field(primary_key=True)
    level1: str | None = None
    level2: str | None = None
    name: str | None = None
    weight: Decimal | None = Field(default=None, sa_type=Points)
    kind: str | None = None
    target: str | None = None
    target_value: Decimal | None = Field(default=None, sa_type=Measure)
    unit: str | None = None
    actual: str | None = None
    actual_value: Decimal | None = Field(default=None, sa_type=Measure)
    tier: str | None = None
    score: Decimal | None = Field(default=None, sa_type=Points)
    reason: str | None = None


class TaskRecord(SQLModel, table=True):
    """One 工作任务."""

    __tablename__: ClassVar[Any] = "task"
    __table_args__ = (CheckConstraint("position >= 1", name="position"),)

    filing_id: int = Field(primary_key=True, foreign_key="filing.id")
    position: int = Field(primary_key=True)
    title: str | None = None
    completion: str | None = None


class ImprovementRecord(SQLModel, table=True):
    """One 问题和改进措施."""

    __tablename__: ClassVar[Any] = "improvement"
    __table_args__ = (CheckConstraint("position >= 1", name="position"),)

    filing_id: int = Field(primary_key=True, foreign_key="filing.id")
    position: int = Field(primary_key=True)
    text: str | None = None


class ReplicaRecord(SQLModel, table=True):
    """A process that serves this database, until it is gone or counts as dead."""

    __tablename__: ClassVar[Any] = "replica"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    since: datetime = Field(sa_type=Moment)
    alive_until: datetime = Field(sa_type=Moment)


class ChatRecord(SQLModel, table=True):
    """A chat: what it is busy with. Its row is the lock that keeps a chat's updates one after the other.

    `sender_id` is the replica that sends to it now; no other one does. `blocked_at` is set while the person has blocked
    the bot: nothing is sent until they write again. `dialogue` is the kind of the dialogue in hand, which takes what
    is typed before a filing does. `parts` are those of a long text whose rest may still come (`bot.pasting`).
    """

    __tablename__: ClassVar[Any] = "chat"
    __table_args__ = (
        Index(
            "ix_chat_parts",
            "id",
            sqlite_where=text("parts IS NOT NULL"),
            postgresql_where=text("parts IS NOT NULL"),
        ),
    )

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    filing_id: int | None = Field(default=None, foreign_key="filing.id")
    dialogue: str | None = None
    question: int = 0
    live_message_id: int | None = Field(default=None, sa_type=BigInteger)
    sender_id: int | None = Field(
        default=None, sa_type=BigInteger, foreign_key="replica.id", ondelete="SET NULL", index=True
    )
    blocked_at: datetime | None = Field(default=None, sa_type=Moment)
    parts: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class DialogueRecord(SQLModel, table=True):
    """A dialogue about something else than a filing's answers, such as a new campaign: what was answered so far."""

    __tablename__: ClassVar[Any] = "dialogue"

    chat_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="chat.id")
    kind: str = Field(primary_key=True)
    answers: dict[str, Any] = Field(sa_type=JSON)


class AuditRecord(SQLModel, table=True):
    """Who changed which answer, when, from what to what; and at the path `state` who moved the filing on or back."""

    __tablename__: ClassVar[Any] = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    filing_id: int = Field(foreign_key="filing.id", index=True)
    chat_id: int = Field(sa_type=BigInteger)
    at: datetime = Field(sa_type=Moment)
    path: str
    old: str | None = None
    new: str | None = None


class OutboxRecord(SQLModel, table=True):
    """A reply: to be sent until it was sent or given up. `edits` says that it takes the place of the live message."""

    __tablename__: ClassVar[Any] = "outbox_message"
    __table_args__ = (
        Index(
            "ix_outbox_message_unsent",
            "chat_id",
            "id",
            sqlite_where=text("sent_at IS NULL AND given_up_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger)
    payload: dict[str, Any] = Field(sa_type=JSON)
    edits: bool
    created_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    given_up_at: datetime | None = Field(default=None, sa_type=Moment)


class HandledUpdateRecord(SQLModel, table=True):
    """An update that was handled. All ids are kept, not the highest: updates may come out of order."""

    __tablename__: ClassVar[Any] = "handled_update"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Moment)


class PoisonedUpdateRecord(SQLModel, table=True):
    """An update that could not be handled however often it was tried, for whoever mends the program.

    `payload` is the update as JSON, `error` the traceback.
    """

    __tablename__: ClassVar[Any] = "poisoned_update"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    chat_id: int = Field(sa_type=BigInteger)
    payload: str
    error: str
    at: datetime = Field(sa_type=Moment)


# The same tables as statements name them.
FILING = SQLModel.metadata.tables["filing"]
CHAT = SQLModel.metadata.tables["chat"]
AUDIT = SQLModel.metadata.tables["audit_entry"]
OUTBOX = SQLModel.metadata.tables["outbox_message"]
HANDLED = SQLModel.metadata.tables["handled_update"]
POISONED = SQLModel.metadata.tables["poisoned_update"]
REPLICA = SQLModel.metadata.tables["replica"]
POSITION = SQLModel.metadata.tables["position"]
DIALOGUE = SQLModel.metadata.tables["dialogue"]
ITEMS = {
    "budget_lines": SQLModel.metadata.tables["budget_line"],
    "indicators": SQLModel.metadata.tables["indicator"],
    "tasks": SQLModel.metadata.tables["task"],
    "improvements": SQLModel.metadata.tables["improvement"],
}
