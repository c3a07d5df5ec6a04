from __future__ import annotations

import pytest

from bot.channels.telegram.keyboard import keyboard, pressed, rows
from bot.conversation.events import Pressed
from bot.message import Ask, Button, Say


def laid_out(*labels: str) -> list[list[str]]:
    return [
        [button.label for button in row] for row in rows([Button(f"b{n}", label) for n, label in enumerate(labels)])
    ]


def test_short_labels_share_a_row_and_long_ones_stand_alone() -> None:
    assert laid_out("优", "良", "中", "差") == [["优", "良", "中"], ["差"]]
    assert laid_out("与预算相同", "与决算相同", "经济效益指标和社会效益指标") == [
        ["与预算相同", "与决算相同"],
        ["经济效益指标和社会效益指标"],
    ]


def test_the_standing_buttons_are_always_the_last_row() -> None:
    buttons = [
        Button("back", "⬅ 上一步"),
        Button("yes", "是"),
        Button("contents", "📋 目录"),
        Button("pause", "⏸ 稍后"),
    ]
    assert [[button.id for button in row] for row in rows(buttons)] == [["yes"], ["back", "contents", "pause"]]


def test_a_message_without_buttons_has_no_keyboard() -> None:
    assert keyboard(Say(text="好")) == {}


@pytest.mark.parametrize(
    ("data", "press"),
    [
        ("12:go.budget_lines.3.booked", Pressed("go.budget_lines.3.booked", 12)),
        (":list.4", Pressed("list.4")),
        ("a button of another age", Pressed("a button of another age", 0)),
    ],
)
def test_a_button_brings_back_what_it_is(data: str, press: Pressed) -> None:
    assert pressed(data) == press


def test_the_question_s_number_travels_with_its_buttons() -> None:
    ask = Ask(path="unit", section="项目", text="?", buttons=(Button("yes", "是"),), done=0, total=1, number=7)
    key = {"text": "是", "callback_data": "7:yes"}
    assert keyboard(ask) == {"reply_markup": {"inline_keyboard": [[key]]}}
