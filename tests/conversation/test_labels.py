from __future__ import annotations

import pytest

from bot.conversation.labels import typed_button
from bot.message import Button

BUTTONS = (
    Button("back", "⬅ 上一步"),
    Button("skip", "不改，下一步 ➡"),
    Button("same-budget", "与预算相同 1,000.00"),
    Button("1", "产出指标（剩余 40 分）"),
    Button("score-7.5", "7.5 分"),
    Button("number-1", "98"),
    Button("go.tasks", "1. 巡逻防控"),
    Button("go.project", "项目名称：社区建设"),
)


@pytest.mark.parametrize(
    ("text", "button"),
    [
        ("上一步", "back"),
        ("⬅ 上一步", "back"),
        ("上一步。", "back"),
        ("不改，下一步", "skip"),
        ("不改", "skip"),
        ("与预算相同", "same-budget"),
        ("与预算相同1,000.00", "same-budget"),
        ("产出指标", "1"),
        ("产出指标(剩余40分)", "1"),
        ("7.5分", "score-7.5"),
        ("巡逻防控", "go.tasks"),
        ("项目名称", "go.project"),
    ],
)
def test_a_typed_label_is_its_button_with_or_without_signs_and_figures(text: str, button: str) -> None:
    assert typed_button(BUTTONS, text) == button


@pytest.mark.parametrize("text", ["98", "7.5", "75分", "-7.5分", "", "。", "指标", "下一步"])
def test_anything_else_is_an_answer(text: str) -> None:
    assert typed_button(BUTTONS, text) is None
