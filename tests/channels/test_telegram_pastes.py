"""A text that the app cut into several messages is one text, whoever takes its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.channels.telegram import Hook, intake
from bot.demo import EXAMPLE
from scoring import open_filing
from tests.bot_api import BotApi
from tests.channels.running import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bot_api import Person
    from tests.clerk import Clerk, Office

LINES = 150
TABLE = "\n".join(
    ["项目内容\t预算金额\t决算金额\t账面支出"]
    + [
        f"第{number}个社区的网格化服务经费\t{number}00.00\t{number}00.00\t{number}00.00"
        for number in range(1, LINES + 1)
    ]
)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


def at_work(api: BotApi, office: Office) -> tuple[Clerk, Person]:
    """Return a clerk in the middle of a filing, as the bot and as Telegram know them."""
    person = api.person()
    return office.clerk(person.id).play(open_filing(EXAMPLE), until="budget_lines.+"), person


async def pasted(clerk: Clerk, person: Person) -> None:
    """Paste the table, and take it over."""
    assert len(TABLE) > 4096
    await person.say(TABLE)
    await person.press("✔ 填进来")
    assert len(clerk.filing().budget_lines) == LINES
    assert {line.booked for line in clerk.filing().budget_lines} == {100 * number for number in range(1, LINES + 1)}


async def test_its_parts_are_put_together_while_polling(api: BotApi, any_office: Office) -> None:
    clerk, person = at_work(api, any_office)
    async with running(api, any_office.service):
        await pasted(clerk, person)


async def test_its_parts_are_put_together_where_two_replicas_take_them(api: BotApi, any_office: Office) -> None:
    clerk, person = at_work(api, any_office)
    ports = free_port(), free_port()
    first, second = (Hook(f"http://127.0.0.1:{port}/telegram", "s" * 20, "127.0.0.1", port) for port in ports)
    api.behind = [f"http://{hook.host}:{hook.port}" for hook in (first, second)]
    async with running(api, any_office.service, hook=first), running(api, any_office.service, hook=second):
        await pasted(clerk, person)


async def test_alone_it_is_an_answer_soon(api: BotApi, any_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "UNDER_WAY", 0.05)
    clerk, person = at_work(api, any_office)
    async with running(api, any_office.service):
        await person.say("长" * 3900)
        assert "200" in person.last.text, "a name has so many characters at most"
        await person.say("网格化服务")
    assert [line.name for line in clerk.filing().budget_lines] == ["网格化服务"]
