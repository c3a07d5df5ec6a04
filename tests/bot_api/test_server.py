from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.bot_api import TOKEN, BotApi, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api
        api.violations.clear()  # here they are asked for


async def call(api: BotApi, method: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401 - as the API has it
    async with (
        ClientSession(timeout=ClientTimeout(10)) as client,
        client.post(f"{api.url}/bot{TOKEN}/{method}", json=params) as answer,
    ):
        return dict(await answer.json())


def keys(*buttons: tuple[str, str]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label, data in buttons]]}


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": "长" * 4097}, "too long"),
        ({"text": "😀" * 2049}, "too long"),
        ({"text": " \n"}, "text is empty"),
        ({"text": "<b>一", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "一</b>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "<b><i>一</b></i>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "<table>一", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "1 < 2", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "a & b", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "a&nbsp;b", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "一", "reply_markup": keys(("甲", ""))}, "BUTTON_DATA_INVALID"),
        ({"text": "一", "reply_markup": keys(("甲", "字" * 22))}, "BUTTON_DATA_INVALID"),
        ({"text": "一", "reply_markup": keys((" ", "x"))}, "button text is empty"),
        ({"text": "一", "reply_markup": {"inline_keyboard": [[]]}}, "empty or too long row"),
    ],
)
async def test_a_message_that_breaks_a_limit_is_refused_and_fails_the_test(
    api: BotApi, params: dict[str, Any], why: str
) -> None:
    answer = await call(api, "sendMessage", chat_id=api.person().id, **params)
    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert why in answer["description"]
    assert len(api.violations) == 1


async def test_the_end_of_the_block_tells_what_the_bot_broke() -> None:
    with pytest.raises(AssertionError, match="sendMessage: Bad Request: message text is empty"), BotApi() as api:
        await call(api, "sendMessage", chat_id=api.person().id, text="")


async def test_what_is_sent_is_seen_without_its_markup(api: BotApi) -> None:
    person = api.person()
    await call(
        api, "sendMessage", chat_id=person.id, parse_mode="HTML", text="<b>1 &lt; 2</b>", reply_markup=keys(("好", "x"))
    )
    assert person.screen() == "🤖 1 < 2\n[好]"


async def test_an_update_is_given_until_a_later_one_is_asked_for(api: BotApi) -> None:
    person = api.person()
    first = await person.say("一", waits=False)
    second = await person.say("二", waits=False)
    for offset, given in [(None, [first, second]), (first, [first, second]), (second, [second]), (second + 1, [])]:
        params = {} if offset is None else {"offset": offset}
        answer = await call(api, "getUpdates", **params)
        assert [update["update_id"] for update in answer["result"]] == given


async def test_a_long_poll_ends_when_something_happens(api: BotApi) -> None:
    poll = asyncio.create_task(call(api, "getUpdates", timeout=10))
    await api.until_called("getUpdates")
    await api.person().say("一", waits=False)
    assert len((await poll)["result"]) == 1


async def test_a_second_poll_ends_the_first(api: BotApi) -> None:
    first = asyncio.create_task(call(api, "getUpdates", timeout=10))
    await api.until_called("getUpdates")
    second = asyncio.create_task(call(api, "getUpdates", timeout=10, offset=1))
    assert (await first)["error_code"] == 409
    await api.person().say("一", waits=False)
    assert (await second)["ok"]


async def test_only_what_the_bot_has_sent_to_this_chat_can_be_changed(api: BotApi) -> None:
    one, other = api.person(), api.person()
    sent = (await call(api, "sendMessage", chat_id=one.id, text="一"))["result"]["message_id"]
    for chat, text, why in [(other, "二", "not found"), (one, "一", "not modified")]:
        answer = await call(api, "editMessageText", chat_id=chat.id, message_id=sent, text=text)
        assert why in answer["description"]
    assert (await call(api, "editMessageText", chat_id=one.id, message_id=sent, text="二"))["ok"]
    assert [message.text for message in one.told] == ["二"]


async def test_a_button_that_is_gone_can_only_be_pressed_as_an_old_one(api: BotApi) -> None:
    person = api.person()
    sent = (await call(api, "sendMessage", chat_id=person.id, text="一", reply_markup=keys(("好", "7:x"))))["result"]
    await call(api, "editMessageReplyMarkup", chat_id=person.id, message_id=sent["message_id"])
    with pytest.raises(AssertionError, match="no button '好' to press"):
        await person.press("好")
    await person.press_old("好", waits=False)
    [update] = (await call(api, "getUpdates"))["result"]
    assert update["callback_query"]["data"] == "7:x"


async def test_faults_strike_as_often_as_they_are_told_to(api: BotApi) -> None:
    person = api.person()
    api.faults += [
        Fault(method="sendMessage", status=429, retry_after=3),
        Fault(method="sendMessage", cut="before"),
        Fault(method="sendMessage", cut="after"),
    ]
    answer = await call(api, "sendMessage", chat_id=person.id, text="一")
    assert answer["parameters"] == {"retry_after": 3}
    for seen in (0, 1):
        with pytest.raises(ClientError):
            await call(api, "sendMessage", chat_id=person.id, text="一")
        assert len(person.told) == seen
    assert (await call(api, "sendMessage", chat_id=person.id, text="一"))["ok"]


async def test_another_token_opens_nothing(api: BotApi) -> None:
    async with ClientSession() as client, client.get(f"{api.url}/bot1:x/getMe") as answer:
        assert answer.status == 401
