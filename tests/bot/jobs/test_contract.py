"""What the worker needs of a database, once on each: our connector for SQLite must do as procrastinate's PostgreSQL.

Not here: the worker itself (test_worker).
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from bot.clock import SystemClock
from bot.jobs.worker import connector_for
from storage import jobs
from storage.database import Database
from storage.jobs import JOBS, NewJob
from storage.sqlite_jobs import WORKERS


class Workshop:
    """Jobs, and workers by hand: each step is taken when a test takes it."""

    def __init__(self, database: Database, app: App) -> None:
        self.database = database
        self.manager = app.job_manager

    def puts(self, *tasks: str, **how: object) -> list[int | None]:
        """Put down jobs, one after the other."""
        with self.database.transaction() as db:
            return [jobs.defer(db, NewJob(task, {}, **how)) for task in tasks]  # type: ignore[arg-type]  # as named

    async def fetches(self, *, queues: list[str] | None = None, worker: int | None = None) -> str | None:
        """Let a worker, a new one if none is given, take what is next."""
        job = await self.manager.fetch_job(queues, worker or await self.manager.register_worker())
        return None if job is None else job.task_name

    async def ends(self, job_id: int | None, status: Status = Status.SUCCEEDED, *, is_deleted: bool = False) -> None:
        """Let a job end."""
        assert job_id is not None
        await self.manager.finish_job_by_id_async(job_id, status, is_deleted)

    async def tries_again(self, job_id: int | None, **when: float) -> None:
        """Let a job be tried again in so long."""
        assert job_id is not None
        await self.manager.retry_job_by_id_async(job_id, datetime.now(UTC) + timedelta(**when))

    async def stands(self, job_id: int | None) -> tuple[str, int]:
        """The job's status and attempts."""
        (job,) = await self.manager.list_jobs_async(id=job_id)
        assert await self.manager.get_job_status_async(job.id or 0) is Status(job.status)
        return str(job.status), job.attempts

    def lets_pass(self, **length: float) -> None:
        """What was to be done at a time is nearer, and what was heard of longer ago."""
        with self.database.transaction() as db:
            for column in (JOBS.c.scheduled_at, WORKERS.c.last_heartbeat):
                for row in db.execute(sa.select(column.table.c.id, column).where(column.is_not(None))).all():
                    moved = sa.update(column.table).where(column.table.c.id == row[0])
                    db.execute(moved.values({column.name: row[1] - timedelta(**length)}))

    async def stalled(self) -> list[str]:
        """The jobs whose workers have been silent for eight seconds."""
        return [job.task_name for job in await self.manager.get_stalled_jobs(seconds_since_heartbeat=8)]


@pytest.fixture
async def workshop(database: Database) -> AsyncIterator[Workshop]:
    """A workshop with nothing to do."""
    app = App(connector=connector_for(database, SystemClock()))
    async with app.open_async():
        yield Workshop(database, app)


async def test_the_most_urgent_goes_first_then_the_oldest(workshop: Workshop) -> None:
    workshop.puts("first", "second")
    workshop.puts("urgent", priority=5)
    workshop.puts("whenever", priority=-5)

    fetched = [await workshop.fetches() for _ in range(5)]

    assert fetched == ["urgent", "first", "second", "whenever", None]


async def test_of_one_lock_one_job_is_done_at_a_time_in_their_order(workshop: Workshop) -> None:
    one, other = workshop.puts("one", "other", lock="ana")
    workshop.puts("bea's", lock="bea")

    assert [await workshop.fetches() for _ in range(3)] == ["one", "bea's", None]
    await workshop.ends(one)
    assert await workshop.fetches() == "other"
    await workshop.ends(other)
    assert await workshop.fetches() is None


async def test_within_a_lock_too_the_most_urgent_goes_first(workshop: Workshop) -> None:
    workshop.puts("first", lock="ana")
    (urgent,) = workshop.puts("urgent", lock="ana", priority=5)

    assert [await workshop.fetches(), await workshop.fetches()] == ["urgent", None]
    await workshop.tries_again(urgent, seconds=60)
    assert await workshop.fetches() is None


