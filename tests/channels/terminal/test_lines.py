from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from bot.channels.terminal.desk import CHAT, Desk
from bot.channels.terminal.lines import talk
from bot.demo import EXAMPLE
from scoring import open_filing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.clerk import Office

    Answers = Callable[..., list[list[dict[str, Any]]]]


@pytest.fixture
def answers(office: Office, tmp_path: Path) -> Answers:
    """Hand lines to the channel, and return the replies of each line that it writes."""

    def answers(*lines: object) -> list[list[dict[str, Any]]]:
        target = StringIO()
        written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        talk(Desk(office.service, tmp_path / "documents"), [f"{line}\n" for line in written], target)
        return [json.loads(line)["replies"] for line in target.getvalue().splitlines()]

    return answers


def test_one_line_in_is_one_line_out(answers: Answers) -> None:
    greeting, begun, answered = answers({"say": "/start"}, {"press": "new.wuhan-2018"}, {"say": "2018"})
    assert [list(reply) for reply in greeting] == [["ask"]]
    assert [list(reply) for reply in begun] == [["say"], ["ask"]]
    assert answered[0]["ask"]["path"] == "project"


def test_whoever_runs_the_bot_makes_invitations_here_and_they_are_told_once(answers: Answers) -> None:
    [[reply], *_] = answers({"say": "/invite 3人"}, {"say": "/start"})
    assert "3 人可用" in reply["say"]["text"]
    assert "/start " in reply["say"]["text"]


def test_a_question_says_where_it_stands_and_what_can_be_pressed(answers: Answers) -> None:
    [[_, reply]] = answers({"say": "/new wuhan-2018"})
    ask = reply["ask"]
    assert set(ask) == {"path", "section", "text", "buttons", "done", "total"}
    assert (ask["path"], ask["section"], ask["done"]) == ("year", "项目基本情况", 0)
    assert ask["total"] > 10
    assert {"id": "pause", "label": "⏸ 稍后"} in ask["buttons"]
    assert "<b>" not in ask["text"]


def test_what_a_person_wrote_is_shown_as_it_was_written(answers: Answers) -> None:
    name = "<b>&amp;*_[bold] {{ 7 }}"
    *_, [reply] = answers({"say": "/new wuhan-2018"}, {"say": "2018"}, {"say": name}, {"press": "back"})
    assert f"现在是：{name}" in reply["ask"]["text"]


def test_a_document_is_told_by_its_path(answers: Answers, office: Office, tmp_path: Path) -> None:
    office.clerk_with(open_filing(EXAMPLE), CHAT)
    [replies] = answers({"press": "finish"})
    [sent] = [reply["send"] for reply in replies if "send" in reply]
    assert sent["kind"] == "form.png"
    assert sent["path"].startswith(str(tmp_path / "documents"))


@pytest.mark.parametrize(
    "line",
    [
        "这不是 JSON",
        "{",
        "[]",
        "1",
        "null",
        '"say"',
        "{}",
        '{"say": 1}',
        '{"say": null}',
        '{"press": ["a"]}',
        '{"type": "say"}',
        '{"upload": "a\\u0000b"}',
        "[" * 100_000,
        '{"say": ' + "9" * 10_000 + "}",
        "\0",
    ],
)
def test_a_line_that_cannot_be_read_is_told_how_to_write_it(answers: Answers, line: str) -> None:
    [[reply], [ask]] = answers(line, {"say": "/start"})
    assert '请写成 {"say": "…"}' in reply["say"]["text"]
    assert ask["ask"]["path"] == "scheme"


def test_empty_lines_are_passed_over(answers: Answers) -> None:
    assert answers("", "   ", "\t") == []


@pytest.mark.parametrize(
    "line",
    [
        r'{"say": "\ud800"}',
        r'{"say": "/\ud800"}',
        r'{"say": "/new \udfff\u0000"}',
        r'{"press": "\ud83d"}',
        r'{"press": "new.\ud83d"}',
        r'{"upload": "\ud800"}',
        r'{"say": "\u0000"}',
        r'{"press": "\u0000"}',
        json.dumps({"say": "很" * 1_000_000}),
        json.dumps({"press": "x" * 1_000_000}),
        json.dumps({"upload": "/" * 100_000}),
    ],
)
@pytest.mark.parametrize("opened", [False, True])
def test_what_no_text_can_hold_is_answered_and_changes_nothing(
    answers: Answers, office: Office, line: str, *, opened: bool
) -> None:
    clerk = office.clerk(CHAT).say("/new wuhan-2018", "2018", *(() if opened else ("/list",)))
    before = clerk.filing()
    [replies] = answers(line)
    json.dumps(replies, ensure_ascii=False).encode()
    assert "ask" in replies[-1]
    assert clerk.filing() == before


def test_a_file_that_is_not_there_is_told_where_the_person_is(answers: Answers, tmp_path: Path) -> None:
    answers({"say": "/new wuhan-2018"})
    [[reply]] = answers({"upload": str(tmp_path / "去年的表.xlsx")})
    assert reply["ask"]["path"] == "year"
    assert "❗" in reply["ask"]["text"]
