"""The fleet: who may be hit, who counts as at work, and what becomes of the dead and the frozen."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.chaos.storm import Fleet
from storage import failpoints

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="how a process stands is read from /proc")

LONG_SECONDS = 10.0


class Bot:
    """A process that does nothing, with the words of multiprocessing for it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self._process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        self.pid = self._process.pid

    @property
    def log(self) -> Path:
        return Path(self.environment[failpoints.LIST_SETTING])

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()

    def join(self) -> None:
        self._process.communicate()

    def stands_still(self) -> bool:
        return Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "T"


@dataclass
class Zygote:
    """Starts such processes, and remembers them."""

    bots: list[Bot] = field(default_factory=list)

    def start_bot(self, **environment: str) -> Bot:
        self.bots.append(Bot(environment))
        return self.bots[-1]


@pytest.fixture
def zygote() -> Zygote:
    return Zygote()


@pytest.fixture
def fleet(zygote: Zygote, tmp_path: Path) -> Iterator[Fleet]:
    """Two bots, of which one does everything."""
    shop: Any = SimpleNamespace(zygote=zygote, demo=SimpleNamespace(bot_port=1, folder=SimpleNamespace(path=tmp_path)))
    fleet = Fleet(shop, ["", "jobs ticker"])
    fleet.set_sail()
    yield fleet
    fleet.land()


def stands_still(bot: Bot, *, how: bool) -> bool:
    """Whether it comes to that before long."""
    deadline = time.monotonic() + LONG_SECONDS
    while bot.stands_still() is not how and time.monotonic() < deadline:
        pass
    return bot.stands_still() is how


def test_who_has_reached_nothing_but_the_points_of_a_start_is_not_at_work(fleet: Fleet, zygote: Zygote) -> None:
    zygote.bots[0].log.write_text("shop.opened\nupdates.fetched\n", encoding="utf-8")
    zygote.bots[1].log.write_text("shop.opened\ntimers.firing\n", encoding="utf-8")

    assert fleet.at_work() == [1]
    assert zygote.bots[1].environment["XIAOER_ROLES"] == "jobs ticker"


def test_in_the_place_of_a_killed_bot_comes_one_that_has_done_nothing_yet(fleet: Fleet, zygote: Zygote) -> None:
    zygote.bots[0].log.write_text("turn.read\n", encoding="utf-8")

    fleet.kill([0])

    assert [bot.is_alive() for bot in zygote.bots] == [False, True, True]
    assert zygote.bots[2].environment == zygote.bots[0].environment
    assert fleet.at_work() == []


def test_who_ends_by_itself_is_replaced(fleet: Fleet, zygote: Zygote) -> None:
    zygote.bots[1].kill()
    zygote.bots[1].join()

    fleet.see_to_it()

    assert [bot.is_alive() for bot in zygote.bots] == [True, False, True]


def test_a_frozen_bot_is_not_hit_and_goes_on_when_its_time_has_come(fleet: Fleet, zygote: Zygote) -> None:
    fleet.freeze(0, seconds=3600)
    fleet.see_to_it()

    assert stands_still(zygote.bots[0], how=True)
    assert fleet.has_frozen
    assert fleet.afloat() == [1]

    fleet.freeze(0, seconds=0)
    fleet.see_to_it()

    assert stands_still(zygote.bots[0], how=False)
    assert not fleet.has_frozen
    assert zygote.bots[0].is_alive()
