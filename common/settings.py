"""What every member is told from outside; each member adds its own under its prefix."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic import SecretStr
from pydantic_settings import BaseSettings
from pydantic_settings import SettingsConfigDict


def prefixed(prefix: str) -> SettingsConfigDict:
    """The settings of one member come from environment names with its prefix."""
    return SettingsConfigDict(env_prefix=prefix, frozen=True, extra="ignore")


class MemberSettings(BaseSettings):
    """Where a member listens, whose tokens it trusts, where it runs."""

    model_config = prefixed("")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    # An open socket of the starter's instead, which the next process takes over.
    listen_fd: int | None = None
    environment: Literal["test", "local", "production"] = "local"
    token_public_key_file: Path
    allow_synthetic: bool = False
    # The longest that one request may take, whatever the caller allows.
    request_s: float = Field(default=30, gt=0, le=600)
    log_level: Literal["info", "warning", "error"] = "info"


class StoredSettings(MemberSettings):
    """Also three addresses of the member's database, one for each role."""

    database_url: SecretStr
    database_owner_url: SecretStr | None = None
    database_feed_url: SecretStr | None = None
    pool_size: int = Field(default=8, ge=1, le=50)
