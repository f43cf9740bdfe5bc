"""The world's clock: real time plus what was moved by hand, or standing still for a test.

Not here: waiting; moving the clock counts as a change, so waiters wake through `changes`. Expiry, token
buckets and every date in a message follow this clock.
"""

from datetime import UTC, datetime, timedelta

from sandbox.changes import Changes
from sandbox.records import Records


class Clock:
    """Tells the world's time. It only goes forward, also over a restart of the same file."""

    def __init__(self, records: Records, changes: Changes, *, frozen_at: datetime | None = None) -> None:
        self._records = records
        self._changes = changes
        self._frozen_at = frozen_at
        self._ahead = timedelta(seconds=records.number("SELECT value FROM meta WHERE name = 'seconds_ahead'"))

    @property
    def now(self) -> datetime:
        """The world's moment, aware, in UTC."""
        return (self._frozen_at or datetime.now(UTC)) + self._ahead

    @property
    def seconds(self) -> float:
        """The world's moment as Unix seconds, as the records keep it."""
        return self.now.timestamp()

    def advance(self, *, seconds: int) -> datetime:
        """Move the clock forward and return the new moment."""
        if seconds <= 0:
            raise ValueError("the clock only goes forward")
        self._ahead += timedelta(seconds=seconds)
        self._records.run(
            "INSERT INTO meta VALUES ('seconds_ahead', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            int(self._ahead.total_seconds()),
        )
        self._changes.record()
        self._changes.publish()
        return self.now
