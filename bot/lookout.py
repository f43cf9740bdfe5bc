"""The lookout: sees what waits without anybody looking at it, and what a process that is gone had in hand.

Not here: the work itself (bot.dispatch, bot.courier), or what becomes due (bot.ticker).
"""

from collections.abc import Awaitable, Callable

import structlog

from bot.clock import Clock
from bot.reading import FILE_SOURCE
from storage import inbox, outbox
from storage.console_acts import SOURCE as CONSOLE_SOURCE
from storage.database import Database

GLANCE_SECONDS = 0.25
SHARED_GLANCE_SECONDS = 0.1
SWEEP_SECONDS = 3
MOST_AT_A_GLANCE = 200

OUR_OWN_SOURCES = (CONSOLE_SOURCE, FILE_SOURCE)
"""What comes in by another way than the intake, which wakes the lanes itself."""

log = structlog.get_logger()


class Lookout:
    """Wakes lanes and chats of this process. `is_shared`: other processes put work in the database as well."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        is_shared: bool,
        wake_lane: Callable[[str], None],
        wake_chat: Callable[[int], None],
        take_over: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._is_shared = is_shared
        self._wake_lane = wake_lane
        self._wake_chat = wake_chat
        self._take_over = take_over

    async def run(self) -> None:
        """Look out until cancelled: a glance at what is new, now and then at everything."""
        seconds = SHARED_GLANCE_SECONDS if self._is_shared else GLANCE_SECONDS
        glances = 0
        while True:
            try:
                await (self.glance() if glances % round(SWEEP_SECONDS / seconds) else self.sweep())
            except Exception:
                log.exception("looking out failed")  # the next look finds the same
            glances += 1
            await self._clock.sleep(seconds)

    async def glance(self) -> None:
        """Wake what came from elsewhere, the oldest and most urgent first."""
        now = self._clock.now()
        sources = None if self._is_shared else OUR_OWN_SOURCES
        with self._database.read() as db:
            lanes = inbox.lanes_due(db, sources=sources, now=now, most=MOST_AT_A_GLANCE)
            chats = outbox.chats_due(db, now=now, most=MOST_AT_A_GLANCE) if self._is_shared else []
        self._wake(lanes, chats)

    async def sweep(self) -> None:
        """Take over from the dead, then wake whatever lane or chat has something waiting."""
        await self._take_over()
        with self._database.read() as db:
            lanes, chats = inbox.lanes_waiting(db), outbox.chats_waiting(db)
        self._wake(lanes, chats)

    def _wake(self, lanes: list[str], chats: list[int]) -> None:
        for lane in lanes:
            self._wake_lane(lane)
        for chat_id in chats:
            self._wake_chat(chat_id)
