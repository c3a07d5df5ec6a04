from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from bot.message import Button, Send
from tests.bot_api import BotApi, Fault
from tests.channels.notebook import Notebook, question, telling
from tests.channels.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = Send(kind="form.png", filing=1)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


def picture(width: int, height: int) -> bytes:
    """Return a white PNG."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    made = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


async def test_a_typed_answer_gets_a_new_message_and_the_old_one_loses_its_buttons(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("/start")
        await person.say("宝丰街")
        await person.until(lambda: not person.told[0].keyboard, "the first buttons to go")
    assert [bool(message.keyboard) for message in person.told] == [False, True]
    assert [message.edits for message in person.told] == [0, 0]


async def test_a_press_changes_the_message_in_place(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("/start")
        await person.press("跳过")
    assert [message.text for message in person.told] == ["第2题：请填写。"]
    assert person.buttons() == ["⬅ 上一步", "跳过"]


async def test_what_cannot_be_changed_is_sent_anew(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("/start")
        [asked] = person.told
        await person.press("跳过", waits=False)
        person.clear(asked)
        await person.sees("第2题")
    assert person.last.edits == 0


async def test_what_already_shows_the_same_is_left_as_it_is(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    book.reply = lambda _: [question(1)]
    async with running(api, book):
        await person.say("/start")
        await person.press("跳过", waits=False)
        await person.until(lambda: bool(person.chat.answered), "the spinner to stop")
        await person.say("再来")
        await book.until_settled(3)
    assert len(person.told) == 2


async def test_a_told_message_without_buttons_leaves_the_question_its_own(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("/start")
        book.reply = lambda _: [telling("得分 <b>20</b> 分")]
        await person.say("/score")
    assert person.last.text == "得分 20 分"
    assert person.buttons() == ["⬅ 上一步", "跳过"]


async def test_what_is_told_and_asked_next_takes_the_place_of_the_question(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        await person.say("/start")
        book.reply = lambda _: [telling("已跳过"), question(2)]
        await person.press("跳过")
        await person.sees("第2题")
    assert [message.text for message in person.told] == ["已跳过\n\n第2题：请填写。"]


async def test_what_is_told_with_buttons_keeps_them_when_the_next_question_is_answered(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book):
        book.reply = lambda _: [telling("填报完成", Button("document", "Word")), question(1)]
        await person.say("/start")
        await person.sees("第1题")
        book.reply = lambda _: [question(2)]
        await person.say("宝丰街")
        await person.until(lambda: not person.told[1].keyboard, "the question's buttons to go")
    assert [bool(message.keyboard) for message in person.told] == [True, False, True]


async def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    paragraphs = [f"<b>（{number}）</b>{'完成情况良好。' * 60}" for number in range(30)]
    book.reply = lambda _: [telling("\n\n".join(paragraphs), Button("list", "我的自评"))]
    async with running(api, book):
        await person.say("/start")
        await person.until(lambda: bool(person.buttons()), "the last part")
    assert len(person.told) == 4
    assert [bool(message.keyboard) for message in person.told] == [False, False, False, True]
    assert "".join(message.text for message in person.told).count("完成情况良好。") == 1800


async def test_the_form_comes_as_a_photo(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    book.made = lambda _: ("2018年度自评表.png", picture(80, 60))
    book.reply = lambda _: [FORM]
    async with running(api, book):
        await person.say("/start")
    assert (person.last.kind, person.last.text) == ("photo", "2018年度自评表")
    assert person.chat.actions == ["upload_photo"]


@pytest.mark.parametrize(("width", "height"), [(2100, 100), (100, 2100), (5100, 5000)])
async def test_a_picture_that_no_photo_may_be_comes_as_a_file(api: BotApi, width: int, height: int) -> None:
    book, person = Notebook(), api.person()
    book.made = lambda _: ("自评表.png", picture(width, height))
    book.reply = lambda _: [FORM]
    async with running(api, book):
        await person.say("/start")
    assert (person.last.kind, person.last.file_name) == ("document", "自评表.png")


async def test_a_picture_that_telegram_refuses_comes_as_a_file(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    book.made = lambda _: ("自评表.png", picture(80, 60))
    book.reply = lambda _: [FORM]
    api.faults.append(Fault(method="sendPhoto", status=400, description="Bad Request: IMAGE_PROCESS_FAILED"))
    async with running(api, book):
        await person.say("/start")
    assert person.last.kind == "document"


async def test_a_document_comes_under_its_chinese_name(api: BotApi) -> None:
    book, person = Notebook(), api.person()
    book.made = lambda send: ("宝丰街2018年自评报告.docx", b"PK" + send.kind.encode())
    book.reply = lambda _: [Send(kind="report.docx", filing=1)]
    async with running(api, book):
        await person.say("/start")
    assert (person.last.kind, person.last.file_name) == ("document", "宝丰街2018年自评报告.docx")
    assert person.last.content == b"PKreport.docx"
    assert person.chat.actions == ["upload_document"]


async def test_a_document_that_cannot_be_made_is_told_and_holds_up_nothing(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    book, person = Notebook(), api.person()

    def fail(_: Send) -> tuple[str, bytes]:
        raise ValueError("宝丰街 cannot be set")

    book.made = fail
    book.reply = lambda _: [FORM, question(1)]
    async with running(api, book):
        await person.say("/start")
        await person.sees("第1题")
    assert "这份文件没有做成" in person.told[0].text
    assert book.refused == [0]
    assert "form.png" in caplog.text
    assert "宝丰街" not in caplog.text
