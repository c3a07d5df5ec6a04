"""The lines that the README shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import scoring

if TYPE_CHECKING:
    import pytest

FILE = """
scheme = "wuhan-2018"
funds = { budget = 10000, executed = 10000 }
[[indicators]]
name = "新增图书"
weight = 10
kind = "positive"
target = "≥100册"
actual = "98册"
"""


def test_the_readme_scores_a_filing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "填报.toml").write_text(FILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    readme = Path(scoring.__file__).with_name("README.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    exec(code)  # noqa: S102 - our own lines
    assert capsys.readouterr().out.startswith("20 × 100% = 20.00\n新增图书 9.80 10 × 98 ÷ 100 = 9.80\n29.80 70 None\n")
