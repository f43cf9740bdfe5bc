"""Settings: everything that differs between one shop and another, read from the environment.

Not here: what is built from them (bot.wiring). Names carry their unit; nothing secret is ever printed.
"""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from backend import compensation_policy, risk_rules
from backend.compensation_policy import Policy
from backend.fees import NO_FEE, Fee
from backend.risk_rules import RiskRules
from bot.gateways.sign_type import SignType
from bot.surroundings import LOCALES as LOCALES


class BadSettings(Exception):
    """A setting is missing or can't be right; the message names it and says what to do, in one sentence."""


class Library(StrEnum):
    """Which library speaks to Telegram."""

    AIOGRAM = "aiogram"
    PTB = "ptb"


class UpdatesBy(StrEnum):
    """Whether we fetch updates or Telegram posts them."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class ShopSettings(BaseSettings):
    """What the shop's database needs; each setting is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    xiaoer_secret_key: SecretStr
    database_url: str = "sqlite:///xiaoer.db"
    time_zone: str = "Asia/Shanghai"
    compensation_policy: Path | None = None
    sayings: Path | None = None
    """A folder of the shop's own example sentences."""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise ValueError("no such time zone") from unknown
        return name


class Settings(ShopSettings):
    """What the bot needs besides."""

    telegram_bot_token: SecretStr
    telegram_api_base: str | None = Field(default=None, pattern=r"^https?://")
    telegram_driver: Library = Library.AIOGRAM
    telegram_updates: UpdatesBy = UpdatesBy.POLLING
    telegram_webhook_secret: SecretStr | None = None
    telegram_webhook_secret_old: SecretStr | None = None
    """Believed as well: what Telegram posts until it has been told the new one."""
    admin_telegram_ids: Annotated[tuple[int, ...], NoDecode] = ()
    listen_host: str = "127.0.0.1"
    listen_port: int = Field(default=8080, ge=1, le=65535)
    gateway_url: str | None = Field(default=None, pattern=r"^https?://")
    gateway_key: SecretStr | None = None
    gateway_fee: Annotated[Fee, NoDecode] = NO_FEE
    epay_url: str | None = Field(default=None, pattern=r"^https?://")
    epay_merchant: str | None = Field(default=None, min_length=1, max_length=64)
    epay_key: SecretStr | None = None
    epay_sign_type: SignType = SignType.MD5
    epay_currency: str = Field(default="CNY", pattern="^[A-Z]{3}$")
    epay_name: str | None = Field(default=None, min_length=1, max_length=30)
    epay_fee: Annotated[Fee, NoDecode] = NO_FEE
    risk_rules: str = Field(default="", max_length=4096)
    faq: Path | None = None
    reranker_url: str | None = Field(default=None, pattern=r"^(https://|http://(127\.0\.0\.1|localhost)[:/])")
    reranker_model: str | None = Field(default=None, min_length=1, max_length=200)
    reranker_key: SecretStr | None = None
    suppliers: Path | None = None
    supplier_keys: SecretStr = SecretStr("")
    console_host: str = "127.0.0.1"
    console_port: int = Field(default=8082, ge=1, le=65535)
    console_url: str | None = Field(default=None, pattern=r"^https?://")
    public_url: str | None = Field(default=None, pattern=r"^https?://")
    clock_file: Path | None = None
    """For demos and rehearsals only: says how many seconds the bot's clock is ahead (bot.clock.MovableClock)."""

    @field_validator("telegram_bot_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr) -> SecretStr:
        if not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("it looks like 123456:ABC…, as BotFather writes it")
        return token

    @field_validator("telegram_webhook_secret", "telegram_webhook_secret_old")
    @classmethod
    def _hard_to_guess(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("it has 32 to 256 letters, digits, _ or -")
        return secret

    @field_validator("epay_fee", "gateway_fee", mode="before")
    @classmethod
    def _as_it_is_written(cls, given: object) -> object:
        return Fee.parse(given) if isinstance(given, str) else given

    @field_validator("admin_telegram_ids", mode="before")
    @classmethod
    def _numbers_with_commas(cls, given: object) -> object:
        return [part for part in given.split(",") if part.strip()] if isinstance(given, str) else given

    @property
    def callback_url(self) -> str:
        """Where the outside reaches us; our own listener unless a proxy stands before it."""
        return (self.public_url or f"http://{self.listen_host}:{self.listen_port}").rstrip("/")

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """What a posted update may prove itself with; the first is the one Telegram is told."""
        secrets = (self.telegram_webhook_secret, self.telegram_webhook_secret_old)
        return tuple(secret.get_secret_value() for secret in secrets if secret is not None)


_TOKEN = re.compile(r"\d+:[\w-]{3,}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")


def shop_settings_from_environment() -> ShopSettings:
    """What commands beside the running bot need. Raises BadSettings."""
    try:
        return ShopSettings()
    except ValidationError as error:
        raise BadSettings(_sentence(error)) from None


def settings_from_environment() -> Settings:
    """The settings. Raises BadSettings with one sentence that names the first wrong one."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise BadSettings(_sentence(error)) from None
    if (settings.gateway_url is None) != (settings.gateway_key is None):
        raise BadSettings("GATEWAY_URL and GATEWAY_KEY belong together: set both, or neither.")
    if len({settings.epay_url is None, settings.epay_merchant is None, settings.epay_key is None}) > 1:
        raise BadSettings("EPAY_URL, EPAY_MERCHANT and EPAY_KEY belong together: set all three, or none.")
    if settings.epay_key is not None and not settings.epay_key.get_secret_value():
        raise BadSettings("EPAY_KEY is empty: anybody could sign with it. Set the key the gateway gave you.")
    if (settings.reranker_url is None) != (settings.reranker_model is None):
        raise BadSettings("RERANKER_URL and RERANKER_MODEL belong together: set both, or neither.")
    if settings.telegram_updates is UpdatesBy.WEBHOOK:
        _require_what_webhooks_need(settings)
    return settings


def policy_of(settings: ShopSettings) -> Policy:
    """What the shop gives for trouble: the owner's file, or else the one that comes with us. Raises BadSettings."""
    file = settings.compensation_policy
    if file is None:
        return compensation_policy.bundled()
    try:
        read = compensation_policy.read(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"COMPENSATION_POLICY can't be read ({error}): name a TOML file in UTF-8.") from None
    if read.policy is None:
        raise BadSettings(f"{file} (COMPENSATION_POLICY) has problems:\n" + "\n".join(read.problems))
    return read.policy


def risk_rules_of(settings: Settings) -> RiskRules | None:
    """How the shop looks at who is about to pay: the owner's file, or ours, or None for `off`. Raises BadSettings."""
    named = settings.risk_rules.strip()
    if named.lower() == "off":
        return None
    try:
        return risk_rules.read(Path(named).read_text(encoding="utf-8-sig")) if named else risk_rules.bundled()
    except (OSError, ValueError) as error:
        raise BadSettings(f"RISK_RULES is not usable ({error}): name a TOML file, or write off.") from None


def _require_what_webhooks_need(settings: Settings) -> None:
    """A webhook without a secret takes anybody's word for a customer's."""
    if settings.telegram_webhook_secret is None:
        raise BadSettings("TELEGRAM_UPDATES=webhook needs TELEGRAM_WEBHOOK_SECRET: 32 or more letters, digits, _ or -.")
    if settings.public_url is None:
        raise BadSettings("TELEGRAM_UPDATES=webhook needs PUBLIC_URL: the https:// address where Telegram reaches us.")


def _sentence(error: ValidationError) -> str:
    """Never the value: it may be a token."""
    first = error.errors()[0]
    name = str(first["loc"][0]).upper()
    if first["type"] == "missing":
        return f"{name} is not set: see 'Settings' in the README for what it is and how to get one."
    return f"{name} is not usable ({first['msg'].removeprefix('Value error, ')}): correct it and start again."
