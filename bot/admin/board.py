"""`board`: how far a campaign's units are, those behind first; as a picture too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot.admin.bureau import scope_of
from bot.formats import COLOURS, STATES, UNBEGUN, bar, state_name
from bot.message import Report
from bot.progress import untold
from bot.store import board
from bot.store.database import transaction

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Mapping, Sequence

    from bot.admin.bureau import Bureau
    from bot.store.board import Entry
    from bot.store.scopes import Scope

_WIDTH = 60
"""Cells of the bar."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Enter the command."""
    parser = commands.add_parser("board", help="进度：各单位填到哪里了，落后的在前")
    parser.add_argument("campaign", nargs="?", metavar="编号", help="填报任务的编号；只有一项就不用写")
    parser.add_argument("--unit", metavar="单位", help="只看这个单位和它的下级")
    parser.add_argument("--out", type=Path, metavar="文件", help="图片写到哪里，例如 进度.png；一页画不下就有几张")
    parser.set_defaults(run=_show)


def _show(bureau: Bureau, chosen: Namespace) -> None:
    from bot.reports import until  # noqa: PLC0415 - its libraries are most of the start

    with transaction(bureau.engine) as session:
        scope = scope_of(session, chosen.campaign, chosen.unit)
        counts = board.counts(session, scope)
        entries = (*board.missing(session, scope), *board.filed(session, scope))
    bureau.say(f"{scope.title}　{scope.unit_name}\n{until(scope.deadline, bureau.today)}")
    if not entries:
        bureau.say("这里还没有要填报的单位。")
        return
    bureau.console.print(_bar({state or UNBEGUN: number for state, number in counts.items()}))
    bureau.console.print(_table(entries))
    if chosen.out:
        _draw(bureau, scope, board.pages(counts), chosen.out)


def _bar(counts: Mapping[str, int]) -> Text:
    """Return a bar of the states, on which none that exists is left out, and below how many they are."""
    total = sum(counts.values())
    states = [state for state in COLOURS if counts.get(state)]
    cells = [("█" * max(1, _WIDTH * counts[state] // total), COLOURS[state]) for state in states]
    named = [(f"{STATES[state]} {counts[state]}　", COLOURS[state]) for state in states]
    return Text.assemble(*cells, f"\n应报 {total} 份：", *named)


def _table(entries: Sequence[Entry]) -> Table:
    table = Table("", "单位", "上级单位", "项目", "状态", "填了多少")
    for number, each in enumerate(entries, start=1):
        state = each.state or UNBEGUN
        names = (Text(name or "") for name in (each.unit, each.parent, each.project))
        done = f"{bar(each.done, 100)} {each.done}%" if each.state in ("draft", "returned") else ""
        table.add_row(str(number), *names, Text(state_name(state), COLOURS[state]), done)
    return table


def _draw(bureau: Bureau, scope: Scope, pages: int, out: Path) -> None:
    from bot import reports  # noqa: PLC0415 - as above

    with bureau.working() as progress:
        for page in range(1, pages + 1):
            wanted = Report(kind="board.png", campaign=scope.campaign, unit=scope.unit, page=page)
            _, picture = reports.made(bureau.engine, wanted, bureau.today, untold)
            path = out if page == 1 else out.with_stem(f"{out.stem}-{page}")
            path.write_bytes(picture)
            progress(page / pages)
    bureau.wrote(out)
