"""Reminders as people see them in Telegram: unasked, beside everything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.channels.telegram import alarm, outbox
from bot.service import Service
from bot.store.database import open_database
from tests.bot_api import BotApi
from tests.channels.running import running

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_a_reminder_comes_at_its_time_and_leads_back_to_the_filing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarm, "LOOK", 0.01)
    monkeypatch.setattr(outbox, "SWEEP", 0.05)
    now = datetime(2026, 3, 10, 2, tzinfo=UTC)
    engine = open_database(f"sqlite:///{tmp_path / 'bot.db'}")
    with BotApi() as api:
        person = api.person()
        service = Service(engine, lambda: now, ZoneInfo("Asia/Shanghai"), [person.id])
        async with running(api, service):
            await person.say("/new wuhan-2018")
            await person.sees("哪一年度")
            await person.say("/remind 今晚 19:00")
            await person.sees("3月10日（周二）19:00 提醒您")
            now += timedelta(hours=9)
            await person.sees("还差")
            assert len([each for each in person.told if "还差" in each.text]) == 1
            await person.press("▶ 未命名的自评")
            await person.until(lambda: "哪一年度" in person.last.text, "the question in hand")
    engine.dispose()
