"""Filing files, good and bad."""

from __future__ import annotations

import io
import json
import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring import BudgetLine, Filing, FilingError, Funds, Improvement, Indicator, Task, open_filing, read_filing
from scoring.filing_file import MAX_BYTES

TOML = """
scheme = "wuhan-2018"
year = 2024
project = "社区图书角"
filled_on = 2025-01-31
compliant = true
allocated = "1,000.50"
total = 97

[funds]
budget = 1000.5
executed = "900"

[[budget_lines]]
name = "图书"
budgeted = "600"

[[indicators]]
name = "新增图书"
kind = "positive"
weight = "40"
target_value = -2.5
score = -1

[[tasks]]
title = "选书"

[[improvements]]
text = "早些选书"
"""

FILING = Filing(
    scheme="wuhan-2018",
    year=2024,
    project="社区图书角",
    filled_on=date(2025, 1, 31),
    compliant=True,
    allocated=Decimal("1000.50"),
    total=Decimal(97),
    funds=Funds(budget=Decimal("1000.5"), executed=Decimal(900)),
    budget_lines=(BudgetLine(name="图书", budgeted=Decimal(600)),),
    indicators=(
        Indicator(
            name="新增图书",
            kind="positive",
            weight=Decimal(40),
            target_value=Decimal("-2.5"),
            score=Decimal(-1),
        ),
    ),
    tasks=(Task(title="选书"),),
    improvements=(Improvement(text="早些选书"),),
)


def test_toml_is_read() -> None:
    assert read_filing(TOML) == FILING


def test_json_of_the_same_shape_is_read() -> None:
    table = {
        "scheme": "wuhan-2018",
        "year": "2024",
        "project": "社区图书角",
        "filled_on": "2025-01-31",
        "compliant": True,
        "allocated": 1000.5,
        "total": "97",
        "funds": {"budget": "1000.5", "executed": 900},
        "budget_lines": [{"name": "图书", "budgeted": 600}],
        "indicators": [{"name": "新增图书", "kind": "positive", "weight": 40, "target_value": "-2.5", "score": "-1"}],
        "tasks": [{"title": "选书"}],
        "improvements": [{"text": "早些选书"}],
    }
    assert read_filing(json.dumps(table).encode()) == FILING


def test_a_null_is_no_answer() -> None:
    filing = read_filing('{"scheme": "mof-2020", "year": null, "indicators": [{"name": "甲", "weight": null}]}')
    assert filing == Filing(scheme="mof-2020", indicators=(Indicator(name="甲"),))


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_filing(b"\xef\xbb\xbf" + TOML.encode()) == FILING


def test_money_in_wan_becomes_yuan_and_values_stay() -> None:
    filing = read_filing(
        'scheme = "mof-2020"\nmoney_unit = "万元"\nallocated = "535.8672"\n[funds]\nbudget = 20\n'
        "[[indicators]]\ntarget_value = 20\n"
    )
    assert (filing.allocated, filing.funds.budget) == (Decimal("5358672.00"), Decimal(200_000))
    assert filing.indicators[0].target_value == 20


ENDLESS = "/dev/zero"

