"""Tables become a proposal: each is recognised by its headings, read, and put together with the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.proposal import LeftOut, Proposal
from bot.reading.budget_lines import read_lines
from bot.reading.cells import Cells
from bot.reading.columns import Columns, columns_of, money_unit
from bot.reading.funds import FundsTable, read_funds
from bot.reading.indicators import IndicatorTable, read_indicators
from bot.reading.texts import Texts, read_labels, read_texts
from scoring import BudgetLine, Filing, Funds, schemes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from bot.filing import Value
    from bot.reading.table import Row, Table

USUAL = "mof-2020"
"""The scheme most forms follow, where a table does not tell."""
SECOND = "已从别的工作表读到同类的表，这一张没有再读"


@dataclass(frozen=True, slots=True)
class Part:
    """One table in a sheet: its heading row and the rows below it."""

    sheet: str
    columns: Columns
    heading: Row
    rows: tuple[Row, ...]
    yuan: int


def propose(source: str, tables: Sequence[Table]) -> Proposal:
    """Return what the tables say, as far as they are recognised. `source` is what the person calls them."""
    parts = [part for table in tables for part in _parts(table)]
    chosen = _chosen(parts)
    left_out = [LeftOut(table.name, table.rows[-1].number, "这一行以后没有读") for table in tables if table.cut]
    texts = _texts(chosen.get("texts"), left_out)
    lines = _lines(chosen.get("budget_lines"), left_out)
    indicators = _indicators(chosen.get("indicators"), left_out)
    funds = _funds(chosen.get("funds"), left_out)
    facts: dict[str, Any] = {**(texts.facts or _labels(tables, chosen.values(), left_out))}
    scheme, total = facts.pop("scheme", None), facts.pop("total", None)
    filing = Filing(
        scheme=scheme or _likely_scheme(funds.weight),
        **facts,
        budget_lines=lines,
        indicators=indicators.indicators,
        tasks=texts.tasks,
        improvements=texts.improvements,
    )
    if texts.facts:
        # Our own workbook: its form repeats what stands on the other sheets, but for funds without lines.
        filing = filing if lines else replace(filing, funds=replace(funds.funds, score=None))
    else:
        left_out += [LeftOut(part.sheet, part.heading.number, SECOND) for part in parts if part not in chosen.values()]
        filing = replace(filing, funds=funds.funds, total=total if indicators.total is None else indicators.total)
    return Proposal(source=source, filing=filing, left_out=tuple(left_out), scheme_named=scheme is not None)


def _parts(table: Table) -> Iterator[Part]:
    """Yield the tables of a sheet: each goes from its heading to the next one."""
    headed = [(at, columns) for at, row in enumerate(table.rows) if (columns := columns_of(row))]
    ends = (*(at for at, _ in headed[1:]), len(table.rows))
    for (at, columns), end in zip(headed, ends, strict=False):
        above = (cell for row in table.rows[:at] for cell in row.cells)
        yuan = columns.yuan or money_unit(above) or 1
        yield Part(table.name, columns, table.rows[at], table.rows[at + 1 : end], yuan)


def _chosen(parts: Iterable[Part]) -> dict[str, Part]:
    """Return of each kind the table with the most columns that we know; of several such, the first."""
    best: dict[str, Part] = {}
    for part in parts:
        known = best.get(part.columns.kind)
        if known is None or len(part.columns.at) > len(known.columns.at):
            best[part.columns.kind] = part
    return best


def _texts(part: Part | None, left_out: list[LeftOut]) -> Texts:
    return read_texts(part.columns, part.rows, Cells(part.sheet, left_out)) if part else Texts(facts={})


def _lines(part: Part | None, left_out: list[LeftOut]) -> tuple[BudgetLine, ...]:
    return read_lines(part.columns, part.rows, Cells(part.sheet, left_out), part.yuan) if part else ()


def _indicators(part: Part | None, left_out: list[LeftOut]) -> IndicatorTable:
    return read_indicators(part.columns, part.rows, Cells(part.sheet, left_out)) if part else IndicatorTable(())


def _funds(part: Part | None, left_out: list[LeftOut]) -> FundsTable:
    found = part and read_funds(part.columns, part.heading, part.rows, Cells(part.sheet, left_out), part.yuan)
    return found or FundsTable(Funds())


def _labels(tables: Iterable[Table], parts: Iterable[Part], left_out: list[LeftOut]) -> dict[str, Value]:
    """Return the facts that stand above the tables that were read."""
    tops: dict[str, int] = {}
    for part in parts:
        tops[part.sheet] = min(part.heading.number, tops.get(part.sheet, part.heading.number))
    facts: dict[str, Value] = {}
    for table in tables:
        above = [row for row in table.rows if row.number < tops.get(table.name, 0)]
        facts = {**read_labels(above, Cells(table.name, left_out)), **facts}
    return facts


def _likely_scheme(weight: Decimal | None) -> str:
    """Return the scheme whose execution earns as many points; of several, the usual one."""
    fitting = [scheme.id for scheme in schemes() if scheme.execution.weight == weight]
    return USUAL if USUAL in fitting or not fitting else fitting[0]
