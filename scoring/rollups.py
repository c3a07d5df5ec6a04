"""汇总: one sheet over many units.

The many are folded into one filing, row by row, and that filing is scored: so the rollup of one filing is its sheet.
Only running sums stand in memory, one per indicator, and they are exact: neither order nor batches change the result.

The rule's source are notes 2 and 3 of the forms. Absolute values are added, relative ones (in %) averaged by budget,
then scored. Judged scores are averaged by budget, as shares of their weight. What people set by hand against the rule
moves the rolled-up score by the average of what it moved theirs.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import localcontext
from typing import TYPE_CHECKING

from scoring.filing import Filing, Funds
from scoring.rollup_row import Match, RollupRow, rollup_rows
from scoring.rounding import EXACT, ZERO, plain
from scoring.rows import amounts
from scoring.scheme_file import SchemeError, load_scheme
from scoring.scorer import score, worst_first
from scoring.sheet import Finding, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from scoring.scheme import Scheme

_OF_MANY = {
    "weights-sum",
    "level-weights",
    "zero-budget",
    "rate-over-100",
    "unspent",
    "score-outruns-execution",
    "duplicate-indicator",
}
"""The findings of a sheet that say something about many units too."""


def rollup(filings: Iterable[Filing]) -> Sheet:
    """Return one sheet over filings of one scheme, which may come from a stream.

    Raises SchemeError where they name different schemes or an unknown one, ValueError where there is no filing.
    """
    total: Rollup | None = None
    for filing in filings:
        total = total or Rollup(load_scheme(filing.scheme))
        total.add(filing)
    if total is None:
        raise ValueError("没有可以汇总的填报")
    return total.sheet()


class Rollup:
    """A running rollup. Feed it filings, or their sums as a database gives them; ask for the sheet at any time."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.units = 0
        self._budget = self._executed = ZERO
        self._spending = 0
        self._partial = Funds()
        self._without_funds = 0
        self._rows: dict[Match, RollupRow] = {}

    def add(self, filing: Filing) -> None:
        """Take one unit's filing. Raises SchemeError if it follows another scheme."""
        if filing.scheme != self.scheme.id:
            raise SchemeError(f"规则方案是 {filing.scheme[:40]}，和前面的 {self.scheme.id} 不同，不能一起汇总")
        with localcontext(EXACT):
            self.add_execution(*amounts(filing))
            for row in rollup_rows(filing, self.scheme):
                self.add_row(row)

    def add_execution(self, budget: Decimal | None, executed: Decimal | None, units: int = 1) -> None:
        """Count one unit, with its amounts in yuan; `None` is open.

        Or count several `units` by their sums, where all of them have a budget, or none has one, and the same is open.
        """
        self.units += units
        self._without_funds += 0 if budget else units
        if budget is None or executed is None:
            self._partial = Funds(budget=budget, executed=executed)
            return
        self._spending += units
        with localcontext(EXACT):
            self._budget += budget
            self._executed += executed

    def add_row(self, row: RollupRow) -> None:
        """Take what a unit, or several, contribute to one indicator."""
        with localcontext(EXACT):
            if row.match in self._rows:
                self._rows[row.match].merge(row)
            else:
                self._rows[row.match] = row.copy()

    def merge(self, other: Rollup) -> None:
        """Take everything that another rollup of the same scheme has taken."""
        with localcontext(EXACT):
            self.units += other.units
            self._without_funds += other._without_funds
            self._spending += other._spending
            self._budget += other._budget
            self._executed += other._executed
            self._partial = other._partial if other.units else self._partial
            for row in other._rows.values():
                self.add_row(row)

    def rows(self) -> list[RollupRow]:
        """Return the rows so far, in the order of the sheet."""
        return sorted(self._rows.values(), key=lambda row: (row.place, repr(row.match)))

    def filing(self) -> Filing:
        """Return the one filing that stands for all, whose sheet is the rollup's."""
        with localcontext(EXACT):
            indicators = tuple(row.indicator(self.scheme) for row in self.rows())
        return Filing(scheme=self.scheme.id, funds=self._funds(), indicators=indicators)

    def sheet(self) -> Sheet:
        """Return the sheet over all units so far, with the findings that concern them together."""
        rows = self.rows()
        sheet = score(self.filing(), self.scheme)
        found = [_of_many(each) for each in sheet.findings if each.code in _OF_MANY]
        indicators = tuple(replace(shown, units=row.units) for shown, row in zip(sheet.indicators, rows, strict=True))
        return replace(
            sheet, indicators=indicators, units=self.units, findings=worst_first([*found, *self._findings(rows)])
        )

    def _funds(self) -> Funds:
        if self._spending:
            return Funds(budget=self._budget, executed=self._executed)
        return self._partial if self.units == 1 else Funds()

    def _findings(self, rows: list[RollupRow]) -> Iterable[Finding]:
        if self._without_funds:
            how = "全部按简单平均计算" if self._without_funds == self.units else "不参加按资金量的加权平均"
            message = f"有 {self._without_funds} 个单位的预算数为 0 或未填，{how}，请核对预算数。"
            yield Finding.warning("zero-funds-unit", "funds.budget", message)
        for place, row in enumerate(rows, 1):
            if row.units < self.units:
                message = f"{self.units} 个单位中有 {self.units - row.units} 个没有这项指标，请核对是否漏报。"
                yield Finding.hint("empty-cell", f"indicators.{place}", message)
            if row.weight is not None and row.weight != row.least:
                message = f"各单位的权重从 {plain(row.least or ZERO)} 分到 {plain(row.weight)} 分，按最大的计，请统一。"
                yield Finding.warning("level-weights", f"indicators.{place}.weight", message)


def _of_many(finding: Finding) -> Finding:
    if finding.code != "duplicate-indicator":
        return finding
    return replace(finding, message="和前面一项同名，但指标性质或单位不同，没有合并，请各单位统一。")
