"""`export`: all filings of a campaign, or all there are, as a zip."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from bot.admin.bureau import AdminError, scope_of
from bot.formats import STATES, UNBEGUN, state_name
from bot.store import archive
from bot.store.database import transaction

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Iterator
    from typing import IO

    from bot.admin.bureau import Bureau

_STATES = {state: state_name(state) for state in STATES if state != UNBEGUN}


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Enter the command."""
    parser = commands.add_parser("export", help="导出：全部填报打成一个 zip，附清单")
    parser.add_argument("campaign", nargs="?", metavar="编号", help="填报任务的编号；不写就是全部填报")
    parser.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪里，例如 填报.zip")
    states = "、".join(f"{state} {name}" for state, name in _STATES.items())
    parser.add_argument("--state", choices=tuple(_STATES), metavar="状态", help=f"只要这个状态的：{states}")
    parser.add_argument("--files-only", action="store_true", help="只要填报文件，不做自评表和报告")
    parser.set_defaults(run=_export)


def _export(bureau: Bureau, chosen: Namespace) -> None:
    from bot.archive import DOCUMENTS, write_archive  # noqa: PLC0415 - its libraries are most of the start

    with transaction(bureau.engine) as session:
        scope = scope_of(session, chosen.campaign, None) if chosen.campaign else None
        entries = archive.kept(session, scope, chosen.state)
    if not entries:
        raise AdminError("没有可以导出的填报。")
    kinds = () if chosen.files_only else DOCUMENTS
    with _whole(chosen.out) as file, bureau.working() as progress:
        write_archive(file, bureau.engine, entries, progress, kinds)
    bureau.say(f"导出了 {len(entries)} 份填报（{chosen.out.stat().st_size / 1_000_000:.1f} MB）")
    bureau.wrote(chosen.out)


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write that comes to its place once it is whole. Until then it lies beside, hidden."""
    if path.exists():
        raise AdminError(f"{path} 已经有了。为免盖掉它，请换一个名字，例如 填报-2026-03-01.zip")
    try:
        file = NamedTemporaryFile(dir=path.parent, prefix=".export-", delete=False)  # noqa: SIM115 - it outlives this
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    part = Path(file.name)
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
