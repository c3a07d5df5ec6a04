"""What goes wrong at the hands of a person: everything is answered, and no answer is lost by it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.service import Service
from bot.store import filings
from bot.store.database import open_database, transaction
from tests.bot_api import PEOPLE, BotApi, Person
from tests.channels.running import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from scoring import Filing


class Clerk:
    """A person who has begun a filing, and what is stored of it."""

    def __init__(self, person: Person, service: Service) -> None:
        self.person, self._service = person, service

    @property
    def filing(self) -> Filing:
        with transaction(self._service._engine) as session:  # noqa: SLF001 - the test's own database
            [listed] = filings.listed(session, self.person.id)
            stored = filings.content(session, listed.id)
        assert stored is not None
        return stored


@pytest.fixture
async def clerk(tmp_path: Path) -> AsyncIterator[Clerk]:
    """Give a clerk who is asked for the project's name."""
    engine = open_database(f"sqlite:///{tmp_path / 'bot.db'}")
    service = Service(engine, lambda: datetime.now(UTC), ZoneInfo("Asia/Shanghai"), PEOPLE)
    with BotApi() as api:
        async with running(api, service):
            person = api.person()
            await person.say("/new wuhan-2018")
            await person.sees("哪一年度")
            await person.say("2018")
            await person.sees("项目叫什么名字")
            yield Clerk(person, service)
    engine.dispose()


SIGNS = "<b>甲</b> & <script>乙 &lt; *丙* _丁_ `戊` [己](http://x) ~~庚~~ ||辛|| \\ > # + - = | { } . !"


async def test_signs_of_markup_are_kept_and_shown_as_they_were_typed(clerk: Clerk) -> None:
    await clerk.person.say(SIGNS)
    await clerk.person.sees("主管部门")
    assert clerk.filing.project == SIGNS
    await clerk.person.press("⬅ 上一步")
    await clerk.person.until(lambda: SIGNS in clerk.person.last.text, "the answer as it is")


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "video", "location", "contact", "dice"])
async def test_what_is_no_text_is_answered_and_the_question_stays(clerk: Clerk, kind: str) -> None:
    await clerk.person.send(kind)
    await clerk.person.until(lambda: "没有记作答案" in clerk.person.last.text, "a word about it")
    assert "项目叫什么名字" in clerk.person.last.text
    assert clerk.filing.project is None


async def test_five_thousand_characters_are_answered(clerk: Clerk) -> None:
    await clerk.person.say("长" * 5000)
    assert "这段有 5000 个字，这里最多 200 个字" in clerk.person.last.text
    assert "项目叫什么名字" in clerk.person.last.text
    assert clerk.filing.project is None


async def test_a_changed_message_changes_no_answer_and_is_told(clerk: Clerk) -> None:
    await clerk.person.say("社区治理")
    await clerk.person.sees("主管部门")
    await clerk.person.edit("社区建设")
    await clerk.person.until(lambda: "不会跟着变" in clerk.person.last.text, "a word about it")
    assert clerk.filing.project == "社区治理"
    assert clerk.filing.department is None


async def test_an_old_button_changes_nothing_and_shows_where_one_is(clerk: Clerk) -> None:
    await clerk.person.say("社区治理")
    await clerk.person.sees("主管部门")
    await clerk.person.until(lambda: not clerk.person.told[-2].keyboard, "the old buttons to go")
    await clerk.person.press_old("⬅ 上一步")
    assert "主管部门" in clerk.person.last.text
    assert clerk.filing.project == "社区治理"


async def test_an_answer_that_comes_twice_is_taken_once(clerk: Clerk) -> None:
    await clerk.person.say("社区治理", copies=2)
    await clerk.person.sees("主管部门")
    await clerk.person.say("财政所")
    await clerk.person.until(lambda: "简称" in clerk.person.last.text, "the next question")
    assert (clerk.filing.project, clerk.filing.department) == ("社区治理", "财政所")
