"""Licences: which person is licensed by which number until when, and the terms of goods sold on licence alone.

Not here: reviewing them, or what they allow (backend.licences). A number is kept sealed and found by its fingerprint.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, insert_or_ignore, many, one
from storage.revisions import kept, raise_number


class LicenceStatus(StrEnum):
    """Where a licence stands; one that was refused or withdrawn binds nobody."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Period(StrEnum):
    """For how long an allocation is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_BINDS = sa.text("status in ('submitted', 'approved')")


class LicenceRow(Table):
    """One row a submission. Of those that bind, a number has one and a person has one: they belong to each other."""

    __tablename__ = "licences"
    __table_args__ = (
        sa.CheckConstraint("sealed_number like 'v1:%'", name="sealed"),
        sa.CheckConstraint("(status = 'submitted') = (reviewed_at is null)", name="reviewed"),
        sa.CheckConstraint("status <> 'approved' or tier is not null", name="tier"),
        sa.Index("uq_licences_number", "fingerprint", unique=True, sqlite_where=_BINDS, postgresql_where=_BINDS),
        sa.Index("uq_licences_person", "person_id", unique=True, sqlite_where=_BINDS, postgresql_where=_BINDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    fingerprint: Mapped[str]
    sealed_number: Mapped[str]
    ends_on: Mapped[date]
    tier: Mapped[str | None]
    status: Mapped[LicenceStatus] = mapped_column(choice(LicenceStatus, name="status"))
    submitted_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[str | None]


class LicenceTermsRow(Table):
    """What a product sold on licence alone allows: so many for each tier in a period, in certain hours of the week.

    `windows` lists [weekday (Monday is 0), opens, closes], times of day as in '09:00'; none means always.
    """

    __tablename__ = "licence_terms"
    __table_args__ = (sa.CheckConstraint("retail >= 0 and silver >= 0 and gold >= 0", name="allocation"),)

    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"), primary_key=True)
    period: Mapped[Period] = mapped_column(choice(Period, name="period"))
    retail: Mapped[int]
    silver: Mapped[int]
    gold: Mapped[int]
    windows: Mapped[list[Any]]


@dataclass(frozen=True)
class Licence:
    """A licence; `sealed_number` opens for its own fingerprint. It is good up to and with the day `ends_on`.

    `tier` is what it gives its holder, once it was approved.
    """

    id: int
    person_id: int
    fingerprint: str
    sealed_number: str
    ends_on: date
    tier: str | None
    status: LicenceStatus
    submitted_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str | None


@dataclass(frozen=True)
class LicenceTerms:
    """The terms of one product."""

    product_id: str
    period: Period
    retail: int
    silver: int
    gold: int
    windows: list[Any]


_LICENCES = sa.select(*columns(LicenceRow, Licence))


def add(
    db: Db, *, person_id: int, fingerprint: str, sealed_number: str, ends_on: date, now: datetime
) -> Licence | None:
    """Keep a submission; None if the person or the number has one that binds."""
    added = insert_or_ignore(db, LicenceRow).values(
        person_id=person_id,
        fingerprint=fingerprint,
        sealed_number=sealed_number,
        ends_on=ends_on,
        status=LicenceStatus.SUBMITTED,
        submitted_at=now,
    )
    return one(db, added.on_conflict_do_nothing().returning(*columns(LicenceRow, Licence)), Licence)


def with_id(db: Db, licence_id: int) -> Licence | None:
    """The licence."""
    return one(db, _LICENCES.where(LicenceRow.id == licence_id), Licence)


def of_person(db: Db, person_id: int) -> Licence | None:
    """The licence that binds the person, submitted or approved."""
    return one(db, _LICENCES.where(LicenceRow.person_id == person_id, _BINDS), Licence)


def lock_of_person(db: Db, person_id: int) -> Licence | None:
    """The licence that binds the person; others who would use it wait."""
    return one(db, _LICENCES.where(LicenceRow.person_id == person_id, _BINDS).with_for_update(), Licence)


def submitted(db: Db, *, most: int) -> list[Licence]:
    """Those that wait for a review, oldest first."""
    waiting = _LICENCES.where(LicenceRow.status == LicenceStatus.SUBMITTED)
    return many(db, waiting.order_by(LicenceRow.id).limit(most), Licence)


def move(
    db: Db,
    licence_id: int,
    *,
    was: LicenceStatus,
    to: LicenceStatus,
    by: str,
    now: datetime,
    tier: str | None,
) -> Licence | None:
    """Change the status, and the tier that it gives; None if it is no longer `was`."""
    moved = sa.update(LicenceRow).where(LicenceRow.id == licence_id, LicenceRow.status == was)
    moved = moved.values(status=to, reviewed_at=now, reviewed_by=by, tier=tier)
    return one(db, moved.returning(*columns(LicenceRow, Licence)), Licence)


def terms_of(db: Db, product_id: str) -> LicenceTerms | None:
    """The terms of a product sold on licence alone; None for one that anybody may buy."""
    return _all_terms(db).get(product_id)


def put_terms(db: Db, terms: Sequence[LicenceTerms]) -> None:
    """Let these be the terms, and no others."""
    if {each.product_id: each for each in terms} == _all_terms(db):
        return
    db.execute(sa.delete(LicenceTermsRow))
    if terms:
        db.execute(sa.insert(LicenceTermsRow), [vars(each) for each in terms])
    raise_number(db)


def _all_terms(db: Db) -> dict[str, LicenceTerms]:
    def read() -> dict[str, LicenceTerms]:
        found = many(db, sa.select(*columns(LicenceTermsRow, LicenceTerms)), LicenceTerms)
        return {each.product_id: each for each in found}

    return kept(db, "licence terms", read)
