"""Updates that Telegram posts: taken once, in order, acknowledged when they are stored; and nobody else's."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession

from bot.channels.telegram import Hook, ListenError, webhook
from bot.channels.telegram.intake import Intake
from bot.conversation.events import Pressed, Said
from tests.bot_api import BotApi
from tests.bot_api.posting import SECRET_HEADER
from tests.channels.notebook import Notebook
from tests.channels.running import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "a-secret-for-the-loopback"  # noqa: S105 - it opens nothing


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@pytest.fixture
def hook() -> Hook:
    port = free_port()
    return Hook(f"http://127.0.0.1:{port}/telegram", SECRET, "127.0.0.1", port)


async def ask(hook: Hook, path: str) -> tuple[int, str]:
    """Return the status and the text of an answer."""
    async with ClientSession() as client, client.get(f"http://{hook.host}:{hook.port}{path}") as answer:
        return answer.status, await answer.text()


async def post(hook: Hook, content: Any, secret: str | None = SECRET) -> int:  # noqa: ANN401 - also what is no update
    headers = {} if secret is None else {SECRET_HEADER: secret}
    data = content if isinstance(content, bytes) else json.dumps(content)
    async with ClientSession() as client, client.post(hook.url, data=data, headers=headers) as answer:
        return answer.status


def text_update(number: int, chat_id: int, text: str) -> dict[str, Any]:
    chat, sender = {"id": chat_id, "type": "private"}, {"id": chat_id, "is_bot": False, "first_name": "甲"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1_700_000_000, "chat": chat, "from": sender, "text": text},
    }


async def test_a_conversation_goes_on_through_the_webhook(api: BotApi, hook: Hook) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book, hook=hook):
        await person.say("/start")
        await person.press("跳过")
        await person.say("宝丰街", copies=3)
    assert api.webhook == hook.url
    assert book.events[person.id][1:] == [Pressed("skip", 1), Said("宝丰街")]
    assert set(api.answers) == {200}


async def test_updates_of_many_chats_out_of_order_and_doubled_are_all_stored_once(api: BotApi, hook: Hook) -> None:
    book, people = Notebook(), [api.person() for _ in range(20)]
    api.shuffles = True
    async with running(api, book, hook=hook):
        for number in range(10):
            for person in people:
                await person.say(str(number), waits=False, copies=1 + number % 2)
        await asyncio.gather(*(person.until(lambda p=person: len(p.told) == 10) for person in people))  # type: ignore[misc]
    for person in people:
        assert sorted(book.said(person.id)) == [str(number) for number in range(10)]


async def test_an_update_is_acknowledged_when_it_is_stored_and_not_before(
    api: BotApi, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "PATIENCE", 0.2)
    book, person = Notebook(), api.person()
    gate = threading.Event()
    book.before = lambda _: _pass(gate)
    async with running(api, book, hook=hook):
        number = await person.say("宝丰街", waits=False)
        await api.updates.bell.until(lambda: 503 in api.answers, 10)
        assert set(api.answers) == {503}
        assert api.updates.holds(number)
        gate.set()
        await api.updates.bell.until(lambda: not api.updates.holds(number), 10)
        await person.sees("第1题")
    assert api.answers[-1] == 200
    assert book.said(person.id) == ["宝丰街"]


async def test_what_fails_beyond_all_care_is_not_acknowledged(
    api: BotApi, hook: Hook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    async with running(api, Notebook(), hook=hook):
        await api.until_called("setMyCommands")
        with monkeypatch.context() as broken:
            broken.setattr(Intake, "take", fail)
            assert await post(hook, text_update(1, 7, "宝丰街")) == 503
    assert "宝丰街" not in caplog.text


@pytest.mark.parametrize("secret", [None, "", "another-secret", SECRET[:-1], "暗号"])
async def test_who_does_not_know_the_secret_is_refused(api: BotApi, hook: Hook, secret: str | None) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book, hook=hook):
        await api.until_called("setMyCommands")
        status = await post(hook, text_update(1, person.id, "冒名"), secret)
    assert status == 403
    assert book.events == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"', b"{}", b'{"update_id": 7, "message": 3}', b"\xff"])
async def test_what_is_no_update_is_refused_and_harms_nothing(api: BotApi, hook: Hook, content: bytes) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book, hook=hook):
        await api.until_called("setMyCommands")
        assert await post(hook, content) == 400
        assert await post(hook, text_update(1, person.id, "宝丰街")) == 200
    assert book.said(person.id) == ["宝丰街"]


async def test_only_posts_are_taken_and_only_at_its_own_path(api: BotApi, hook: Hook) -> None:
    async with running(api, Notebook(), hook=hook):
        await api.until_called("setMyCommands")
        assert (await ask(hook, "/telegram"))[0] == 405
        assert (await ask(hook, "/"))[0] == 404


async def test_its_health_can_be_watched(api: BotApi, hook: Hook) -> None:
    book, person = Notebook(), api.person()
    async with running(api, book, hook=hook):
        await person.say("宝丰街")
        await book.until_settled(1)
        assert (await ask(hook, "/healthz"))[0] == 200
        assert (await ask(hook, "/readyz"))[0] == 200
        figures = (await ask(hook, "/metrics"))[1].splitlines()
    assert "bot_updates_stored_total 1" in figures
    assert "bot_messages_sent_total 1" in figures
    assert 'bot_update_seconds_bucket{le="+Inf"} 1' in figures
    assert "bot_update_seconds_count 1" in figures
    assert not any("宝丰街" in line or str(person.id) in line for line in figures)


async def test_it_is_not_ready_while_its_database_is_away(api: BotApi, hook: Hook) -> None:
    book = Notebook()
    begun, gate = threading.Event(), threading.Event()

    def held() -> bool:
        begun.set()
        _pass(gate)
        return True

    book.join = held  # type: ignore[method-assign]
    async with running(api, book, hook=hook):
        await asyncio.to_thread(begun.wait, 10)
        assert (await ask(hook, "/healthz"))[0] == 200
        assert (await ask(hook, "/readyz"))[0] == 503
        gate.set()


async def test_an_address_that_is_taken_is_told(api: BotApi, hook: Hook) -> None:
    async with running(api, Notebook(), hook=hook):
        await api.until_called("setMyCommands")
        with pytest.raises(ListenError, match=f"LISTEN=127.0.0.1:{hook.port} 用不了"):
            async with running(api, Notebook(), hook=hook) as second:
                await second


async def test_stopping_first_stores_and_acknowledges_what_was_posted(api: BotApi, hook: Hook) -> None:
    book, person = Notebook(), api.person()
    begun, gate = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        begun.set()
        _pass(gate)

    book.before = hold
    async with running(api, book, hook=hook):
        await person.say("最后一答", waits=False)
        await asyncio.to_thread(begun.wait, 10)
        asyncio.get_running_loop().call_later(0.2, gate.set)
    assert api.answers == [200]
    assert book.said(person.id) == ["最后一答"]
    assert person.last.text == "第1题：请填写。"


def _pass(gate: threading.Event) -> None:
    assert gate.wait(10), "nobody opened the gate"
