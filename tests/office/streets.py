"""Two streets of one district, each with its own 财政, and everybody who works there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.message import Invite
from bot.service import Service
from bot.store import roles, units
from bot.store.database import transaction
from bot.store.office_tables import PERSON, ROLE
from tests.clerk import Clerk

if TYPE_CHECKING:
    from bot.formats import Role
    from tests.clerk import Office

TREE = {
    "硚口区": None,
    "宝丰街": "硚口区",
    "长丰社区": "宝丰街",
    "新村社区": "宝丰街",
    "汉正街": "硚口区",
    "大夹社区": "汉正街",
}
ADMINISTRATOR, DISTRICT, STREET, REVIEWER, CLERK, OTHER_STREET, OTHER_CLERK, NOBODY = 100, 10, 20, 21, 31, 40, 41, 50
POSTS: dict[int, tuple[str, Role]] = {
    DISTRICT: ("硚口区", "finance"),
    STREET: ("宝丰街", "finance"),
    REVIEWER: ("宝丰街", "reviewer"),
    CLERK: ("长丰社区", "clerk"),
    OTHER_STREET: ("汉正街", "finance"),
    OTHER_CLERK: ("大夹社区", "clerk"),
}
"""新村社区 has no clerk, 汉正街 nobody who reviews."""


@dataclass
class Streets:
    """The office of the district. ADMINISTRATOR is one by the settings; NOBODY was let in without a role."""

    office: Office

    def __post_init__(self) -> None:
        self.office.service = Service(self.office.engine, lambda: self.office.now, self.office.zone, {ADMINISTRATOR})
        self.units: dict[str, int] = {}
        with transaction(self.office.engine) as session:
            for name, parent in TREE.items():
                self.units[name] = units.add(session, name, self.units[parent] if parent else None).id
        for person in (*POSTS, NOBODY):
            self.office.clerk(person)
        with transaction(self.office.engine) as session:
            for person, (unit, role) in POSTS.items():
                roles.give(session, person, self.units[unit], role, self.office.now)

    def person(self, chat_id: int) -> Clerk:
        return Clerk(self.office, chat_id)

    def roles(self) -> set[tuple[int, str, Role]]:
        with transaction(self.office.engine) as session:
            rows = session.connection().execute(ROLE.select()).all()
        names = {number: name for name, number in self.units.items()}
        return {(row.person_id, names[row.unit_id], row.role) for row in rows}

    def name(self, person: int) -> str | None:
        with transaction(self.office.engine) as session:
            found = session.connection().execute(PERSON.select().where(PERSON.c.id == person)).one_or_none()
        return found.name if found else None

    def code(self, inviter: int, said: str) -> str:
        """Have somebody invite in one line; return the code of the link."""
        return self.code_of(inviter, self.person(inviter).say(said))

    def code_of(self, inviter: int, clerk: Clerk) -> str:
        [invite] = [each for each in clerk.last if isinstance(each, Invite)]
        told = self.office.service.invitation(inviter, invite, "ziping_bot")
        [code] = re.findall(r"\?start=([\w-]{22})$", told.text)
        return str(code)
