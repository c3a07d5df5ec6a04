from __future__ import annotations

from dataclasses import replace

from scoring import Improvement
from tests.conversation.talk import CLOSED, WUHAN, Talk


def at(*buttons: str, talk: Talk | None = None) -> Talk:
    talk = talk or Talk(WUHAN, CLOSED)
    talk.presses("contents", *buttons)
    return talk


def test_the_contents_list_every_section_with_its_state() -> None:
    talk = at(talk=Talk(replace(WUHAN, project=None), CLOSED))
    assert talk.buttons["go.contents.facts"] == "▫️ 项目基本情况 10/11"
    assert talk.buttons["go.contents.tasks"] == "✅ 工作任务 23/23"
    assert "目前 97 分" in talk.text


def test_a_section_lists_answers_items_and_what_is_missing() -> None:
    talk = at("go.contents.facts", talk=Talk(replace(WUHAN, project=None, department=None), (*CLOSED, "department")))
    assert talk.buttons["go.year"] == "年度：2018 年度"
    assert talk.buttons["go.project"] == "项目名称：（未填）"
    assert talk.buttons["go.department"] == "主管部门：（空着）"
    assert "go.funds.budget" not in at("go.contents.funds").buttons


def test_an_item_lists_its_answers_and_can_be_removed() -> None:
    talk = at("go.contents.budget_lines.3".replace("budget_lines.3", "funds"), "go.contents.budget_lines.3")
    assert talk.buttons["go.budget_lines.3.booked"] == "账面支出：1,102,358.00 元"
    assert talk.buttons["go.budget_lines.3.-"] == "🗑 删除这一项"


def test_where_nothing_is_open_the_end_is_one_press_away() -> None:
    places = ("go.contents.funds", "go.contents.budget_lines.3")
    for number in (1, 2):
        assert "go.review" in at(*places[:number]).buttons
        missing = Talk(replace(WUHAN, project=None), CLOSED)
        assert "go.review" not in at(*places[:number], talk=missing).buttons


def test_a_long_section_has_pages() -> None:
    many = replace(WUHAN, improvements=tuple(Improvement(text=f"措施{number}") for number in range(1, 201)))
    talk = at("go.contents.conclusion", talk=Talk(many, CLOSED))
    assert "第 1/11 页" in talk.text
    assert "go.contents.conclusion.p0" not in talk.buttons
    for page in range(2, 12):
        talk.presses(f"go.contents.conclusion.p{page}")
    assert talk.buttons["go.contents.improvements.200"] == "200. 措施200"
    assert talk.buttons["go.contents.conclusion.p10"] == "◀ 前一页"
    assert "go.contents.conclusion.p12" not in talk.buttons
    assert len(talk.buttons) < 30


def test_labels_are_short_enough_for_a_phone() -> None:
    talk = at("go.contents.facts")
    assert all(len(label) <= 30 for label in talk.buttons.values())
    assert talk.buttons["go.background"].endswith("…")
