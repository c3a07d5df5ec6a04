"""How commands explain themselves."""

from __future__ import annotations

import argparse
from typing import NoReturn

UNUSABLE = 2
"""Exit code where the command cannot do its work for what it was given."""


class Parser(argparse.ArgumentParser):
    """A parser that says in one Chinese line what is wrong, with its `example`."""

    example = "python -m bot render 填报.toml --out 目录"

    def error(self, message: str) -> NoReturn:
        """End the program."""
        self.exit(UNUSABLE, f"命令写得不对，例如：{self.example}；-h 看全部命令（{message}）\n")
