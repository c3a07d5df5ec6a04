"""Two streets side by side with everything in them, and who may see and do what there, told without the program.

Every filing, person, unit, campaign and project has a word of its own: wherever that turns up, it tells whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from sqlalchemy import insert, update

from bot.filing import GROUPS
from bot.position import Position, Returned
from bot.store import assignments, campaigns, chats, filings, people, positions, reviews, roles, units
from bot.store.campaigns import Terms
from bot.store.database import open_database, transaction
from bot.store.filings import Assigned
from bot.store.invitations import Invitation, create
from bot.store.office_tables import REMINDER
from bot.store.reviews import Actor
from bot.store.tables import FILING
from scoring.filing import Filing, Funds, Improvement, Indicator, Task
from tests.office.posts import (
    CLERK,
    DISTRICT,
    FINANCE,
    FORMER,
    GREEN,
    GREEN_1,
    NOBODY,
    POSTS,
    STRANGER,
    TREE,
    UNITS,
    WHITE,
    WHITE_1,
    administers,
    below,
    in_charge,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session

    from bot.formats import Role

Stand = Literal["draft", "finished", "withdrawn", "reopened", "submitted", "returned", "filed", "deleted"]
"""Where a filing stands; `withdrawn` is finished again, `reopened` a draft again, after it was submitted once."""

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
STANDS: tuple[Stand, ...] = (
    "draft",
    "finished",
    "withdrawn",
    "reopened",
    "submitted",
    "returned",
    "filed",
    "deleted",
)
_FORMER_ROLES: tuple[Role, ...] = ("clerk", "reviewer", "finance")


@dataclass(frozen=True)
class Wanted:
    """An assignment."""

    id: int
    campaign: int
    unit: int
    project: str


@dataclass(frozen=True)
class Paper:
    """A filing. Without a unit it is its owner's alone."""

    id: int
    owner: int
    answers: Wanted | None
    stand: Stand

    @property
    def unit(self) -> int | None:
        return self.answers.unit if self.answers else None

    @property
    def was_submitted(self) -> bool:
        return self.stand in ("withdrawn", "reopened", "submitted", "returned", "filed")

    @property
    def is_before_reviewers(self) -> bool:
        return self.stand in ("submitted", "returned", "filed")


@dataclass(frozen=True)
class Call:
    """A campaign."""

    id: int
    unit: int
    is_open: bool


@dataclass(frozen=True)
class Reminder:
    """Whose a reminder is, and of which kind: those of their `own` still wait, the others were fired."""

    person: int
    kind: str


