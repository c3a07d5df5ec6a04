"""A parser of command lines that explains itself in Chinese: argparse knows English only."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

UNUSABLE = 2
"""Exit code where a command cannot do its work for what it was given."""

_SAID = {
    r"the following arguments are required: (.+)": r"还缺 \1",
    r"unrecognized arguments: (.+)": r"多出了 \1",
    r"argument (.+?): expected .*arguments?": r"\1 后面缺内容",
    r"argument (.+?): ignored explicit argument .+": r"\1 后面不用写内容",
    r"argument (.+?): not allowed with argument (.+)": r"\1 不能和 \2 一起写",
    r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)": r"\1 不能是 \2，只能是 \3",
    r"argument (.+?): invalid int value: (.+)": r"\1 要写整数，不能是 \2",
}
"""What argparse finds wrong, and how that is told. What is not here is told as it comes."""


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong, with its `example`."""

    example = ""

    def __init__(self, *, add_help: bool = True, **settings: Any) -> None:  # noqa: ANN401 - those of argparse
        """Parsers of subcommands are made alike. Options are written out: a later one may begin like them."""
        super().__init__(add_help=False, allow_abbrev=False, **settings)
        self._positionals.title, self._optionals.title = "要写的", "选项"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="显示这些说明")

    def format_usage(self) -> str:
        """Return the first line of the help."""
        return _headed(super().format_usage())

    def format_help(self) -> str:
        """Return the help."""
        return _headed(super().format_help())

    def error(self, message: str) -> NoReturn:
        """End the program."""
        self.exit(UNUSABLE, f"命令写得不对，例如：{self.example}；-h 看全部命令（{_told(message)}）\n")


def _headed(text: str) -> str:
    return text.replace("usage: ", "用法：", 1)


def _told(message: str) -> str:
    line = " ".join(message.replace("'", "").split())  # not every Python puts choices in quotes
    found = (match.expand(told) for said, told in _SAID.items() if (match := re.fullmatch(said, line)))
    return next(found, line)
