"""Settings from the environment and `.env`; `.env.example` explains each."""

from __future__ import annotations

import re
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class SettingsError(ValueError):
    """What is set cannot be used. The message is for whoever set it."""


class Settings(BaseSettings):
    """What an operator can set. An empty value means the default."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    bot_token: SecretStr | None = None
    bot_api_url: str | None = None
    bot_proxy: str | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    listen: str = "127.0.0.1:8080"
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    database_url: str = "sqlite:///data/ziping.db"
    timezone: str = "Asia/Shanghai"
    log_level: str = "INFO"

    @field_validator("bot_token")
    @classmethod
    def _whole_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value(), re.ASCII):
            raise ValueError("令牌不完整，应像 123456:ABC-DEF 这样")
        return token

    @field_validator("bot_api_url")
    @classmethod
    def _server(cls, url: str | None) -> str | None:
        if url and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
            raise ValueError("只能是 http:// 或 https:// 开头的地址，例如 http://127.0.0.1:8081")
        return url

    @field_validator("bot_proxy")
    @classmethod
    def _proxy(cls, url: str | None) -> str | None:
        if url and not re.fullmatch(r"(https?|socks5h?)://[^\s/]+/?", url):
            raise ValueError("只能是 http:// 或 socks5:// 开头的地址，例如 http://127.0.0.1:7890")
        return url

    @field_validator("webhook_url")
    @classmethod
    def _posted_to(cls, url: str | None) -> str | None:
        if url and not re.fullmatch(r"https?://[^\s/]+(/[^\s?#]*)?", url):
            raise ValueError("只能是 https:// 开头的地址，例如 https://bot.example.cn/telegram")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _sendable(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[\w-]{16,256}", secret.get_secret_value(), re.ASCII):
            raise ValueError("要有 16 到 256 个字，只用字母、数字、_ 和 -")
        return secret

    @field_validator("listen")
    @classmethod
    def _address(cls, address: str) -> str:
        host, _, port = address.rpartition(":")
        if not (host and re.fullmatch(r"\d{1,5}", port, re.ASCII) and int(port) < 2**16):
            raise ValueError("要写成 主机:端口，例如 127.0.0.1:8080")
        return address

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids(cls, ids: object) -> object:
        if not isinstance(ids, str):
            return ids
        if not re.fullmatch(r"\s*\d{1,18}\s*([,，]\s*\d{1,18}\s*)*", ids, re.ASCII):
            raise ValueError("只能是 Telegram 的数字编号，几个之间用逗号隔开，例如 123456789,987654321")
        return frozenset(int(each) for each in re.split("[,，]", ids))

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"不认识时区 {name}，请写成 Asia/Shanghai 这样") from error
        return name

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, name: str) -> str:
        if name.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("只能是 DEBUG、INFO、WARNING 或 ERROR")
        return name.upper()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which 今天 is meant."""
        return ZoneInfo(self.timezone)


def read_settings() -> Settings:
    """Return what is set; the environment goes before `.env`. Raises SettingsError."""
    try:
        return Settings()
    except ValidationError as error:
        # Not the values: one of them is the token.
        wrong = ((str(each["loc"][0]).upper(), each["msg"].removeprefix("Value error, ")) for each in error.errors())
        raise SettingsError("；".join(f"{name} 设置不对：{why}" for name, why in wrong)) from None
    except UnicodeDecodeError:
        raise SettingsError(".env 不是 UTF-8 文字，请把它另存为 UTF-8 编码") from None
