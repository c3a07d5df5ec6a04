"""自评打分: scores a 项目支出绩效自评 by the official rules, explains every row, and finds what does not add up.

Pure, exact, and nothing but the standard library: any program may import it.
"""

from scoring.filing import BudgetLine, Filing, Funds, Improvement, Indicator, Kind, Task
from scoring.filing_file import FilingError, open_filing, read_filing
from scoring.rollup_row import RollupRow, Sums, rollup_rows
from scoring.rollups import Rollup, rollup
from scoring.rows import RuleScore, amounts, score_indicator
from scoring.rules import band, tier_of
from scoring.scheme import Scheme
from scoring.scheme_file import SchemeError, load_scheme, read_scheme, schemes
from scoring.scorer import score
from scoring.sheet import ExecutionRow, Finding, IndicatorRow, LevelRow, Severity, Sheet
from scoring.sheet_json import findings_json, sheet_json
from scoring.target import Target

__all__ = [
    "BudgetLine",
    "ExecutionRow",
    "Filing",
    "FilingError",
    "Finding",
    "Funds",
    "Improvement",
    "Indicator",
    "IndicatorRow",
    "Kind",
    "LevelRow",
    "Rollup",
    "RollupRow",
    "RuleScore",
    "Scheme",
    "SchemeError",
    "Severity",
    "Sheet",
    "Sums",
    "Target",
    "Task",
    "amounts",
    "band",
    "findings_json",
    "load_scheme",
    "open_filing",
    "read_filing",
    "read_scheme",
    "rollup",
    "rollup_rows",
    "schemes",
    "score",
    "score_indicator",
    "sheet_json",
    "tier_of",
]
