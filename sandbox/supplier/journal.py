"""A supplier's own books: every purchase it was asked for, every unit it really issued, every call it still owes.

Not here: what it answers (`depot`). The tables live in the world's file but belong to the suppliers alone.
"""

import json
import sqlite3
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.records import Records

_PURCHASES = """
CREATE TABLE IF NOT EXISTS supplier_purchase (
    id INTEGER PRIMARY KEY,
    supplier TEXT NOT NULL,
    number TEXT NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    account TEXT NOT NULL,
    notify TEXT NOT NULL,
    codes TEXT NOT NULL,
    ready_at REAL NOT NULL,
    hidden_until REAL NOT NULL,
    issued_at REAL NOT NULL
)
"""
_CALLS = """
CREATE TABLE IF NOT EXISTS supplier_call (
    id INTEGER PRIMARY KEY,
    supplier TEXT NOT NULL,
    number TEXT NOT NULL,
    notify TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at REAL NOT NULL,
    is_done INTEGER NOT NULL DEFAULT 0,
    last_answer TEXT
)
"""


@dataclass(frozen=True)
class Issued:
    """One purchase the supplier acted on; times are Unix seconds of the world's clock. A top-up has no codes.

    From `ready_at` on its last code is there; until `hidden_until` the supplier knows of nothing.
    """

    id: int
    supplier: str
    number: str
    sku: str
    quantity: int
    account: str
    notify: str
    codes: list[str]
    ready_at: float
    hidden_until: float
    issued_at: float


@dataclass(frozen=True)
class Call:
    """A call the shop is owed until it answers well."""

    id: int
    supplier: str
    number: str
    notify: str
    attempts: int
    due_at: float
    is_done: bool
    last_answer: str | None


class Journal:
    """Both tables, of one supplier."""

    def __init__(self, records: Records, clock: Clock, *, supplier: str) -> None:
        self._records = records
        self._clock = clock
        self._supplier = supplier
        records.run(_PURCHASES)
        records.run(_CALLS)

    def issue(
        self,
        number: str,
        *,
        sku: str,
        quantity: int,
        account: str,
        notify: str,
        codes: list[str],
        ready_at: float,
        hidden_until: float,
    ) -> Issued:
        """Note that the supplier acts on a purchase."""
        id = self._records.insert(
            "INSERT INTO supplier_purchase"
            " (supplier, number, sku, quantity, account, notify, codes, ready_at, hidden_until, issued_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._supplier,
            number,
            sku,
            quantity,
            account,
            notify,
            json.dumps(codes),
            ready_at,
            hidden_until,
            self._clock.seconds,
        )
        return _issued(self._records.the_row("SELECT * FROM supplier_purchase WHERE id = ?", id))

    def all(self) -> list[Issued]:
        """Return every purchase it acted on, oldest first."""
        rows = self._records.rows("SELECT * FROM supplier_purchase WHERE supplier = ? ORDER BY id", self._supplier)
        return [_issued(row) for row in rows]

    def issued_for(self, number: str) -> list[Issued]:
        """Return what it did for this number, oldest first: more than once only where it ignores numbers."""
        asked = "SELECT * FROM supplier_purchase WHERE supplier = ? AND number = ? ORDER BY id"
        return [_issued(row) for row in self._records.rows(asked, self._supplier, number)]

    def next_code(self, sku: str) -> str:
        """Return a code that was never issued before."""
        return f"{self._supplier.upper()}-{sku}-{self._records.count_up(f'supplier_codes:{self._supplier}'):06d}"

    def first_code(self) -> str | None:
        """Return the first code ever issued."""
        return next((code for one in self.all() for code in one.codes), None)

    def owe(self, issued: Issued, *, due_at: float) -> None:
        """Note a call about the purchase, to be made at that moment."""
        self._records.run(
            "INSERT INTO supplier_call (supplier, number, notify, due_at) VALUES (?, ?, ?, ?)",
            self._supplier,
            issued.number,
            issued.notify,
            due_at,
        )

    def owed(self) -> list[Call]:
        """Return the calls not accepted yet, those due first in front."""
        asked = "SELECT * FROM supplier_call WHERE supplier = ? AND NOT is_done ORDER BY due_at, id"
        return [_call(row) for row in self._records.rows(asked, self._supplier)]

    def note_called(self, call: Call, answer: str, *, due_at: float, is_done: bool) -> None:
        """Note what the shop answered, and when to try again."""
        self._records.run(
            "UPDATE supplier_call SET attempts = attempts + 1, last_answer = ?, due_at = ?, is_done = ? WHERE id = ?",
            answer,
            due_at,
            is_done,
            call.id,
        )


def _issued(row: sqlite3.Row) -> Issued:
    return Issued(**{**dict(row), "codes": json.loads(row["codes"])})


def _call(row: sqlite3.Row) -> Call:
    return Call(**{**dict(row), "is_done": bool(row["is_done"])})
