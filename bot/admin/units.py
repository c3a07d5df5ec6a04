"""`units import`, `units list`, `units move`, `units remove`: the tree of units."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import track
from rich.table import Table
from rich.text import Text

from bot.admin.bureau import AdminError, unit_named
from bot.office.unit_import import carry_out, plan
from bot.reading.units import open_units
from bot.store import candidates, unit_tree, units
from bot.store.database import transaction

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Iterator, Mapping, Sequence

    from bot.admin.bureau import Bureau
    from bot.store.units import Unit


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Enter the commands."""
    about = commands.add_parser("units", help="单位：导入、列出、移动、删除").add_subparsers(
        metavar="做什么", required=True
    )
    imported = about.add_parser("import", help="从 Excel 或 TOML 导入单位")
    imported.add_argument("file", type=Path, metavar="文件", help="表头：名称、上级单位，还可以有 全称、部门")
    imported.set_defaults(run=_import)
    about.add_parser("list", help="列出全部单位，缺人的标出来").set_defaults(run=_list)
    moved = about.add_parser("move", help="把单位连同下级移到另一个单位下面")
    moved.add_argument("name", metavar="单位")
    moved.add_argument("--under", required=True, metavar="上级单位")
    moved.set_defaults(run=_move)
    removed = about.add_parser("remove", help="删除没有填报、任务、人员和下级的单位")
    removed.add_argument("name", metavar="单位")
    removed.set_defaults(run=_remove)


def _import(bureau: Bureau, chosen: Namespace) -> None:
    if not chosen.file.is_file():
        raise AdminError(f"没有找到文件 {chosen.file}。请核对路径，例如 python -m bot admin units import 单位.xlsx")
    rows = open_units(chosen.file)
    with transaction(bureau.engine) as session:
        unit_tree.lock(session)
        planned = plan(rows, units.everything(session))
        hidden = not bureau.console.is_terminal
        carry_out(session, track(planned.placed, "导入单位", console=bureau.console, disable=hidden, transient=True))
    told = f"导入完成：新增 {planned.added} 个，修改 {planned.changed} 个，没有变化 {planned.unchanged} 个。"
    bureau.console.print(told, highlight=False)


def _list(bureau: Bureau, _chosen: Namespace) -> None:
    with transaction(bureau.engine) as session:
        found = units.everything(session)
        staffed = {each.id: each for top in units.roots(session) for each in candidates.below(session, top.id)}
    if not found:
        raise AdminError("还没有单位。请先导入，例如 python -m bot admin units import 单位.xlsx")
    table = Table("单位", "全称", "部门", "填报人", "审核人")
    below: defaultdict[int | None, list[Unit]] = defaultdict(list)
    for each in found:
        below[each.parent_id].append(each)
    for depth, each in _walk(below, None):
        there = staffed[each.id]
        marks = (Text("有") if has else Text("没有", "red") for has in (there.has_clerk, there.has_reviewer))
        names = (Text(text or "") for text in (f"{'　' * depth}{each.name}", each.full_name, each.department))
        table.add_row(*names, *marks)
    bureau.console.print(table)


def _walk(below: Mapping[int | None, Sequence[Unit]], top: int | None) -> Iterator[tuple[int, Unit]]:
    """Return all units with how deep they stand, each before those below it."""
    waiting = [(0, each) for each in reversed(below[top])]
    while waiting:
        depth, unit = waiting.pop()
        yield depth, unit
        waiting += [(depth + 1, each) for each in reversed(below[unit.id])]


def _move(bureau: Bureau, chosen: Namespace) -> None:
    with transaction(bureau.engine) as session:
        unit, parent = unit_named(session, chosen.name), unit_named(session, chosen.under)
        unit_tree.move(session, unit, parent)
    bureau.console.print(f"“{unit.name}”已经移到“{parent.name}”下面。", markup=False, highlight=False)


def _remove(bureau: Bureau, chosen: Namespace) -> None:
    with transaction(bureau.engine) as session:
        unit = unit_named(session, chosen.name)
        unit_tree.remove(session, unit)
    bureau.console.print(f"“{unit.name}”已经删除。", markup=False, highlight=False)
