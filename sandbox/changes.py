"""The change feed: every visible change has a number, and whoever waits for the next one is woken.

Not here: what changed; ask the noun (`messages.in_chat(chat, after=number)`). Numbers are kept in the file,
so a page or a test may go on from its last number after a restart.
"""

import asyncio

from sandbox.records import Records


class Changes:
    """The world's counter of changes."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._next = asyncio.Event()
        self.is_closed = False

    def record(self) -> int:
        """Number one more change; belongs inside the transaction that makes it."""
        return self._records.count_up("changes")

    @property
    def number(self) -> int:
        """The number of the latest change."""
        return self._records.number("SELECT value FROM meta WHERE name = 'changes'")

    def publish(self) -> None:
        """Wake everybody who waits; they look for themselves whether it concerned them."""
        event, self._next = self._next, asyncio.Event()
        event.set()

    async def wait(self, *, after: int, timeout_seconds: float) -> int:
        """Return the latest number as soon as it is above `after`, or when the time is over."""
        deadline = asyncio.get_running_loop().time() + timeout_seconds
        while (number := self.number) <= after and not self.is_closed:
            remaining = deadline - asyncio.get_running_loop().time()
            if remaining <= 0:
                break
            try:
                await asyncio.wait_for(self._next.wait(), remaining)
            except TimeoutError:
                break
        return number

    def close(self) -> None:
        """Let nobody wait any longer: the server is going down."""
        self.is_closed = True
        self.publish()
