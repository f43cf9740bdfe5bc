"""The clock: the one place that asks what time it is, and the one that waits.

Not here: what is due when (storage.timers, bot.ticker).
"""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits; a test drives one of its own."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait this long."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait this long."""
        await asyncio.sleep(seconds)


class MovableClock(SystemClock):
    """The machine's clock and the seconds it was moved ahead, kept in a file: for demos and rehearsals only.

    Several processes share it: one moves it, the others read the file whenever they ask for the time.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """The present moment of whoever lives by this file, aware, UTC."""
        return super().now() + self._ahead()

    def forward(self, length: timedelta) -> None:
        """Let time pass; there is no way back. A reader sees the file as it was or as it is, never in between."""
        seconds = int((self._ahead() + length).total_seconds())
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(seconds), encoding="utf-8")
        os.replace(fresh, self._file)

    def _ahead(self) -> timedelta:
        try:
            return timedelta(seconds=int(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return timedelta()
