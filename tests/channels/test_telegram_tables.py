"""Tables through Telegram: a workbook sent as a document, one that is too big, and the blank one handed out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.demo import EXAMPLE
from bot.documents.render import render
from bot.service import Service
from bot.store import filings
from bot.store.database import open_database, transaction
from scoring import open_filing
from tests.bot_api import PEOPLE, BotApi
from tests.channels.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path / 'bot.db'}")
    yield opened
    opened.dispose()


@pytest.fixture
def service(engine: Engine) -> Service:
    return Service(engine, lambda: datetime.now(UTC), ZoneInfo("Asia/Shanghai"), PEOPLE)


async def test_a_workbook_sent_as_a_document_fills_a_filing(service: Service, engine: Engine) -> None:
    example = open_filing(EXAMPLE)
    with BotApi() as api:
        person = api.person()
        async with running(api, service):
            await person.say("/start")
            await person.upload("自评表.xlsx", render(example, "form.xlsx"), waits=False)
            await person.sees("预算明细 12 行")
            await person.press("✔ 填进来", waits=False)
            await person.sees("核对与完成")
    with transaction(engine) as session:
        [listed] = filings.listed(session, person.id)
        assert filings.content(session, listed.id) == example


async def test_a_file_that_is_no_table_is_told_at_once(service: Service) -> None:
    with BotApi() as api:
        person = api.person()
        async with running(api, service):
            await person.upload("照片.xlsx", b"\xff\xd8\xff\xe0", waits=False)
            await person.sees("这是一张图片")
            await person.upload("大.xlsx", b"PK", size=21 * 1024 * 1024, waits=False)
            await person.sees("最多能收 20 MB")


async def test_the_blank_workbook_comes_as_a_document(service: Service) -> None:
    with BotApi() as api:
        person = api.person()
        async with running(api, service):
            await person.say("/template", waits=False)
            await person.until(lambda: any(message.kind == "document" for message in person.told), "the workbook")
    [sent] = [message for message in person.told if message.kind == "document"]
    assert sent.file_name == "自评填报表（空白）.xlsx"
    assert sent.content.startswith(b"PK")
