"""`rollup`: the 汇总 of a campaign's project; as a picture and a workbook too, or as JSON for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from bot.admin.bureau import AdminError, scope_of
from bot.formats import state_name
from bot.message import Report
from bot.store import board
from bot.store.database import transaction
from scoring import sheet_json
from scoring.table import sheet_table

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Sequence

    from bot.admin.bureau import Bureau
    from bot.documents.rollup import RolledUp
    from bot.store.board import Project
    from bot.store.scopes import Scope

KINDS = ("rollup.png", "rollup.xlsx")


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Enter the command."""
    parser = commands.add_parser("rollup", help="汇总：一个项目的全部单位，按规则合成一张表")
    parser.add_argument("campaign", nargs="?", metavar="编号", help="填报任务的编号；只有一项就不用写")
    parser.add_argument("--project", metavar="项目", help="哪个项目；只有一个就不用写")
    parser.add_argument("--unit", metavar="单位", help="只汇总这个单位和它的下级")
    parser.add_argument("--out", type=Path, metavar="目录", help="图片和 Excel 写到哪里")
    parser.add_argument("--json", action="store_true", help="输出 JSON，供程序调用")
    parser.set_defaults(run=_show)


def _show(bureau: Bureau, chosen: Namespace) -> None:
    from bot import reports  # noqa: PLC0415 - its libraries are most of the start

    with transaction(bureau.engine) as session:
        scope = scope_of(session, chosen.campaign, chosen.unit)
        project = _project(board.projects(session, scope), chosen.project)
    total = reports.rolled_up(bureau.engine, scope, project.name)
    if chosen.json:
        bureau.say(json.dumps({**sheet_json(total.sheet), "units": total.sheet.units}, ensure_ascii=False, indent=2))
    else:
        bureau.say(_told(total))
    if chosen.out and project.filed:
        _write(bureau, scope, project, chosen.out, quiet=chosen.json)


def _project(found: Sequence[Project], name: str | None) -> Project:
    names = "、".join(each.name for each in found[:10])
    if not found:
        raise AdminError("这里还没有要填报的单位，没有可以汇总的。")
    if name is None and len(found) > 1:
        raise AdminError(f"有 {len(found)} 个项目，请用 --project 写明一个：{names}。")
    wanted = next((each for each in found if name in (None, each.name)), None)
    if wanted is None:
        raise AdminError(f"没有找到项目“{str(name)[:60]}”，有：{names}。")
    return wanted


def _told(total: RolledUp) -> str:
    head = f"{total.title}　{total.unit}　{total.project}\n{total.filed}"
    missing = "、".join(f"{each.unit}（{state_name(each.state)}）" for each in total.missing)
    return "\n".join(
        (
            head,
            *((sheet_table(total.sheet),) if total.sheet.units else ()),
            *((f"没有报送的 {len(total.missing)} 个：{missing}",) if missing else ()),
        )
    )


def _write(bureau: Bureau, scope: Scope, project: Project, folder: Path, *, quiet: bool) -> None:
    from bot import reports  # noqa: PLC0415 - as above

    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        wanted = Report(kind=kind, campaign=scope.campaign, unit=scope.unit, project=project.name)
        with bureau.working() as progress:
            _, content = reports.made(bureau.engine, wanted, bureau.today, progress)
        (folder / kind).write_bytes(content)
        if not quiet:
            bureau.wrote(folder / kind)
