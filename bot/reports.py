"""Reports over many units: what the database says of a campaign becomes a picture or a workbook.

A database to which one may write at a time is never held for long: what takes long is loaded in small parts.
"""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from bot.archive import write_archive
from bot.documents.board import Board, Line, board_png
from bot.documents.clean_text import clean
from bot.documents.render import safe
from bot.documents.rollup import Missing, RolledUp, rollup_png
from bot.documents.rollup_excel import Filed, rollup_xlsx
from bot.formats import UNBEGUN, day
from bot.store import archive, board, filings, rollups, scopes
from bot.store.database import transaction
from scoring import load_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy import Engine

    from bot.message import Report
    from bot.progress import Progress
    from bot.store.board import Entry
    from bot.store.scopes import Scope

MOST_BYTES = 50_000_000
"""Of a document that is sent."""


def made(engine: Engine, report: Report, today: date, progress: Progress) -> tuple[str, bytes]:
    """Return a report's Chinese file name and its content. Raises LookupError where there is no such campaign."""
    with transaction(engine) as session:
        scope = scopes.get(session, report.campaign, report.unit)
    if scope is None:
        raise LookupError(f"no campaign {report.campaign}")
    match report.kind:
        case "board.png":
            return _name(scope, "进度.png"), _board(engine, scope, report.page, today)
        case "rollup.png":
            return _name(scope, "汇总.png"), rollup_png(rolled_up(engine, scope, report.project or ""))
        case "rollup.xlsx":
            return _name(scope, "汇总.xlsx"), _workbook(engine, scope, report.project or "", progress)
        case "filings.zip":
            return _name(scope, "填报.zip"), _archive(engine, scope, progress)
    raise LookupError(report.kind)


def _name(scope: Scope, what: str) -> str:
    return f"{safe(scope.title)}_{safe(scope.unit_name)}_{what}"


def _board(engine: Engine, scope: Scope, page: int, today: date) -> bytes:
    with transaction(engine) as session:
        counts = board.counts(session, scope)
        entries = board.page(session, scope, page)
        several = len(board.projects(session, scope)) > 1
    return board_png(
        Board(
            title=scope.title,
            unit=scope.unit_name,
            deadline=until(scope.deadline, today),
            counts={state or UNBEGUN: count for state, count in counts.items()},
            lines=[_line(number, each) for number, each in enumerate(entries, start=board.first(page))],
            several=several,
            page=page,
            pages=board.pages(counts),
        )
    )


def _line(number: int, entry: Entry) -> Line:
    return Line(
        number=number,
        unit=entry.unit,
        above=entry.parent or "",
        project=entry.project,
        state=entry.state or UNBEGUN,
        done=entry.done,
    )


def until(deadline: date, today: date) -> str:
    """Return when something ends, and how long that still is."""
    left = (deadline - today).days
    how_long = f"还有 {left} 天" if left > 0 else "就是今天" if left == 0 else f"已过 {-left} 天"
    return f"截止 {day(deadline)}，{how_long}"


def rolled_up(engine: Engine, scope: Scope, project: str) -> RolledUp:
    """Return the 汇总 of a project, with those who have not filed."""
    with transaction(engine) as session:
        rollup = rollups.rolled_up(session, scope, project)
        missing = board.missing(session, scope, project)
        counts = board.counts(session, scope, project)
    return RolledUp(
        title=scope.title,
        unit=scope.unit_name,
        project=project,
        wanted=sum(counts.values()),
        filing=clean(rollup.filing()),
        sheet=rollup.sheet(),
        rows=rollup.rows(),
        scheme=load_scheme(scope.scheme),
        missing=[Missing(unit=each.unit, above=each.parent or "", state=each.state or UNBEGUN) for each in missing],
    )


def _workbook(engine: Engine, scope: Scope, project: str, progress: Progress) -> bytes:
    total = rolled_up(engine, scope, project)
    with transaction(engine) as session:
        entries = board.filed(session, scope, project)
    return rollup_xlsx(total, _filed(engine, entries), progress)


def _filed(engine: Engine, entries: Sequence[Entry]) -> Iterator[Filed]:
    contents = filings.contents(engine, [each.filing_id or 0 for each in entries])
    for each, filing in zip(entries, contents, strict=True):
        yield Filed(each.unit, each.parent or "", clean(filing))


def _archive(engine: Engine, scope: Scope, progress: Progress) -> bytes:
    with transaction(engine) as session:
        entries = archive.kept(session, scope, "filed")
    with TemporaryFile() as file:
        write_archive(file, engine, entries, progress)
        if file.tell() > MOST_BYTES:
            raise ValueError(f"an archive of {file.tell()} bytes, where Telegram takes {MOST_BYTES}")
        file.seek(0)
        return file.read()
