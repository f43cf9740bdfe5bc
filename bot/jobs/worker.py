"""The worker: does what turns put down as jobs, and looks after the jobs of workers that died.

Not here: the jobs themselves (bot.jobs.report), or how one is put down (flows.turn). A job is done at least once:
its outcome is an event under the job's number, so it comes back into its lane once.

    fetched ──> done ──> event           failed: again after 1, 5, 30 and 120 s, then given up, which its lane is told
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job

from backend.troubles import TroubleKind, number_of
from bot.clock import Clock
from bot.jobs.sqlite_connector import SqliteConnector
from bot.reading import JOB_SOURCE, NOWHERE
from storage import failpoints, inbox, jobs
from storage.database import Database, Db
from storage.inbox import Arrival
from storage.jobs import FailedJob

Asked = Mapping[str, Any]
Handler = Callable[[Asked], Awaitable[dict[str, Any]]]
"""Does one kind of job, perhaps more than once; what it returns is plain JSON and comes back to who asked."""

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 30, 120))
"""Before each further attempt. A job with a lock holds up its lock meanwhile, so they are short."""

MOST_ATTEMPTS = len(PAUSES) + 1

JOBS_AT_ONCE = 4
STOP_WITHIN_SECONDS = 5
"""How long a job may go on when the bot is told to stop; then it is put back for the next worker."""

TROUBLE_SECONDS = 5.0
"""After trouble that is no job's own (database away), the worker rests this long."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Watch:
    """How closely workers are watched, in seconds: a dead one's job is taken back within the last two together.

    New jobs announce themselves on PostgreSQL; on SQLite, and where one is tried again, the worker looks for them.
    """

    look_for_jobs: float = 0.25
    heartbeat: float = 2
    silence: float = 8
    """Without a sign of life, after which a worker counts as dead."""
    look_after: float = 3


class Jobs:
    """Does jobs as they come. Several may run, also in other processes, on one database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handlers: Mapping[str, Handler],
        *,
        wake: Callable[[str], None],
        watch: Watch | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._watch = watch or Watch()
        self._app = App(connector=connector_for(database, clock))
        for name, handler in handlers.items():
            self._app.task(name=name, pass_context=True, retry=_Retries(clock))(self._doing(handler))

    async def run(self) -> None:
        """Work until cancelled; what is under way then has a few seconds to end."""
        while True:
            try:
                await self._work_and_watch()
            except Exception:
                log.exception("the worker rests after trouble")
            if _is_being_cancelled():  # trouble while stopping must not make it go on
                raise asyncio.CancelledError
            await self._clock.sleep(TROUBLE_SECONDS)

    async def drain(self) -> None:
        """Do what is due and what a dead worker left, and return."""
        async with self._app.open_async():
            await self._look_after()
            await self._work(wait=False)
            await self._look_after()

    async def _work_and_watch(self) -> None:
        async with self._app.open_async(), asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(self._keep_looking_after())
            await self._work(wait=True)
            watching.cancel()

    async def _keep_looking_after(self) -> None:
        while True:
            try:
                await self._look_after()
            except Exception:
                log.exception("looking after jobs failed")
            await asyncio.sleep(self._watch.look_after)

    async def _look_after(self) -> None:
        """Take back the jobs of workers that died, and tell the lanes of jobs that were given up."""
        stalled = await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._watch.silence)
        with self._database.read() as db:
            untold = jobs.find_untold(db)
        if not stalled and not untold:
            return
        now = self._clock.now()
        lanes = await asyncio.wrap_future(self._database.write(lambda db: _settle(db, stalled, now)))
        for lane in lanes:
            self._wake(lane)

    async def _work(self, *, wait: bool) -> None:
        await self._app.run_worker_async(
            wait=wait,
            concurrency=JOBS_AT_ONCE,
            install_signal_handlers=False,
            listen_notify=not self._database.is_sqlite,
            delete_jobs="successful",
            fetch_job_polling_interval=self._watch.look_for_jobs,
            update_heartbeat_interval=self._watch.heartbeat,
            stalled_worker_timeout=self._watch.silence,
            shutdown_graceful_timeout=STOP_WITHIN_SECONDS,
        )

    def _doing(self, handler: Handler) -> Callable[..., Awaitable[None]]:
        async def do(context: JobContext, *, lane: str, asked: Asked) -> None:
            job = context.job
            failpoints.reached("job.taken")
            try:
                result = await handler(asked)
            except Exception as error:
                failure = repr(error)
                log.warning("job failed", job_id=job.id, task=job.task_name, attempts=job.attempts, exc_info=error)
                await self._write(lambda db: jobs.note_failure(db, _number(job), failure=failure, now=self._now()))
                raise
            failpoints.reached("job.done")
            await self._write(lambda db: self._note_done(db, job, lane, asked, result))
            failpoints.reached("job.noted")
            self._wake(lane)

        return do

    def _note_done(self, db: Db, job: Job, lane: str, asked: Asked, result: dict[str, Any]) -> None:
        ended = {"name": job.task_name, "asked": dict(asked), "result": result}
        inbox.store(db, [_arrival(str(job.id), lane, ended)], now=self._now())
        jobs.forget_failure(db, _number(job))

    def _now(self) -> datetime:
        return self._clock.now()

    async def _write(self, work: Callable[[Db], None]) -> None:
        await asyncio.wrap_future(self._database.write(work))


def connector_for(database: Database, clock: Clock) -> BaseConnector:
    """How procrastinate reaches the database."""
    if database.is_sqlite:
        return SqliteConnector(database, clock)
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return PsycopgConnector(conninfo=address, min_size=1, max_size=JOBS_AT_ONCE)


class _Retries(BaseRetryStrategy):
    """When a job that failed is tried again, by the bot's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """None where it is given up. One that was cut off because the bot stops failed through no fault of its own."""
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=self._clock.now())
        if job.attempts >= len(PAUSES):
            return None
        return RetryDecision(retry_at=self._clock.now() + PAUSES[job.attempts])


