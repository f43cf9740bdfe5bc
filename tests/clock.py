"""A clock that stands still until a test moves it.

Not here: anything that waits for it.
"""

from datetime import UTC, datetime, timedelta


class StoppedClock:
    """Tells the time it was set to; sleeping moves it on."""

    def __init__(self, at: datetime = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)) -> None:
        self._at = at

    def now(self) -> datetime:
        """The time it was set to."""
        return self._at

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self._at += timedelta(seconds=seconds)

    def forward(self, **length: float) -> None:
        """Let time pass, as in `forward(minutes=31)`."""
        self._at += timedelta(**length)
