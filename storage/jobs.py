"""Jobs: work that is no turn's (many rows, the network), put down by the turn that wants it and done beside the lanes.

Not here: doing it (bot.jobs). The tables are procrastinate's: on PostgreSQL its own functions move a job along,
on SQLite storage.sqlite_jobs does. A job that succeeded leaves no row.

    todo ──> doing ──> succeeded
     ^ ^───────┤       (tried again, or taken back from a dead process)
     └─ failed <┘
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from storage import failpoints
from storage.database import Db, Table, UtcDateTime, insert_or_ignore, many

_SCHEMA = Path(__file__).parent / "migrations" / "versions"
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class JobStatus(StrEnum):
    """Where a job stands, in procrastinate's words."""

    TODO = "todo"
    DOING = "doing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ABORTED = "aborted"


JOBS = sa.Table(
    "procrastinate_jobs",
    sa.MetaData(),  # its own: procrastinate says what the table is like
    sa.Column("id", _NUMBER, primary_key=True),
    sa.Column("queue_name", sa.String),
    sa.Column("task_name", sa.String),
    sa.Column("priority", sa.Integer),
    sa.Column("lock", sa.String),
    sa.Column("queueing_lock", sa.String),
    sa.Column("args", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
    sa.Column("status", sa.Enum(JobStatus, name="procrastinate_job_status", values_callable=list)),
    sa.Column("scheduled_at", UtcDateTime()),
    sa.Column("attempts", sa.Integer),
    sa.Column("abort_requested", sa.Boolean),
    sa.Column("worker_id", _NUMBER),
)

TABLES = (JOBS.name, "procrastinate_workers", "procrastinate_events", "procrastinate_periodic_defers")
"""Procrastinate's tables; not among those that are compared with our declarations."""

QUEUE = "default"


class JobFailureRow(Table):
    """Why a job failed, the last time. `is_told` says that its lane heard of it: it will not be tried again by itself.

    There is no foreign key: the job's row is procrastinate's to delete.
    """

    __tablename__ = "job_failures"

    job_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    failure: Mapped[str]
    failed_at: Mapped[datetime]
    is_told: Mapped[bool]


@dataclass(frozen=True)
class NewJob:
    """A job as a turn writes it. Higher priorities go first.

    Of one `lock` one job is done at a time, in the order they were put down. Of one `queueing_lock` one waits at most,
    as urgent as the most urgent of those that were to be put down.
    """

    task: str
    args: dict[str, Any]
    priority: int = 0
    lock: str | None = None
    queueing_lock: str | None = None
    schedule_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.lock is not None and self.schedule_at is not None:
            raise ValueError("a job that waits for its time would hold up the others of its lock")


@dataclass(frozen=True)
class FailedJob:
    """A job that was given up. `failure` and `failed_at` are None until somebody looked why."""

    id: int
    task: str
    args: dict[str, Any]
    attempts: int
    failure: str | None
    failed_at: datetime | None


def make_tables(db: Db) -> None:
    """Make procrastinate's tables, as the migrations do."""
    if db.dialect.name == "sqlite":
        for statement in (_SCHEMA / "0008_jobs_sqlite.sql").read_text().split(";\n"):
            db.execute(sa.text(statement))
        return
    raw = db.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError("PostgreSQL is spoken to through psycopg")
    raw.execute((_SCHEMA / "0008_jobs_postgresql.sql").read_bytes())  # many statements, and a % that is one


@event.listens_for(Table.metadata, "after_create")
def _make_tables_too(_: sa.MetaData, db: Db, **__: Any) -> None:
    make_tables(db)


def defer(db: Db, job: NewJob) -> int | None:
    """Put a job down in this transaction; returns its number, or None if one with its queueing lock waits already.

    One that waits becomes as urgent as this one, if it is less so. An INSERT that ignores a double, and not
    procrastinate's function, whose error would end a turn's transaction.
    """
    insert = sqlite.insert(JOBS) if db.dialect.name == "sqlite" else postgresql.insert(JOBS)
    statement = insert.on_conflict_do_nothing().returning(JOBS.c.id)
    number: int | None = db.scalar(
        statement.values(
            queue_name=QUEUE,
            task_name=job.task,
            args=job.args,
            priority=job.priority,
            lock=job.lock,
            queueing_lock=job.queueing_lock,
            scheduled_at=job.schedule_at,
        )
    )
    if number is None:
        _hurry(db, job)
    failpoints.reached("job.deferred")
    return number


def defer_all(db: Db, jobs: Sequence[NewJob]) -> None:
    """Put down what a turn wants done."""
    for job in jobs:
        defer(db, job)


def is_any_due(db: Db, *, now: datetime) -> bool:
    """Whether a job waits that may be done now; another of its lock may still hold it up."""
    due = sa.or_(JOBS.c.scheduled_at.is_(None), JOBS.c.scheduled_at <= now)
    return db.scalar(sa.select(sa.exists().where(JOBS.c.status == JobStatus.TODO, due))) is True


def take_back(db: Db, job_id: int, *, worker_id: int | None, attempts: int, is_last: bool) -> bool:
    """Let a job whose process died be done again, or give it up; False if that process is no longer the one.

    The worker and the attempt are the fencing token: of two that find the job stalled, one takes it back.
    """
    taken = db.execute(
        sa.update(JOBS)
        .where(
            JOBS.c.id == job_id,
            JOBS.c.status == JobStatus.DOING,
            JOBS.c.attempts == attempts,
            JOBS.c.worker_id.is_not_distinct_from(worker_id),
        )
        .values(
            status=JobStatus.FAILED if is_last else JobStatus.TODO,
            attempts=attempts + 1,
            worker_id=None,
            abort_requested=False,
        )
    )
    return taken.rowcount == 1


def note_failure(db: Db, job_id: int, *, failure: str, now: datetime, is_told: bool = False) -> None:
    """Remember why a job failed."""
    values = {"failure": failure, "failed_at": now, "is_told": is_told}
    insert = insert_or_ignore(db, JobFailureRow).values(job_id=job_id, **values)
    db.execute(insert.on_conflict_do_update(index_elements=[JobFailureRow.job_id], set_=values))


def forget_failure(db: Db, job_id: int) -> None:
    """A job that failed before has succeeded."""
    db.execute(sa.delete(JobFailureRow).where(JobFailureRow.job_id == job_id))


def find_untold(db: Db) -> list[FailedJob]:
    """Jobs that were given up without their lane having heard of it."""
    return many(db, _failed().where(JobFailureRow.is_told.is_not(True)).order_by(JOBS.c.id), FailedJob)


def find_failed(db: Db, *, most: int) -> list[FailedJob]:
    """The newest jobs that were given up."""
    return many(db, _failed().order_by(JOBS.c.id.desc()).limit(most), FailedJob)


def retry(db: Db, job_id: int) -> bool:
    """Let a job that was given up be tried once more; False if it is none. Its attempts go on being counted."""
    retried = db.execute(
        sa.update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.status == JobStatus.FAILED)
        .values(status=JobStatus.TODO, attempts=JOBS.c.attempts + 1, scheduled_at=None)
    )
    if retried.rowcount == 0:
        return False
    forget_failure(db, job_id)
    return True


def _hurry(db: Db, job: NewJob) -> None:
    waits = JOBS.c.queueing_lock == job.queueing_lock, JOBS.c.status == JobStatus.TODO
    db.execute(sa.update(JOBS).where(*waits, JOBS.c.priority < job.priority).values(priority=job.priority))


def _failed() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            JOBS.c.id,
            JOBS.c.task_name.label("task"),
            JOBS.c.args,
            JOBS.c.attempts,
            JobFailureRow.failure,
            JobFailureRow.failed_at,
        )
        .select_from(sa.outerjoin(JOBS, JobFailureRow.__table__, JobFailureRow.job_id == JOBS.c.id))
        .where(JOBS.c.status == JobStatus.FAILED)
    )
