"""Settings from the environment and `.env`; `.env.example` explains each."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator can set. An empty value means the default."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    bot_token: SecretStr | None = None
    bot_api_url: str | None = None
    bot_proxy: str | None = None
    database_url: str = "sqlite:///data/ziping.db"
    timezone: str = "Asia/Shanghai"
    log_level: str = "INFO"

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
