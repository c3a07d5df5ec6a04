"""Access as people see it in Telegram: the first link, invitations passed on, and a door that stays closed."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.service import Service
from bot.store import filings
from bot.store.database import open_database, transaction
from tests.bot_api import PEOPLE, TOKEN, BotApi, Fault
from tests.channels.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.bot_api import Person

ADMINISTRATOR = PEOPLE[0]
LINK = re.compile(r"https://t\.me/ziping_test_bot\?start=([\w-]{22})")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'bot.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


def service(engine: Engine, *administrators: int) -> Service:
    return Service(engine, lambda: datetime.now(UTC), ZoneInfo("Asia/Shanghai"), administrators)


async def opened(person: Person, link: str) -> None:
    """Open a link as the app does: it sends its code with /start."""
    found = LINK.search(link)
    assert found, link
    await person.say(f"/start {found[1]}")


async def test_an_invitation_is_passed_on_and_opens_the_door_once(api: BotApi, engine: Engine) -> None:
    administrator, guest, late = api.person("主任"), api.person("小李"), api.person("小赵")
    assert administrator.id == ADMINISTRATOR
    async with running(api, service(engine, ADMINISTRATOR)):
        await administrator.say("/invite")
        link = administrator.last.text
        await opened(guest, link)
        await guest.until(lambda: bool(guest.buttons()), "the forms to choose from")
        await opened(late, link)
        assert "已经用过、过期了" in late.last.text
        await guest.say("/new wuhan-2018")
        await guest.sees("哪一年度")


async def test_an_invitation_that_telegram_did_not_take_at_first_is_made_again(api: BotApi, engine: Engine) -> None:
    administrator, guest = api.person(), api.person()
    api.faults += [Fault(method="sendMessage", cut="before"), Fault(method="sendMessage", status=500)]
    async with running(api, service(engine, ADMINISTRATOR)):
        await administrator.say("/invite")
        await opened(guest, administrator.last.text)
        assert "邀请有效" in guest.last.text


async def test_the_first_start_prints_a_link_and_whoever_opens_it_is_the_administrator(
    api: BotApi, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    founder, second = api.person(), api.person()
    async with running(api, service(engine)):
        await founder.say("/new wuhan-2018")
        assert "邀请链接" in founder.last.text
        printed = capsys.readouterr().out
        assert "成为管理员" in printed
        await opened(founder, printed)
        assert "您现在是管理员了" in founder.told[-1].text
        await opened(second, printed)
        assert "已经用过、过期了" in second.last.text
        await founder.say("/invite 3人")
        assert "3 人可用" in founder.last.text
    async with running(api, service(engine)):
        await founder.say("/start")
    assert capsys.readouterr().out == ""


async def test_a_stranger_s_file_is_not_even_fetched_and_his_answers_are_not_kept(api: BotApi, engine: Engine) -> None:
    stranger = api.person()
    async with running(api, service(engine, ADMINISTRATOR + 1)):
        await stranger.upload("表.xlsx", b"PK\x03\x04 a table")
        await stranger.say("/new wuhan-2018")
        await stranger.say("2018")
        await stranger.send("photo")
    assert "邀请链接" in stranger.last.text
    assert api.count("getFile") == 0
    with transaction(engine) as session:
        assert filings.listed(session, stranger.id) == ()


async def test_names_answers_files_and_codes_never_reach_the_log(
    api: BotApi, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    administrator, guest = api.person("欧阳主任"), api.person("上官小李")
    api.faults.append(Fault(method="sendMessage", status=500))
    async with running(api, service(engine, ADMINISTRATOR)):
        await administrator.say("/invite")
        link = administrator.last.text
        await opened(guest, link)
        await guest.say("/new wuhan-2018")
        await guest.sees("哪一年度")
        api.faults.append(Fault(method="sendMessage", status=400))
        await guest.say("2018", waits=False)
        await guest.say("绝密的项目名称")
        await guest.upload("内部的预算.xlsx", b"no table")
        await guest.sees("不是 Excel 文件")
    found = LINK.search(link)
    assert found
    secrets = (found[1], TOKEN.partition(":")[2], "欧阳", "上官", "绝密", "内部的预算", str(guest.id))
    assert caplog.text
    assert [secret for secret in secrets if secret in caplog.text] == []
