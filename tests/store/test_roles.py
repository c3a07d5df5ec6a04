from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store import people, roles, units
from bot.store.database import transaction
from bot.store.invitations import Invitation
from bot.store.roles import Held, Member

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine


def test_roles_are_given_once_and_taken_once(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        unit = units.add(session, "宝丰街").id
        people.let_in(session, 7, Invitation(), now)
        assert roles.give(session, 7, unit, "clerk", now)
        assert not roles.give(session, 7, unit, "clerk", now)
        assert roles.give(session, 7, unit, "finance", now)
        assert roles.held(session, 7) == (Held(unit, "宝丰街", "clerk"), Held(unit, "宝丰街", "finance"))
        assert roles.take(session, 7, unit, "finance")
        assert not roles.take(session, 7, unit, "finance")
        people.rename(session, 7, "张三")
        assert roles.members(session, unit) == (Member(7, "张三", "clerk"),)
        assert roles.holders(session, unit, "clerk") == (7,)


def test_reviewers_above_review_where_there_is_none_and_finance_oversees_all_below(
    engine: Engine, now: datetime
) -> None:
    with transaction(engine) as session:
        district = units.add(session, "硚口区").id
        street = units.add(session, "宝丰街", district).id
        community = units.add(session, "长丰社区", street).id
        for person, unit, role in ((1, district, "reviewer"), (2, street, "reviewer"), (3, district, "finance")):
            people.let_in(session, person, Invitation(), now)
            roles.give(session, person, unit, role, now)  # type: ignore[arg-type]  # one of the roles
        assert roles.reviewers(session, community) == (2,)
        roles.take(session, 2, street, "reviewer")
        assert roles.reviewers(session, community) == (1,)
        assert roles.overseers(session, community) == (3,)
        assert roles.oversees(session, 3, community)
        assert not roles.oversees(session, 1, community)
        roles.give(session, 2, community, "finance", now)
        assert not roles.oversees(session, 2, street)
