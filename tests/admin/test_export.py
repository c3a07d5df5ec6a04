"""Filings as one zip, whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types

from bot import archive
from bot.progress import untold
from bot.store import filings
from bot.store.archive import kept
from bot.store.database import transaction
from scoring import Filing, open_filing, read_filing, score
from tests.clerk import open_office
from tests.office.overseen import EXAMPLE_FILING, PROJECT, Overseen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.admin.shell import Shell
    from tests.clerk import Office

PROJECT_ROOT = Path(__file__).parents[2]
DOCUMENTS = {"filing.toml", "form.pdf", "report.docx", "form.xlsx"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "导出"
    folder.mkdir()
    return folder / "填报.zip"


def listed(archived: ZipFile) -> list[tuple[object, ...]]:
    return list(load_workbook(BytesIO(archived.read("清单.xlsx"))).active.iter_rows(values_only=True))


def folders(archived: ZipFile) -> set[str]:
    return {name.split("/")[0] for name in archived.namelist() if "/" in name}


def own(office: Office, number: int, unit: str | None, project: str | None) -> None:
    """Let a clerk have so many filings of their own."""
    with transaction(office.engine) as session:
        for _ in range(number):
            filings.create(session, 1, replace(EXAMPLE_FILING, unit=unit, project=project), office.now)


def test_each_filing_has_a_folder_with_its_file_and_documents(overseen: Overseen, shell: Shell, out: Path) -> None:
    overseen.begin("长丰社区", "filed")
    overseen.begin("汉正街", "draft")
    told = shell.done(f"export {overseen.campaign} --out {out}")
    assert "导出了 2 份填报" in told
    with ZipFile(out) as archived:
        assert archived.testzip() is None
        assert set(archived.namelist()) == {
            "清单.xlsx",
            *(f"{unit}_{PROJECT}/{name}" for unit in ("长丰社区", "汉正街") for name in DOCUMENTS),
        }
        starts = {name: archived.read(f"长丰社区_{PROJECT}/{name}")[:4] for name in DOCUMENTS}
        assert starts == {"filing.toml": b"sche", "form.pdf": b"%PDF", "report.docx": b"PK\3\4", "form.xlsx": b"PK\3\4"}
        assert read_filing(archived.read(f"长丰社区_{PROJECT}/filing.toml").decode()) == replace(
            EXAMPLE_FILING, unit="长丰社区"
        )
        assert listed(archived) == [
            ("单位", "项目", "年度", "状态", "总分", "未定分", "文件夹"),
            ("长丰社区", PROJECT, 2018, "已报送", 97, 0, f"长丰社区_{PROJECT}"),
            ("汉正街", PROJECT, 2018, "填报中", 97, 0, f"汉正街_{PROJECT}"),
        ]
        assert {each.external_attr >> 16 for each in archived.infolist()} == {0o644}
    assert [each.name for each in out.parent.iterdir()] == [out.name]


def test_a_filing_that_was_hardly_begun_is_exported_and_scored_too(overseen: Overseen, shell: Shell, out: Path) -> None:
    overseen.begin("长丰社区", filing=Filing(scheme="mof-2020"))
    shell.done(f"export --out {out}")
    with ZipFile(out) as archived:
        path = archived.extract(f"长丰社区_{PROJECT}/filing.toml", out.parent)
    assert score(open_filing(path)).total == 0


def test_only_those_in_a_state_are_taken(overseen: Overseen, shell: Shell, out: Path) -> None:
    overseen.begin("长丰社区", "filed")
    overseen.begin("汉正街", "draft")
    shell.done(f"export {overseen.campaign} --state filed --files-only --out {out}")
    with ZipFile(out) as archived:
        assert set(archived.namelist()) == {"清单.xlsx", f"长丰社区_{PROJECT}/filing.toml"}


def test_without_a_campaign_all_filings_are_taken(overseen: Overseen, shell: Shell, out: Path) -> None:
    overseen.begin("长丰社区", "filed")
    own(overseen.office, 1, None, None)
    shell.done(f"export --files-only --out {out}")
    with ZipFile(out) as archived:
        assert folders(archived) == {f"长丰社区_{PROJECT}", "未填单位_未填项目"}


def test_deleted_filings_are_not_taken(overseen: Overseen, shell: Shell, out: Path) -> None:
    own(overseen.office, 1, "某街", "甲")
    with transaction(overseen.office.engine) as session:
        filings.delete(session, filings.listed(session, 1)[0].id, 1, overseen.office.now)
    assert "没有可以导出的填报" in shell.refused(f"export --out {out}")


def test_odd_names_and_names_that_clash_make_safe_folders(overseen: Overseen, shell: Shell, out: Path) -> None:
    names = [
        ("../../街", "甲/乙:*?"),
        ("街", "甲乙"),
        ("街", "甲乙_2"),
        ("街", "甲\x01乙"),
        ("A街", "a"),
        ("a街", "A"),
        ("\u202e街", "长" * 200),
    ]
    for unit, project in names:
        own(overseen.office, 1, unit, project)
    shell.done(f"export --files-only --out {out}")
    with ZipFile(out) as archived:
        found = [name.split("/")[0] for name in archived.namelist() if "/" in name]
        assert found == [
            "街_甲乙",
            "街_甲乙_2",
            "街_甲乙_2_2",
            "街_甲乙_3",
            "A街_a",
            "a街_A_2",
            f"街_{'长' * 36}",
        ]
        assert len({name.casefold() for name in found}) == len(names)


def test_a_formula_in_a_name_is_text_in_the_list(overseen: Overseen, shell: Shell, out: Path) -> None:
    own(overseen.office, 1, "=1+1", "+甲")
    shell.done(f"export --files-only --out {out}")
    with ZipFile(out) as archived:
        cells = load_workbook(BytesIO(archived.read("清单.xlsx"))).active[2]
    assert [(each.value, each.data_type) for each in cells[:2]] == [("=1+1", "s"), ("+甲", "s")]


@pytest.mark.parametrize("files_only", ["", "--files-only"])
def test_what_is_cut_off_leaves_nothing_behind(
    overseen: Overseen, shell: Shell, out: Path, monkeypatch: pytest.MonkeyPatch, files_only: str
) -> None:
    overseen.begin("长丰社区", "filed")

    def cut_off(_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(archive, "filing_list_xlsx", cut_off)
    with pytest.raises(KeyboardInterrupt):
        shell.done(f"export {files_only} --out {out}")
    assert list(out.parent.iterdir()) == []


def test_a_file_that_is_there_is_not_written_over(overseen: Overseen, shell: Shell, out: Path) -> None:
    overseen.begin("长丰社区", "filed")
    out.write_text("mine")
    assert "已经有了。为免盖掉它" in shell.refused(f"export --out {out}")
    assert out.read_text() == "mine"


def test_what_cannot_be_exported_is_one_line(overseen: Overseen, shell: Shell, out: Path) -> None:
    assert "没有编号是“9”的填报任务" in shell.refused(f"export 9 --out {out}")
    assert "没有可以导出的填报" in shell.refused(f"export {overseen.campaign} --out {out}")
    assert "--state 不能是 late" in shell.refused(f"export --state late --out {out}")
    assert "还缺 --out" in shell.refused("export")


def run(database: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot", "admin", "export", "--out", str(out)]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(PROJECT_ROOT)}
    return subprocess.Popen(
        command, cwd=out.parent, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    """Give a database with a hundred filings."""
    office = open_office(tmp_path)
    own(office, 100, "街", "甲")
    yield tmp_path / "office.db"
    office.engine.dispose()


def test_a_process_that_is_interrupted_leaves_no_file(database: Path, out: Path) -> None:
    with run(database, out) as process:
        while not any(each.stat().st_size for each in out.parent.glob(".export-*")):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        told = process.communicate()
    assert (process.returncode, *told) == (130, "", "")
    assert list(out.parent.iterdir()) == []


def test_a_folder_that_is_not_there_is_one_line(database: Path, out: Path) -> None:
    missing = out.parent / "没有" / "填报.zip"
    command = [sys.executable, "-m", "bot", "admin", "export", "--out", str(missing)]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    ended = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", f"{missing}：没有这个文件夹\n")


def test_many_filings_need_no_more_memory_than_few(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    own(office, 600, "街", "甲")
    with transaction(office.engine) as session:
        entries = kept(session)
    peaks = []
    for number in (100, 600):
        with (tmp_path / f"{number}.zip").open("wb") as file:
            tracemalloc.start()
            archive.write_archive(file, office.engine, entries[:number], untold, ())
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    office.engine.dispose()
    assert peaks[1] - peaks[0] < 2_000_000
