from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.channels.terminal import person
from bot.channels.terminal.desk import CHAT, Desk
from bot.channels.terminal.person import FAREWELL, HINT, Screen, lines_of, styled, talk
from bot.demo import EXAMPLE
from scoring import open_filing
from tests.reading.tables import workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.clerk import Clerk, Office


@pytest.fixture
def clerk(office: Office) -> Clerk:
    """Give whoever sits at the terminal."""
    return office.clerk(CHAT)


@pytest.fixture
def shown(office: Office, tmp_path: Path) -> Callable[..., str]:
    """Type lines at the terminal; return all that it shows."""

    def shown(*lines: str) -> str:
        paper = StringIO()
        screen = Screen(Console(file=paper, width=100, color_system=None))
        talk(Desk(office.service, tmp_path / "documents"), screen, lines)
        return paper.getvalue()

    return shown


def test_it_begins_with_how_to_use_it_and_a_greeting_and_ends_with_a_farewell(shown: Callable[..., str]) -> None:
    told = shown()
    assert told.startswith(HINT)
    assert "我是自评助手" in told
    assert told.rstrip().endswith(FAREWELL)


def test_answers_are_typed_and_buttons_pressed_by_their_number(shown: Callable[..., str], clerk: Clerk) -> None:
    told = shown("/new wuhan-2018", ".1", "惠民项目")
    assert ".1 2025 年度" in told
    assert clerk.filing().year == 2025
    assert clerk.filing().project == "惠民项目"


@pytest.mark.parametrize("press", [".1", "。1", "．1", "  .1  "])
def test_the_dot_may_be_a_chinese_one(shown: Callable[..., str], clerk: Clerk, press: str) -> None:
    shown("/new wuhan-2018", press)
    assert clerk.filing().year == 2025


@pytest.mark.parametrize("typed", [".99", ".0", ".", ".1.1"])
def test_a_number_that_no_button_has_is_an_answer_like_any_other(
    shown: Callable[..., str], clerk: Clerk, typed: str
) -> None:
    assert "❗" in shown("/new wuhan-2018", typed)
    assert clerk.filing().year is None


@pytest.mark.parametrize("line", ["上传 {}", "upload {}", " 上传  '{}' ", '上传 "{}"'])
def test_a_file_is_sent_by_its_path(shown: Callable[..., str], clerk: Clerk, tmp_path: Path, line: str) -> None:
    path = workbook(tmp_path / "预算 明细.xlsx", ("项目内容", "预算金额"), ("惠民项目", 5))
    assert "从“预算 明细.xlsx”读到" in shown("/new wuhan-2018", line.format(path))
    assert "填好了 2 处" in shown(".1")
    assert clerk.filing().budget_lines[0].name == "惠民项目"


@pytest.mark.parametrize("word", ["exit", "quit", "退出", " 退出 "])
def test_who_types_so_leaves_and_later_lines_are_not_read(shown: Callable[..., str], clerk: Clerk, word: str) -> None:
    shown("/new wuhan-2018", word, "2018")
    assert clerk.filing().year is None


def test_who_comes_back_finds_the_same_question(shown: Callable[..., str]) -> None:
    shown("/new wuhan-2018", "2018")
    told = shown()
    assert "欢迎回来" in told
    assert "项目叫什么名字" in told


@pytest.mark.parametrize("name", ["<b>粗</b>", "[bold]粗[/bold]", "[red", "&lt;i&gt;", "{{ 7 * 7 }}", ":smile:"])
def test_signs_of_every_markup_are_shown_as_they_were_typed(shown: Callable[..., str], name: str) -> None:
    assert f"现在是：{name}" in shown("/new wuhan-2018", "2018", name, "/back")


def test_bold_and_italic_are_the_only_styles() -> None:
    text = styled("看<b>这里</b>和<i>那里</i>，不是 &lt;b&gt;这里&lt;/b&gt; &amp; <u>这里</u>")
    assert text.plain == "看这里和那里，不是 <b>这里</b> & <u>这里</u>"
    assert [(text.plain[span.start : span.end], span.style) for span in text.spans] == [
        ("这里", "bold"),
        ("那里", "italic"),
    ]


def test_a_document_is_shown_by_its_path(shown: Callable[..., str], office: Office, tmp_path: Path) -> None:
    office.clerk_with(open_filing(EXAMPLE), CHAT)
    told = shown(".1")
    assert f"📎 {tmp_path / 'documents'}" in told.replace("\n", "")
    assert ".1 Word 报告" in told


def test_a_long_path_is_not_broken(shown: Callable[..., str], office: Office) -> None:
    office.clerk_with(open_filing(EXAMPLE), CHAT)
    assert any(line.startswith("📎") and line.endswith(".png") for line in shown(".1").splitlines())


def test_lines_come_from_a_pipe_without_their_ends() -> None:
    assert list(lines_of(StringIO("一\r\n二\n\n三"))) == ["一", "二", "", "三"]


class Keyboard(StringIO):
    """An input that somebody sits at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("leave", ["\x04", "\x03"], ids=["Ctrl-D", "Ctrl-C"])
def test_lines_come_from_a_keyboard_until_somebody_leaves(leave: str) -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(f"2018\r/new wuhan-2018\r{leave}")
        assert list(lines_of(Keyboard())) == ["2018", "/new wuhan-2018"]


def test_what_was_typed_elsewhere_is_shown_literally() -> None:
    paper = StringIO()
    Screen(Console(file=paper)).typed("[bold]<b>")
    assert paper.getvalue() == "\n› [bold]<b>\n"


@pytest.mark.parametrize(("looks", "quick", "told"), [(True, -1, True), (True, 60, False), (False, -1, False)])
def test_a_bar_shows_long_work_to_somebody_who_looks(
    monkeypatch: pytest.MonkeyPatch, *, looks: bool, quick: float, told: bool
) -> None:
    monkeypatch.setattr(person, "QUICK", quick)
    paper = StringIO()
    screen = Screen(Console(file=paper, width=100, force_terminal=looks, force_interactive=looks, color_system=None))
    with screen.working() as progress:
        progress(0.4)
        progress(0.8)
    assert ("80%" in paper.getvalue()) is told
