"""A district with a campaign, its people, and a clock that the test drives."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import update

from bot.message import Say
from bot.store import assignments, campaigns, roles, units
from bot.store.campaigns import Terms
from bot.store.database import transaction
from bot.store.tables import FILING
from tests.clerk import office_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.formats import Role
    from bot.position import State
    from bot.store.campaigns import Kind
    from tests.clerk import Clerk

FINANCE, REVIEWER, QINGHE, BAISHA, SECOND = 1, 2, 11, 12, 13
"""财政 and 审核人 of the district; the clerk of 青禾社区; the two clerks of 白沙社区."""


class District:
    """临湖区 with 青禾社区, 白沙社区 and 柳岸社区, where nobody fills in. It is 9:00 on 2 March 2026.

    `asked` tells whether a campaign runs already.
    """

    def __init__(self, url: str, *, asked: bool = True) -> None:
        self.office = office_at(url)
        with transaction(self.office.engine) as session:
            top = units.add(session, "临湖区").id
            self.units = [top, *(units.add(session, name, top).id for name in ("青禾社区", "白沙社区", "柳岸社区"))]
        self.people = {person: self.office.clerk(person) for person in (FINANCE, REVIEWER, QINGHE, BAISHA, SECOND)}
        self.give(FINANCE, 0, "finance")
        self.give(REVIEWER, 0, "reviewer")
        self.give(QINGHE, 1, "clerk")
        for person in (BAISHA, SECOND):
            self.give(person, 2, "clerk")
        for each in self.people.values():
            each.say("/start")
        self.campaign = self.made("2025 年度绩效自评") if asked else 0

    def give(self, person: int, unit: int, role: Role) -> None:
        with transaction(self.office.engine) as session:
            roles.give(session, person, self.units[unit], role, self.office.now)

    def person(self, person: int) -> Clerk:
        return self.people[person]

    def made(self, title: str, *, own_review: bool = False) -> int:
        """Make a campaign until 20 March that wants one project of every community."""
        kept = Terms(
            unit_id=self.units[0],
            title=title,
            year=2025,
            scheme="wuhan-2018",
            deadline=date(2026, 3, 20),
            reminder_days=(3, 0),
            own_review=own_review,
        )
        with transaction(self.office.engine) as session:
            made = campaigns.create(session, kept, FINANCE, self.office.now)
            assignments.add(session, made, [(unit, "惠民项目") for unit in self.units[1:]])
        return made

    def plan(self, *moments: str, kind: Kind = "campaign", campaign: int | None = None) -> None:
        """Let the campaign remind at these moments, such as `03-17 09:00`, and at no others to come."""
        with transaction(self.office.engine) as session:
            number = campaign or self.campaign
            campaigns.plan_reminders(session, number, [(kind, moment(each)) for each in moments])

    def at(self, when: str) -> dict[int, list[Say]]:
        """Set the clock, do all that is due, and return what each person was told."""
        self.office.now = moment(when)
        while self.office.service.remind():
            pass
        return self.told()

    def told(self) -> dict[int, list[Say]]:
        read = {number: each.read() for number, each in self.people.items()}
        return {number: [each for each in said if isinstance(each, Say)] for number, said in read.items() if said}

    def begin(self, person: int = QINGHE) -> int:
        """Let a clerk begin what the campaign wants of their unit; return the filing's id."""
        with transaction(self.office.engine) as session:
            [wanted] = [each for each in assignments.open_for(session, person) if each.campaign_id == self.campaign]
            begun = assignments.begin(session, wanted.id, person, self.office.now)
        assert begun
        return begun

    def move(self, filing: int, state: State) -> None:
        with transaction(self.office.engine) as session:
            session.connection().execute(update(FILING).where(FILING.c.id == filing).values(state=state))


def moment(words: str) -> datetime:
    """Return a moment of 2026 in the office's time, such as `03-17 09:00`."""
    return datetime.fromisoformat(f"2026-{words}:00+08:00")


def texts(told: Sequence[Say]) -> str:
    return "\n".join(each.text for each in told)