async def test_a_job_that_is_tried_again_later_holds_up_its_lock_and_nothing_else(workshop: Workshop) -> None:
    first, _ = workshop.puts("first", "second", lock="ana")
    workshop.puts("else")
    assert await workshop.fetches() == "first"

    await workshop.tries_again(first, seconds=60)
    assert [await workshop.fetches(), await workshop.fetches()] == ["else", None]
    workshop.lets_pass(seconds=61)

    assert await workshop.fetches() == "first"
    assert await workshop.stands(first) == ("doing", 1)


async def test_a_job_waits_for_its_time_and_others_do_not_wait_for_it(workshop: Workshop) -> None:
    workshop.puts("later", schedule_at=datetime.now(UTC) + timedelta(hours=1))
    workshop.puts("now", schedule_at=datetime.now(UTC) - timedelta(seconds=1))

    assert [await workshop.fetches(), await workshop.fetches()] == ["now", None]
    workshop.lets_pass(hours=1)
    assert await workshop.fetches() == "later"


def test_a_job_that_waits_for_its_time_may_have_no_lock() -> None:
    with pytest.raises(ValueError, match="hold up the others"):
        NewJob("later", {}, lock="ana", schedule_at=datetime.now(UTC))


async def test_a_worker_takes_only_from_the_queues_it_serves(workshop: Workshop) -> None:
    workshop.puts("job")

    assert await workshop.fetches(queues=["another"]) is None
    assert await workshop.fetches(queues=["another", jobs.QUEUE]) == "job"


async def test_a_job_is_there_if_its_transaction_is_committed_and_else_it_is_not(workshop: Workshop) -> None:
    with workshop.database.read() as db:
        jobs.defer(db, NewJob("undone", {}))
    failing = workshop.database.write(lambda db: (jobs.defer(db, NewJob("failed", {})), 1 // 0))
    with pytest.raises(ZeroDivisionError):
        failing.result()
    workshop.puts("kept")

    assert [await workshop.fetches(), await workshop.fetches()] == ["kept", None]


async def test_what_waits_already_is_not_put_down_again_and_the_transaction_goes_on(workshop: Workshop) -> None:
    first, double = workshop.puts("count", "count", queueing_lock="ana")
    assert first is not None
    assert double is None

    assert await workshop.fetches() == "count"
    (third,) = workshop.puts("count", queueing_lock="ana")
    assert third is not None
    assert await workshop.fetches() == "count"


async def test_what_waits_becomes_as_urgent_as_what_was_to_be_put_down_and_never_less(workshop: Workshop) -> None:
    workshop.puts("other", queueing_lock="bea", priority=5)
    workshop.puts("count", queueing_lock="ana")
    workshop.puts("gone", queueing_lock="eva", priority=1)

    assert workshop.puts("count", queueing_lock="ana", priority=20) == [None]
    assert workshop.puts("gone", queueing_lock="eva", priority=-10) == [None]

    assert [await workshop.fetches() for _ in range(4)] == ["count", "other", "gone", None]


async def test_what_is_being_done_is_not_made_more_urgent(workshop: Workshop) -> None:
    (first,) = workshop.puts("count", queueing_lock="ana")
    await workshop.fetches()
    workshop.puts("count", queueing_lock="ana", priority=20)
    workshop.puts("other", priority=5)
    await workshop.ends(first, Status.FAILED)

    assert [await workshop.fetches() for _ in range(3)] == ["count", "other", None]
    (job,) = await workshop.manager.list_jobs_async(id=first)
    assert job.priority == 0


async def test_arguments_come_back_as_they_were(workshop: Workshop) -> None:
    args = {"text": "小二 “x”", "numbers": [1, 2.5, None], "deep": {"is": True}}
    with workshop.database.transaction() as db:
        jobs.defer(db, NewJob("job", args))

    job = await workshop.manager.fetch_job(None, await workshop.manager.register_worker())

    assert job is not None
    assert job.task_kwargs == args


@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.FAILED, Status.ABORTED])
async def test_a_job_ends_once(workshop: Workshop, status: Status) -> None:
    (job,) = workshop.puts("job")
    await workshop.fetches()

    await workshop.ends(job, status)

    assert await workshop.stands(job) == (status.value, 1)
    with pytest.raises(ConnectorException):
        await workshop.ends(job, status)
    assert await workshop.fetches() is None


async def test_a_job_that_ended_may_leave_no_row_and_its_number_is_never_another_s(workshop: Workshop) -> None:
    (job,) = workshop.puts("job")
    await workshop.fetches()

    await workshop.ends(job, is_deleted=True)

    assert list(await workshop.manager.list_jobs_async()) == []
    assert workshop.puts("next") == [(job or 0) + 1]


