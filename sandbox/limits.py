"""Telegram's sending limits as token buckets over the world's clock.

Not here: which methods count (`api.endpoint`). Source: core.telegram.org/bots/faq, "My bot is hitting
limits": about one message a second in a chat with short bursts, 20 a minute in a group, about 30 a second
in all; the bursts are ours.
"""

from dataclasses import dataclass, replace
from math import ceil


@dataclass(frozen=True)
class Allowance:
    """So many at once, refilled at so many a second."""

    burst: int
    per_second: float


@dataclass(frozen=True)
class Limits:
    """What a bot may send: in all, to one chat, and to one group."""

    in_all: Allowance = Allowance(burst=30, per_second=30.0)
    per_chat: Allowance = Allowance(burst=20, per_second=1.0)
    per_group: Allowance = Allowance(burst=20, per_second=20 / 60)
    are_enforced: bool = True


@dataclass
class _Bucket:
    allowance: Allowance
    tokens: float
    filled_at: float

    def fill(self, now: float) -> None:
        gained = max(now - self.filled_at, 0.0) * self.allowance.per_second
        self.tokens = min(self.allowance.burst, self.tokens + gained)
        self.filled_at = now

    def seconds_until(self, count: int) -> float:
        """Return how long until `count` tokens are there; for more than the burst a full bucket will do."""
        missing = min(count, self.allowance.burst) - self.tokens
        return max(missing, 0.0) / self.allowance.per_second


class Pace:
    """Counts what each bot sends and says when it is too fast. Buckets start full, also after a restart."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._buckets: dict[tuple[int, int], _Bucket] = {}

    def switch(self, *, are_enforced: bool) -> None:
        """Enforce the limits from now on, or let everything pass."""
        self.limits = replace(self.limits, are_enforced=are_enforced)

    def retry_after(self, *, bot_id: int, chat_id: int, count: int, now: float) -> int | None:
        """Take `count` sendings out of the buckets, or return in how many seconds they would be allowed."""
        if not self.limits.are_enforced:
            return None
        own = self.limits.per_chat if chat_id > 0 else self.limits.per_group
        buckets = [
            self._bucket((bot_id, 0), self.limits.in_all, now),
            self._bucket((bot_id, chat_id), own, now),
        ]
        wait_seconds = max(bucket.seconds_until(count) for bucket in buckets)
        if wait_seconds > 0:
            return ceil(wait_seconds)
        for bucket in buckets:
            bucket.tokens -= count
        return None

    def _bucket(self, key: tuple[int, int], allowance: Allowance, now: float) -> _Bucket:
        bucket = self._buckets.setdefault(key, _Bucket(allowance, allowance.burst, now))
        bucket.fill(now)
        return bucket
