"""Tables become a proposal: each is recognised by its headings, read, and put together with the others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True, slots=True)
class Part:
    """One table in a sheet: its heading row and the rows below it."""

    sheet: str
    columns: Columns
    heading: Row
    rows: tuple[Row, ...]
    yuan: int


@dataclass(slots=True)
class _Read:
    """What was read so far."""

    lines: tuple[BudgetLine, ...] = ()
    indicators: IndicatorTable = field(default_factory=lambda: IndicatorTable(()))
    funds: FundsTable = field(default_factory=lambda: FundsTable(Funds()))
    texts: Texts = field(default_factory=lambda: Texts(facts={}))
    labels: dict[str, Value] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)


def propose(source: str, tables: Sequence[Table]) -> Proposal:
    """Return what the tables say, as far as they are recognised. `source` is what the person calls them."""
    parts = [part for table in tables for part in _parts(table)]
    chosen = list(_chosen(parts))
    read = _Read()
    read.left_out += [LeftOut(table.name, table.rows[-1].number, "这一行以后没有读") for table in tables if table.cut]
    for part in chosen:
        _read_part(part, read)
    if not read.texts.facts:
        _read_labels(tables, chosen, read)
    read.left_out += [
        LeftOut(part.sheet, part.heading.number, "已从别的工作表读到同类的表，这一张没有再读")
        for part in parts
        if part not in chosen and not read.texts.facts
    ]
    return Proposal(
        source=source,
        filing=_filing(read),
        left_out=tuple(read.left_out),
        scheme_named="scheme" in read.texts.facts,
    )


def _parts(table: Table) -> Iterator[Part]:
    """Yield the tables of a sheet: each goes from its heading to the next one."""
    headed = [(at, columns) for at, row in enumerate(table.rows) if (columns := columns_of(row))]
    ends = (*(at for at, _ in headed[1:]), len(table.rows))
    for (at, columns), end in zip(headed, ends, strict=False):
        above = (cell for row in table.rows[:at] for cell in row.cells)
        yuan = columns.yuan or money_unit(above) or 1
        yield Part(table.name, columns, table.rows[at], table.rows[at + 1 : end], yuan)


def _chosen(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield of each kind the table with the most columns that we know; of several such, the first."""
    best: dict[str, Part] = {}
    for part in parts:
        known = best.get(part.columns.kind)
        if known is None or len(part.columns.at) > len(known.columns.at):
            best[part.columns.kind] = part
    yield from best.values()


def _read_part(part: Part, read: _Read) -> None:
    cells = Cells(part.sheet)
    match part.columns.kind:
        case "budget_lines":
            read.lines = read_lines(part.columns, part.rows, cells, part.yuan)
        case "indicators":
            read.indicators = read_indicators(part.columns, part.rows, cells)
        case "texts":
            read.texts = read_texts(part.columns, part.rows, cells)
        case _:
            read.funds = read_funds(part.columns, part.heading, part.rows, cells, part.yuan) or read.funds
    read.left_out += cells.left_out


def _read_labels(tables: Sequence[Table], parts: Sequence[Part], read: _Read) -> None:
    """Read the facts above the table that the items came from."""
    headings = {part.sheet: part.heading.number for part in reversed(parts)}
    for table in tables:
        if table.name in headings:
            cells = Cells(table.name)
            above = [row for row in table.rows if row.number < headings[table.name]]
            read.labels = {**read_labels(above, cells), **read.labels}
            read.left_out += cells.left_out


def _filing(read: _Read) -> Filing:
    """Put together what was read. Our own workbook says all that a printed total or a sum of funds would repeat."""
    facts: dict[str, Any] = {**(read.texts.facts or read.labels)}
    scheme = str(facts.pop("scheme", "")) or _likely_scheme(read.funds.weight)
    printed = facts.pop("total", None)
    filing = Filing(
        scheme=scheme,
        **facts,
        budget_lines=read.lines,
        indicators=read.indicators.indicators,
        tasks=read.texts.tasks,
        improvements=read.texts.improvements,
    )
    if read.texts.facts:
        return filing if read.lines else replace(filing, funds=replace(read.funds.funds, score=None))
    return replace(
        filing, funds=read.funds.funds, total=printed if read.indicators.total is None else read.indicators.total
    )


def _likely_scheme(weight: Decimal | None) -> str:
    """Return the scheme whose execution earns as many points; of several, the usual one."""
    fitting = [scheme.id for scheme in schemes() if scheme.execution.weight == weight]
    return USUAL if USUAL in fitting or not fitting else fitting[0]
