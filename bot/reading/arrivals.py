"""What arrives as a file or as a pasted text, understood as far as it is a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.events import Offered, Refused, Said, Understood, Unsupported, Uploaded
from bot.reading.pasted import SHEET, pasted_table
from bot.reading.proposing import propose
from bot.reading.workbook import WorkbookError, read_workbook

if TYPE_CHECKING:
    from pathlib import Path

NOTHING_KNOWN = (
    "在“{name}”里没有找到认识的表。表头要有“项目内容、预算金额、决算金额、账面支出”，"
    "或者“一级指标、二级指标、三级指标、目标值、实际完成值、得分”。发 /template 可以要一份空白表。"
)


NOT_RECEIVED = {
    "large_file": "这个文件太大，最多能收 20 MB。请只留要填的那几张表，另存一份再发。",
    "lost_file": "文件没有收到，请再发一次。",
}
"""What a channel says of a file that it could not fetch."""


def understood(event: Understood | Uploaded) -> Understood:
    """Read a file, and a text that is a table; any other event stays as it is. A file takes part of a second."""
    match event:
        case Uploaded(file, name):
            return _uploaded(file, name or "文件")
        case Said(text) if table := pasted_table(text):
            proposal = propose(SHEET, (table,))
            return event if proposal.is_empty else Offered(proposal, text)
        case Unsupported(kind) if kind in NOT_RECEIVED:
            return Refused(NOT_RECEIVED[kind])
        case _:
            return event


def _uploaded(file: Path, name: str) -> Offered | Refused:
    try:
        proposal = propose(name, read_workbook(file))
    except WorkbookError as why:
        return Refused(str(why))
    return Refused(NOTHING_KNOWN.format(name=name[:60])) if proposal.is_empty else Offered(proposal)
