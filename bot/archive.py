"""Filings as one zip: a folder for each, with its filing file and its documents, and a list of them all.

It grows filing by filing where it lies, so that thousands of them need no more memory than one.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.documents.clean_text import clean_text
from bot.documents.filing_list import ListedFiling, filing_list_xlsx
from bot.documents.render import render, safe
from bot.filing_file import dumps
from bot.store import filings
from scoring import score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from typing import IO

    from sqlalchemy import Engine

    from bot.progress import Progress
    from bot.store.archive import Kept
    from scoring import Filing

FILING_FILE, LIST = "filing.toml", "清单.xlsx"
DOCUMENTS = ("form.pdf", "report.docx", "form.xlsx")
_READABLE = 0o644 << 16
"""File modes as zips hold them; without, some programs unpack files that nobody may read."""


def write_archive(
    file: IO[bytes],
    engine: Engine,
    entries: Sequence[Kept],
    progress: Progress,
    kinds: Sequence[str] = DOCUMENTS,
) -> None:
    """Write the zip of these filings, of which there is at least one.

    `kinds` are the documents that each has beside its filing file.
    """
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        listed = []
        contents = filings.contents(engine, [each.filing_id for each in entries])
        for number, (each, folder, filing) in enumerate(zip(entries, _folders(entries), contents, strict=True), 1):
            archive.writestr(_dated(f"{folder}/{FILING_FILE}", each.updated_at), dumps(filing))
            for kind in kinds:
                archive.writestr(_dated(f"{folder}/{kind}", each.updated_at), render(filing, kind))
            listed.append(_listed(each, folder, filing))
            progress(number / len(entries))
        archive.writestr(_dated(LIST, max(each.updated_at for each in entries)), filing_list_xlsx(listed))


def _dated(name: str, at: datetime) -> ZipInfo:
    """Return a file of the zip, as old as what it shows."""
    info = ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    info.compress_type, info.external_attr = ZIP_DEFLATED, _READABLE
    return info


def _folders(entries: Sequence[Kept]) -> Iterator[str]:
    """Yield for each a folder's name that every system takes, and none twice: not in another case either."""
    taken: set[str] = set()
    numbers: defaultdict[str, count[int]] = defaultdict(lambda: count(2))
    for each in entries:
        unit, project = (safe(clean_text(part or "")) for part in (each.unit, each.project))
        name = wanted = f"{unit or '未填单位'}_{project or '未填项目'}"
        while name.casefold() in taken:
            name = f"{wanted}_{next(numbers[wanted.casefold()])}"
        taken.add(name.casefold())
        yield name


def _listed(entry: Kept, folder: str, filing: Filing) -> ListedFiling:
    sheet = score(filing)
    return ListedFiling(
        unit=entry.unit or "",
        project=entry.project or "",
        year=filing.year,
        state=entry.state,
        total=sheet.total,
        open=sheet.open,
        folder=folder,
    )
