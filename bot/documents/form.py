"""The 自评表 as a grid of cells, laid out once; the picture, the PDF, Word, Excel and the text table only draw it.

Two official layouts exist. Where a scheme prints a 分值 column, the form is the central one (财预〔2020〕10号);
elsewhere it is Wuhan's, where weights stand below the level names and checkboxes say what kind of project it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.documents.grid import Cell, Grid, Row, label, number
from bot.formats import day, money, percent, wan
from bot.formats import number as points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.filing import Filing, Indicator
    from scoring.scheme import Scheme
    from scoring.sheet import Sheet

ZERO = Decimal(0)
HEADINGS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "reason": "偏差原因分析及改进措施",
}
WUHAN_HEADINGS = {"target": "年初目标值（A）", "actual": "实际完成值（B）"}
WUHAN_WIDTHS = {"level1": 14, "level2": 14, "name": 17, "target": 21, "actual": 26, "score": 14}
CENTRAL_WIDTHS = WUHAN_WIDTHS | {"name": 15, "target": 14, "actual": 14, "weight": 8, "score": 11, "reason": 17}
CENTRAL_FUNDS = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
CENTRAL_SOURCES = ("其中：当年财政拨款", "上年结转资金", "其他资金")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A whole 自评表: what stands above its grid, the grid, and the notes below it."""

    title: str
    subtitle: str
    filled_on: str
    total: str
    grid: Grid
    notes: tuple[str, ...]


def form(filing: Filing, sheet: Sheet, scheme: Scheme) -> Form:
    """Lay out the form of a filing; what is still open is an empty cell."""
    central = "weight" in scheme.columns
    width = len(scheme.columns)
    facts = (*_facts(filing, width), *_checkboxes(filing, scheme, width))
    funds = _central_funds(sheet, scheme, width) if central else _wuhan_funds(sheet, scheme, width)
    goals = _goals(filing, width) if central else ()
    above = (*facts, *funds, *goals)
    rows = (*above, _headings(scheme, central=central), *_indicators(filing, sheet, scheme))
    return Form(
        title=form_title(filing, scheme),
        subtitle=f"（{_year(filing)}）" if central and filing.year else "",
        filled_on=f"填报日期：{day(filing.filled_on) if filing.filled_on else ''}",
        total=_total(sheet),
        grid=Grid(
            widths=tuple((CENTRAL_WIDTHS if central else WUHAN_WIDTHS)[key] for key in scheme.columns),
            rows=(*rows, _sum_row(sheet, scheme)) if central else rows,
            heading=len(above),
        ),
        notes=tuple(f"{place}．{note}" for place, note in enumerate(scheme.notes, start=1)),
    )


def form_title(filing: Filing, scheme: Scheme) -> str:
    """Return the form's title; the central form has a fixed one."""
    return "项目支出绩效自评表" if "weight" in scheme.columns else f"{_year(filing)}{project(filing)}绩效自评表"


def project(filing: Filing) -> str:
    """Return the project's name followed by 项目, once: `义务教育营养改善计划项目`."""
    return f"{(filing.project or '').removesuffix('项目')}项目"


def _year(filing: Filing) -> str:
    return f"{filing.year}年度" if filing.year else ""


def _total(sheet: Sheet) -> str:
    total = f"总分：{points(sheet.total)}"
    if sheet.open:
        return f"{total}（还有{points(sheet.open)}分未定）"
    return f"{total}　等级：{sheet.grade}" if sheet.grade else total


def _facts(filing: Filing, width: int) -> Iterator[Row]:
    half = (width - 2) // 2
    yield label("项目名称"), Cell(text=filing.project or "", columns=width - 1)
    yield (
        label("主管部门"),
        Cell(text=filing.department or "", columns=half),
        label("项目实施单位"),
        Cell(text=filing.unit or "", columns=width - 2 - half),
    )


def _checkboxes(filing: Filing, scheme: Scheme, width: int) -> Iterator[Row]:
    for box in scheme.checkboxes:
        chosen = getattr(filing, box.key)
        options = (
            f"{place}、{option} {'■' if option == chosen else '□'}" for place, option in enumerate(box.options, start=1)
        )
        yield label(box.title), Cell(text="　　".join(options), columns=width - 1)


def _wuhan_funds(sheet: Sheet, scheme: Scheme, width: int) -> Iterator[Row]:
    row, weight = sheet.execution, points(sheet.execution.weight)
    earned = f"得分\n（{weight}分×\n执行率）" if scheme.execution.method == "proportional" else "得分"
    yield (
        label(f"预算执行情况\n（{scheme.money_unit}）\n（{weight}分）", rows=2),
        label(""),
        label("预算数（A）"),
        label("执行数（B）"),
        label("执行率（B/A）"),
        label(earned, columns=width - 5),
    )
    yield (
        label("年度财政资金总额"),
        number(_amount(row.budget, scheme), "budget"),
        number(_amount(row.executed, scheme), "executed"),
        number(_rate(row.rate), "rate"),
        number(_points(row.score), "execution", columns=width - 5),
    )


