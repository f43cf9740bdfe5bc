"""Revisions: whether what rarely changes is still as it was when it was read, in whichever process it is changed.

Not here: what changes rarely (each noun says so). A group of units looks at one row before it begins; as long as that
stays the same, a connection keeps what it read. Whoever changes something raises the number in the same transaction.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, insert_or_ignore
from storage.statements import prepared

Kept = TypeVar("Kept")

_SHELVES = "shelves"
_KEPT = "kept"


class RevisionRow(Table):
    """How often something was changed."""

    __tablename__ = "revisions"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


_NUMBER = sa.select(RevisionRow.number).where(RevisionRow.name == _SHELVES)


class _Shelves:
    """What a connection knows of the shelves; nothing unless it has looked in this transaction whether that holds."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.kept: dict[Hashable, Any] = {}  # Any: each key's own kind of value
        self.holds = False


@contextmanager
def looked(db: Db) -> Iterator[None]:
    """Let what was read before be used meanwhile, if nothing has changed since; the next transaction looks again."""
    shelves = _shelves(db)
    found = prepared.rows(db, _NUMBER, {})
    number = found[0][0] if found else None
    if number != shelves.number:
        shelves.kept.clear()
        shelves.number = number
    shelves.holds = True
    try:
        yield
    finally:
        shelves.holds = False


def raise_number(db: Db) -> None:
    """Say that something was changed. What this transaction reads from here on is kept by nobody."""
    shelves = _shelves(db)
    shelves.kept.clear()
    shelves.number = None
    shelves.holds = False
    added = insert_or_ignore(db, RevisionRow).values(name=_SHELVES, number=1)
    db.execute(added.on_conflict_do_update(index_elements=[RevisionRow.name], set_={"number": RevisionRow.number + 1}))


def kept(db: Db, what: Hashable, read: Callable[[], Kept]) -> Kept:
    """What `read` gives, from memory if it has been read before and still holds. Nobody may change what they get."""
    shelves = _shelves(db)
    if not shelves.holds:
        return read()
    if what not in shelves.kept:
        shelves.kept[what] = read()
    value: Kept = shelves.kept[what]
    return value


def _shelves(db: Db) -> _Shelves:
    shelves: _Shelves = db.info.setdefault(_KEPT, _Shelves())
    return shelves