def _settle(db: Db, stalled: Iterable[Job], now: datetime) -> list[str]:
    """What looking after does in one transaction; returns the lanes that have something to hear."""
    for job in stalled:
        _take_back(db, job, now)
    told: list[Arrival] = []
    for dead in jobs.find_untold(db):
        failure = dead.failure or f"nothing is known of a job called {dead.task}"
        log.error(
            "job given up",
            job_id=dead.id,
            task=dead.task,
            incident=number_of(TroubleKind.JOB, dead.id),
            failure=failure,
        )
        jobs.note_failure(db, dead.id, failure=failure, now=dead.failed_at or now, is_told=True)
        told.append(_arrival_of_failure(dead))
    inbox.store(db, told, now=now)
    return [arrival.lane for arrival in told]


def _take_back(db: Db, job: Job, now: datetime) -> None:
    """A job that kills its worker each time is given up like one that fails each time."""
    is_last = job.attempts + 1 >= MOST_ATTEMPTS
    if jobs.take_back(db, _number(job), worker_id=job.worker_id, attempts=job.attempts, is_last=is_last):
        log.warning("job taken back from a dead worker", job_id=job.id, task=job.task_name, attempts=job.attempts)
        jobs.note_failure(db, _number(job), failure="its process ended", now=now)


def _arrival_of_failure(dead: FailedJob) -> Arrival:
    """A job may be given up again after somebody had it tried once more, so its attempts are part of the key."""
    ended = {"name": dead.task, "asked": dead.args.get("asked", {}), "failed_as": number_of(TroubleKind.JOB, dead.id)}
    return _arrival(f"{dead.id}:failed:{dead.attempts}", dead.args.get("lane", NOWHERE), ended)


def _arrival(key: str, lane: str, ended: dict[str, Any]) -> Arrival:
    return Arrival(JOB_SOURCE, key, lane, json.dumps(ended, ensure_ascii=False))


def _number(job: Job) -> int:
    if job.id is None:
        raise ValueError("a job has its number from the moment it is put down")
    return job.id


def _is_being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
