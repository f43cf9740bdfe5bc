"""Procrastinate's way to SQLite: each of its queries becomes a unit of work of the shop's own database.

Not here: what a query does (storage.sqlite_jobs). There is no second connection, so a worker never waits for the
file: its units share commits with turns. What only PostgreSQL's side of the library asks for is missing.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from procrastinate.connector import BaseAsyncConnector, Pool
from procrastinate.exceptions import ConnectorException, NoResult
from procrastinate.sql import queries

from bot.clock import Clock
from storage import jobs, sqlite_jobs
from storage.database import Database, Db, WrongRowCount
from storage.sqlite_jobs import Row

_NOTHING_FETCHED: Row = {"id": None}

_Arguments = Any  # whatever a query takes, by name
_Answer = Callable[..., list[Row]]


class SqliteConnector(BaseAsyncConnector):
    """Answers the queries of worker, reaper and listings. The time is the bot's clock's."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._answers: dict[str, _Answer] = {
            queries["finish_job"]: self._finish,
            queries["retry_job"]: self._retry,
            queries["cancel_job"]: self._cancel,
            queries["get_job_status"]: self._status,
            queries["list_jobs"]: sqlite_jobs.find,
            queries["list_jobs_to_abort"]: sqlite_jobs.find_to_abort,
            queries["select_stalled_jobs_by_heartbeat"]: self._stalled,
            queries["register_worker"]: self._register,
            queries["unregister_worker"]: self._unregister,
            queries["update_heartbeat"]: self._note_heartbeat,
            queries["prune_stalled_workers"]: self._drop_stalled_workers,
        }

    async def open_async(self, pool: Pool | None = None) -> None:
        """The database is open already."""

    async def close_async(self) -> None:
        """The database is closed by who opened it."""

    async def execute_query_async(self, query: str, **arguments: _Arguments) -> None:
        """Run a query for what it does."""
        await self.execute_query_all_async(query, **arguments)

    async def execute_query_one_async(self, query: str, **arguments: _Arguments) -> Row:
        """Run a query that finds one row."""
        if query == queries["fetch_job"]:
            return await self._fetch(**arguments) or _NOTHING_FETCHED
        rows = await self.execute_query_all_async(query, **arguments)
        if not rows:
            raise NoResult
        return rows[0]

    async def execute_query_all_async(self, query: str, **arguments: _Arguments) -> list[Row]:
        """Run a query."""
        answer = self._answers.get(query)
        if answer is None:
            raise NotImplementedError(f"there is no such query on SQLite: {query}")
        try:
            return await asyncio.wrap_future(self._database.write(lambda db: answer(db, **arguments)))
        except WrongRowCount as error:
            raise ConnectorException("the job stands otherwise by now") from error

    async def _fetch(self, *, queues: list[str] | None, worker_id: int) -> Row | None:
        """Take a job. It is asked for several times a second, mostly in vain: then nothing is written."""
        now = self._clock.now()
        with self._database.read() as db:
            if not jobs.is_any_due(db, now=now):
                return None
        fetching = self._database.write(lambda db: sqlite_jobs.fetch(db, queues=queues, worker_id=worker_id, now=now))
        return await asyncio.wrap_future(fetching)

    def _finish(self, db: Db, *, job_id: int, status: str, delete_job: bool) -> list[Row]:
        sqlite_jobs.finish(db, job_id, status=status, delete_job=delete_job)
        return []

    def _retry(self, db: Db, *, job_id: int, **changes: _Arguments) -> list[Row]:
        sqlite_jobs.retry(db, job_id, **changes)
        return []

    def _cancel(self, db: Db, *, job_id: int, abort: bool, delete_job: bool) -> list[Row]:
        return [{"id": sqlite_jobs.cancel(db, job_id, abort=abort, delete_job=delete_job)}]

    def _status(self, db: Db, *, job_id: int) -> list[Row]:
        return sqlite_jobs.find(db, id=job_id)

    def _stalled(self, db: Db, *, seconds_since_heartbeat: float, **which: _Arguments) -> list[Row]:
        return sqlite_jobs.find_stalled(db, silent_since=self._ago(seconds_since_heartbeat), **which)

    def _register(self, db: Db) -> list[Row]:
        return [{"worker_id": sqlite_jobs.register_worker(db, now=self._clock.now())}]

    def _unregister(self, db: Db, *, worker_id: int) -> list[Row]:
        sqlite_jobs.unregister_worker(db, worker_id)
        return []

    def _note_heartbeat(self, db: Db, *, worker_id: int) -> list[Row]:
        sqlite_jobs.note_heartbeat(db, worker_id, now=self._clock.now())
        return []

    def _drop_stalled_workers(self, db: Db, *, seconds_since_heartbeat: float) -> list[Row]:
        return sqlite_jobs.drop_stalled_workers(db, silent_since=self._ago(seconds_since_heartbeat))

    def _ago(self, seconds: float) -> datetime:
        return self._clock.now() - timedelta(seconds=seconds)
