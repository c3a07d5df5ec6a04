"""A year of a district in Telegram, as the story in tests/channels/year/cast.py has it, on a clock that the test sets.

Sixty people come in, file, review, are reminded over two weeks by a bot that is stopped in the middle and away for two
days; what each of them heard, and the 汇总 in the end, must be what was reckoned by hand from the story.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types
from rich.console import Console

from bot import admin
from bot.channels.telegram import alarm, outbox
from bot.store.database import open_database
from tests.bot_api import BotApi
from tests.channels.running import running
from tests.channels.year import arriving, deeds, due
from tests.channels.year.cast import (
    AWAY,
    BACK,
    COMMUNITIES,
    DEADLINE,
    DISTRICT,
    FINANCE,
    LATE,
    NUDGES,
    PROJECT,
    PUBLISHED,
    ROLLED_UP,
    SCHEME,
    STOPPED,
    STRANGER,
    STREETS,
    WISHES,
    ZONE,
    at,
)
from tests.channels.year.screens import read, read_sum, rows
from tests.channels.year.sums import summed
from tests.channels.year.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.channels.year.cast import Community
    from tests.channels.year.due import Heard

LOOKS = ("07:59", "08:00", "08:59", "09:00", "12:30", "17:29", "17:30")
"""When everybody looks at the phone each day: nothing may come too early either."""


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    for module, name, seconds in ((alarm, "LOOK", 0.02), (alarm, "BREATH", 0.0), (outbox, "SWEEP", 0.02)):
        monkeypatch.setattr(module, name, seconds)
    engine = open_database(f"sqlite:///{tmp_path / 'bot.db'}")
    yield engine
    engine.dispose()


async def test_a_year(engine: Engine, tmp_path: Path) -> None:
    heard: list[Heard] = []
    with BotApi() as api:
        town = Town(api, engine)
        import_units(engine, tmp_path / "units.toml")
        async with running(api, town.bot):
            town.clock.set(at("4-20 09:00"))
            await arriving.come_in(town)
            await arriving.stranger_tries(town)
            town.clock.set(PUBLISHED)
            await publish(town)
            heard += await live(town, PUBLISHED, STOPPED)
            heard += await live_until_it_stops(town)
        async with running(api, town.bot):
            await town.settled()
            heard += read(town, STOPPED)
            heard += await live(town, STOPPED + timedelta(minutes=1), AWAY)
        await live_without_the_bot(town)
        async with running(api, town.bot):
            await town.settled()
            heard += read(town, BACK)
            heard += await live(town, BACK + timedelta(minutes=1), ROLLED_UP)
            town.clock.set(ROLLED_UP)
            await look_at_the_board(town)
            await compare_rollup(town, FINANCE, DISTRICT, COMMUNITIES)
            for name, street in STREETS.items():
                await compare_rollup(town, street.finance, name, [each for each in COMMUNITIES if each.street == name])
    assert sorted(heard, key=due.order) == due.due()
    assert len(town.phones[STRANGER].person.told) == 2


def import_units(engine: Engine, path: Path) -> None:
    """Let whoever runs the bot import the tree of units."""
    parents = {DISTRICT: "", **dict.fromkeys(STREETS, DISTRICT), **{each.name: each.street for each in COMMUNITIES}}
    listed = [f'[[units]]\nname = "{name}"\nparent = "{parent}"\n' for name, parent in parents.items()]
    path.write_text("\n".join(listed), encoding="utf-8")
    bureau = admin.Bureau(engine, at("4-20 08:00"), ZONE, Console(file=StringIO()))
    assert admin.run(admin.parsed(["units", "import", str(path)]), bureau) == 0


async def publish(town: Town) -> None:
    """Publish the campaign, as its guided dialogue goes."""
    phone = town.phones[FINANCE]
    await phone.says("/campaign")
    await phone.presses("去年（2025）")
    await phone.says(SCHEME)
    await phone.presses(f"下两级的 {len(COMMUNITIES)} 个")
    await phone.says(PROJECT)
    await phone.says(f"{DEADLINE.month}月{DEADLINE.day}日")
    await phone.says("14、7、3、2、1、当天")
    asked = await phone.presses("不可以")
    assert f"一共要 <b>{len(COMMUNITIES)} 份</b>" in asked.text
    assert "没有填报人的有 1 个：和平社区" in asked.text
    assert "没有审核人" not in asked.text
    days = [f"2026-{day.month}-{day.day}（周{'一二三四五六日'[day.weekday()]}）" for day in due.reminder_days()]
    assert f"提醒：{'、'.join(days)}" in asked.text
    await phone.is_told("已经发布", phone.person.press("📣 发布", waits=False))
    await town.settled()


def moments(begin: datetime, end: datetime) -> list[datetime]:
    """Return when to look at the clock, from one moment until before another."""
    days = [begin.astimezone(ZONE).date() + timedelta(days=after) for after in range((end - begin).days + 2)]
    found = {
        *(at(f"{day.month}-{day.day} {clock}") for day in days for clock in LOOKS),
        *(planned for each in COMMUNITIES for planned, _ in each.days),
        *(moment for each in WISHES for moment in (each.at, each.due)),
        *(each.at for each in NUDGES),
        *LATE.values(),
    }
    return sorted(each for each in found if begin <= each < end)


async def live(town: Town, begin: datetime, end: datetime) -> list[Heard]:
    """Let the time pass: at each moment first comes what is due, then people do what is theirs."""
    heard = []
    for now in moments(begin, end):
        town.clock.set(now)
        await town.settled()
        await deeds.do_all(town, now)
        await town.settled()
        heard += read(town, now)
    return heard


async def live_until_it_stops(town: Town) -> list[Heard]:
    """Let the bot be stopped when some have been reminded and some have not."""
    town.clock.set(STOPPED)
    town.bot.steps_left = 3
    await town.bot.bell.until(lambda: town.bot.steps_left == 0, 30)
    await town.settled()
    town.bot.steps_left = None
    heard = read(town, STOPPED)
    assert 0 < len(heard) < sum(each.at == STOPPED for each in due.due())
    return heard


async def live_without_the_bot(town: Town) -> None:
    """Let people press buttons that nobody answers, and the time pass until the bot comes back."""
    for now in moments(AWAY, BACK):
        for each in COMMUNITIES:
            for verb in (verb for planned, verb in each.days if planned == now):
                assert verb == "submit"
                await town.phones[each.clerk(verb)].person.press("📨 提交审核", waits=False)
    town.clock.set(BACK)


async def look_at_the_board(town: Town) -> None:
    phone = town.phones[FINANCE]
    await phone.is_sent("photo", phone.person.say("/board", waits=False))
    states = Counter(due.state(each, ROLLED_UP) for each in COMMUNITIES)
    await phone.person.sees(f"应报 {len(COMMUNITIES)} 份")
    told = phone.told("应报")[-1].text
    assert {label: int(number) for label, number in re.findall(r"(\S{3}) (\d+)(?:，|$|\n)", told)} == states


async def compare_rollup(town: Town, who: str, unit: str, communities: Sequence[Community]) -> None:
    """Ask for the 汇总 and compare its figures with those that were added up by hand."""
    filed = [each for each in communities if due.state(each, ROLLED_UP) == "已报送"]
    phone = town.phones[who]
    await phone.is_sent("photo", phone.person.say("/rollup", waits=False))
    await phone.person.sees(f"汇总了 {len(filed)} 个已报送的单位，还有 {len(communities) - len(filed)} 个没有报送")
    sent = await phone.is_sent("document", phone.person.press("📊 Excel", under=unit, waits=False))
    book = load_workbook(BytesIO(sent.content), data_only=True)
    assert read_sum(book) == summed([each.figures.in_the_end for each in filed])
    assert {row[0] for row in rows(book, "各单位")} == {"单位", *(each.name for each in filed)}
    missing = {(each.name, due.state(each, ROLLED_UP)) for each in communities if each not in filed}
    assert {(row[0], row[2]) for row in rows(book, "未报送")} == {("单位", "状态"), *missing}
