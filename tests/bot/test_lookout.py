"""The lookout: what it finds at a glance, what in a sweep, and that the dead are taken over from first."""

from bot.lookout import Lookout
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
            drafts = [Draft(8, Kind.BROADCAST, content={}), Draft(6, Kind.ACK, content={})]
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

    assert (post.lanes, post.chats) == (["chat:7", "chat:9"], [6, 8])


async def test_what_was_put_off_is_no_news(database: Database) -> None:
    post = Post(database, is_shared=True)
    with database.transaction() as db:
        event = inbox.next_in_lane(db, "chat:7")
        assert event is not None
        later = post.clock.now().replace(year=2027)
        inbox.note_failure(db, event.id, failure="boom", not_before=later)
        call = outbox.claim(db, 6, holder=1, now=post.clock.now())
        assert call is not None
        outbox.try_again(db, call, may_repeat=False, not_before=later, failure="boom")

    await post.lookout.glance()

    assert (post.lanes, post.chats) == (["chat:9"], [8])


async def test_a_sweep_takes_over_from_the_dead_and_finds_everything(database: Database) -> None:
    post = Post(database, is_shared=False)

    await post.lookout.sweep()

    assert sorted(post.lanes) == ["chat:7", "chat:9"]
    assert post.chats[0] == 0
    assert sorted(post.chats[1:]) == [6, 8]