async def test_what_neither_is_done_nor_failed_can_not_be_tried_again(workshop: Workshop) -> None:
    (job,) = workshop.puts("job")

    with pytest.raises(ConnectorException):
        await workshop.tries_again(job)
    await workshop.fetches()
    await workshop.ends(job, Status.FAILED)
    await workshop.tries_again(job)

    assert await workshop.stands(job) == ("todo", 2)


async def test_a_job_that_waits_can_be_cancelled(workshop: Workshop) -> None:
    job, other = workshop.puts("job", "other")

    assert await workshop.manager.cancel_job_by_id_async(job or 0)
    assert await workshop.manager.cancel_job_by_id_async(other or 0, delete_job=True)

    assert [each.status for each in await workshop.manager.list_jobs_async()] == ["cancelled"]
    assert await workshop.fetches() is None
    assert not await workshop.manager.cancel_job_by_id_async(job or 0, abort=True)


async def test_one_that_is_being_done_can_be_asked_to_end_and_is_not_tried_again(workshop: Workshop) -> None:
    job, other = workshop.puts("job", "other")
    await workshop.fetches()
    await workshop.fetches()

    assert not await workshop.manager.cancel_job_by_id_async(job or 0)
    assert await workshop.manager.cancel_job_by_id_async(job or 0, abort=True)

    assert await workshop.manager.list_jobs_to_abort_async() == [job]
    assert await workshop.manager.list_jobs_to_abort_async("another") == []
    await workshop.tries_again(job)
    assert await workshop.stands(job) == ("failed", 0)
    assert await workshop.stands(other) == ("doing", 0)


async def test_a_job_is_stalled_when_its_worker_has_been_silent(workshop: Workshop) -> None:
    workshop.puts("alive", "dead")
    alive, dead = [await workshop.manager.register_worker() for _ in range(2)]
    await workshop.fetches(worker=alive)
    await workshop.fetches(worker=dead)

    workshop.lets_pass(seconds=7)
    assert await workshop.stalled() == []
    workshop.lets_pass(seconds=2)
    await workshop.manager.update_heartbeat(alive)

    assert await workshop.stalled() == ["dead"]
    assert list(await workshop.manager.prune_stalled_workers(8)) == [dead]
    assert await workshop.stalled() == ["dead"]


async def test_a_worker_that_leaves_with_a_job_in_hand_has_left_it_stalled(workshop: Workshop) -> None:
    workshop.puts("job")
    worker = await workshop.manager.register_worker()
    await workshop.fetches(worker=worker)

    await workshop.manager.unregister_worker(worker)

    assert await workshop.stalled() == ["job"]


async def test_only_the_attempt_that_was_found_stalled_is_taken_back(workshop: Workshop) -> None:
    (job,) = workshop.puts("job")
    dead, alive = [await workshop.manager.register_worker() for _ in range(2)]
    await workshop.fetches(worker=dead)

    def take_back(worker_id: int, attempts: int) -> bool:
        with workshop.database.transaction() as db:
            return jobs.take_back(db, job or 0, worker_id=worker_id, attempts=attempts, is_last=False)

    assert not take_back(alive, 0)
    assert take_back(dead, 0)
    assert not take_back(dead, 0)
    await workshop.fetches(worker=alive)
    assert not take_back(dead, 0)
    assert await workshop.stands(job) == ("doing", 1)


async def test_two_workers_never_take_one_job(workshop: Workshop) -> None:
    tasks = [f"job {number}" for number in range(40)]
    workshop.puts(*tasks)
    workers = [await workshop.manager.register_worker() for _ in range(4)]

    fetched = await asyncio.gather(*(workshop.fetches(worker=worker) for worker in workers * 11))

    assert sorted(each for each in fetched if each is not None) == sorted(tasks)


async def test_two_workers_never_take_two_jobs_of_one_lock(workshop: Workshop) -> None:
    workshop.puts(*(f"job {number}" for number in range(8)), lock="ana")
    workers = [await workshop.manager.register_worker() for _ in range(4)]

    fetched = await asyncio.gather(*(workshop.fetches(worker=worker) for worker in workers * 2))

    assert [each for each in fetched if each is not None] == ["job 0"]
