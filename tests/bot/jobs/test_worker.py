"""The worker: outcomes come back once, failures are tried again and then told, and the dead leave nothing undone."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import procrastinate
import pytest
import sqlalchemy as sa
import structlog.testing

from bot.clock import Clock, SystemClock
from bot.jobs import worker
from bot.jobs.worker import MOST_ATTEMPTS, Asked, Jobs, Watch, connector_for
from storage import jobs
from storage.database import Database
from storage.inbox import InboxRow
from storage.jobs import JOBS, FailedJob, JobFailureRow, NewJob
from storage.sqlite_jobs import WORKERS
from tests.clock import StoppedClock

WITHIN_SECONDS = 30
QUICK = Watch(heartbeat=0.1, look_for_jobs=0.05, silence=1, look_after=0.2)

PROCESS = """
import asyncio, sys
from bot.clock import SystemClock
from bot.jobs.worker import Jobs, Watch
from storage.database import Database

async def do(asked):
    print("under way", flush=True)
    await asyncio.Event().wait()

watch = Watch(heartbeat=0.1, look_for_jobs=0.05, silence=1, look_after=0.2)
asyncio.run(Jobs(Database(sys.argv[1]), SystemClock(), {"job": do}, wake=print, watch=watch).run())
"""


class Workshop:
    """A worker, what it is to do, and what it was seen to do."""

    def __init__(self, database: Database, *, clock: Clock | None = None, watch: Watch = QUICK) -> None:
        self.database = database
        self.stopped = StoppedClock(datetime(2100, 1, 1, tzinfo=UTC))  # PostgreSQL's own clock is behind it
        self.done: list[Asked] = []
        self.woken: list[str] = []
        self.wakes: asyncio.Queue[str] = asyncio.Queue()
        self.trouble: Exception | None = None
        self.hold: asyncio.Event | None = None
        self.is_under_way = asyncio.Event()
        self.jobs = Jobs(database, clock or self.stopped, {"job": self._do}, wake=self._wake, watch=watch)

    def puts(self, task: str = "job", *, lane: str = "chat:1", **asked: Any) -> int:
        """Put down a job of a turn's."""
        with self.database.transaction() as db:
            number = jobs.defer(db, NewJob(task, {"lane": lane, "asked": asked}))
        assert number is not None
        return number

    async def drains(self) -> None:
        """Let what is put off be due, and what is due be done."""
        with self.database.transaction() as db:
            db.execute(sa.update(JOBS).values(scheduled_at=None))
        await self.jobs.drain()

    @property
    def put_off(self) -> list[float]:
        """For how many seconds each job is put off that is."""
        with self.database.read() as db:
            until = db.scalars(sa.select(JOBS.c.scheduled_at).where(JOBS.c.scheduled_at.is_not(None)))
            return [(each - self.stopped.now()).total_seconds() for each in until]

    @property
    def events(self) -> list[tuple[str, str, dict[str, Any]]]:
        """What came back: key, lane and content."""
        with self.database.read() as db:
            rows = db.execute(sa.select(InboxRow.key, InboxRow.lane, InboxRow.payload).order_by(InboxRow.id))
            return [(row.key, row.lane, json.loads(row.payload)) for row in rows]

    @property
    def failed(self) -> list[FailedJob]:
        """What was given up."""
        with self.database.read() as db:
            return jobs.find_failed(db, most=10)

    @property
    def left(self) -> list[str]:
        """How the jobs stand that have a row."""
        with self.database.read() as db:
            return list(db.scalars(sa.select(JOBS.c.status).order_by(JOBS.c.id)))

    async def hears(self) -> None:
        """Wait until something has come back."""
        async with asyncio.timeout(WITHIN_SECONDS):
            await self.wakes.get()

    def _wake(self, lane: str) -> None:
        self.woken.append(lane)
        self.wakes.put_nowait(lane)

    async def _do(self, asked: Asked) -> dict[str, Any]:
        self.done.append(dict(asked))
        self.is_under_way.set()
        if self.hold is not None:
            await self.hold.wait()
        if self.trouble is not None:
            raise self.trouble
        return {"times": len(self.done)}


@pytest.fixture
def workshop(database: Database) -> Iterator[Workshop]:
    with structlog.testing.capture_logs():
        yield Workshop(database)


def dies_with(database: Database, number: int) -> None:
    """Let a worker take this job and never be heard of again."""

    async def take() -> None:
        app = procrastinate.App(connector=connector_for(database, SystemClock()))
        async with app.open_async():
            job = await app.job_manager.fetch_job(None, await app.job_manager.register_worker())
            assert job is not None
            assert job.id == number

    asyncio.run(take())
    silent(database)


def silent(database: Database) -> None:
    """Nothing was heard of any worker for a long time."""
    with database.transaction() as db:
        db.execute(sa.update(WORKERS).values(last_heartbeat=datetime(2020, 1, 1, tzinfo=UTC)))


