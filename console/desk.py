"""The desk: what the console's pages are given to work with — the shop's database, a voice, a clock, files.

Not here: where these come from (bot.console_process), or any page.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from flows.words import Words
from storage.database import Database


class Voice(Protocol):
    """Turns words into a language."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are."""
        ...

    def label(self, spoken: Words, language: str) -> str:
        """The words as plain text on one line."""
        ...


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class FileMissing(Exception):
    """The platform does not hand the file out (any more)."""


class Files(Protocol):
    """What people sent, fetched from the platform."""

    async def fetch(self, file_id: str) -> bytes:
        """The file's content. Raises FileMissing."""
        ...


@dataclass(frozen=True)
class Desk:
    """What every page is given. `address` is where browsers reach the console."""

    database: Database
    voice: Voice
    clock: Clock
    files: Files
    time_zone: ZoneInfo
    address: str

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers reach the console by HTTPS only, so that cookies must not travel otherwise."""
        return self.address.startswith("https:")
