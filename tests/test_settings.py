from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_without_settings_it_talks_in_the_terminal_on_a_local_file_in_shanghai() -> None:
    settings = read_settings()
    assert settings.bot_token is None
    assert settings.database_url == "sqlite:///data/ziping.db"
    assert settings.zone.key == "Asia/Shanghai"


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert read_settings().timezone == "Asia/Shanghai"
    assert read_settings().bot_token is None


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# 注释\nTIMEZONE=Asia/Urumqi\nLOG_LEVEL=debug\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("TIMEZONE", "Asia/Tokyo")
    settings = read_settings()
    assert settings.timezone == "Asia/Tokyo"
    assert settings.log_level == "DEBUG"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "123456:ABC-DEF_x"),
        ("BOT_API_URL", "http://127.0.0.1:8081"),
        ("BOT_API_URL", "https://api.example.org/bot/"),
        ("BOT_PROXY", "http://user:word@127.0.0.1:7890"),
        ("BOT_PROXY", "socks5://127.0.0.1:1080"),
        ("LOG_LEVEL", "warning"),
        ("WEBHOOK_URL", "https://bot.example.cn/telegram"),
        ("WEBHOOK_SECRET", "abcdefgh-ABCDEFGH_0123456789"),
        ("LISTEN", "0.0.0.0:8080"),
    ],
)
def test_what_is_well_written_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    read_settings()


@pytest.mark.parametrize(
    ("name", "value", "example"),
    [
        ("BOT_TOKEN", "secret", "123456:ABC-DEF"),
        ("BOT_TOKEN", "1:sec ret", "123456:ABC-DEF"),
        ("BOT_API_URL", "127.0.0.1:8081", "http://"),
        ("BOT_PROXY", "127.0.0.1:1080", "http://"),
        ("BOT_PROXY", "http://", "http://"),
        ("TIMEZONE", "火星", "Asia/Shanghai"),
        ("TIMEZONE", "../../etc/passwd", "Asia/Shanghai"),
        ("LOG_LEVEL", "大声", "INFO"),
        ("ADMIN_IDS", "小王", "123456789,987654321"),
        ("ADMIN_IDS", "1;2", "123456789,987654321"),
        ("ADMIN_IDS", "-5", "123456789,987654321"),
        ("ADMIN_IDS", "1" * 19, "123456789,987654321"),
    ],
)
def test_what_is_wrong_is_named_with_an_example(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, example: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name} 设置不对：") as caught:
        read_settings()
    assert example in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("written", "ids"), [("", set()), ("7", {7}), (" 7,8 ，9", {7, 8, 9}), ("7,7", {7})])
def test_administrators_are_named_by_their_numbers(
    monkeypatch: pytest.MonkeyPatch, written: str, ids: set[int]
) -> None:
    monkeypatch.setenv("ADMIN_IDS", written)
    assert read_settings().admin_ids == ids


def test_two_wrong_settings_are_both_named_and_the_token_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "hush")
    monkeypatch.setenv("LOG_LEVEL", "loud")
    with pytest.raises(SettingsError, match=r"BOT_TOKEN.*；LOG_LEVEL") as caught:
        read_settings()
    assert "hush" not in str(caught.value)


def test_a_token_is_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123:HUSH")
    assert "HUSH" not in repr(read_settings())


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("# 设置\nTIMEZONE=Asia/Shanghai\n".encode("gbk"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings()
