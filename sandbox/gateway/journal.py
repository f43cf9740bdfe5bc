"""The gateway's own books: every payment it took, and every notice it still owes.

Not here: sending notices (`notices`). The tables live in the world's file but belong to the gateway alone.
"""

import sqlite3
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.gateway.bills import Bill
from sandbox.records import Records

_PAYMENTS = """
CREATE TABLE IF NOT EXISTS gateway_payment (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    provider_txn TEXT NOT NULL UNIQUE,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    notify TEXT NOT NULL,
    paid_at REAL NOT NULL
)
"""
_NOTICES = """
CREATE TABLE IF NOT EXISTS gateway_notice (
    id INTEGER PRIMARY KEY,
    payment_id INTEGER NOT NULL REFERENCES gateway_payment,
    event_id TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at REAL NOT NULL,
    is_done INTEGER NOT NULL DEFAULT 0,
    last_answer TEXT
)
"""


@dataclass(frozen=True)
class Payment:
    """Money taken for a bill; `paid_at` is in Unix seconds of the world's clock."""

    id: int
    number: str
    provider_txn: str
    amount_minor: int
    currency: str
    notify: str
    paid_at: float


@dataclass(frozen=True)
class Notice:
    """A call the shop is owed until it answers well. One event may be told by several notices."""

    id: int
    payment_id: int
    event_id: str
    attempts: int
    due_at: float
    is_done: bool
    last_answer: str | None


class Journal:
    """Both tables."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock
        records.run(_PAYMENTS)
        records.run(_NOTICES)

    def take(self, bill: Bill) -> Payment:
        """Note that somebody paid the bill, again if need be: each time has a transaction number of its own."""
        txn = f"GW{self._records.count_up('gateway_payments'):08d}"
        id = self._records.insert(
            "INSERT INTO gateway_payment (number, provider_txn, amount_minor, currency, notify, paid_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            bill.number,
            txn,
            bill.amount_minor,
            bill.currency,
            bill.notify,
            self._clock.seconds,
        )
        return self.the(id)

    def the(self, id: int) -> Payment:
        """Return a payment known to be there."""
        return Payment(**dict(self._records.the_row("SELECT * FROM gateway_payment WHERE id = ?", id)))

    def payments(self) -> list[Payment]:
        """Return every payment, oldest first."""
        rows = self._records.rows("SELECT * FROM gateway_payment ORDER BY id")
        return [Payment(**dict(row)) for row in rows]

    def payments_for(self, number: str) -> list[Payment]:
        """Return what was paid for the shop's number, oldest first."""
        return [one for one in self.payments() if one.number == number]

    def owe(self, payment: Payment, *, due_at: float) -> None:
        """Note a notice about the payment, to be sent at that moment; its event is the payment's own."""
        self._records.run(
            "INSERT INTO gateway_notice (payment_id, event_id, due_at) VALUES (?, ?, ?)",
            payment.id,
            f"EV-{payment.provider_txn}",
            due_at,
        )

    def notices(self) -> list[Notice]:
        """Return every notice, oldest first."""
        return [_notice(row) for row in self._records.rows("SELECT * FROM gateway_notice ORDER BY id")]

    def owed(self) -> list[Notice]:
        """Return the notices not accepted yet, those due first in front."""
        rows = self._records.rows("SELECT * FROM gateway_notice WHERE NOT is_done ORDER BY due_at, id")
        return [_notice(row) for row in rows]

    def settle(self, notice: Notice) -> None:
        """Note that the shop accepted the notice."""
        self._note(notice, "success", due_at=notice.due_at, is_done=True)

    def postpone(self, notice: Notice, answer: str, *, due_at: float) -> None:
        """Note what came instead of an acceptance, and when to try again."""
        self._note(notice, answer, due_at=due_at, is_done=False)

    def _note(self, notice: Notice, answer: str, *, due_at: float, is_done: bool) -> None:
        self._records.run(
            "UPDATE gateway_notice SET attempts = attempts + 1, last_answer = ?, due_at = ?, is_done = ? WHERE id = ?",
            answer,
            due_at,
            is_done,
            notice.id,
        )


def _notice(row: sqlite3.Row) -> Notice:
    return Notice(**{**dict(row), "is_done": bool(row["is_done"])})
