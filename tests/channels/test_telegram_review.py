"""A review as people see it in Telegram: the clerk submits, the reviewer sends it back to an item, and passes it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.channels.telegram import outbox
from bot.demo import EXAMPLE
from bot.filing import GROUPS
from bot.position import Position
from bot.service import Service
from bot.store import assignments, campaigns, filings, people, positions, roles, units
from bot.store.campaigns import Terms
from bot.store.database import open_database, transaction
from bot.store.filings import Assigned
from bot.store.invitations import Invitation
from scoring import open_filing
from tests.bot_api import PEOPLE, BotApi
from tests.channels.running import running
from tests.published import with_tiers

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from sqlalchemy import Engine

CLERK, REVIEWER, FINANCE = PEOPLE[:3]


def prepare(engine: Engine) -> None:
    """Let 青禾街 have its people, and what the campaign wants of it be finished."""
    now = datetime.now(UTC)
    with transaction(engine) as session:
        district = units.add(session, "临湖区").id
        street = units.add(session, "青禾街", district).id
        for person, name in ((CLERK, "张三"), (REVIEWER, "李主任"), (FINANCE, "王科长")):
            people.let_in(session, person, Invitation(), now)
            people.rename(session, person, name)
        roles.give(session, CLERK, street, "clerk", now)
        roles.give(session, REVIEWER, street, "reviewer", now)
        roles.give(session, FINANCE, district, "finance", now)
        terms = Terms(
            unit_id=district,
            title="年度自评",
            year=2018,
            scheme="wuhan-2018",
            deadline=date(2099, 1, 1),
            reminder_days=(),
        )
        campaign = campaigns.create(session, terms, FINANCE, now)
        assignments.add(session, campaign, [(street, "惠民项目")])
        [wanted] = assignments.open_for(session, CLERK)
        example = with_tiers(open_filing(EXAMPLE))
        filing = filings.create(session, CLERK, example, now, Assigned(wanted.id, street))
        stored = filings.load(session, filing, CLERK)
        assert stored
        done = Position(passed=frozenset(f"{group}.+" for group in GROUPS), state="finished")
        positions.keep(session, stored, CLERK, done, now)


async def test_a_filing_goes_to_the_reviewer_back_to_the_item_and_on_to_finance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "SWEEP", 0.05)  # by which others than who acted are served
    engine = open_database(f"sqlite:///{tmp_path / 'bot.db'}")
    prepare(engine)
    with BotApi() as api:
        clerk, reviewer, finance = (api.person(name) for name in ("张三", "李主任", "王科长"))
        async with running(api, Service(engine, lambda: datetime.now(UTC), ZoneInfo("Asia/Shanghai"))):
            for person in (finance, reviewer, clerk):
                await person.say("/start")
            await clerk.press(next(label for label in clerk.buttons() if "社区治理" in label))
            await clerk.press("📨 提交审核")
            await reviewer.sees("等您审核")
            assert any(message.kind == "photo" for message in reviewer.told)
            await reviewer.press("↩ 退回")
            await reviewer.say("治安巡逻")
            await reviewer.say("数字和台账不一致，请核对。")
            await clerk.sees("李主任退回了")
            await clerk.press("✏ 去修改")
            await clerk.sees("退回的原因　数字和台账不一致")
            await clerk.press(next(label for label in clerk.buttons() if label.startswith("完成情况")))
            await clerk.say("全年联合巡逻 96 次。")
            await clerk.press("📋 目录")
            await clerk.press("🔍 核对与完成")
            await clerk.press("✅ 完成填报", waits=False)
            await clerk.until(lambda: clerk.buttons().count("📨 提交审核") > 1, "the finished filing")
            await clerk.press("📨 提交审核", waits=False)
            await reviewer.sees("→ 全年联合巡逻 96 次。")
            await reviewer.press("✅ 通过")
            await finance.sees("青禾街报送了 惠民项目（李主任审核通过）。")
            await clerk.sees("李主任通过了")
    engine.dispose()
