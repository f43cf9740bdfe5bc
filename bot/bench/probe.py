"""The probe: the bot as it is run, which notes besides when an event was stored, its turn committed, its answer sent.

    python -m bot.bench.probe NOTES [unlimited]     settings from the environment; on SIGTERM the notes are written

Not here: what is made of the notes (bot.bench.latency). `unlimited` lifts the platform's thirty calls a second, which
would else be all that is measured of sending.
"""

import asyncio
import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from bot import logs, pace, wiring
from bot.drivers.driver import BotIdentity, Driver, Outcome
from bot.lanes import Lanes
from bot.limits import Limits
from bot.process import build_when_reachable, open_shop
from bot.reading import chat_of_lane
from bot.settings import Settings, settings_from_environment
from bot.wiring import Edges
from storage.sending_limits import Evenly, Slot

UNLIMITED = "unlimited"

Note = tuple[float, float]
"""When it was (seconds of time.time), and how many seconds it took."""


class Notes:
    """What happened to the one update that each chat has under way."""

    def __init__(self) -> None:
        self.turns: list[Note] = []
        self.sendings: list[Note] = []
        self._stored: dict[int, float] = {}
        self._committed: dict[int, float] = {}

    def woken(self, key: str | int) -> None:
        """A lane is woken when its event is durable, a chat when its turn is."""
        if isinstance(key, int):
            self._pass_on(key, self._stored, self.turns)
            self._committed.setdefault(key, time.time())
        elif (chat_id := chat_of_lane(key)) is not None:
            self._stored.setdefault(chat_id, time.time())

    def answered(self, chat_id: int) -> None:
        """The platform took the answer."""
        self._pass_on(chat_id, self._committed, self.sendings)

    def as_json(self) -> dict[str, list[Note]]:
        """What the file holds."""
        return {"turns": self.turns, "sendings": self.sendings}

    def _pass_on(self, chat_id: int, begun: dict[int, float], ended: list[Note]) -> None:
        if (since := begun.pop(chat_id, None)) is not None:
            now = time.time()
            ended.append((now, now - since))


class NotingDriver:
    """The driver, and a note of every message it has sent or edited."""

    def __init__(self, driver: Driver, notes: Notes) -> None:
        self._driver = driver
        self._notes = notes

    async def identify(self) -> BotIdentity:
        """As the driver does."""
        return await self._driver.identify()

    async def fetch(self, offset: int | None, *, wait_seconds: int) -> list[dict[str, Any]]:
        """As the driver does."""
        return await self._driver.fetch(offset, wait_seconds=wait_seconds)

    async def call(self, method: str, **parameters: Any) -> Outcome:
        """As the driver does; the answer to a tap shows nothing yet."""
        outcome = await self._driver.call(method, **parameters)
        if isinstance(chat_id := parameters.get("chat_id"), int):
            self._notes.answered(chat_id)
        return outcome

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any] | Outcome:
        """As the driver does."""
        return await self._driver.ask(method, **parameters)

    async def download(self, file_id: str, *, most_bytes: int) -> bytes | Outcome:
        """As the driver does."""
        return await self._driver.download(file_id, most_bytes=most_bytes)

    async def close(self) -> None:
        """As the driver does."""
        await self._driver.close()


class NoLimits:
    """Leave for everything at once."""

    async def take_slot(self) -> Slot:
        """Any."""
        return Slot(0, 0)

    async def give_back(self, slot: Slot) -> None:
        """Nothing was taken."""

    async def admit(self, chat_id: int) -> float:
        """Now."""
        del chat_id
        return 0.0


def main(file: Path, *, is_limited: bool) -> None:
    """Serve until SIGTERM, then write the notes."""
    logs.configure()
    notes = Notes()
    settings = settings_from_environment()
    leaving = pace.LEAVING if is_limited else Evenly(gap_ms=0, burst=1)
    with _noting(notes), mock.patch.object(pace, "LEAVING", leaving):
        asyncio.run(_serve(settings, notes, None if is_limited else NoLimits()))
    file.write_text(json.dumps(notes.as_json()), encoding="utf-8")


@contextmanager
def _noting(notes: Notes) -> Iterator[None]:
    wake = Lanes.wake

    def noted(lanes: Lanes[Any], key: Any) -> None:
        notes.woken(key)
        wake(lanes, key)

    with mock.patch.object(Lanes, "wake", noted):
        yield


async def _serve(settings: Settings, notes: Notes, limits: Limits | None) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    driver = wiring.driver_for(settings)
    with open_shop(settings) as (database, vault):
        try:
            edges = Edges(NotingDriver(driver, notes), wiring.clock_for(settings), limits)
            bot = await build_when_reachable(settings, database, vault, edges)
            await bot.run(host=settings.listen_host, port=settings.listen_port, stop=stop)
        finally:
            await driver.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), is_limited=UNLIMITED not in sys.argv)
