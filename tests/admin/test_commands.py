"""`python -m bot admin …` as a shell sees it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.__main__ import main
from bot.settings import Settings
from bot.store import units
from bot.store.database import transaction
from tests.clerk import Clerk, office_at
from tests.reading.tables import workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.clerk import Office

ROWS = (
    ("名称", "全称", "上级单位"),
    ("长丰社区", None, "宝丰街"),
    ("宝丰街", "宝丰街[道]办事处", "硚口区"),
    ("硚口区", None, None),
)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, migrated_url: str) -> Iterator[Office]:
    """Stand in a folder with the list of units 单位.xlsx, at a database."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", migrated_url)
    workbook(tmp_path / "单位.xlsx", *ROWS)
    office = office_at(migrated_url)
    yield office
    office.engine.dispose()


def done(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    code = main(["admin", *arguments])
    told = capsys.readouterr()
    assert (code, told.err) == (0, "")
    return told.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    try:
        code: object = main(["admin", *arguments])
    except SystemExit as ended:
        code = ended.code
    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    [line] = told.err.splitlines()
    return line


def test_units_are_imported_listed_moved_and_removed(here: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert "新增 3 个，修改 0 个，没有变化 0 个" in done(capsys, "units", "import", "单位.xlsx")
    assert "新增 0 个，修改 0 个，没有变化 3 个" in done(capsys, "units", "import", "单位.xlsx")
    listed = done(capsys, "units", "list")
    assert re.findall(r"硚口区|　宝丰街|　　长丰社区", listed) == [
        "硚口区",
        "　宝丰街",
        "　　长丰社区",
    ]
    assert "宝丰街[道]办事处" in listed
    assert "不能是“长丰社区”：那在“宝丰街”下面" in refused(capsys, "units", "move", "宝丰街", "--under", "长丰社区")
    done(capsys, "units", "move", "长丰社区", "--under", "硚口区")
    assert "“宝丰街”已经删除" in done(capsys, "units", "remove", "宝丰街")
    assert "还不能删：还有 1 个下级单位" in refused(capsys, "units", "remove", "硚口区")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "例如：python -m bot admin units import 单位.xlsx"),
        (("fly",), "例如：python -m bot admin"),
        (("units", "import", "没有.xlsx"), "没有找到文件 没有.xlsx"),
        (("units", "import", "坏.toml"), "不是正确的 TOML"),
        (("units", "list"), "还没有单位"),
        (("units", "remove", "汉正街"), "没有找到单位“汉正街”"),
        (("invite", "--unit", "汉正街", "--role", "clerk"), "没有找到单位“汉正街”"),
        (("invite", "--unit", "汉正街"), "--unit 和 --role 要一起写"),
        (("invite", "--role", "clerk"), "--unit 和 --role 要一起写"),
        (("invite", "--role", "king", "--unit", "汉正街"), "命令写得不对"),
        (("invite", "--people", "0"), "人数要在 1 到 1000 之间"),
        (("invite", "--days", "91"), "天数要在 1 到 90 之间"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(
    here: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "坏.toml").write_text("[[")
    assert told in refused(capsys, *arguments)


def test_a_name_that_two_units_have_wants_more(here: Office, capsys: pytest.CaptureFixture[str]) -> None:
    done(capsys, "units", "import", "单位.xlsx")
    with transaction(here.engine) as session:
        units.add(session, "长丰社区", units.named(session, "硚口区")[0].id)
    assert "有 2 个单位叫“长丰社区”。请写全称" in refused(capsys, "units", "remove", "长丰社区")
    assert "已经删除" in done(capsys, "units", "remove", "硚口区/长丰社区")


def test_an_invitation_from_the_command_line_opens_the_door(here: Office, capsys: pytest.CaptureFixture[str]) -> None:
    done(capsys, "units", "import", "单位.xlsx")
    told = done(capsys, "invite", "--unit", "宝丰街", "--role", "finance", "--people", "2", "--days", "14")
    assert "宝丰街的财政，2 人可用" in told
    [code] = re.findall(r"^/start ([\w-]{22})$", told, re.MULTILINE)
    assert f"?start={code}" in told
    assert "<b>宝丰街</b>的财政" in Clerk(here, 1).say(f"/start {code}").text


def test_an_administrator_may_be_invited_beside_a_role(here: Office, capsys: pytest.CaptureFixture[str]) -> None:
    told = done(capsys, "invite", "--administrator")
    [code] = re.findall(r"^/start (\S+)$", told, re.MULTILINE)
    assert "您现在是管理员了" in Clerk(here, 1).say(f"/start {code}").text


def test_commands_are_processes_of_their_own(here: Office, tmp_path: Path) -> None:
    def shell(*arguments: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "bot", "admin", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8"}
        ended = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        return ended.returncode, ended.stdout, ended.stderr

    assert shell("units", "import", "单位.xlsx")[0] == 0
    asked = ("--unit", "硚口区", "--year", "2025", "--scheme", "mof-2020", "--deadline", "后天", "--projects", "路灯")
    assert "已经发布（编号 1）：2 份" in shell("campaign", "create", *asked)[1]
    assert "应报 2 份" in shell("board")[1]
    assert json.loads(shell("rollup", "--json")[1])["units"] == 0
    assert shell("export", "--out", "a.zip") == (2, "", "没有可以导出的填报。\n")


def test_help_needs_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(SystemExit) as ended:
        main(["admin", "-h"])
    assert ended.value.code == 0
    assert list(tmp_path.iterdir()) == []
