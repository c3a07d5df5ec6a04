from __future__ import annotations

import subprocess
import sys

# What only Telegram, a person at a terminal, or a document needs: together longer to load than all the rest.
LEFT_OUT = ("telegram", "httpx", "rich", "prompt_toolkit", "typst", "docxtpl", "xlsxwriter", "openpyxl")
PRINTED = f"import sys, bot.__main__; print(*sys.modules.keys() & {set(LEFT_OUT)})"


def test_the_command_line_starts_without_what_only_some_commands_need() -> None:
    started = subprocess.run([sys.executable, "-c", PRINTED], capture_output=True, text=True, check=True)

    assert started.stdout.split() == []
