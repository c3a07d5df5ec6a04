from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Ask, Button, Report, Say, Send, from_json, plain, shortened, to_json

if TYPE_CHECKING:
    from bot.message import Message

BUTTONS = st.lists(st.builds(Button), max_size=3).map(tuple)
MESSAGES = st.one_of(
    st.builds(Ask, buttons=BUTTONS), st.builds(Say, buttons=BUTTONS), st.builds(Send), st.builds(Report)
)


@given(MESSAGES)
def test_a_message_comes_back_from_json_as_it_was(message: Message) -> None:
    assert from_json(json.loads(json.dumps(to_json(message)))) == message


def test_its_json_says_what_it_is() -> None:
    assert to_json(Send(kind="form.png", filing=3)) == {"send": {"kind": "form.png", "filing": 3}}
    assert to_json(Say(text="好", buttons=(Button("new", "新建"),))) == {
        "say": {"text": "好", "buttons": [{"id": "new", "label": "新建"}]}
    }


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>粗</b>和<i>斜</i>", "粗和斜"),
        ("&lt;b&gt;粗&lt;/b&gt;", "<b>粗</b>"),
        ("&amp;lt;", "&lt;"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_plain_text_is_without_our_tags_and_with_every_sign_of_the_person(html: str, text: str) -> None:
    assert plain(html) == text


def test_a_label_fits_a_phone() -> None:
    assert shortened("三" * 30) == "三" * 30
    assert shortened("三" * 31) == "三" * 29 + "…"
