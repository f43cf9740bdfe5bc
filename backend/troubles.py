"""Troubles: what the shop gave up after trying long enough, until an admin has it tried again.

Not here: giving up (bot.dispatch, bot.courier, bot.jobs), or how it is shown (flows.pages.troubles).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage import audit_trail, jobs, troubles
from storage.database import Db

LONGEST_REASON = 80


class TroubleKind(StrEnum):
    """What was given up: the answer to an event, a call to the platform, or a job."""

    EVENT = "event"
    CALL = "call"
    JOB = "job"


@dataclass(frozen=True)
class Trouble:
    """One of them. `what` is the event's source, the call's kind or the job's name; `at` is None if nobody knows."""

    kind: TroubleKind
    id: int
    what: str
    why: str
    at: datetime | None


def number_of(kind: TroubleKind, id: int) -> str:
    """The number under which people and the log speak of the same failure: E-000017, C-000017, J-000017."""
    return f"{kind[0].upper()}-{id:06d}"


def newest(db: Db, *, most: int) -> list[Trouble]:
    """The newest of each kind, at most so many of each."""
    parked = [_of(TroubleKind.EVENT, each) for each in troubles.find_parked(db, most=most)]
    dead = [_of(TroubleKind.CALL, each) for each in troubles.find_dead(db, most=most)]
    failed = [
        Trouble(TroubleKind.JOB, each.id, each.task, _in_short(each.failure or ""), each.failed_at)
        for each in jobs.find_failed(db, most=most)
    ]
    return [*parked, *dead, *failed]


def retry(db: Db, kind: TroubleKind, id: int, *, by: str, now: datetime) -> bool:
    """Have it tried again; False if it is no trouble any more."""
    if not _try_again(db, kind, id, now=now):
        return False
    audit_trail.record(db, subject=f"{kind}:{id}", what="retried", by=by, why="", now=now)
    return True


def _try_again(db: Db, kind: TroubleKind, id: int, *, now: datetime) -> bool:
    match kind:
        case TroubleKind.EVENT:
            return troubles.answer_again(db, id, now=now)
        case TroubleKind.CALL:
            return troubles.send_again(db, id)
        case TroubleKind.JOB:
            return jobs.retry(db, id)


def _of(kind: TroubleKind, left: troubles.Left) -> Trouble:
    return Trouble(kind, left.id, left.what.partition(":")[0], _in_short(left.failure), left.at)


def _in_short(failure: str) -> str:
    """What kind of failure it was. What an error says in its brackets may be anybody's name or number."""
    return failure.partition("(")[0][:LONGEST_REASON]
