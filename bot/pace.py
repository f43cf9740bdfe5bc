"""Pace: how fast we may call the platform, and who goes first when all can't go at once.

Not here: what is sent (bot.courier). Three token buckets (Source: core.telegram.org/bots/faq): 30 messages in
any second in all (a burst of 4 and 20 a second: what leaves evenly arrives bunched), about one a second
in a chat after a short burst, 20 a minute in a group.
"""

import asyncio
import heapq
from dataclasses import dataclass, field

from bot.clock import Clock

_ROUNDING = 0.001
"""Less of a token than this is none: a clock in microseconds could not wait for the rest of it."""


@dataclass
class Bucket:
    """Holds up to `size` tokens and gains `per_second`; `when` says how long until it has one."""

    size: float
    per_second: float
    tokens: float
    filled_at: float

    @classmethod
    def full(cls, size: float, per_second: float, *, at: float) -> "Bucket":
        """A bucket that was left alone for long."""
        return cls(size, per_second, size, at)

    def seconds_until_one(self, at: float) -> float:
        """How long until a token is there; 0 when one is there now."""
        passed = max(0.0, at - self.filled_at)  # a clock that is set back takes no tokens away
        self.tokens = min(self.size, self.tokens + passed * self.per_second)
        self.filled_at = at
        missing = 1 - self.tokens
        return missing / self.per_second if missing > _ROUNDING else 0.0

    def take(self) -> None:
        """Take the token that `seconds_until_one` found."""
        self.tokens -= 1


@dataclass(order=True)
class _Caller:
    """Somebody who waits; `called` when they may go, or when it is theirs to let the others through."""

    rank: int
    number: int
    called: asyncio.Event = field(default_factory=asyncio.Event, compare=False)
    may_go: bool = field(default=False, compare=False)


class Pace:
    """Gives leave to call. A chat that was told to wait holds up no other one."""

    def __init__(
        self,
        clock: Clock,
        *,
        per_second: float = 20,
        burst: float = 4,
        chat_burst: float = 5,
        group_per_minute: float = 20,
    ) -> None:
        self._clock = clock
        self._chat_burst = chat_burst
        self._group_per_minute = group_per_minute
        self._all = Bucket.full(burst, per_second, at=self._seconds())
        self._chats: dict[int, Bucket] = {}
        self._queue: list[_Caller] = []
        self._asked = 0
        self._is_serving = False

    async def wait(self, chat_id: int, *, rank: int) -> None:
        """Return when a message may be sent to this chat; of those who could go, the lowest rank goes first."""
        chat = self._chat(chat_id)
        while (seconds := chat.seconds_until_one(self._seconds())) > 0:
            await self._clock.sleep(seconds)
        chat.take()
        await self.wait_for_any(rank=rank)

    async def wait_for_any(self, *, rank: int) -> None:
        """Return when a call that is no message may be made; only the limit over all applies."""
        self._asked += 1
        caller = _Caller(rank, self._asked)
        heapq.heappush(self._queue, caller)
        if self._is_serving:
            await caller.called.wait()
        if not caller.may_go:
            await self._serve_until(caller)

    async def _serve_until(self, caller: _Caller) -> None:
        """Let callers through, one token each, until it is this one's turn; then the next in the queue serves."""
        self._is_serving = True
        while not caller.may_go:
            if (seconds := self._all.seconds_until_one(self._seconds())) > 0:
                await self._clock.sleep(seconds)
                continue
            self._all.take()
            first = heapq.heappop(self._queue)
            first.may_go = True
            first.called.set()
        self._is_serving = bool(self._queue)
        if self._queue:
            self._queue[0].called.set()

    def _chat(self, chat_id: int) -> Bucket:
        if chat_id not in self._chats:
            is_group = chat_id < 0
            size = self._group_per_minute if is_group else self._chat_burst
            per_second = self._group_per_minute / 60 if is_group else 1.0
            self._chats[chat_id] = Bucket.full(size, per_second, at=self._seconds())
        return self._chats[chat_id]

    def _seconds(self) -> float:
        return self._clock.now().timestamp()
