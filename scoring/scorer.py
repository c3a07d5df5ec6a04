"""Scores a filing: rows, sums, grade and findings on one sheet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from scoring.checks_form import form_findings
from scoring.checks_indicator import indicator_findings
from scoring.rounding import EXACT, HUNDRED, ZERO
from scoring.rows import execution_row, indicator_row
from scoring.scheme_file import load_scheme
from scoring.sheet import ExecutionRow, Finding, IndicatorRow, LevelRow, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.filing import Filing
    from scoring.scheme import Scheme


_ORDER = {"error": 0, "warning": 1, "hint": 2}


def score(filing: Filing, scheme: Scheme | None = None) -> Sheet:
    """Score a filing by its scheme, or by the one given.

    A draft with holes scores too: `total` is what is earned so far, `open` the points still undecided, and it has no
    grade yet. Raises SchemeError if the filing names no known scheme.
    """
    scheme = scheme or load_scheme(filing.scheme)
    with localcontext(EXACT):
        execution = execution_row(filing, scheme)
        rows = tuple(
            indicator_row(each, scheme, f"indicators.{place}") for place, each in enumerate(filing.indicators, 1)
        )
        total = sum((row.score for row in rows if row.score is not None), execution.score or ZERO)
        undecided = _open(execution, rows)
        sheet = Sheet(
            scheme=scheme.id,
            execution=execution,
            indicators=rows,
            level1=_levels(rows, scheme),
            total=total,
            open=undecided,
            grade=None if undecided else grade(scheme, total),
            findings=(),
        )
        return replace(sheet, findings=_findings(filing, scheme, sheet))


def _findings(filing: Filing, scheme: Scheme, sheet: Sheet) -> tuple[Finding, ...]:
    """Return what does not add up, worst first."""
    found = list(form_findings(filing, scheme, sheet))
    for indicator, row in zip(filing.indicators, sheet.indicators, strict=True):
        found += indicator_findings(indicator, row, scheme)
    return worst_first(found)


def worst_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with errors first, then warnings, then hints."""
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


def _levels(rows: tuple[IndicatorRow, ...], scheme: Scheme) -> tuple[LevelRow, ...]:
    """Sum the rows of each 一级指标: the scheme's in its order, then others as they come."""
    weights: dict[str, Decimal] = {}
    scores: dict[str, Decimal] = {}
    for name in (level.name for level in scheme.levels):
        weights[name] = scores[name] = ZERO
    for row in rows:
        name = row.level1 or ""
        weights[name] = weights.get(name, ZERO) + (row.weight or ZERO)
        scores[name] = scores.get(name, ZERO) + (row.score or ZERO)
    return tuple(LevelRow(name=name, weight=weights[name], score=scores[name]) for name in weights)


def _open(execution: ExecutionRow, rows: tuple[IndicatorRow, ...]) -> Decimal:
    """Return the points not yet decided: of rows without a score, and of weight not yet given out."""
    given = sum((row.weight for row in rows if row.weight is not None), execution.weight)
    undecided = sum((row.weight for row in rows if row.score is None and row.weight is not None), ZERO)
    return undecided + (execution.weight if execution.score is None else ZERO) + max(ZERO, HUNDRED - given)


def grade(scheme: Scheme, total: Decimal) -> str | None:
    """Return the grade of a total, if the scheme has grades. A grade's lower bound is included."""
    return next((each.name for each in scheme.grades if total >= each.lower), None)
