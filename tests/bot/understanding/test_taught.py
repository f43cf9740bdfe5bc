"""What was taught is taken over while a bot runs, once; and learned anew after an upgrade."""

import asyncio
from typing import Any

import numpy as np
import pytest

from backend import teaching
from backend.teaching import Lesson
from bot.jobs.learning import learning_job
from bot.understanding import schooling
from bot.understanding.learned import Base, Learned, pack
from bot.understanding.schooling import CannotLearn, Schooled, digest_of
from bot.understanding.taught import Taught
from flows.understanding.concepts import Concepts
from flows.understanding.intents import INTENTS, Classifier, Intent, Weights
from flows.understanding.redaction import Vocabulary
from storage import jobs
from storage.database import Database
from tests.clock import StoppedClock

NOTHING = Vocabulary(frozenset(), frozenset())


def always(intent: Intent) -> Learned:
    """Weights that take whatever has a feature we know for this."""
    table = np.zeros((1 << 18, len(INTENTS)), dtype=np.float32)
    table[:, INTENTS.index(intent)] = 9
    return Learned(Weights(np.arange(1 << 18, dtype=np.int32), table), frozenset(), NOTHING, NOTHING, "d")


def base() -> Base:
    """What a bot comes with: it takes everything for a greeting."""
    learned = always(Intent.GREETING)
    return Base(Classifier(Concepts({}), learned.weights), learned, "ours")


def keep(database: Database, digest: str, *, of: str = "ours", intent: Intent = Intent.REFUND) -> None:
    """Let something have been learned."""
    clock = StoppedClock()
    with database.transaction() as db:
        teaching.keep(db, Lesson(digest, 1, 0, 1), pack(always(intent)), base=of, now=clock.now())


async def test_what_is_new_is_taken_over_once(database: Database) -> None:
    adopted: list[Classifier] = []
    taught = Taught(database, StoppedClock(), base(), adopt=adopted.append)

    await taught.look()
    assert adopted == []
    keep(database, "1")
    await taught.look()
    await taught.look()
    assert [each.guess("hello").intent for each in adopted] == [Intent.REFUND]
    keep(database, "2", intent=Intent.COMPLAINT)
    await taught.look()

    assert [each.guess("hello").intent for each in adopted] == [Intent.REFUND, Intent.COMPLAINT]


async def test_what_was_learned_on_top_of_other_weights_is_learned_anew_and_not_taken_over(
    sqlite_database: Database,
) -> None:
    adopted: list[Classifier] = []
    keep(sqlite_database, "1", of="theirs")

    for _ in range(2):
        taught = Taught(sqlite_database, StoppedClock(), base(), adopt=adopted.append)
        await taught.catch_up()
        await taught.look()

    assert waiting_jobs(sqlite_database) == ["learning"]
    assert adopted == []


def waiting_jobs(database: Database) -> list[str]:
    """The names of the jobs that wait."""
    with database.read() as db:
        return [name for (name,) in db.execute(jobs.JOBS.select().with_only_columns(jobs.JOBS.c.task_name))]


def teach(database: Database, clock: StoppedClock) -> None:
    """Let staff say what a sentence means."""
    with database.transaction() as db:
        teaching.note_unclear(db, "a", now=clock.now())
        waiting = teaching.sentences(db, is_taught=False, page=1, per_page=1).items[0]
        teaching.teach(db, waiting.id, intent="refund", by="admin:1", now=clock.now())


async def test_a_lesson_whose_process_is_killed_keeps_nothing_and_the_next_attempt_keeps_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, clock = base(), StoppedClock()
    adopted: list[Classifier] = []
    watch = Taught(database, clock, ours, adopt=adopted.append)
    teach(database, clock)
    do = learning_job(database, clock, ours, own=None, look=watch.look)

    with monkeypatch.context() as killing:
        killing.setattr(asyncio, "create_subprocess_exec", begun_and_killed)
        with pytest.raises(CannotLearn):
            await do({})
    with database.read() as db:
        assert teaching.newest_lesson(db, base="ours") is None
    await watch.look()
    assert adopted == []

    async def school(taught: schooling.Taught, own: object) -> Schooled:
        del own
        return Schooled(Lesson(digest_of(ours, taught), len(taught), 0, 1), pack(always(Intent.REFUND)))

    monkeypatch.setattr(schooling, "school", school)
    await do({})
    assert [each.guess("hello").intent for each in adopted] == [Intent.REFUND]


_begin = asyncio.create_subprocess_exec


async def begun_and_killed(*command: str, **how: Any) -> asyncio.subprocess.Process:  # Any: as subprocess takes them
    """Begin a process, and kill it as an operator or the kernel would."""
    process = await _begin(*command, **how)
    process.kill()
    return process


async def test_a_job_that_is_done_twice_learns_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a kill between keeping the weights and saying that the job is done."""
    ours, clock, learned = base(), StoppedClock(), []

    async def school(taught: schooling.Taught, own: object) -> Schooled:
        del own
        learned.append(list(taught))
        return Schooled(Lesson(digest_of(ours, taught), len(taught), 0, 1), pack(always(Intent.REFUND)))

    monkeypatch.setattr(schooling, "school", school)
    adopted: list[Classifier] = []
    watch = Taught(database, clock, ours, adopt=adopted.append)
    teach(database, clock)
    do = learning_job(database, clock, ours, own=None, look=watch.look)

    first, second = await do({}), await do({})

    assert first == second
    assert learned == [[("a", "refund")]]
    assert len(adopted) == 1
