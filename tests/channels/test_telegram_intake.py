from __future__ import annotations

import json
import logging
import re
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.telegram import intake
from bot.channels.telegram.intake import TRIES
from bot.conversation.events import Command, Part, Pressed, Said, Unsupported, Uploaded
from tests.bot_api import TOKEN, BotApi, Fault
from tests.channels.notebook import Notebook
from tests.channels.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.service import Update


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


async def test_what_a_person_types_is_an_answer_and_a_slash_begins_a_command(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("/new@ziping_test_bot wuhan-2018")
        await person.say("宝丰街")
    assert book.events[person.id] == [Command("new", "wuhan-2018"), Said("宝丰街")]


async def test_a_press_says_which_question_its_button_stood_under(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("/start")
        await person.press("跳过")
        await person.until(lambda: len(person.chat.answered) == 1, "the spinner to stop")
    assert book.events[person.id][-1] == Pressed("skip", 1)


@pytest.mark.parametrize(("length", "event"), [(3699, Said), (3700, Part), (4096, Part)])
async def test_a_message_as_long_as_one_can_be_may_be_a_part(
    api: BotApi, length: int, event: type[Said | Part]
) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("长" * length)
    assert book.events[person.id] == [event("长" * length)]


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "video", "audio", "location", "contact", "dice"])
async def test_what_no_question_can_take_is_told_by_its_kind(api: BotApi, kind: str) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.send(kind)
    assert book.events[person.id] == [Unsupported(kind)]