def _central_funds(sheet: Sheet, scheme: Scheme, width: int) -> Iterator[Row]:
    row = sheet.execution
    # The filing knows the adjusted budget only: the opening budget and the sources stay blank for the clerk.
    fields = {
        "": label("年度资金总额"),
        "年初预算数": number(""),
        "全年预算数": number(_amount(row.budget, scheme), "budget"),
        "全年执行数": number(_amount(row.executed, scheme), "executed"),
        "分值": number(points(row.weight), "execution_weight"),
        "执行率": number(_rate(row.rate), "rate"),
        "得分": number(_points(row.score), "execution"),
    }
    shown = CENTRAL_FUNDS if width > len(CENTRAL_FUNDS) else tuple(key for key in CENTRAL_FUNDS if key != "年初预算数")
    yield (label(f"项目资金\n（{scheme.money_unit}）", rows=2 + len(CENTRAL_SOURCES)), *(label(key) for key in shown))
    yield tuple(fields[key] for key in shown)
    for source in CENTRAL_SOURCES:
        unscored = (number("—" if key in {"分值", "执行率", "得分"} else "") for key in shown[1:])
        yield (label(source), *unscored)


def _goals(filing: Filing, width: int) -> Iterator[Row]:
    left = (width - 1) // 2
    right = width - 1 - left
    yield label("年度总体目标", rows=2), label("预期目标", columns=left), label("实际完成情况", columns=right)
    yield Cell(text=filing.objective or "", columns=left), Cell(text=filing.achievement or "", columns=right)


def _headings(scheme: Scheme, *, central: bool) -> Row:
    headings = HEADINGS if central else HEADINGS | WUHAN_HEADINGS
    return tuple(label(headings[key]) for key in scheme.columns)


def _indicators(filing: Filing, sheet: Sheet, scheme: Scheme) -> Iterator[Row]:
    """Yield one row each, those of one level standing together in the order in which the levels first appear.

    With a 分值 column a second level is one merged cell; without one it stands in each row, above the row's weight.
    """
    merged = "weight" in scheme.columns
    for level1, places in _grouped(filing.indicators, range(len(filing.indicators)), "level1"):
        first: Row = (label(_level1(level1, sheet, scheme), rows=len(places)),)
        for level2, inner in _grouped(filing.indicators, places, "level2"):
            second: Row = (label(level2, rows=len(inner)),)
            for place in inner:
                own = (label(f"{level2}{_in_points(filing.indicators[place].weight)}"),)
                rest = (_indicator_cell(key, place, filing, sheet) for key in scheme.columns[2:])
                yield (*first, *(second if merged else own), *rest)
                first = second = ()


def _grouped(indicators: tuple[Indicator, ...], places: Iterable[int], key: str) -> Iterator[tuple[str, list[int]]]:
    groups: dict[str, list[int]] = {}
    for place in places:
        groups.setdefault(getattr(indicators[place], key) or "", []).append(place)
    yield from groups.items()


def _indicator_cell(key: str, place: int, filing: Filing, sheet: Sheet) -> Cell:
    match key:
        case "weight":
            return number(_points(filing.indicators[place].weight), f"weight.{place + 1}")
        case "score":
            return number(_points(sheet.indicators[place].score), f"score.{place + 1}")
        case _:
            return Cell(text=getattr(filing.indicators[place], key) or "")


def _level1(name: str, sheet: Sheet, scheme: Scheme) -> str:
    fixed = {level.name: level.weight for level in scheme.levels}
    summed = {level.name: level.weight for level in sheet.level1}
    return f"{name}{_in_points(fixed.get(name) or summed.get(name))}"


def _sum_row(sheet: Sheet, scheme: Scheme) -> Row:
    at = scheme.columns.index("weight")
    weights = sum((row.weight or ZERO for row in sheet.indicators), start=sheet.execution.weight)
    after = len(scheme.columns) - at - 2
    # What is still open may change the grade: a draft has none yet.
    grade = "" if sheet.open else sheet.grade or ""
    rest = (Cell(text=grade, style="label", columns=after, figure="grade"),) if after else ()
    return label("总分", columns=at), number(points(weights), "weights"), number(points(sheet.total), "total"), *rest


def _amount(yuan: Decimal | None, scheme: Scheme) -> str:
    if yuan is None:
        return ""
    return wan(yuan) if scheme.money_unit == "万元" else money(yuan)


def _rate(rate: Decimal | None) -> str:
    return "" if rate is None else percent(rate)


def _points(value: Decimal | None) -> str:
    return "" if value is None else points(value)


def _in_points(weight: Decimal | None) -> str:
    return "" if weight is None else f"\n（{points(weight)}分）"
