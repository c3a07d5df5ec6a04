from __future__ import annotations

import subprocess
import sys

# What only Telegram, a person at a terminal, a document or a Chinese numeral needs: nearly half of all that loads.
LEFT_OUT = ("telegram", "httpx", "rich", "prompt_toolkit", "typst", "docx", "xlsxwriter", "openpyxl", "cn2an")
PRINTED = f"import sys, bot.__main__; print(*sys.modules.keys() & {set(LEFT_OUT)})"


def test_the_command_line_starts_without_what_only_some_commands_need() -> None:
    started = subprocess.run([sys.executable, "-c", PRINTED], capture_output=True, text=True, check=True)

    assert started.stdout.split() == []
