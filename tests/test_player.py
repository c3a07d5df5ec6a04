"""Filings played answer by answer through `chat --json`, as another program or a person would."""

from __future__ import annotations

from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.conversation.events import Command, Pressed, Said
from bot.documents.render import render
from bot.message import Ask, Button
from bot.player import Player
from scoring import Filing, Improvement, Indicator, open_filing, score
from scoring.filing import BudgetLine, Funds
from tests.chat_process import Chat, stored
from tests.published import OTHERS, SEEDLIKE, as_asked, with_tiers, without_tiers

if TYPE_CHECKING:
    from tests.clerk import Office


@pytest.mark.parametrize("path", SEEDLIKE, ids=lambda path: path.parent.name)
def test_the_filing_of_97_points_played_as_a_program_does(path: Path, tmp_path: Path) -> None:
    filing = open_filing(path)
    with Chat(tmp_path) as chat:
        replies = chat.play(filing)
    told = "\n".join(reply["say"]["text"] for reply in replies if "say" in reply)
    assert "填报完成：97 分" in told
    assert "预算执行 20 分，指标 77 分" in told
    *rows, total = _rows_of_table_1(told)
    assert [(row[0], row[1]) for row in rows] == [(str(n), line.name) for n, line in enumerate(filing.budget_lines, 1)]
    assert len(rows) == 12
    assert total == ["合计", "5,358,672.00", "5,358,672.00", "5,358,672.00"]
    _in_order(told, [text for task in filing.tasks for text in (str(task.title), str(task.completion))])
    _in_order(told, [str(each.text).rstrip("；。") for each in filing.improvements])
    assert (len(filing.tasks), len(filing.improvements)) == (11, 6)
    [picture] = [reply["send"] for reply in replies if "send" in reply]
    assert picture["kind"] == "form.png"
    content = Path(picture["path"]).read_bytes()
    assert content.startswith(b"\x89PNG")
    kept = stored(tmp_path)
    assert kept == with_tiers(filing), "tiers follow from the scores that a form prints"
    assert content == render(filing, "form.png")
    assert render(kept, "report.txt") == render(filing, "report.txt")
    assert render(kept, "form.pdf") == render(filing, "form.pdf")


def _rows_of_table_1(narrative: str) -> list[list[str]]:
    table = narrative[narrative.index("\n序号｜") :].splitlines()[2:]
    return [line.split("｜") for line in takewhile(lambda line: "｜" in line, table)]


def _in_order(text: str, parts: list[str]) -> None:
    """Check that the text holds every part whole, each after the one before."""
    place = 0
    for part in parts:
        place = text.find(part, place)
        assert place >= 0, part
        place += len(part)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_a_filing_that_is_played_is_stored_as_its_file_has_it(path: Path, office: Office) -> None:
    filing = as_asked(open_filing(path))
    clerk = office.clerk().play(filing)
    assert [each.state for each in clerk.filings()] == ["finished"]
    assert without_tiers(clerk.filing()) == without_tiers(filing)
    assert score(clerk.filing()).total == score(filing).total
    assert "填报完成" in clerk.text


def test_weights_beyond_what_is_left_are_refused_with_the_points_that_are_left(office: Office) -> None:
    rows = tuple(
        Indicator(
            level1="产出指标",
            level2="数量指标",
            name=f"指标{number}",
            weight=Decimal(weight),
            kind="positive",
            target="≥90%",
            actual="95%",
            target_value=Decimal(90),
            actual_value=Decimal(95),
            unit="%",
        )
        for number, weight in enumerate((50, 50), 1)
    )
    clerk = office.clerk().play(
        Filing(
            scheme="mof-2020",
            year=2022,
            project="水价",
            unit="水利局",
            funds=Funds(budget=Decimal(20), executed=Decimal(20)),
            indicators=rows,
        ),
        until="indicators.2.weight",
    )
    clerk.say("50")
    assert "❗" in clerk.text
    assert "还没分出去的 40 分" in clerk.text
    assert clerk.path == "indicators.2.weight"


def asked(path: str, *buttons: str) -> Ask:
    return Ask(
        path=path, section="", text="", buttons=tuple(Button(each, each) for each in buttons), done=0, total=1, number=4
    )


FILING = Filing(
    scheme="wuhan-2018",
    compliant=False,
    budget_lines=(BudgetLine(name="惠民", budgeted=Decimal("20.50")), BudgetLine(name="公积金")),
    indicators=(Indicator(kind="equal"),),
    improvements=(Improvement(text="提速"),),
)


def test_it_begins_by_greeting_and_choosing_the_form() -> None:
    assert list(Player(FILING).opening()) == [Command("start"), Command("new", "wuhan-2018")]


@pytest.mark.parametrize(
    ("question", "event"),
    [
        (asked("compliant", "yes", "no"), Pressed("no", 4)),
        (asked("indicators.1.kind", "equal", "positive"), Pressed("equal", 4)),
        (asked("budget_lines.1.budgeted", "20.50"), Pressed("20.50", 4)),
        (asked("budget_lines.1.budgeted"), Said("20.50")),
        (asked("budget_lines.2.budgeted"), Pressed("skip", 4)),
        (asked("indicators.1.tier"), Pressed("skip", 4)),
        (asked("funds.nonsense"), Pressed("skip", 4)),
        (asked("review"), Pressed("finish", 4)),
        (asked("tasks.+"), Pressed("done", 4)),
    ],
)
def test_it_answers_by_the_filing_and_skips_what_that_does_not_say(question: Ask, event: Said | Pressed) -> None:
    assert Player(FILING).answer(question) == event


def test_it_names_each_item_of_a_group_once_and_then_ends_the_group() -> None:
    player = Player(FILING)
    told: list[Any] = [player.answer(asked("budget_lines.+")) for _ in range(3)]
    assert told == [Said("惠民"), Said("公积金"), Pressed("done", 4)]
