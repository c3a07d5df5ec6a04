from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.demo import EXAMPLE, demo, write_documents
from bot.documents.render import KINDS, render
from scoring import Filing, open_filing

if TYPE_CHECKING:
    from pathlib import Path


def test_the_demo_shows_a_whole_conversation_and_writes_every_document(tmp_path: Path) -> None:
    paper = StringIO()
    demo(Console(file=paper, width=100, color_system=None), tmp_path / "out")
    told = paper.getvalue()
    filing = open_filing(EXAMPLE)
    for shown in ("我是自评助手", "› /new wuhan-2018", f"› {filing.project}", "填报完成：97 分"):
        assert shown in told
    assert "✔ 没有更多明细了]" in told, "a press is shown by its label"
    assert (tmp_path / "out" / "report.txt").read_bytes() == render(filing, "report.txt")
    for kind in KINDS:
        assert (tmp_path / "out" / kind).stat().st_size > 1000
        assert f"📎 {(tmp_path / 'out' / kind).resolve()}" in told


def test_documents_go_into_a_folder_that_is_made_for_them(tmp_path: Path) -> None:
    paper = StringIO()
    write_documents(Filing(scheme="mof-2020"), tmp_path / "a" / "b", Console(file=paper, width=40))
    assert sorted(file.name for file in (tmp_path / "a" / "b").iterdir()) == sorted(KINDS)
    assert paper.getvalue().count("📎") == len(KINDS)


def test_where_a_folder_cannot_be_the_error_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError):
        write_documents(Filing(scheme="mof-2020"), tmp_path / "file", Console(file=StringIO()))
