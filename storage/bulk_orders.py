"""Bulk orders: files of orders, their rows, and what became of each.

Not here: reading a file and what a row must be like (backend.sheets, backend.bulk_orders), or the orders themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, WrongRowCount, columns, expect_rows, many, one
from storage.money import Money
from storage.statements import prepared

ROWS_PER_INSERT = 500


class BulkStatus(StrEnum):
    """Where a bulk order stands; backend.bulk_orders draws which may follow which."""

    READING = "reading"
    UNREADABLE = "unreadable"
    CHECKED = "checked"
    BUYING = "buying"
    PAUSED = "paused"
    DONE = "done"
    DROPPED = "dropped"


class BulkRowStatus(StrEnum):
    """What became of a row: `bad` ones were never to be bought, `failed` ones could not be."""

    BAD = "bad"
    WAITING = "waiting"
    BOUGHT = "bought"
    FAILED = "failed"


class BulkOrderRow(Table):
    """One row a file. `sealed_file` is its content until it has been read; it is sealed for the file's own `key`."""

    __tablename__ = "bulk_orders"
    __table_args__ = (
        sa.CheckConstraint("bought + failed + bad <= lines", name="progress"),
        sa.CheckConstraint("status <> 'done' or bought + failed + bad = lines", name="done"),
        sa.CheckConstraint("(status = 'reading') = (sealed_file is not null)", name="file"),
        sa.CheckConstraint("sealed_file is null or sealed_file like 'v1:%'", name="sealed"),
        sa.Index("ix_bulk_orders_of_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    name: Mapped[str]
    status: Mapped[BulkStatus] = mapped_column(choice(BulkStatus, name="status"))
    sealed_file: Mapped[str | None]
    trouble: Mapped[str | None]
    trouble_row: Mapped[int | None]
    lines: Mapped[int]
    bad: Mapped[int]
    bought: Mapped[int]
    failed: Mapped[int]
    total_minor: Mapped[int]
    spent_minor: Mapped[int]
    currency: Mapped[str | None]
    sent_at: Mapped[datetime]


class BulkLineRow(Table):
    """A row of a file, by its number there: it becomes one order at most, and an order comes from one row at most."""

    __tablename__ = "bulk_order_lines"
    __table_args__ = (
        sa.CheckConstraint("(status = 'bought') = (order_id is not null)", name="bought"),
        sa.CheckConstraint("status = 'bad' or (product_id is not null and quantity > 0)", name="wanted"),
        sa.Index(
            "ix_bulk_order_lines_waiting",
            "bulk_order_id",
            "number",
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        ),
    )

    bulk_order_id: Mapped[int] = mapped_column(sa.ForeignKey("bulk_orders.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[list[Any]]
    product_id: Mapped[str | None] = mapped_column(sa.ForeignKey("products.id"))
    quantity: Mapped[int | None]
    account: Mapped[str]
    total_minor: Mapped[int]
    status: Mapped[BulkRowStatus] = mapped_column(choice(BulkRowStatus, name="status"))
    trouble: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"), unique=True)


@dataclass(frozen=True)
class BulkOrder:
    """A file of orders as it stood when it was read. `lines` counts its rows, `total_minor` is the price of the good.

    `trouble` is why the file could not be read, and `trouble_row` the row that shows it.
    """

    id: int
    key: str
    person_id: int
    name: str
    status: BulkStatus
    trouble: str | None
    trouble_row: int | None
    lines: int
    bad: int
    bought: int
    failed: int
    total_minor: int
    spent_minor: int
    currency: str | None
    sent_at: datetime

    @property
    def good(self) -> int:
        """How many rows are to be bought."""
        return self.lines - self.bad

    @property
    def done(self) -> int:
        """How many of them have been seen to."""
        return self.bought + self.failed

    @property
    def total(self) -> Money:
        """What all good rows cost; what is confirmed."""
        return Money(self.total_minor, self.currency or "CNY")

    @property
    def spent(self) -> Money:
        """What has been paid so far."""
        return Money(self.spent_minor, self.currency or "CNY")


@dataclass(frozen=True)
class BulkLine:
    """A row: its cells as they were sent (product, quantity, account, note), and what became of it.

    `total_minor` is the most it may cost. `trouble` has the key and arguments of the sentence that says what is wrong.
    """

    number: int
    cells: list[str]
    product_id: str | None
    quantity: int | None
    account: str
    total_minor: int
    status: BulkRowStatus
    trouble: dict[str, Any] | None
    order_id: int | None = None


_BULK = sa.select(*columns(BulkOrderRow, BulkOrder))
_WITH_ID = _BULK.where(BulkOrderRow.id == sa.bindparam("the_id"))
_LOCK = _WITH_ID.with_for_update()
_LINES = sa.select(*columns(BulkLineRow, BulkLine)).where(BulkLineRow.bulk_order_id == sa.bindparam("the_bulk_id"))
_WAITING = (
    _LINES.where(sa.text("bulk_order_lines.status = 'waiting'"))
    .order_by(BulkLineRow.number)
    .limit(sa.bindparam("most"))
)
_SETTLE = sa.update(BulkLineRow).where(
    BulkLineRow.bulk_order_id == sa.bindparam("the_bulk_id"),
    BulkLineRow.number == sa.bindparam("the_number"),
    BulkLineRow.status == BulkRowStatus.WAITING,
)


def add(db: Db, *, key: str, person_id: int, name: str, sealed_file: str, now: datetime) -> BulkOrder:
    """Keep a file that is to be read."""
    nothing = dict.fromkeys(("lines", "bad", "bought", "failed", "total_minor", "spent_minor"), 0)
    added = sa.insert(BulkOrderRow).values(
        key=key,
        person_id=person_id,
        name=name,
        status=BulkStatus.READING,
        sealed_file=sealed_file,
        sent_at=now,
        **nothing,
    )
    return BulkOrder(**db.execute(added.returning(*columns(BulkOrderRow, BulkOrder))).mappings().one())


def with_id(db: Db, bulk_id: int) -> BulkOrder | None:
    """The bulk order."""
    return one(db, _WITH_ID, BulkOrder, {"the_id": bulk_id})


def lock(db: Db, bulk_id: int) -> BulkOrder | None:
    """The bulk order as it is now; others who would buy its rows wait."""
    return one(db, _LOCK, BulkOrder, {"the_id": bulk_id})


def latest_of(db: Db, person_id: int, *, most: int) -> list[BulkOrder]:
    """The person's bulk orders, newest first."""
    theirs = _BULK.where(BulkOrderRow.person_id == person_id)
    return many(db, theirs.order_by(BulkOrderRow.id.desc()).limit(most), BulkOrder)


def sealed_file(db: Db, bulk_id: int) -> str | None:
    """The file's content, sealed; None once it has been read."""
    return db.execute(sa.select(BulkOrderRow.sealed_file).where(BulkOrderRow.id == bulk_id)).scalar_one_or_none()


def move(db: Db, bulk_id: int, *, was: BulkStatus, to: BulkStatus, **found: str | int | None) -> BulkOrder | None:
    """Change the status, and what was found out with it; None if it is no longer `was`. A file is gone once read."""
    moved = sa.update(BulkOrderRow).where(BulkOrderRow.id == bulk_id, BulkOrderRow.status == was)
    moved = moved.values(status=to, sealed_file=None, **found)
    return one(db, moved.returning(*columns(BulkOrderRow, BulkOrder)), BulkOrder)


def add_lines(db: Db, bulk_id: int, lines: Sequence[BulkLine]) -> None:
    """Keep the rows of a file."""
    kept = [{"bulk_order_id": bulk_id, **vars(each)} for each in lines]
    for start in range(0, len(kept), ROWS_PER_INSERT):
        db.execute(sa.insert(BulkLineRow), kept[start : start + ROWS_PER_INSERT])


def waiting(db: Db, bulk_id: int, *, most: int) -> list[BulkLine]:
    """The next rows to be bought. The caller holds the bulk order."""
    return many(db, _WAITING, BulkLine, {"the_bulk_id": bulk_id, "most": most})


def lines_of(db: Db, bulk_id: int, *statuses: BulkRowStatus, most: int | None = None) -> list[BulkLine]:
    """The rows with one of these statuses, as they stand in the file."""
    wanted = _LINES.where(BulkLineRow.status.in_(statuses)).order_by(BulkLineRow.number).limit(most)
    return many(db, wanted, BulkLine, {"the_bulk_id": bulk_id})


def settled_after(db: Db, bulk_id: int, *, since: int) -> list[int]:
    """The orders of the rows that have been seen to, without the first `since` rows of these."""
    done = sa.select(BulkLineRow.order_id).where(
        BulkLineRow.bulk_order_id == bulk_id,
        BulkLineRow.status.in_([BulkRowStatus.BOUGHT, BulkRowStatus.FAILED]),
    )
    found = db.scalars(done.order_by(BulkLineRow.number).offset(since))
    return [order_id for order_id in found if order_id is not None]


def settle_line(
    db: Db,
    bulk_id: int,
    number: int,
    *,
    to: BulkRowStatus,
    order_id: int | None = None,
    trouble: dict[str, Any] | None = None,
) -> None:
    """Say what became of a row. Raises WrongRowCount if it does not wait any more."""
    change = {"the_bulk_id": bulk_id, "the_number": number, "status": to, "order_id": order_id, "trouble": trouble}
    expect_rows(prepared.change(db, _SETTLE, change), 1)


def count_progress(db: Db, bulk_id: int, *, bought: int, failed: int, spent_minor: int) -> BulkOrder:
    """Count so many more rows of a bulk order that is being bought. Raises WrongRowCount if it is not."""
    counted = sa.update(BulkOrderRow).where(BulkOrderRow.id == bulk_id, BulkOrderRow.status == BulkStatus.BUYING)
    counted = counted.values(
        bought=BulkOrderRow.bought + bought,
        failed=BulkOrderRow.failed + failed,
        spent_minor=BulkOrderRow.spent_minor + spent_minor,
    )
    found = one(db, counted.returning(*columns(BulkOrderRow, BulkOrder)), BulkOrder)
    if found is None:
        raise WrongRowCount(1, 0)
    return found
