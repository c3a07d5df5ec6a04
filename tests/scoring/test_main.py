"""The commands, as commands."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scoring.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
scheme = "wuhan-2018"
year = 2024
project = "社区图书角"
unit = "青禾街"
[funds]
budget = 100000
executed = 100000
[[indicators]]
level1 = "产出指标"
level2 = "数量指标"
name = "新增图书"
weight = 40
kind = "positive"
target = "≥2000册"
actual = "2000册"
[[indicators]]
level1 = "效益指标"
level2 = "社会效益指标"
name = "阅读氛围"
weight = 40
kind = "qualitative"
target = "更浓"
actual = "明显更浓"
score = 37
"""
WRONG = GOOD.replace("weight = 40", "weight = 45", 1)


@pytest.fixture
def good(tmp_path: Path) -> str:
    file = tmp_path / "good.toml"
    file.write_text(GOOD, encoding="utf-8")
    return str(file)


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    file = tmp_path / "wrong.toml"
    file.write_text(WRONG, encoding="utf-8")
    return str(file)


def test_score_shows_the_sheet(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", good]) == 0
    assert "合计：97 分" in capsys.readouterr().out


def test_score_gives_json(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", good, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == "97.00"


def test_check_is_content(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", good]) == 0
    assert capsys.readouterr().out == "没有发现问题。\n"


def test_check_finds_errors(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", wrong]) == 1
    assert capsys.readouterr().out.startswith("【错误】indicators：权重合计 105 分")


def test_check_gives_json(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", wrong]) == 1
    assert [each["code"] for each in json.loads(capsys.readouterr().out)["findings"]] == [
        "weights-sum",
        "level-weights",
    ]


def test_rollup_is_over_all_files(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rollup", good, good]) == 0
    out = capsys.readouterr().out
    assert out.startswith("汇总 2 个单位\n")
    assert "40 × 4000 ÷ 4000 = 40.00" in out


def test_rollup_gives_json_with_the_number_of_units(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rollup", good, good, good, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["units"], found["execution"]["budget"], found["total"]) == (3, "300000.00", "97.00")


@pytest.mark.parametrize("command", ["score", "check", "rollup"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("scheme = ", "文件：不是正确的 TOML 写法"),
        ('scheme = "x"', "没有“x”这个规则方案，可用的有：grades-807060"),
        ('scheme = "mof-2020"\n"a\\nb" = 1', "a b：没有这个名称，请删去或改正"),
        ('scheme = "mof-2020"\ntotal = nan', "total：应是数字，例如 10"),
    ],
)
def test_a_bad_file_is_one_line_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, content: str, message: str
) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(content, encoding="utf-8")
    assert main([command, str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{file}：{message}")
    assert err.count("\n") == 1


def test_files_of_two_schemes_are_not_rolled_up(good: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.toml"
    other.write_text('scheme = "mof-2020"', encoding="utf-8")
    assert main(["rollup", good, str(other)]) == 2
    assert "规则方案是 mof-2020，和前面的 wuhan-2018 不同，不能一起汇总" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["score"], ["guess", "x"], ["score", "a", "--xml"]])
def test_a_wrong_command_is_told_an_example(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "python -m scoring score 填报.toml" in capsys.readouterr().err


def run(*arguments: str, content: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scoring", *arguments],
        input=content,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_dash_reads_standard_input_and_the_exit_code_tells() -> None:
    found = run("check", "-", content=WRONG)
    assert (found.returncode, found.stderr) == (1, "")


def test_a_huge_input_is_refused_without_a_traceback() -> None:
    found = run("score", "-", content="#" * 50_000_000)
    assert (found.returncode, found.stderr) == (2, "-：文件：太大，最多 4 MB\n")


def test_a_reader_who_leaves_early_causes_no_traceback(good: str) -> None:
    command = f'"{sys.executable}" -m scoring score "{good}" | true'
    left = subprocess.run(command, shell=True, capture_output=True, encoding="utf-8", check=False)  # noqa: S602 - a pipe
    assert (left.returncode, left.stderr) == (0, "")
