"""What procrastinate's own functions do to jobs on PostgreSQL, done on SQLite: fetch, finish, retry, cancel, heartbeat.

Not here: what calls them (bot.jobs.sqlite_connector), or our own part, which is the same on both (storage.jobs).
SQLite has one writer at a time, so a statement needs no more than its condition.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Db, UtcDateTime, expect_rows
from storage.jobs import JOBS, JobStatus

Row = dict[str, Any]  # Any: a value for each column, as procrastinate reads them

WORKERS = sa.Table(
    "procrastinate_workers",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("last_heartbeat", UtcDateTime()),
)


def fetch(db: Db, *, queues: Sequence[str] | None, worker_id: int, now: datetime) -> Row | None:
    """Take the most urgent job that may be done, of these queues if any are named."""
    other = JOBS.alias()
    is_ahead = sa.or_(
        other.c.status == JobStatus.DOING,
        sa.and_(
            other.c.status == JobStatus.TODO,
            sa.or_(
                other.c.priority > JOBS.c.priority,
                sa.and_(other.c.priority == JOBS.c.priority, other.c.id < JOBS.c.id),
            ),
        ),
    )
    candidate = (
        sa.select(JOBS.c.id)
        .where(
            JOBS.c.status == JobStatus.TODO,
            sa.or_(JOBS.c.scheduled_at.is_(None), JOBS.c.scheduled_at <= now),
            sa.true() if queues is None else JOBS.c.queue_name.in_(queues),
            ~sa.exists().where(JOBS.c.lock.is_not(None), other.c.lock == JOBS.c.lock, is_ahead),
        )
        .order_by(JOBS.c.priority.desc(), JOBS.c.id)
        .limit(1)
    )
    taken = (
        sa.update(JOBS)
        .where(JOBS.c.id == candidate.scalar_subquery())
        .values(status=JobStatus.DOING, worker_id=worker_id)
        .returning(*JOBS.c)
    )
    found = db.execute(taken).mappings().one_or_none()
    return None if found is None else dict(found)


def finish(db: Db, job_id: int, *, status: str, delete_job: bool) -> None:
    """End a job as succeeded, failed or aborted. Raises WrongRowCount if it has ended already."""
    is_open = JOBS.c.id == job_id, JOBS.c.status.in_((JobStatus.TODO, JobStatus.DOING))
    if delete_job:
        expect_rows(db.execute(sa.delete(JOBS).where(*is_open)), 1)
        return
    attempts = JOBS.c.attempts + sa.case((JOBS.c.status == JobStatus.DOING, 1), else_=0)
    ended = sa.update(JOBS).where(*is_open).values(status=JobStatus(status), abort_requested=False, attempts=attempts)
    expect_rows(db.execute(ended), 1)


def retry(
    db: Db,
    job_id: int,
    *,
    retry_at: datetime | None,
    new_priority: int | None,
    new_queue_name: str | None,
    new_lock: str | None,
) -> None:
    """Let a job that is being done, or has failed, be done again; one that was to be aborted has failed.

    Raises WrongRowCount if it stands otherwise.
    """
    to_be_aborted = sa.update(JOBS).where(JOBS.c.id == job_id, JOBS.c.status == JobStatus.DOING, JOBS.c.abort_requested)
    if db.execute(to_be_aborted.values(status=JobStatus.FAILED)).rowcount:
        return
    changed = {"priority": new_priority, "queue_name": new_queue_name, "lock": new_lock}
    again = (
        sa.update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.status.in_((JobStatus.DOING, JobStatus.FAILED)))
        .values(
            status=JobStatus.TODO,
            attempts=JOBS.c.attempts + 1,
            scheduled_at=retry_at,
            **{name: value for name, value in changed.items() if value is not None},
        )
    )
    expect_rows(db.execute(again), 1)


def cancel(db: Db, job_id: int, *, abort: bool, delete_job: bool) -> int | None:
    """Cancel a job that waits, or ask for one that is being done to be aborted; None if there is none to."""
    waits = JOBS.c.id == job_id, JOBS.c.status == JobStatus.TODO
    cancelled = sa.delete(JOBS) if delete_job else sa.update(JOBS).values(status=JobStatus.CANCELLED)
    if db.execute(cancelled.where(*waits)).rowcount:
        return job_id
    asked = sa.update(JOBS).where(JOBS.c.id == job_id, JOBS.c.status == JobStatus.DOING).values(abort_requested=True)
    return job_id if abort and db.execute(asked).rowcount else None


def find_stalled(db: Db, *, queue: str | None, task_name: str | None, silent_since: datetime) -> list[Row]:
    """Jobs being done by a worker that is gone, or gave no sign of life from then on."""
    alive = sa.select(WORKERS.c.id).where(WORKERS.c.last_heartbeat >= silent_since)
    stalled = sa.select(*JOBS.c).where(
        JOBS.c.status == JobStatus.DOING,
        sa.or_(JOBS.c.worker_id.is_(None), JOBS.c.worker_id.not_in(alive)),
        *_matching(queue_name=queue, task_name=task_name),
    )
    return _rows(db, stalled)


def find_to_abort(db: Db, *, queue_name: str | None) -> list[Row]:
    """The numbers of jobs being done that somebody wants aborted."""
    asked = sa.select(JOBS.c.id).where(JOBS.c.status == JobStatus.DOING, JOBS.c.abort_requested)
    return _rows(db, asked.where(*_matching(queue_name=queue_name)))


def find(db: Db, **wanted: Any) -> list[Row]:  # Any: a value, or None, for each column that may be asked for
    """Jobs by whatever is known of them, the oldest first."""
    return _rows(db, sa.select(*JOBS.c).where(*_matching(**wanted)).order_by(JOBS.c.id))


def register_worker(db: Db, *, now: datetime) -> int:
    """A worker has started; returns its number."""
    added = sa.insert(WORKERS).values(last_heartbeat=now).returning(WORKERS.c.id)
    number: int = db.execute(added).scalar_one()
    return number


def unregister_worker(db: Db, worker_id: int) -> None:
    """A worker has ended; what it had not finished has none."""
    db.execute(sa.delete(WORKERS).where(WORKERS.c.id == worker_id))


def note_heartbeat(db: Db, worker_id: int, *, now: datetime) -> None:
    """A worker is alive."""
    db.execute(sa.update(WORKERS).where(WORKERS.c.id == worker_id).values(last_heartbeat=now))


def drop_stalled_workers(db: Db, *, silent_since: datetime) -> list[Row]:
    """Forget the workers that gave no sign of life from then on; returns their numbers."""
    silent = WORKERS.c.last_heartbeat < silent_since
    return _rows(db, sa.delete(WORKERS).where(silent).returning(WORKERS.c.id.label("worker_id")))


def _matching(**wanted: Any) -> list[sa.ColumnElement[bool]]:
    return [JOBS.c[name] == value for name, value in wanted.items() if value is not None]


def _rows(db: Db, statement: sa.Executable) -> list[Row]:
    return [dict(row) for row in db.execute(statement).mappings()]
