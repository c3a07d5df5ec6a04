"""The narrative as it is read in a chat: a phone is too narrow for a table, so 表1 is a line for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.documents.narrative import narrative
from scoring import load_scheme, score

if TYPE_CHECKING:
    from bot.documents.grid import Grid
    from bot.documents.narrative import Block
    from scoring import Filing


def chat_text(filing: Filing) -> str:
    """Return the whole narrative, a paragraph a block, with an empty line before each heading."""
    blocks = narrative(filing, score(filing), load_scheme(filing.scheme))
    return "\n".join(_block(block) for block in blocks).strip()


def _block(block: Block) -> str:
    if block.table is not None:
        return _rows(block.table)
    return f"\n{block.text}" if block.style in ("heading1", "heading2") else block.text


def _rows(table: Grid) -> str:
    return "\n".join("｜".join(cell.text for cell in row) for row in table.rows)
