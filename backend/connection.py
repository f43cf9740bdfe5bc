"""Connection: how long a message took on each part of its way, from what was noted when it came and when it left.

Not here: asking somebody to tap (handlers.customer.diagnosis), or what is said of it (flows.pages.diagnosis).

    they wrote ──> stored ──ours──> answered ──platform──> taken by the platform ──they read──> tapped ──ours──> now
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import inbox, outbox
from storage.database import Db

SLOW_FROM = timedelta(seconds=3)
"""From here on somebody notices. A healthy bot answers within a tenth of a second, the platform within one."""


@dataclass(frozen=True)
class RoundTrip:
    """A message to somebody and their tap on it: what we took for both, and the platform for taking the message.

    What is left, from there to the tap, is their own network, their app and their reading.
    """

    ours: timedelta
    platform: timedelta
    theirs: timedelta

    @property
    def is_ours_slow(self) -> bool:
        """Whether somebody notices that we are slow."""
        return self.ours >= SLOW_FROM

    @property
    def is_platform_slow(self) -> bool:
        """Whether somebody notices that the platform took the message late, or that it had to wait for its turn."""
        return self.platform >= SLOW_FROM


def round_trip(db: Db, *, asked: int, answered: int, now: datetime) -> RoundTrip | None:
    """How the event `asked` was answered with a screen, and the tap on that, the event `answered`, with this turn.

    None if it can't be told: no screen was sent for the first, or nobody knows when.
    """
    came, tapped = inbox.received_at(db, asked), inbox.received_at(db, answered)
    sent = outbox.journey(db, asked)
    if came is None or tapped is None or sent is None or sent.settled_at is None:
        return None
    nothing = timedelta(0)
    ours = max(sent.created_at - came, nothing) + max(now - tapped, nothing)
    return RoundTrip(ours, max(sent.settled_at - sent.created_at, nothing), max(tapped - sent.settled_at, nothing))
