"""A campaign in two streets whose filings stand here and there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import update

from bot.demo import EXAMPLE
from bot.store import assignments, campaigns, contributions, filings, rollups, scopes, units
from bot.store.campaigns import Terms
from bot.store.database import transaction
from bot.store.filings import Assigned
from bot.store.tables import FILING
from scoring import open_filing
from tests.office.streets import CLERK, DISTRICT, Streets

if TYPE_CHECKING:
    from sqlmodel import Session

    from bot.message import Report
    from bot.position import State
    from scoring import Filing, Sheet
    from tests.clerk import Office

PROJECT = "基层政权和社区建设"
EXAMPLE_FILING = open_filing(EXAMPLE)


class Overseen:
    """硚口区 wants a filing of every community and of 汉正街."""

    def __init__(self, office: Office) -> None:
        self.streets = Streets(office)
        self.office = office
        self.units = self.streets.units
        self.campaign = self.asks("2025年度绩效自评", [PROJECT])

    def asks(self, title: str, projects: list[str]) -> int:
        terms = Terms(
            unit_id=self.units["硚口区"],
            title=title,
            year=2025,
            scheme="wuhan-2018",
            deadline=date(2026, 3, 20),
            reminder_days=(),
        )
        wanted = [
            (self.units[name], each) for name in ("长丰社区", "新村社区", "大夹社区", "汉正街") for each in projects
        ]
        with transaction(self.office.engine) as session:
            made = campaigns.create(session, terms, DISTRICT, self.office.now)
            assignments.add(session, made, wanted)
        return made

    def begin(self, unit: str, state: State = "draft", done: int = 0, filing: Filing = EXAMPLE_FILING) -> int:
        """Put the filing of a unit where it would stand."""
        with transaction(self.office.engine) as session:
            wanted = assignments.of_campaign(session, self.campaign)
            [assignment] = [each.id for each in wanted if each.unit_id == self.units[unit] and each.project == PROJECT]
            assigned = Assigned(assignment, self.units[unit])
            number = filings.create(session, 1, replace(filing, unit=unit), self.office.now, assigned)
            values = {"state": state, "done": done}
            session.connection().execute(update(FILING).where(FILING.c.id == number).values(values))
            if state == "filed":
                contributions.keep(session, number)
        return number

    def document(self, report: Report) -> bytes:
        return self.office.service.document(report)[1]

    def many(self, wanted: int) -> int:
        """Make a campaign for many units below 汉正街."""
        with transaction(self.office.engine) as session:
            top = units.add(session, "集贸街", self.units["硚口区"]).id
            below = [units.add(session, f"第{number}社区", top).id for number in range(wanted)]
        made = self.asks("2027年度绩效自评", [])
        with transaction(self.office.engine) as session:
            assignments.add(session, made, [(unit, PROJECT) for unit in below])
        return made

    def submitted(self, session: Session, number: int) -> None:
        """Have it that the filing was submitted once: only then it concerns others than its clerks."""
        values = {"submitted_at": self.office.now, "submitted_by": CLERK}
        session.connection().execute(update(FILING).where(FILING.c.id == number).values(values))

    def rolled_up(self) -> Sheet:
        with transaction(self.office.engine) as session:
            scope = scopes.get(session, self.campaign, self.units["硚口区"])
            assert scope
            return rollups.rolled_up(session, scope, PROJECT).sheet()
