"""A sheet as JSON values: what `--json` prints, and what other programs read. Numbers are texts with 2 decimals."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from scoring.sheet import Finding, Sheet

_INDICATOR = ("name", "level1", "level2", "weight", "score", "rule_score", "explain")


def sheet_json(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet's JSON. What is still open is null."""
    row = sheet.execution
    return {
        "scheme": sheet.scheme,
        "execution": {
            "budget": _number(row.budget),
            "executed": _number(row.executed),
            "rate": _number(row.rate),
            "score": _number(row.score),
            "weight": _number(row.weight),
        },
        "indicators": [_indicator(asdict(each)) for each in sheet.indicators],
        "level1": [
            {"name": each.name, "weight": _number(each.weight), "score": _number(each.score)} for each in sheet.level1
        ],
        "total": _number(sheet.total),
        "open": _number(sheet.open),
        "grade": sheet.grade,
        "findings": findings_json(sheet.findings),
    }


def findings_json(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return findings as JSON."""
    return [asdict(each) for each in findings]


def _indicator(row: dict[str, Any]) -> dict[str, Any]:
    numbers = {"weight", "score", "rule_score"}
    return {key: _number(row[key]) if key in numbers else row[key] for key in _INDICATOR}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"
