"""Topics: makes the staff group's topics when they are first needed, and again when somebody deleted one.

Not here: what is posted in them (bot.courier). A group's calls are made one after the other, so a topic is made
once, however much waits to be posted in it.
"""

import asyncio

import structlog

from bot.clock import Clock
from bot.drivers.driver import Done, Driver, Outcome, Rejected
from bot.messenger import says
from storage import failpoints, timers, topics
from storage.database import Database, Db
from storage.timers import Timer
from storage.topics import Topic

_IS_GONE = ("message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID")
_IS_SO_ALREADY = ("TOPIC_NOT_MODIFIED", "is not modified", "TOPIC_CLOSED")

REMADE = "topic-remade"
"""The timer that fires when a topic had to be made again."""

log = structlog.get_logger()


class Topics:
    """The threads of the staff group as the platform has them."""

    def __init__(self, database: Database, driver: Driver, clock: Clock) -> None:
        self._database = database
        self._driver = driver
        self._clock = clock

    async def thread_of(self, subject: str) -> int | Outcome:
        """The thread about this subject, made if there is none; else why it can't be had now."""
        with self._database.read() as db:
            topic = topics.the_topic(db, subject)
        if topic.thread_id is not None:
            return topic.thread_id
        outcome = await self._driver.call("createForumTopic", chat_id=topic.chat_id, name=topic.title)
        if not isinstance(outcome, Done) or outcome.thread_id is None:
            log.warning("topic not made", subject=subject, outcome=repr(outcome))
            return outcome
        thread_id = outcome.thread_id
        failpoints.reached("topic.made")
        await asyncio.wrap_future(self._database.write(lambda db: self._note_made(db, topic, thread_id)))
        failpoints.reached("topic.noted")
        return thread_id

    async def forget(self, subject: str, thread_id: int) -> None:
        """Take it that the thread is gone; the next post makes another."""
        await asyncio.wrap_future(self._database.write(lambda db: topics.note_lost(db, subject, thread_id)))

    async def change(self, subject: str) -> Outcome:
        """Give the topic its present title, and close or open it; one that is not there needs neither."""
        with self._database.read() as db:
            topic = topics.the_topic(db, subject)
        if topic.thread_id is None:
            return Done()
        where = {"chat_id": topic.chat_id, "message_thread_id": topic.thread_id}
        verb = "closeForumTopic" if topic.is_closed else "reopenForumTopic"
        for outcome in (
            await self._driver.call("editForumTopic", name=topic.title, **where),
            await self._driver.call(verb, **where),
        ):
            if is_gone(outcome):
                await self.forget(subject, topic.thread_id)
                return Done()
            if not isinstance(outcome, Done) and not says(outcome, *_IS_SO_ALREADY):
                return outcome
        return Done()

    def _note_made(self, db: Db, topic: Topic, thread_id: int) -> None:
        made = topics.note_made(db, topic.subject, thread_id)
        if made > 1:
            args = {"topic": topic.subject}
            timers.set_timers(db, [Timer(REMADE, f"{topic.subject}:{made}", topic.lane, self._clock.now(), args)])


def is_gone(outcome: Outcome) -> bool:
    """Whether the platform says that there is no such topic."""
    return isinstance(outcome, Rejected) and says(outcome, *_IS_GONE)
