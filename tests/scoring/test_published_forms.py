"""Published forms, as figures: what follows the rule is reproduced, what was judged is told, sums are checked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from scoring import Filing, Funds, Indicator, Sheet, open_filing, score

SHARED = Path(__file__).parents[2].parent / "shared"

OUTPUT, EFFECT, PLEASED = "产出指标", "效益指标", "满意度指标"

Row = tuple[str, str, str, int | None, int | None, str]
"""First level, name, weight, target, actual, printed score; no target means that it was judged."""

SPORTS: list[Row] = [
    (OUTPUT, "结算完成率", "10", 100, 100, "10"),
    (OUTPUT, "条款完成率", "20", 100, 100, "20"),
    (OUTPUT, "结算及时性", "20", None, None, "20"),
    (EFFECT, "合同完成率", "30", 100, 100, "30"),
    (PLEASED, "场馆满意度", "10", 90, 100, "10"),
]
SCHOOL: list[Row] = [
    (OUTPUT, "受助人数", "10", 735, 735, "10"),
    (OUTPUT, "覆盖率", "10", 100, 100, "10"),
    (OUTPUT, "到位及时率", "10", 100, 100, "7"),
    (OUTPUT, "标准达标率", "10", 100, 100, "10"),
    (EFFECT, "减轻负担", "10", None, None, "10"),
    (EFFECT, "知晓率", "10", 100, 98, "9"),
    (EFFECT, "促进发展", "10", 100, 100, "10"),
    (PLEASED, "学生满意度", "10", 95, 100, "10"),
    (PLEASED, "家长满意度", "10", 95, 100, "10"),
]
WATER: list[Row] = [
    (OUTPUT, "水标尺长度", "10", 266, 266, "10"),
    (OUTPUT, "水标尺宽度", "10", 50, 50, "10"),
    (OUTPUT, "验收合格率", "20", 100, 100, "20"),
    (OUTPUT, "开工率", "10", 90, 90, "10"),
    (OUTPUT, "完工率", "10", 90, 90, "10"),
    (OUTPUT, "总投资", "10", 20, 20, "10"),
    (EFFECT, "受益人口", "10", 1000, 1000, "10"),
    (EFFECT, "生活条件", "10", None, None, "10"),
    (PLEASED, "受益户满意度", "10", 95, 95, "10"),
]


def form(rows: list[Row], budget: str, executed: str, execution: str, total: str) -> Filing:
    return Filing(
        scheme="mof-2020",
        year=2022,
        project="项目",
        unit="单位",
        total=Decimal(total),
        funds=Funds(budget=Decimal(budget), executed=Decimal(executed), score=Decimal(execution)),
        indicators=tuple(
            Indicator(
                level1=level1,
                level2="二级",
                name=name,
                weight=Decimal(weight),
                kind="qualitative" if target is None else "positive",
                target="目标",
                actual="实际",
                target_value=None if target is None else Decimal(target),
                actual_value=None if actual is None else Decimal(actual),
                score=Decimal(printed),
            )
            for level1, name, weight, target, actual, printed in rows
        ),
    )


def codes(sheet: Sheet, severity: str) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in sheet.findings if each.severity == severity]


def test_a_consistent_form_has_no_error_and_its_printed_total() -> None:
    sheet = score(form(SPORTS, "250000", "215457.6", "8.62", "98.62"))
    assert (sheet.execution.rate, sheet.execution.score) == (Decimal("86.18"), Decimal("8.62"))
    assert (sheet.total, sheet.open, sheet.grade) == (Decimal("98.62"), Decimal(0), "优")
    assert codes(sheet, "error") == []
    assert codes(sheet, "warning") == [("score-outruns-execution", "indicators")]


def test_judged_rows_are_told_and_no_others() -> None:
    sheet = score(form(SCHOOL, "387664.62", "387664.62", "10", "96"))
    assert sheet.total == 96
    assert codes(sheet, "error") == []
    assert [each.path for each in sheet.findings if each.code == "score-differs"] == [
        "indicators.3.score",
        "indicators.6.score",
    ]
    assert [row.rule_score for row in sheet.indicators][5] == Decimal("9.80")
    assert sheet.indicators[5].explain == "10 × 98 ÷ 100 = 9.80，自评 9.00"


def test_a_form_that_does_not_add_up_is_told_both_sums() -> None:
    sheet = score(form(WATER, "200000", "200000", "10", "100"))
    errors = [each for each in sheet.findings if each.severity == "error"]
    assert [each.code for each in errors] == ["weights-sum", "total-mismatch"]
    assert "权重合计 110 分" in errors[0].message
    assert "各行得分相加是 110 分" in errors[1].message


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published forms as files lie beside the project, not in it")
def test_the_published_files_themselves() -> None:
    found = {file.stem[:2]: score(open_filing(file)) for file in sorted((SHARED / "cases").glob("*.toml"))}
    found["seed"] = score(open_filing(SHARED / "seed" / "filing.toml"))
    assert {name: [code for code, _ in codes(sheet, "error")] for name, sheet in found.items()} == {
        "04": [],
        "07": [],
        "08": ["weights-sum", "total-mismatch"],
        "seed": [],
    }
    assert [row.name for row in found["07"].indicators if row.score != (row.rule_score or row.score)] == [
        "资金到位及时率",
        "政策知晓率",
    ]
    assert (found["seed"].total, found["seed"].findings) == (Decimal(97), ())
