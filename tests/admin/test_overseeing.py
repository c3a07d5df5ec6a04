"""Board and 汇总 from the command line, as tables, pictures, workbooks and JSON."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types

from bot.store import units
from bot.store.database import transaction
from scoring import rollup, sheet_json
from tests.admin.shell import Shell
from tests.office.overseen import EXAMPLE_FILING, PROJECT, Overseen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.clerk import Office


def lines_with(told: str, *names: str) -> list[str]:
    """Return the order in which a table names these."""
    return [name for line in told.splitlines() for name in names if f" {name} " in line]


def is_picture(path: Path) -> bool:
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return (width, height > 100) == (1080, True)


def test_those_behind_stand_first(overseen: Overseen, shell: Shell) -> None:
    overseen.begin("长丰社区", "draft", 61)
    overseen.begin("新村社区", "draft", 12)
    overseen.begin("汉正街", "filed")
    told = shell.done("board")
    assert lines_with(told, "大夹社区", "新村社区", "长丰社区") == ["大夹社区", "新村社区", "长丰社区"]
    assert "应报 4 份：📁 已报送 1　✍️ 填报中 2　⬜ 未开始 1" in told
    assert "61%" in told
    assert "截止 2026-3-20，还有 18 天" in told


def test_the_board_of_a_unit_is_that_of_the_units_below(overseen: Overseen, shell: Shell) -> None:
    told = shell.done(f"board {overseen.campaign} --unit 宝丰街")
    assert "应报 2 份" in told
    assert "大夹社区" not in told


def test_the_board_is_drawn_page_by_page(overseen: Overseen, shell: Shell, tmp_path: Path) -> None:
    many = overseen.many(30)
    shell.done(f"board {many} --out {tmp_path / '进度.png'}")
    assert is_picture(tmp_path / "进度.png")
    assert is_picture(tmp_path / "进度-2.png")
    assert not (tmp_path / "进度-3.png").exists()


def test_names_are_shown_as_they_are(overseen: Overseen, shell: Shell) -> None:
    with transaction(overseen.office.engine) as session:
        units.add(session, "[red]:smile:区")
    shell.done("campaign create --unit [red]:smile:区 --year 2025 --scheme mof-2020 --deadline 今天 --project [b]甲")
    told = shell.done("board 2")
    assert "[red]:smile:区" in told
    assert "[b]甲" in told


def test_the_rollup_is_that_of_the_filings(overseen: Overseen, shell: Shell, tmp_path: Path) -> None:
    overseen.begin("长丰社区", "filed")
    overseen.begin("汉正街", "filed")
    overseen.begin("新村社区", "submitted")
    told = shell.done("rollup")
    assert "已报送 2 个单位，应报 4 个" in told
    assert "合计：97 分" in told
    assert "没有报送的 2 个：大夹社区（未开始）、新村社区（待审核）" in told
    sheet = rollup([EXAMPLE_FILING] * 2)
    folder = tmp_path / "汇总" / "2025"
    printed = shell.done(f"rollup {overseen.campaign} --project {PROJECT} --out {folder} --json")
    assert json.loads(printed) == {**json.loads(json.dumps(sheet_json(sheet))), "units": 2}
    assert is_picture(folder / "rollup.png")
    assert load_workbook(folder / "rollup.xlsx").sheetnames[0] == "汇总"


def test_the_rollup_of_a_unit_is_that_of_the_units_below(overseen: Overseen, shell: Shell) -> None:
    overseen.begin("长丰社区", "filed")
    overseen.begin("汉正街", "filed")
    assert json.loads(shell.done("rollup --unit 宝丰街 --json"))["units"] == 1


def test_nothing_filed_makes_no_picture_of_nothing(overseen: Overseen, shell: Shell, tmp_path: Path) -> None:
    told = shell.done(f"rollup {overseen.campaign} --out {tmp_path / '汇总'}")
    assert "已报送 0 个单位，应报 4 个" in told
    assert "合计" not in told
    assert not (tmp_path / "汇总").exists()


@pytest.mark.parametrize("command", ["board", "rollup"])
def test_several_campaigns_want_a_number(overseen: Overseen, shell: Shell, command: str) -> None:
    overseen.asks("2026年度自评", [PROJECT])
    assert "有 2 项填报任务，请写编号" in shell.refused(command)
    assert "没有编号是“9”的填报任务" in shell.refused(f"{command} 9")


@pytest.mark.parametrize("command", ["board", "rollup"])
def test_a_unit_beside_the_campaigns_is_not_looked_at(overseen: Overseen, shell: Shell, command: str) -> None:
    with transaction(overseen.office.engine) as session:
        units.add(session, "湖畔区")
    assert "“湖畔区”不在它下面" in shell.refused(f"{command} --unit 湖畔区")
    assert "没有找到单位“汉口”" in shell.refused(f"{command} --unit 汉口")


def test_several_projects_want_a_name(overseen: Overseen, shell: Shell) -> None:
    two = overseen.asks("2026年度自评", ["甲", "乙"])
    assert "有 2 个项目，请用 --project 写明一个：甲、乙" in shell.refused(f"rollup {two}")
    assert "没有找到项目“丙”，有：甲、乙" in shell.refused(f"rollup {two} --project 丙")
    assert "应报 4 个" in shell.done(f"rollup {two} --project 乙")


def test_a_campaign_that_wants_nothing_is_no_error_on_the_board(overseen: Overseen, shell: Shell) -> None:
    empty = overseen.asks("2026年度自评", [])
    assert "还没有要填报的单位" in shell.done(f"board {empty}")
    assert "没有可以汇总的" in shell.refused(f"rollup {empty}")


def test_without_campaigns_it_is_said_how_to_begin(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert "还没有填报任务。python -m bot admin campaign create -h" in Shell(office, capsys).refused("board")