def cut_off_all_but_us(database: Database) -> None:
    """End every other session on the database, as a server does that restarts."""
    with database.transaction() as db:
        others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        for pid in db.scalars(sa.text(others)).all():
            db.execute(sa.select(sa.func.pg_terminate_backend(pid)))


async def test_the_outcome_comes_back_into_the_lane_and_nothing_is_left(workshop: Workshop) -> None:
    number = workshop.puts(order=17)

    await workshop.drains()

    came = {"name": "job", "asked": {"order": 17}, "result": {"times": 1}}
    assert workshop.events == [(str(number), "chat:1", came)]
    assert (workshop.woken, workshop.left) == (["chat:1"], [])


async def test_a_job_done_twice_comes_back_once(database: Database) -> None:
    workshop = Workshop(database, watch=Watch(heartbeat=3600))
    number = workshop.puts()
    workshop.hold = asyncio.Event()
    doing = asyncio.gather(workshop.drains())
    await workshop.is_under_way.wait()
    silent(workshop.database)

    other = Workshop(workshop.database)
    await other.drains()
    workshop.hold.set()
    await doing

    assert len(workshop.done + other.done) == 2  # whoever looks next takes it, and that may be the silent one itself
    assert [key for key, _, _ in workshop.events] == [str(number)]


async def test_a_job_that_fails_is_tried_again_after_growing_pauses(workshop: Workshop) -> None:
    workshop.puts()
    workshop.trouble = OSError("away")

    pauses = []
    for _ in range(4):
        await workshop.drains()
        pauses += workshop.put_off
    await workshop.jobs.drain()
    workshop.trouble = None
    await workshop.drains()

    assert pauses == [1, 5, 30, 120]
    assert [came["result"] for _, _, came in workshop.events] == [{"times": 5}]
    with workshop.database.read() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(JobFailureRow)) == 0


async def test_a_job_that_goes_on_failing_is_given_up_and_its_lane_told_once(workshop: Workshop) -> None:
    number = workshop.puts(order=17)
    workshop.trouble = OSError("away")

    for _ in range(MOST_ATTEMPTS + 2):
        await workshop.drains()

    came = {"name": "job", "asked": {"order": 17}, "failed_as": f"J-{number:06d}"}
    assert workshop.events == [(f"{number}:failed:{MOST_ATTEMPTS}", "chat:1", came)]
    assert [(each.id, each.attempts, each.failure) for each in workshop.failed] == [
        (number, MOST_ATTEMPTS, "OSError('away')")
    ]
    assert len(workshop.done) == MOST_ATTEMPTS
    assert workshop.woken == ["chat:1"]


async def test_what_was_given_up_can_be_tried_once_more_and_is_told_again(workshop: Workshop) -> None:
    number = workshop.puts()
    workshop.trouble = OSError("away")
    for _ in range(MOST_ATTEMPTS):
        await workshop.drains()

    for trouble in (OSError("still away"), None):
        workshop.trouble = trouble
        with workshop.database.transaction() as db:
            assert jobs.retry(db, number)
            assert not jobs.retry(db, number)
        await workshop.drains()

    assert len(workshop.done) == MOST_ATTEMPTS + 2
    assert [key.partition(":failed:")[0] for key, _, _ in workshop.events] == [str(number)] * 3
    assert len({key for key, _, _ in workshop.events}) == 3
    assert workshop.left == []


async def test_a_job_nobody_knows_is_given_up_and_the_others_go_on(workshop: Workshop) -> None:
    unknown = workshop.puts("older-than-this-code")
    known = workshop.puts()

    await workshop.drains()

    assert [key for key, _, _ in workshop.events] == [str(known), f"{unknown}:failed:1"]
    assert [each.failure for each in workshop.failed] == ["nothing is known of a job called older-than-this-code"]


def test_a_dead_worker_s_job_is_done_by_another(workshop: Workshop) -> None:
    number = workshop.puts()
    dies_with(workshop.database, number)

    asyncio.run(workshop.drains())

    assert [key for key, _, _ in workshop.events] == [str(number)]


def test_a_job_that_kills_its_worker_each_time_is_given_up(workshop: Workshop) -> None:
    number = workshop.puts()

    with workshop.database.transaction() as db:
        db.execute(sa.update(JOBS).values(attempts=MOST_ATTEMPTS - 1))
    dies_with(workshop.database, number)

    asyncio.run(workshop.drains())

    assert workshop.done == []

    assert [key for key, _, _ in workshop.events] == [f"{number}:failed:{MOST_ATTEMPTS}"]
    assert [(each.attempts, each.failure) for each in workshop.failed] == [(MOST_ATTEMPTS, "its process ended")]


