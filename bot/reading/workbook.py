"""An Excel file becomes tables, or one sentence that says why not."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from bot.reading import sheets
from bot.reading.table import Row, Table

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipInfo

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
"""What Telegram lets a bot fetch."""
MOST_UNZIPPED = 100 * MEGABYTE
MOST_PARTS = 2000
PATIENCE = 15
"""Seconds until a reader that does not even get to its work is given up."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8")
_TOO_MUCH = "这个文件解开以后太大，读不了。请把要填的那张表复制到一个新的 Excel 文件里，再发一次。"
_BROKEN = "这个文件不完整或者已经损坏。请用 Excel 或 WPS 打开，另存为 .xlsx，再发一次。"


class WorkbookError(ValueError):
    """The file cannot be read. Its text is a sentence for the person who sent it."""


def read_workbook(path: Path) -> tuple[Table, ...]:
    """Return the visible sheets of an `.xlsx` file. Takes part of a second. Raises WorkbookError."""
    try:
        _check(path)
        return tuple(map(_table, _read(path)))
    except OSError:
        raise WorkbookError("找不到或打不开这个文件，请核对路径，例如 /home/me/预算明细.xlsx。") from None


def _check(path: Path) -> None:
    """Refuse what is no workbook, or too much of one, by its size, its first bytes and its list of contents."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise WorkbookError(
            f"这个文件有 {-(-size // MEGABYTE)} MB，最多能收 20 MB。请只留要填的那几张表，另存一份再发。"
        )
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        raise WorkbookError(_old(path.read_bytes()))
    if start.startswith(_PICTURES):
        raise WorkbookError("这是一张图片，不是 Excel 文件。请发原来的 .xlsx 文件，或者把表里的文字复制过来。")
    if not start.startswith(_ZIP):
        raise WorkbookError("这不是 Excel 文件。请发 .xlsx 文件，例如 预算明细.xlsx，或者把表里的文字复制过来。")
    try:
        with ZipFile(path) as archive:
            _check_parts(archive.infolist())
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise error if isinstance(error, WorkbookError) else WorkbookError(_BROKEN) from None


def _old(content: bytes) -> str:
    if _ENCRYPTED in content:
        return "这个文件加了密码，读不了。请在 Excel 里取消密码，保存后再发一次。"
    return "这是旧格式的 Office 文件（如 .xls）。请用 Excel 或 WPS 另存为 .xlsx，再发一次。"


def _check_parts(parts: list[ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookError(_old(_ENCRYPTED))
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise WorkbookError("这不是 .xlsx 表格。请用 Excel 或 WPS 另存为 .xlsx，再发一次。")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise WorkbookError("这个文件带有宏，为了安全不读。请另存为不带宏的 .xlsx，再发一次。")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNZIPPED:
        raise WorkbookError(_TOO_MUCH)
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise WorkbookError(_BROKEN)


def _read(path: Path) -> list[dict[str, object]]:
    command = [sys.executable, "-P", sheets.__file__, str(path.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - our own program
    except subprocess.TimeoutExpired:
        raise WorkbookError(_TOO_MUCH) from None
    if done.returncode == 0:
        found: list[dict[str, object]] = json.loads(done.stdout)
        return found
    # A limit ends the reader by a signal, or shows as an error of memory; else the parser found the file broken.
    raise WorkbookError(_TOO_MUCH if done.returncode < 0 or b"memory" in done.stderr.lower() else _BROKEN)


def _table(sheet: dict[str, object]) -> Table:
    rows: list[tuple[int, list[str]]] = sheet["rows"]  # type: ignore[assignment]  # as sheets.read gives them
    return Table(str(sheet["name"]), tuple(Row(number, tuple(texts)) for number, texts in rows), bool(sheet["cut"]))
