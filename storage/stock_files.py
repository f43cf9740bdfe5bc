"""Card files sent into a chat: what a check found in each, and its codes, sealed, until they are taken in.

Not here: the stock they become (storage.stock), or what a line must be like (backend.stock).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, WrongRowCount, columns, one


class StockFileStatus(StrEnum):
    """Where a file stands."""

    CHECKED = "checked"  # its sender is asked whether to take it in
    LOADING = "loading"  # part by part
    LOADED = "loaded"
    DROPPED = "dropped"


class StockFileRow(Table):
    """One row a file. `codes` are its codes, each once; of them `fresh` were new when it was checked.

    `cost_minor` is what one of them cost us, in the product's currency; from `expires_at` on they are worth nothing.

    `rejected_lines` are the first of the lines that are no codes: number and reason, never the line.
    """

    __tablename__ = "stock_files"
    __table_args__ = (
        sa.CheckConstraint("0 <= added and added <= done and done <= codes", name="progress"),
        sa.CheckConstraint("status <> 'loaded' or done = codes", name="loaded"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"))
    name: Mapped[str]
    sent_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    status: Mapped[StockFileStatus] = mapped_column(choice(StockFileStatus, name="status"))
    codes: Mapped[int]
    fresh: Mapped[int]
    known: Mapped[int]
    rejected: Mapped[int]
    rejected_lines: Mapped[list[Any]]
    done: Mapped[int]
    added: Mapped[int]
    sent_at: Mapped[datetime]
    cost_minor: Mapped[int | None]
    expires_at: Mapped[datetime | None]


class StockFilePartRow(Table):
    """Some of a file's codes, one a line, sealed for this row; gone once they are in stock or dropped."""

    __tablename__ = "stock_file_parts"
    __table_args__ = (sa.CheckConstraint("sealed_codes like 'v1:%'", name="sealed"),)

    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stock_files.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sealed_codes: Mapped[str]


@dataclass(frozen=True)
class StockFile:
    """A file as it stood when it was read. `done` of its `codes` have been looked at, and `added` were new."""

    id: int
    product_id: str
    name: str
    sent_by_id: int
    status: StockFileStatus
    codes: int
    fresh: int
    known: int
    rejected: int
    rejected_lines: list[Any]
    done: int
    added: int
    cost_minor: int | None
    expires_at: datetime | None


@dataclass(frozen=True)
class Part:
    """Some of a file's codes, still sealed."""

    file_id: int
    number: int
    sealed_codes: str


def add(db: Db, file: dict[str, Any]) -> StockFile:  # Any: a value for each column that a check finds
    """Keep a file that was checked."""
    added = sa.insert(StockFileRow).values(status=StockFileStatus.CHECKED, done=0, added=0, **file)
    return StockFile(**db.execute(added.returning(*columns(StockFileRow, StockFile))).mappings().one())


def add_parts(db: Db, parts: Sequence[Part]) -> None:
    """Keep the codes of a file."""
    kept = [{"file_id": each.file_id, "number": each.number, "sealed_codes": each.sealed_codes} for each in parts]
    db.execute(sa.insert(StockFilePartRow), kept)


def with_id(db: Db, file_id: int) -> StockFile | None:
    """The file."""
    return one(db, sa.select(*columns(StockFileRow, StockFile)).where(StockFileRow.id == file_id), StockFile)


def move(db: Db, file_id: int, *, was: StockFileStatus, to: StockFileStatus) -> StockFile | None:
    """Change the status; None if it is no longer `was`."""
    moved = sa.update(StockFileRow).where(StockFileRow.id == file_id, StockFileRow.status == was).values(status=to)
    return one(db, moved.returning(*columns(StockFileRow, StockFile)), StockFile)


def describe(db: Db, file_id: int, *, cost_minor: int | None, expires_at: datetime | None) -> StockFile | None:
    """Say what a batch that was not taken in yet cost, and until when it is good; None if it is no longer so."""
    waiting = sa.update(StockFileRow).where(StockFileRow.id == file_id, StockFileRow.status == StockFileStatus.CHECKED)
    described = waiting.values(cost_minor=cost_minor, expires_at=expires_at)
    return one(db, described.returning(*columns(StockFileRow, StockFile)), StockFile)


def take_part(db: Db, file_id: int) -> Part | None:
    """Take the next part out of the file; None if none is left."""
    first = sa.select(sa.func.min(StockFilePartRow.number)).where(StockFilePartRow.file_id == file_id)
    taken = sa.delete(StockFilePartRow).where(
        StockFilePartRow.file_id == file_id, StockFilePartRow.number == first.scalar_subquery()
    )
    return one(db, taken.returning(*columns(StockFilePartRow, Part)), Part)


def drop_parts(db: Db, file_id: int) -> None:
    """Forget the codes of the file."""
    db.execute(sa.delete(StockFilePartRow).where(StockFilePartRow.file_id == file_id))


def note_progress(db: Db, file_id: int, *, done: int, added: int) -> StockFile:
    """Count so many more codes of a file that is loading. Raises WrongRowCount if it is not."""
    loading = StockFileRow.id == file_id, StockFileRow.status == StockFileStatus.LOADING
    counted = sa.update(StockFileRow).where(*loading)
    counted = counted.values(done=StockFileRow.done + done, added=StockFileRow.added + added)
    file = one(db, counted.returning(*columns(StockFileRow, StockFile)), StockFile)
    if file is None:
        raise WrongRowCount(1, 0)
    return file