async def test_it_takes_what_comes_while_it_runs(database: Database) -> None:
    workshop = Workshop(database, clock=SystemClock())
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(workshop.jobs.run())
        first = workshop.puts()
        await workshop.hears()
        second = workshop.puts()
        await workshop.hears()
        running.cancel()

    assert [key for key, _, _ in workshop.events] == [str(first), str(second)]
    assert workshop.woken == ["chat:1", "chat:1"]


async def test_two_workers_share_the_work_and_keep_the_order_of_each_lock(database: Database) -> None:
    workers = [Workshop(database, clock=SystemClock()) for _ in range(2)]
    with database.transaction() as db:
        for number in range(30):
            lane = f"chat:{number % 3}"
            jobs.defer(db, NewJob("job", {"lane": lane, "asked": {"number": number}}, lock=lane))

    workers[1].wakes = workers[0].wakes
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(each.jobs.run()) for each in workers]
        for _ in range(30):
            await workers[0].hears()
        for task in running:
            task.cancel()

    came = [(lane, content["asked"]["number"]) for _, lane, content in workers[0].events]
    assert sorted(number for _, number in came) == list(range(30))
    for lane in {lane for lane, _ in came}:
        numbers = [number for each, number in came if each == lane]
        assert numbers == sorted(numbers)


async def test_a_job_under_way_when_the_bot_stops_has_a_little_time_and_is_then_put_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop(database, clock=SystemClock())
    workshop.hold = asyncio.Event()
    workshop.puts()
    with monkeypatch.context() as at_once:
        at_once.setattr(worker, "STOP_WITHIN_SECONDS", 0.05)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(workshop.jobs.run())
            await workshop.is_under_way.wait()
            running.cancel()
    assert workshop.left == ["todo"]

    after = Workshop(database, clock=SystemClock())
    await after.jobs.drain()

    assert len(after.done) == 1
    assert after.left == []


async def test_a_job_that_ends_while_the_bot_stops_has_ended(database: Database) -> None:
    workshop = Workshop(database, clock=SystemClock())
    workshop.hold = asyncio.Event()
    number = workshop.puts()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(workshop.jobs.run())
        await workshop.is_under_way.wait()
        running.cancel()
        await asyncio.sleep(0)
        workshop.hold.set()

    assert [key for key, _, _ in workshop.events] == [str(number)]
    assert workshop.left == []


async def test_trouble_while_the_bot_stops_does_not_keep_it_from_stopping(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def leaves_in_vain(worker_id: int) -> None:
        raise OSError(f"worker {worker_id} can't leave: the database is away")

    monkeypatch.setattr(workshop.jobs._app.job_manager, "unregister_worker", leaves_in_vain)
    workshop.puts()
    async with asyncio.timeout(WITHIN_SECONDS), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(workshop.jobs.run())
        await workshop.hears()
        running.cancel()

    assert running.cancelled()


async def test_it_goes_on_after_trouble_of_the_database(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    open_in_vain = iter([OSError("away"), OSError("still away")])
    really_open = workshop.jobs._app.connector.open_async

    async def opens(pool: object = None) -> None:
        if (trouble := next(open_in_vain, None)) is not None:
            raise trouble
        await really_open(pool)

    monkeypatch.setattr(workshop.jobs._app.connector, "open_async", opens)
    workshop.puts()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(workshop.jobs.run())
        await workshop.hears()
        running.cancel()

    assert len(workshop.done) == 1


@pytest.mark.slow
@pytest.mark.parametrize("_kept_database", ["postgresql"], indirect=True)
async def test_it_goes_on_when_the_server_cuts_its_connections(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "TROUBLE_SECONDS", 0.1)
    workshop = Workshop(database, clock=SystemClock())
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(workshop.jobs.run())
        for _ in range(3):
            workshop.puts()
            await workshop.hears()
            cut_off_all_but_us(database)
        workshop.puts()
        await workshop.hears()
        running.cancel()

    assert len({key for key, _, _ in workshop.events}) == 4


def test_a_dead_process_s_job_is_taken_over_within_fifteen_seconds() -> None:
    watch = Watch()

    assert watch.heartbeat + watch.silence + watch.look_after + watch.look_for_jobs < 15
    assert watch.silence >= 3 * watch.heartbeat


@pytest.mark.slow
async def test_a_job_whose_process_is_killed_is_done_by_another_and_comes_back_once(database: Database) -> None:
    number = Workshop(database).puts()
    address = database.url.render_as_string(hide_password=False)
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROCESS, address, cwd=Path.cwd(), stdout=subprocess.PIPE, env={**os.environ}
    )
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            assert killed.stdout is not None
            assert await killed.stdout.readline() == b"under way\n"
        killed.send_signal(signal.SIGKILL)
        await killed.wait()
    finally:
        with suppress(ProcessLookupError):
            killed.kill()

    other = Workshop(database, clock=SystemClock())
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(other.jobs.run())
        await other.hears()
        running.cancel()

    assert len(other.done) == 1
    assert [key for key, _, _ in other.events] == [str(number)]
    assert other.left == []