@dataclass(eq=False)
class Neighbours:
    """The office, built by the store's own functions."""

    url: str
    papers: list[Paper] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    reminders: dict[int, Reminder] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.engine = open_database(self.url)
        with transaction(self.engine) as session:
            for unit, parent in TREE.items():
                assert units.add(session, f"单{unit:03}", parent).id == unit
            for person, posts in POSTS.items():
                self._let_in(session, person, posts)
            for role in _FORMER_ROLES:
                roles.give(session, FORMER, GREEN_1, role, NOW)
            self._campaigns(session)
            self._filings(session)
            self._in_hand(session)
            for role in _FORMER_ROLES:
                roles.take(session, FORMER, GREEN_1, role)
            self._remind(session)

    @staticmethod
    def _let_in(session: Session, person: int, posts: Iterable[tuple[int, Role]]) -> None:
        chats.locked_chat(session, person)
        if person == STRANGER:
            return
        people.let_in(session, person, Invitation(administrator=administers(person)), NOW)
        people.rename(session, person, f"人{person:03}")
        for unit, role in posts:
            roles.give(session, person, unit, role, NOW)
            if role == "finance":
                invitation = Invitation(unit_id=unit, role="clerk", invited_by=person)
                create(session, invitation, 3, NOW, NOW + timedelta(days=30))

    def _campaigns(self, session: Session) -> None:
        """The district wants a filing of every kind of every unit; streets and communities want something, too."""
        self._call(session, DISTRICT, UNITS, len(STANDS) + 1)
        for street in (GREEN, WHITE):
            self._call(session, street, below(street), 1)
        for community in (GREEN_1, WHITE_1):
            self._call(session, community, (community,), 1)
        for street in (GREEN, WHITE):
            self._call(session, street, below(street), 1, is_open=False)

    def _call(self, session: Session, unit: int, asked: Iterable[int], many: int, *, is_open: bool = True) -> None:
        number = len(self.calls) + 1
        terms = Terms(
            unit_id=unit,
            title=f"任{number:03}",
            year=2025,
            scheme="wuhan-2018",
            deadline=date(2026, 3, 20),
            reminder_days=(3, 0),
        )
        assert campaigns.create(session, terms, 10 * unit + FINANCE, NOW) == number
        projects = [f"务{10 * number + each:03}" for each in range(many)]
        assignments.add(session, number, [(each, project) for each in asked for project in projects])
        campaigns.plan_reminders(session, number, [("campaign", NOW + timedelta(days=20))])
        if not is_open:
            campaigns.set_state(session, number, "closed")
        self.calls.append(Call(number, unit, is_open))
        found = assignments.of_campaign(session, number)
        self.wanted += [Wanted(each.id, number, each.unit_id, each.project) for each in found]

    def _filings(self, session: Session) -> None:
        for wanted in self.wanted:
            call = self.calls[wanted.campaign - 1]
            stand = (*STANDS, None)[int(wanted.project[-1])] if call.unit == DISTRICT else None
            stand = stand if call.is_open else "filed"
            if stand:
                self._paper(session, 10 * wanted.unit + CLERK, stand, wanted)
        for person in (10 * GREEN_1 + CLERK, 10 * WHITE_1 + CLERK, NOBODY, FORMER):
            for alone in ("draft", "finished", "deleted"):
                self._paper(session, person, alone, None)

    def _paper(self, session: Session, person: int, stand: Stand, wanted: Wanted | None) -> None:
        number = len(self.papers) + 1
        assigned = Assigned(wanted.id, wanted.unit) if wanted else None
        assert filings.create(session, person, _answers(f"密{number:03}", wanted), NOW, assigned) == number
        self._bring(session, number, person, stand, wanted.unit if wanted else None)
        self.papers.append(Paper(number, person, wanted, stand))

    @staticmethod
    def _bring(session: Session, number: int, clerk: int, stand: Stand, unit: int | None) -> None:
        """Let a filing go its way, by those who may take it there."""
        if stand != "draft":
            stored = filings.load(session, number, clerk)
            assert stored
            passed = frozenset(f"{group}.+" for group in GROUPS)
            positions.keep(session, stored, clerk, Position(passed=passed, state="finished"), NOW)
        if stand == "deleted":
            assert filings.delete(session, number, clerk, NOW)
        if unit is None or stand in ("draft", "finished", "deleted"):
            return
        [reviewer, *_] = in_charge(unit)
        reviews.move(session, number, "submitted", Actor(clerk, NOW))
        if stand in ("withdrawn", "reopened"):
            reviews.move(session, number, "finished", Actor(clerk, NOW))
        if stand == "reopened":
            session.connection().execute(update(FILING).where(FILING.c.id == number).values(state="draft"))
        if stand == "returned":
            reason = Returned(f"密{number:03}退回原因", "indicators.1")
            reviews.move(session, number, "returned", Actor(reviewer, NOW), reason)
        if stand == "filed":
            reviews.move(session, number, "filed", Actor(reviewer, NOW))

    def _in_hand(self, session: Session) -> None:
        """Every clerk has their unit's draft in hand; so has FORMER, who was at it."""
        for person in (*(10 * unit + CLERK for unit in UNITS), FORMER):
            paper = self.paper(GREEN_1 if person == FORMER else person // 10, "draft")
            stored = filings.load(session, paper.id, person)
            assert stored
            positions.keep(session, stored, person, Position(cursor="indicators.1.name"), NOW)
            chats.locked_chat(session, person).filing_id = paper.id

    def _remind(self, session: Session) -> None:
        """Everybody has fired reminders about campaigns, and own ones that wait; who is clerk, about a filing."""
        for person in POSTS:
            self._reminder(session, person, "campaign", campaign_id=1, over_at=NOW)
            self._reminder(session, person, "digest", campaign_id=2, over_at=NOW)
            self._reminder(session, person, "own")
        for unit in UNITS:
            self._reminder(session, 10 * unit + CLERK, "own", filing_id=self.paper(unit, "draft").id)
        self._reminder(session, FORMER, "own", filing_id=self.paper(GREEN_1, "draft").id)

    def _reminder(self, session: Session, person: int, kind: str, **about: object) -> None:
        values = {"person_id": person, "kind": kind, "due_at": NOW, "fire_at": NOW + timedelta(days=1), **about}
        number = session.connection().execute(insert(REMINDER).returning(REMINDER.c.id), values).scalar_one()
        self.reminders[number] = Reminder(person, kind)

    def paper(self, unit: int, stand: Stand) -> Paper:
        """Return the filing of a unit that stands there."""
        return next(each for each in self.papers if (each.unit, each.stand) == (unit, stand))


def _answers(word: str, wanted: Wanted | None) -> Filing:
    """Return a filing with a word wherever people write something."""
    indicator = Indicator(
        level1="产出指标",
        level2="数量指标",
        name=f"{word}指标",
        weight=Decimal(80),
        kind="positive",
        target=f"≥100{word}",
        target_value=Decimal(100),
        actual=f"90{word}",
        actual_value=Decimal(90),
        unit="个",
        reason=f"{word}原因",
    )
    return Filing(
        scheme="wuhan-2018",
        year=2025,
        project=f"{word}项目",
        unit=f"单{wanted.unit:03}" if wanted else None,
        background=f"{word}背景",
        funds=Funds(budget=Decimal(100), executed=Decimal(90)),
        indicators=(indicator,),
        tasks=(Task(title=f"{word}任务", completion=f"{word}完成"),),
        improvements=(Improvement(text=f"{word}措施"),),
    )
