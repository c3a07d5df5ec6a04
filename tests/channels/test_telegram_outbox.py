from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.channels.telegram.pace import Pace
from bot.message import Button
from tests.bot_api import BotApi, Fault
from tests.channels.notebook import Notebook, question, telling
from tests.channels.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator

MORE = Button("more", "更多")


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


async def test_what_a_former_process_left_is_sent_first(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    book.put(person.id, telling("重启前的回答"))
    async with running(api, book):
        await person.say("重启后", waits=False)
        await person.sees("第1题")
    assert [message.text for message in person.told] == ["重启前的回答", "第1题：请填写。"], "two turns, two messages"
    assert book.done == [0, 1]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="sendMessage", status=500),
        Fault(method="sendMessage", status=502),
        Fault(method="sendMessage", cut="before"),
        Fault(method="sendMessage", status=429, retry_after=1),
    ],
    ids=["500", "502", "cut", "429"],
)
async def test_after_trouble_a_message_is_sent_again_in_its_place(api: BotApi, fault: Fault) -> None:
    book, person = Notebook(), api.person()
    book.reply = lambda _: [telling("一", MORE), telling("二", MORE), question(3, "三")]
    api.faults.append(Fault(**vars(fault)))
    async with running(api, book):
        await person.say("/start")
        await person.sees("三")
    assert [message.text for message in person.told] == ["一", "二", "三"]
    assert book.done == [0, 1, 2]


async def test_an_answer_lost_on_the_way_repeats_the_message_and_loses_nothing(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    api.faults.append(Fault(method="sendMessage", cut="after"))
    async with running(api, book):
        await person.say("/start")
        await book.until_settled(1)
        await person.press("跳过")
        await person.sees("第2题")
    assert len(person.told) == 2


async def test_a_chat_that_telegram_slows_down_holds_up_no_other(api: BotApi) -> None:
    book, slow, other = Notebook(), api.person(), api.person()
    api.faults.append(Fault(method="sendMessage", chat_id=slow.id, status=429, retry_after=2))
    async with running(api, book):
        await slow.say("/start", waits=False)
        await other.say("/start")
        assert not slow.told
        await slow.sees("第1题")


async def test_who_blocked_the_bot_gets_no_more_tries(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        person.block()
        await person.say("/start", waits=False)
        await book.until_settled(1)
        person.block(blocked=False)
        await person.say("我回来了")
    assert book.refused == [0]
    assert [message.text for message in person.told] == ["第2题：请填写。"]


async def test_what_telegram_calls_a_bad_request_is_given_up_and_the_next_goes_on(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    book, person = Notebook(), api.person()
    book.reply = lambda _: [telling("宝丰街 5,358,672.00 元"), question(1)]
    api.faults.append(Fault(method="sendMessage", times=2, status=400, description="Bad Request: something new"))
    async with running(api, book):
        await person.say("/start")
    assert [message.text for message in person.told] == ["第1题：请填写。"]
    assert book.refused == [0]
    assert "Say" in caplog.text
    assert "Something new" in caplog.text
    assert "5,358,672.00" not in caplog.text


async def test_what_one_turn_tells_and_asks_comes_in_one_message(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    book.reply = lambda _: [telling("<b>得分</b> 20 分"), telling("合计 20 分"), question(1)]
    async with running(api, book):
        await person.say("/start")
        await book.until_settled(3)
    assert [message.text for message in person.told] == ["得分 20 分\n\n合计 20 分\n\n第1题：请填写。"]
    assert person.buttons() == ["⬅ 上一步", "跳过"]


async def test_what_would_not_fit_into_one_message_comes_in_two(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    book.reply = lambda _: [telling("长" * 4090), question(1)]
    async with running(api, book):
        await person.say("/start")
        await person.sees("第1题")
    assert [len(message.text) for message in person.told] == [4090, len("第1题：请填写。")]


async def test_a_chat_gets_its_messages_in_order_and_not_faster_than_it_may(api: BotApi) -> None:
    book, person, other = Notebook(), api.person(), api.person()
    book.reply = lambda _: [telling(str(number), MORE) for number in range(4)]
    async with running(api, book, per_chat=0.2):
        await asyncio.gather(person.say("/start"), other.say("/start"))
        await asyncio.gather(person.sees("3"), other.sees("3"))
    for chat in (person, other):
        assert [message.text for message in chat.told] == ["0", "1", "2", "3"]
        # Three pauses in all: a single one looks shorter where a busy machine held the message before it up.
        assert chat.told[-1].at - chat.told[0].at > 3 * 0.15


async def test_all_chats_together_stay_under_the_limit_in_any_second() -> None:
    pace = Pace(per_chat=1, overall=5)
    loop = asyncio.get_running_loop()
    times: list[float] = []

    async def send(chat_id: int) -> None:
        await pace.message(chat_id)
        times.append(loop.time())

    await asyncio.gather(*(send(chat) for chat in range(12)))
    assert all(later - earlier > 0.95 for earlier, later in zip(times, times[5:], strict=False))


async def test_chats_that_have_rested_are_forgotten() -> None:
    pace = Pace(per_chat=0, overall=10_000)
    for chat in range(2500):
        await pace.message(chat)
    assert len(pace._last) <= 1001  # noqa: SLF001 - memory is what this is about
