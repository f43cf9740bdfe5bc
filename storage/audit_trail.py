"""The audit trail: who did what to which order or payment, when and why; and the seals that were put on it.

Rows and seals are only ever added. Not here: how a seal is reckoned (backend.seals), or the invariants that the whole
database is checked against (storage.invariants).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage import failpoints
from storage.append_only import append_only
from storage.database import Db, Table, columns, either, many, one
from storage.statements import prepared


@append_only
class AuditRow(Table):
    """One act. `subject` is what it was done to, as in `order:17`; `why` is for staff, not for customers."""

    __tablename__ = "audit_trail"
    __table_args__ = (sa.Index("ix_audit_trail_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    what: Mapped[str]
    by: Mapped[str]
    why: Mapped[str]
    at: Mapped[datetime]


@append_only
class SealRow(Table):
    """One seal. Its digest stands for the `count` rows after the last one of the seal before, up to `last_id`."""

    __tablename__ = "audit_seals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_id: Mapped[int] = mapped_column(unique=True)
    count: Mapped[int]
    digest: Mapped[str]
    sealed_at: Mapped[datetime]


@dataclass(frozen=True)
class Act:
    """Who did what, when and why."""

    what: str
    by: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Recorded:
    """A whole row of the trail."""

    id: int
    subject: str
    what: str
    by: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Seal:
    """A seal; `digest` is SHA-256 in hex digits, over its rows and the digest before it."""

    number: int
    last_id: int
    count: int
    digest: str
    sealed_at: datetime


@dataclass(frozen=True)
class Horizon:
    """The newest row that is there, and whoever might still commit an older one."""

    last_id: int
    writers: frozenset[str]


_ADD = sa.insert(AuditRow)
_ACTS = sa.select(*columns(AuditRow, Act)).where(AuditRow.subject == sa.bindparam("the_subject")).order_by(AuditRow.id)
_ROWS = (
    sa.select(*columns(AuditRow, Recorded))
    .where(AuditRow.id > sa.bindparam("after"), AuditRow.id <= sa.bindparam("up_to"))
    .order_by(AuditRow.id)
    .limit(sa.bindparam("most"))
)
_PUT_ON = either(lambda insert: insert(SealRow).on_conflict_do_nothing())
_SEALS = sa.select(*columns(SealRow, Seal)).order_by(SealRow.number)
_NEWEST_SEAL = sa.select(*columns(SealRow, Seal)).order_by(SealRow.number.desc()).limit(1)

_WRITERS = sa.text(
    # Virtual numbers of transactions; the same table of another database may well have the same number.
    "select virtualtransaction from pg_locks where locktype = 'relation' and mode = 'RowExclusiveLock' "
    "and relation = 'audit_trail'::regclass "
    "and database = (select oid from pg_database where datname = current_database()) and pid <> pg_backend_pid()"
)


def record(db: Db, *, subject: str, what: str, by: str, why: str, now: datetime) -> None:
    """Add an act to the trail."""
    prepared.change(db, _ADD, {"subject": subject, "what": what, "by": by, "why": why, "at": now})


def acts_on(db: Db, subject: str) -> list[Act]:
    """All that was done to the subject, oldest first."""
    return many(db, _ACTS, Act, {"the_subject": subject})


def rows(db: Db, *, after: int, up_to: int, most: int) -> list[Recorded]:
    """The first so many rows numbered above `after` and not above `up_to`, in that order."""
    return many(db, _ROWS, Recorded, {"after": after, "up_to": up_to, "most": most})


def count_rows(db: Db, *, after: int) -> int:
    """How many rows are numbered above `after`."""
    return db.scalar(sa.select(sa.func.count()).where(AuditRow.id > after)) or 0


def horizon(db: Db) -> Horizon | None:
    """How far the trail has come; None while it is empty.

    A row has its number before it is committed, and others may overtake it. On PostgreSQL whoever has taken a number
    below the newest one that is there holds a lock on the table from before it took it until it ends; SQLite has one
    writer, who is never overtaken.
    """
    last_id = db.scalar(sa.select(sa.func.max(AuditRow.id)))
    return None if last_id is None else Horizon(last_id, _writers(db))


def is_final(db: Db, horizon: Horizon) -> bool:
    """Whether nobody is left who could still add a row below the horizon."""
    return horizon.writers.isdisjoint(_writers(db)) if horizon.writers else True


def seals(db: Db) -> list[Seal]:
    """Every seal, oldest first."""
    return many(db, _SEALS, Seal, {})


def newest_seal(db: Db) -> Seal | None:
    """The last seal that was put on; None before the first."""
    return one(db, _NEWEST_SEAL, Seal, {})


def put_on(db: Db, seal: Seal) -> bool:
    """Add the seal; False if somebody else has put on one with its number."""
    is_first = prepared.change(db, _PUT_ON(db), vars(seal)) == 1
    failpoints.reached("seal.put-on")
    return is_first


def _writers(db: Db) -> frozenset[str]:
    return frozenset() if db.dialect.name == "sqlite" else frozenset(db.scalars(_WRITERS))