async def test_a_changed_message_is_no_new_answer(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("宝丰街")
        await person.edit("宝丰街道")
    assert book.events[person.id] == [Said("宝丰街"), Unsupported("edited")]


async def test_a_file_lies_here_while_it_is_handled_and_is_gone_afterwards(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    found: dict[Path, bytes] = {}

    def look(update: Update) -> None:
        assert isinstance(update.event, Uploaded)
        found[update.event.file] = update.event.file.read_bytes()

    book.before = look
    async with running(api, book):
        await person.upload("去年的自评表.xlsx", b"PK\x03\x04 a table")
    [event] = book.events[person.id]
    assert isinstance(event, Uploaded)
    assert event.name == "去年的自评表.xlsx"
    assert list(found.values()) == [b"PK\x03\x04 a table"]
    assert not event.file.exists()


async def test_a_file_over_20_mb_is_refused_before_it_is_fetched(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.upload("大.zip", b"", size=20_000_001)
    assert book.events[person.id] == [Unsupported("large_file")]
    assert "getFile" not in {method for method, _ in api.calls}


async def test_a_file_that_telegram_does_not_hand_out_is_told(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    api.faults.append(Fault(method="getFile", status=500))
    async with running(api, book):
        await person.upload("表.xlsx", b"a table")
    assert book.events[person.id] == [Unsupported("lost_file")]


async def test_a_group_is_told_to_come_in_private_and_only_when_it_calls(api: BotApi) -> None:
    book, group, person = Notebook(), api.group(), api.person()
    async with running(api, book):
        await group.say("大家好", waits=False)
        await group.say("/start")
        await person.say("在吗")
    assert [message.text for message in group.told] == ["请点我的头像，在私聊里填报；群里不方便谈各单位的数字。"]
    assert list(book.events) == [person.id]


async def test_an_update_that_comes_twice_is_stored_once(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("一", copies=3)
        await person.say("二")
    assert book.said(person.id) == ["一", "二"]


async def test_nothing_is_confirmed_before_it_is_stored(api: BotApi) -> None:
    book, slow, other = Notebook(), api.person("慢"), api.person("快")
    gate = threading.Event()
    book.before = lambda update: None if update.chat_id == other.id else _pass(gate)
    async with running(api, book):
        held = await slow.say("还没存下", waits=False)
        for word in ("一", "二", "三"):
            await other.say(word)
        assert api.updates.holds(held)
        assert book.said(other.id) == ["一", "二", "三"]
        gate.set()
        await slow.sees("第1题")
        await other.say("四")
        await slow.until(lambda: not api.updates.holds(held), "the confirmation")
    assert book.said(slow.id) == ["还没存下"]
    assert book.said(other.id) == ["一", "二", "三", "四"]


async def test_one_chat_is_served_in_order_even_if_the_first_answer_takes_longer(api: BotApi) -> None:
    book, person, other = Notebook(), api.person(), api.person()
    words = [str(number) for number in range(30)]
    gate = threading.Event()
    book.before = lambda update: _pass(gate) if update.event == Said("0") else None
    for word in words:
        await person.say(word, waits=False)
    async with running(api, book):
        await other.say("ahead of the others, which are at hand as well")
        assert book.said(person.id) == []
        gate.set()
        await person.sees("第30题")
    assert book.said(person.id) == words


@pytest.mark.parametrize(
    "trouble", [OSError("the disk is full"), OperationalError("INSERT 宝丰街", {}, Exception("database is locked"))]
)
async def test_an_answer_that_cannot_be_stored_is_tried_until_it_can(
    api: BotApi, trouble: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(intake, "SOON", 0.1)
    book, person = Notebook(), api.person()
    failures = [trouble] * (2 * TRIES)

    def fail(_: Update) -> None:
        if failures:
            raise failures.pop()

    book.before = fail
    async with running(api, book):
        await person.say("宝丰街")
    assert book.said(person.id) == ["宝丰街"]
    assert book.aside == []
    assert "宝丰街" not in caplog.text


async def test_an_update_that_can_never_be_handled_is_put_aside_and_the_next_one_goes_on(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    book, person = Notebook(), api.person()
    tried = []

    def fail(update: Update) -> None:
        if update.event == Said("有毒"):
            tried.append(update)
            raise ValueError("有毒")

    book.before = fail
    async with running(api, book):
        await person.say("有毒", waits=False)
        await person.say("宝丰街", waits=False)
        await person.sees("第1题")
    assert len(tried) == TRIES
    assert book.said(person.id) == ["宝丰街"]
    assert [message.text for message in person.told] == ["没能处理", "第1题：请填写。"]
    [aside] = book.aside
    assert aside.chat_id == person.id
    assert json.loads(aside.payload)["message"]["text"] == "有毒"
    assert aside.error.endswith("ValueError: 有毒\n")
    assert "有毒" not in caplog.text


async def test_who_waits_long_for_an_answer_to_be_stored_is_told_once(
    api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "REASSURED_AFTER", 0.1)
    book, person = Notebook(), api.person()
    gate = threading.Event()
    book.before = lambda _: _pass(gate)
    async with running(api, book):
        await person.say("一", waits=False)
        await person.say("二", waits=False)
        await person.sees("不用再发一遍")
        gate.set()
        await person.sees("第2题")
    assert [message.text for message in person.told] == [intake.REASSURANCE, "第1题：请填写。", "第2题：请填写。"]


async def test_each_update_is_one_line_in_the_log_that_names_nobody(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    book, person = Notebook(), api.person("王小明")
    async with running(api, book):
        number = await person.say("宝丰街")
        await person.press("跳过")
    lines = [message for message in caplog.messages if message.startswith("update=")]
    pattern = r"update=\d+ chat=([0-9a-f]{12}) event=(Said|Pressed) ms=\d+"
    found = [re.fullmatch(pattern, line) for line in lines]
    assert [match and match[2] for match in found] == ["Said", "Pressed"]
    assert len({match and match[1] for match in found}) == 1
    assert lines[0].startswith(f"update={number} ")
    for secret in ("王小明", "宝丰街", str(person.id), TOKEN):
        assert secret not in caplog.text


async def test_polling_goes_on_after_every_kind_of_trouble(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    book, person = Notebook(), api.person()
    api.faults += [
        Fault(method="getUpdates", status=500),
        Fault(method="getUpdates", cut="before"),
        Fault(method="getUpdates", cut="after"),
        Fault(method="getUpdates", status=429, retry_after=1),
        Fault(method="getUpdates", status=409, description="Conflict: terminated by other getUpdates request"),
    ]
    async with running(api, book):
        await person.say("宝丰街")
    assert book.said(person.id) == ["宝丰街"]
    assert "另一个程序正在用同一个 BOT_TOKEN" in caplog.text


async def test_an_update_of_no_chat_is_passed_over(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    sender = {"id": person.id, "is_bot": False, "first_name": "甲"}
    api.updates.put({"callback_query": {"id": "9", "from": sender, "chat_instance": "1", "data": "x"}})
    async with running(api, book):
        await person.say("宝丰街")
    assert book.said(person.id) == ["宝丰街"]


@pytest.mark.parametrize("known", [True, False])
async def test_an_update_that_cannot_be_read_is_put_aside_and_the_next_one_goes_on(
    api: BotApi, caplog: pytest.LogCaptureFixture, *, known: bool
) -> None:
    book, person = Notebook(), api.person()
    chat = {"id": person.id, "type": "private"} if known else "of another age"
    number = api.updates.put({"message": {"message_id": "新的", "chat": chat, "text": 3}})
    async with running(api, book):
        await person.say("宝丰街", waits=False)
        await person.sees("第1题")
        await person.until(lambda: not api.updates.holds(number), "the confirmation")
    assert book.said(person.id) == ["宝丰街"]
    [aside] = book.aside
    assert (aside.id, aside.chat_id) == (number, person.id if known else 0)
    assert json.loads(aside.payload)["message"]["message_id"] == "新的"
    assert ("没能处理" in person.screen()) is known
    assert "新的" not in caplog.text


async def test_a_spinner_that_can_no_longer_be_stopped_does_no_harm(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("/start")
        api.faults.append(Fault(method="answerCallbackQuery", status=400, description="Bad Request: query is too old"))
        await person.press("跳过")
        await person.say("宝丰街")
    assert book.said(person.id) == ["宝丰街"]


async def test_ids_that_begin_anew_after_a_quiet_week_are_taken(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        last = await person.say("年前")
        await person.until(lambda: not api.updates.holds(last), "the confirmation")
        api.updates.begin_anew(7)
        await person.say("年后")
    assert book.said(person.id) == ["年前", "年后"]


def _pass(gate: threading.Event) -> None:
    assert gate.wait(10), "nobody opened the gate"
