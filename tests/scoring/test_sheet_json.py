"""A sheet as JSON."""

from __future__ import annotations

from dataclasses import replace

from scoring import Filing, score, sheet_json


def test_every_number_is_a_text_with_two_decimals(filing: Filing) -> None:
    assert sheet_json(score(filing)) == {
        "scheme": "wuhan-2018",
        "execution": {
            "budget": "100000.00",
            "executed": "100000.00",
            "rate": "100.00",
            "score": "20.00",
            "weight": "20.00",
        },
        "indicators": [
            {
                "name": "新增图书",
                "level1": "产出指标",
                "level2": "数量指标",
                "weight": "40.00",
                "score": "40.00",
                "rule_score": "40.00",
                "explain": "40 × 2100 ÷ 2000，封顶 = 40.00",
            },
            {
                "name": "阅读氛围",
                "level1": "效益指标",
                "level2": "社会效益指标",
                "weight": "40.00",
                "score": "37.00",
                "rule_score": None,
                "explain": "达成预期，评 37.00",
            },
        ],
        "level1": [
            {"name": "产出指标", "weight": "40.00", "score": "40.00"},
            {"name": "效益指标", "weight": "40.00", "score": "37.00"},
        ],
        "total": "97.00",
        "open": "0.00",
        "grade": None,
        "findings": [],
    }


def test_what_is_open_is_null() -> None:
    found = sheet_json(score(Filing(scheme="mof-2020", year=2024, project="甲", unit="乙")))
    assert found["execution"] == {"budget": None, "executed": None, "rate": None, "score": None, "weight": "10.00"}
    assert (found["total"], found["open"], found["grade"]) == ("0.00", "100.00", None)
    assert [finding["path"] for finding in found["findings"]] == ["budget_lines", "indicators"]


def test_a_finding_has_its_four_parts(filing: Filing) -> None:
    [finding] = sheet_json(score(replace(filing, project=" ")))["findings"]
    assert finding == {
        "code": "empty-cell",
        "severity": "warning",
        "path": "project",
        "message": "请填写项目名称。",
    }