HEAD = 'scheme = "wuhan-2018"\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "scheme：缺少这一项"),
        ('{"scheme": null}', "scheme：缺少这一项"),
        ("not toml", "第 1 行第 5 列：不是正确的 TOML 写法"),
        ("[[[", "第 1 行第 3 列：不是正确的 TOML 写法"),
        ("x = ", "文件：不是正确的 TOML 写法"),
        (HEAD + HEAD, "第 2 行第 22 列：不是正确的 TOML 写法"),
        ('{"scheme": ', "第 1 行第 12 列：不是正确的 JSON 写法"),
        ('{"scheme": "a", "scheme": "b"}', "scheme：同一处写了两次，请只留一个"),
        ('{"scheme": "a", "total": NaN}', "文件：NaN 不是数字，请改成具体的数"),
        ('{"scheme": "a", "total": -Infinity}', "文件：-Infinity 不是数字，请改成具体的数"),
        ('{"scheme": "a", "total": 1e400}', "total：数字太大，请检查是否多写了位数"),
        (HEAD + "total = nan", "total：应是数字，例如 10"),
        (HEAD + "total = inf", "total：应是数字，例如 10"),
        (HEAD + "total = 1e400", "total：数字太大，请检查是否多写了位数"),
        (HEAD + "total = 1e-400", "total：小数位数太多，请四舍五入后再填，例如 10"),
        (HEAD + 'total = "1e2"', "total：应是数字，例如 10"),
        (HEAD + 'total = "9.9999999"', "total：小数位数太多，请四舍五入后再填，例如 10"),
        (HEAD + "total = true", "total：应是数字，例如 10"),
        (HEAD + f"total = {'9' * 5000}", "文件：不是正确的 TOML 写法"),
        (HEAD + "allocated = -1", "allocated：不能是负数，例如 1102358.00"),
        (HEAD + "allocated = 1000000000000000", "allocated：数字太大，请检查是否多写了位数"),
        (HEAD + 'allocated = "100000000000"\nmoney_unit = "万元"', "allocated：数字太大，请检查是否多写了位数"),
        (HEAD + 'money_unit = "美元"', "money_unit：只能是 元、万元 之一"),
        (HEAD + "money_unit = 1", "money_unit：只能是 元、万元 之一"),
        (HEAD + "year = 2018.5", "year：应是 1949 到 9999 之间的整数"),
        (HEAD + 'year = "去年"', "year：应是 1949 到 9999 之间的整数"),
        (HEAD + "project = 1", 'project：应是文字，用引号括起来，例如 "宝丰街"'),
        ('{"scheme": "a", "project": "\\ud800"}', "project：含有残缺的字符，请重新输入这段文字"),
        (HEAD + 'compliant = "是"', "compliant：应是 true（是）或 false（否）"),
        (HEAD + 'filled_on = "2019-7-32"', "filled_on：应是日期，例如 2019-07-28"),
        (HEAD + "filled_on = 2019-07-28T08:00:00", "filled_on：应是日期，例如 2019-07-28"),
        (HEAD + "indicators = 1", "indicators：应是一个列表，可以有多项"),
        (HEAD + "indicators = [1]", "indicators.1：应是一张表（名称和值成对出现）"),
        (HEAD + "funds = []", "funds：应是一张表（名称和值成对出现）"),
        (
            HEAD + '[[indicators]]\n[[indicators]]\nkind = "大"',
            "indicators.2.kind：只能是 positive、reverse、equal、qualitative 之一",
        ),
        (HEAD + "[[indicators]]\nwieght = 10", "indicators.1.wieght：没有这个名称，是不是 weight？"),
        (HEAD + "备 = 1", "第 2 行第 1 列：不是正确的 TOML 写法"),
        (HEAD + '"备注" = 1', "备注：没有这个名称，请删去或改正"),
        (HEAD + "x = " + "[" * 10_000, "文件：括号套得太深，无法读取"),
        ('{"scheme": ' + "[" * 100_000, "文件：括号套得太深，无法读取"),
        (HEAD + "a." * 501 + "a = 1", "第 2 行：英文句点太多，一行最多 500 个，请分成几行"),
        (HEAD + f"total = {'9' * 2_000_000}.0", "total：数字太大，请检查是否多写了位数"),
        (HEAD + "tasks = [" + "{}," * 1001 + "]", "tasks：有 1001 项，太多，最多 1000 项"),
        ('{"scheme": "a", "' + "长" * 100 + '": 1}', f"{'长' * 40}：没有这个名称，请删去或改正"),
        (b"\xff\xfe", "第 1 字节：不是 UTF-8 文字，请把文件另存为 UTF-8 编码"),
        ("#" * (MAX_BYTES + 1), "文件：太大，最多 4 MB"),
    ],
)
def test_a_bad_file_is_told_in_one_line_with_the_place(content: str | bytes, message: str) -> None:
    with pytest.raises(FilingError) as refused:
        read_filing(content)
    assert str(refused.value) == message


def test_a_file_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "填报.toml"
    file.write_text(TOML, encoding="utf-8")
    assert open_filing(file) == FILING


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TOML.encode())))
    assert open_filing("-") == FILING


@pytest.mark.parametrize("name", ["没有.toml", ".", "a\0b"])
def test_what_cannot_be_opened_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(FilingError, match="文件：读不到，请检查文件名和权限"):
        open_filing(tmp_path / name)


@pytest.mark.skipif(not Path(ENDLESS).exists(), reason="this system has no endless file")
def test_an_endless_file_is_refused_in_bounded_memory() -> None:
    tracemalloc.start()
    with pytest.raises(FilingError, match="太大"):
        open_filing(ENDLESS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MAX_BYTES
