"""`python -m bot admin …`: what whoever runs the bot does beside the chat.

A file here is a command: its `add` enters the parser, with `run` as what does the work at a Bureau.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.admin import board, campaign, export, inviting, rollup, units
from bot.admin.bureau import AdminError, Bureau
from bot.conversation.fields import Unreadable
from bot.reading.units import UnitsError
from bot.reading.workbook import WorkbookError
from bot.store.unit_tree import UnitTreeError
from scoring.command_line import UNUSABLE, Parser

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

__all__ = ["Bureau", "parsed", "run"]

COMMANDS = (units, inviting, campaign, board, rollup, export)
"""In the order of the help."""


class _Parser(Parser):
    example = "python -m bot admin units import 单位.xlsx"


def parsed(arguments: Sequence[str]) -> Namespace:
    """Return the command that the arguments name; end the program where they name none."""
    parser = _Parser(prog="python -m bot admin", description="管理单位、人员和填报任务。")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)
    for each in COMMANDS:
        each.add(commands)
    return parser.parse_args(arguments)


def run(chosen: Namespace, bureau: Bureau) -> int:
    """Run a command; return its exit code."""
    try:
        chosen.run(bureau, chosen)
    except (AdminError, Unreadable, UnitsError, UnitTreeError, WorkbookError) as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    return 0
