"""What the doctor says of a well machine, and of each thing that can be missing."""

from __future__ import annotations

import shutil
import socket
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from bot import doctor
from bot.__main__ import main
from bot.doctor import examine
from bot.settings import Settings
from bot.store.database import open_database, transaction
from tests.bot_api import TOKEN, BotApi, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


WRONG = "1:HUSH"


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def found(name: str, *, ahead: timedelta = timedelta(), **settings: Any) -> str:  # noqa: ANN401 - as they are set
    """Return the line about one thing, on a machine whose clock is ahead."""
    [line] = [
        str(check) for check in examine(Settings(**settings), lambda: datetime.now(UTC) + ahead) if check.name == name
    ]
    return line


def test_where_all_is_well_every_line_says_so_and_nothing_is_made(
    api: BotApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("BOT_API_URL", api.url)
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("：")[0] for line in lines] == [
        "✓ 令牌",
        "✓ 时钟",
        "✓ 数据库",
        "✓ 表结构",
        "✓ 字体",
        "✓ 磁盘",
    ]
    assert "@ziping_test_bot" in lines[0]
    assert list(tmp_path.iterdir()) == []


def test_what_is_found_missing_shows_in_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    assert main(["doctor"]) == 1
    assert "✗ 数据库：DATABASE_URL 不是数据库地址，例如" in capsys.readouterr().out


def test_without_a_token_the_bot_is_well_too_and_no_clock_is_asked() -> None:
    checks = {check.name: check for check in examine(Settings(), lambda: datetime.now(UTC))}
    assert checks["令牌"].well
    assert "BOT_TOKEN" in checks["令牌"].found
    assert "时钟" not in checks


@pytest.mark.parametrize(
    "fault", [None, Fault(status=500), Fault(cut="before"), Fault(status=429, retry_after=3), Fault(status=404)]
)
def test_a_token_that_is_wrong_or_cannot_be_asked_about_is_told_and_never_quoted(
    api: BotApi, fault: Fault | None
) -> None:
    api.faults += [fault] if fault else []
    lines = [
        str(check)
        for check in examine(
            Settings(bot_token=TOKEN if fault else WRONG, bot_api_url=api.url), lambda: datetime.now(UTC)
        )
    ]
    assert lines[0].startswith("✗ 令牌：")
    assert not any("HUSH" in line or TOKEN.partition(":")[2] in line for line in lines)


def test_a_network_that_is_down_is_told_with_what_to_look_at() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    line = found("令牌", bot_token=TOKEN, bot_api_url=address)
    assert line.startswith("✗")
    assert "BOT_PROXY" in line
    assert found("时钟", bot_token=TOKEN, bot_api_url=address).startswith("✗")


@pytest.mark.parametrize(("minutes", "said"), [(5, "快了"), (-5, "慢了")])
def test_a_clock_that_is_off_is_told_by_how_much(api: BotApi, minutes: int, said: str) -> None:
    line = found("时钟", ahead=timedelta(minutes=minutes), bot_token=TOKEN, bot_api_url=api.url)
    assert line.startswith("✗")
    assert said in line
    assert "timedatectl" in line


def test_the_clock_is_checked_even_where_the_token_is_wrong(api: BotApi) -> None:
    assert found("时钟", bot_token=WRONG, bot_api_url=api.url) == "✓ 时钟：准"


def test_a_database_that_is_away_is_told_and_its_password_is_not() -> None:
    line = found("数据库", database_url="postgresql://bot:HUSH@127.0.0.1:1/ziping")
    assert line.startswith("✗ 数据库：打不开数据库")
    assert "请检查 DATABASE_URL" in line
    assert "HUSH" not in line


def test_a_database_in_use_is_well(database_url: str) -> None:
    open_database(database_url).dispose()
    assert found("数据库", database_url=database_url) == "✓ 数据库：打得开，能写"
    assert found("表结构", database_url=database_url).startswith("✓ 表结构：最新")


@pytest.mark.parametrize(("step", "said"), [("0001", "它会自己升级"), ("9999", "请把程序也升级")])
def test_tables_that_do_not_fit_the_program_are_told(database_url: str, step: str, said: str) -> None:
    engine = open_database(database_url)
    with transaction(engine) as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = :step"), {"step": step})
    engine.dispose()
    line = found("表结构", database_url=database_url)
    assert line.startswith(f"✗ 表结构：是 {step}")
    assert said in line


def test_a_folder_in_which_no_database_can_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    line = found("数据库", database_url=f"sqlite:///{tmp_path}/a-file/bot.db")
    assert line.startswith("✗ 数据库：还没有，也建不了")
    assert "a-file" in line


def test_documents_that_cannot_be_made_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise FileNotFoundError

    monkeypatch.setattr(doctor, "render", fail)
    assert "make install" in found("字体")


def test_a_disk_that_is_nearly_full_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=3_000_000))
    line = found("磁盘", database_url=f"sqlite:///{tmp_path}/deep/down/bot.db")
    assert line.startswith(f"✗ 磁盘：{tmp_path} 只剩 3 MB")
