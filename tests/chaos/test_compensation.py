"""A thousand people are made up for while the bot is killed at one statement after another: each of them once.

Not here: single operations cut short (tests.backend.test_aborts).
"""

import asyncio
import multiprocessing
import os
import signal
from collections import Counter
from itertools import count

import pytest
import sqlalchemy as sa

from backend import audit, incidents
from backend.compensation_policy import bundled
from backend.incidents import Incident, IncidentStatus
from bot import back_office, wiring
from bot.chaos.zygote import WARM
from bot.drivers.memory_driver import MemoryDriver
from bot.limits import OwnLimits
from bot.reading import lane_of_chat
from bot.wiring import Edges
from storage.database import Database
from storage.grants import GrantRow
from storage.outbox import Kind, OutboxRow
from storage.secrets import Vault
from storage.timers import TimerRow
from tests.backend import crowds, given
from tests.clock import StoppedClock
from tests.conversations.chats import ADMIN, settings_of

pytestmark = pytest.mark.slow

PEOPLE = 1000
NOW = StoppedClock().now()
TODAY = NOW.date()
KEY = bytes(range(32))
STRIDE = 97
"""Each life ends this many statements later than the one before, so that the kills fall on every kind of statement."""

MOST_LIVES = 200


@pytest.fixture
def shop(sqlite_database: Database, vault: Vault) -> Database:
    """A shop in which an incident is over that a thousand people suffered by."""
    with sqlite_database.transaction() as db:
        given.shelves(db)
        crowds.late_orders(db, PEOPLE, now=NOW)
        crowds.closed_incident(db, chat_id=ADMIN, now=NOW)
    return sqlite_database


def test_a_run_that_is_killed_again_and_again_gives_everybody_what_the_dry_run_said_once(shop: Database) -> None:
    with shop.read() as db:
        incident = incidents.newest(db, most=1)[0]
        expected = {
            (verdict.case.person_id, verdict.decision.gift.amount.minor)
            for verdict in incidents.preview(db, bundled(), incident, today=TODAY)
            if verdict.decision.gift is not None
        }
    sound_before = _broken(shop)
    back_office.compensate(shop, bundled(), incident.id, is_dry_run=False, today=TODAY, now=NOW)

    kills = _kill_until_done(shop, incident)

    assert kills > 5
    assert len(expected) == PEOPLE
    with shop.read() as db:
        grants = db.execute(sa.select(GrantRow.person_id, GrantRow.worth_minor)).all()
        told = Counter(db.scalars(sa.select(OutboxRow.chat_id).where(OutboxRow.kind == Kind.NOTICE)))
        reminders = db.scalar(sa.select(sa.func.count()).where(TimerRow.kind == "coupon-lapsing"))
    assert Counter(map(tuple, grants)) == Counter(expected)
    assert told == Counter(range(crowds.FIRST_CHAT + 1, crowds.FIRST_CHAT + PEOPLE + 1))
    assert reminders == PEOPLE
    assert _broken(shop) == sound_before


def _kill_until_done(shop: Database, incident: Incident) -> int:
    """Let one bot after another work, each killed by itself a little later; returns how many were killed."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([WARM, __name__])
    for life in range(1, MOST_LIVES):
        bot = processes.Process(target=_live, args=(str(shop.url), life * STRIDE), daemon=True)
        bot.start()
        bot.join(timeout=120)
        if bot.exitcode == 0:
            with shop.read() as db:
                assert incidents.the_incident(db, incident.id).status is IncidentStatus.GRANTED
            return life - 1
        assert bot.exitcode == -signal.SIGKILL
    raise AssertionError(f"not done after {MOST_LIVES} lives")


def _live(url: str, statements: int) -> None:
    """Be a bot that answers its timers until nothing is due, or until this statement kills it."""
    numbers = count(1)

    def die_here(*_: object) -> None:
        if next(numbers) == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", die_here)
    asyncio.run(_answer_what_is_due(Database(url)))


async def _answer_what_is_due(database: Database) -> None:
    clock = StoppedClock()
    edges = Edges(MemoryDriver(), clock, OwnLimits(clock))
    bot = await wiring.build(settings_of(database), database, Vault({"test": KEY}), edges)
    lane = lane_of_chat(ADMIN)
    for _ in range(PEOPLE):
        await bot.ticker.tick()
        await bot.dispatch.drain(lane)
        with database.read() as db:
            if incidents.newest(db, most=1)[0].status is IncidentStatus.GRANTED:
                return


def _broken(shop: Database) -> list[str]:
    """Which invariants are broken; the orders were written without payments and cards, so some are from the start."""
    with shop.read() as db:
        return [violation.id for violation in audit.check(db, now=NOW)]
