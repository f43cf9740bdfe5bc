"""The lookout: what it finds at a glance, what in a sweep, how often, and that the dead are taken over from first."""

import asyncio

import pytest

from bot.lookout import SWEEP_SECONDS, Lookout
from storage import inbox, outbox
from storage.console_acts import SOURCE as CONSOLE_SOURCE
from storage.database import Database
from storage.inbox import Arrival
from storage.outbox import Draft, Kind
from tests.clock import StoppedClock


class Post:
    """A lookout, and whom it woke."""

    def __init__(self, database: Database, *, is_shared: bool) -> None:
        self.clock = StoppedClock()
        self.lanes: list[str] = []
        self.chats: list[int] = []
        self.lookout = Lookout(
            database,
            self.clock,
            is_shared=is_shared,
            wake_lane=self.lanes.append,
            wake_chat=self.chats.append,
            take_over=self._take_over,
        )
        with database.transaction() as db:
            arrivals = [Arrival("telegram:1", "1", "chat:7", "{}"), Arrival(CONSOLE_SOURCE, "1", "chat:9", "{}")]
            inbox.store(db, arrivals, now=self.clock.now())
            drafts = [Draft(6, Kind.BROADCAST, content={}), Draft(8, Kind.ACK, content={})]
            outbox.post(db, drafts, cause=1, now=self.clock.now())

    async def _take_over(self) -> None:
        assert (self.lanes, self.chats) == ([], [])
        self.chats.append(0)


async def test_a_glance_finds_what_came_by_another_way_than_the_intake(database: Database) -> None:
    post = Post(database, is_shared=False)

    await post.lookout.glance()

    assert (post.lanes, post.chats) == (["chat:9"], [])


async def test_where_others_work_too_a_glance_finds_all_the_most_urgent_first(database: Database) -> None:
    post = Post(database, is_shared=True)

    await post.lookout.glance()

    assert (post.lanes, post.chats) == (["chat:7", "chat:9"], [8, 6])


async def test_what_was_put_off_is_no_news(database: Database) -> None:
    post = Post(database, is_shared=True)
    with database.transaction() as db:
        event = inbox.next_in_lane(db, "chat:7")
        assert event is not None
        later = post.clock.now().replace(year=2027)
        inbox.note_failure(db, event.id, failure="boom", not_before=later)
        call = outbox.claim(db, 8, holder=1, now=post.clock.now())
        assert call is not None
        outbox.try_again(db, call, may_repeat=False, not_before=later, failure="boom")

    await post.lookout.glance()

    assert (post.lanes, post.chats) == (["chat:9"], [6])


async def test_a_sweep_takes_over_from_the_dead_and_finds_everything(database: Database) -> None:
    post = Post(database, is_shared=False)

    await post.lookout.sweep()

    assert sorted(post.lanes) == ["chat:7", "chat:9"]
    assert post.chats[0] == 0
    assert sorted(post.chats[1:]) == [6, 8]


class Watchman(Lookout):
    """A lookout that only notes when it looks, and fails at first."""

    def __init__(self, database: Database, *, is_shared: bool) -> None:
        self.clock = StoppedClock()
        self.began = self.clock.now()
        self.swept: list[float] = []
        self.glances = 0
        super().__init__(
            database, self.clock, is_shared=is_shared, wake_lane=print, wake_chat=print, take_over=self.sweep
        )

    async def glance(self) -> None:
        """Count it."""
        self.glances += 1

    async def sweep(self) -> None:
        """Note when; the first one fails, and the fourth is the last."""
        self.swept.append((self.clock.now() - self.began).total_seconds())
        if len(self.swept) == 1:
            raise OSError("the database is away")
        if len(self.swept) == 4:
            raise asyncio.CancelledError


@pytest.mark.parametrize(("is_shared", "glances"), [(False, 11), (True, 29)])
async def test_it_sweeps_at_once_and_every_three_seconds_whatever_fails_and_glances_in_between(
    sqlite_database: Database, is_shared: bool, glances: int
) -> None:
    watchman = Watchman(sqlite_database, is_shared=is_shared)

    with pytest.raises(asyncio.CancelledError):
        await watchman.run()

    assert watchman.swept == [pytest.approx(n * SWEEP_SECONDS) for n in range(4)]
    assert watchman.glances == 3 * glances
