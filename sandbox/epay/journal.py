"""The gateway's own books: what was paid, what was given back, which notices it owes.

Not here: whether it may be (`desk`) or the sending (`notices`). Amounts are texts in whole units, as the dialect has
them; the tables live in the world's file but belong to the gateway alone.
"""

import sqlite3
from dataclasses import dataclass
from decimal import Decimal

from sandbox.clock import Clock
from sandbox.records import Records

_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS epay_payment (
        id INTEGER PRIMARY KEY,
        number TEXT NOT NULL,
        trade_no TEXT NOT NULL UNIQUE,
        money TEXT NOT NULL,
        notify_url TEXT NOT NULL,
        paid_at REAL NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS epay_refund (
        id INTEGER PRIMARY KEY,
        number TEXT NOT NULL,
        refund_no TEXT NOT NULL UNIQUE,
        payment_id INTEGER NOT NULL REFERENCES epay_payment,
        money TEXT NOT NULL,
        refunded_at REAL NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS epay_notice (
        id INTEGER PRIMARY KEY,
        payment_id INTEGER NOT NULL REFERENCES epay_payment,
        attempts INTEGER NOT NULL DEFAULT 0,
        due_at REAL NOT NULL,
        is_done INTEGER NOT NULL DEFAULT 0,
        last_answer TEXT
    )
    """,
)


@dataclass(frozen=True)
class Payment:
    """Money taken; `number` is the shop's, `paid_at` in Unix seconds of the world's clock."""

    id: int
    number: str
    trade_no: str
    money: str
    notify_url: str
    paid_at: float


@dataclass(frozen=True)
class Refund:
    """Money given back. One number may stand here twice only if the gateway was made to forget."""

    id: int
    number: str
    refund_no: str
    payment_id: int
    money: str
    refunded_at: float


@dataclass(frozen=True)
class Notice:
    """A call the shop is owed until it answers well."""

    id: int
    payment_id: int
    attempts: int
    due_at: float
    is_done: bool
    last_answer: str | None


class Journal:
    """The three tables."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock
        for table in _TABLES:
            records.run(table)

    def take(self, *, number: str, money: str, notify_url: str) -> Payment:
        """Note that somebody paid, again if need be: each time has a transaction number of its own."""
        trade_no = f"EP{self._records.count_up('epay_payments'):010d}"
        id = self._records.insert(
            "INSERT INTO epay_payment (number, trade_no, money, notify_url, paid_at) VALUES (?, ?, ?, ?, ?)",
            number,
            trade_no,
            money,
            notify_url,
            self._clock.seconds,
        )
        return self.the(id)

    def the(self, id: int) -> Payment:
        """Return a payment known to be there."""
        return Payment(**dict(self._records.the_row("SELECT * FROM epay_payment WHERE id = ?", id)))

    def payments(self) -> list[Payment]:
        """Return every payment, oldest first."""
        return [Payment(**dict(row)) for row in self._records.rows("SELECT * FROM epay_payment ORDER BY id")]

    def payment(self, *, number: str = "", trade_no: str = "") -> Payment | None:
        """Return the first payment of that number, or the one of that transaction."""
        row = self._records.row(
            "SELECT * FROM epay_payment WHERE (? <> '' AND trade_no = ?) OR (? = '' AND number = ?) ORDER BY id",
            trade_no,
            trade_no,
            trade_no,
            number,
        )
        return Payment(**dict(row)) if row else None

    def give_back(self, payment: Payment, *, number: str, money: str) -> Refund:
        """Note a refund."""
        refund_no = f"ER{self._records.count_up('epay_refunds'):010d}"
        self._records.insert(
            "INSERT INTO epay_refund (number, refund_no, payment_id, money, refunded_at) VALUES (?, ?, ?, ?, ?)",
            number,
            refund_no,
            payment.id,
            money,
            self._clock.seconds,
        )
        return next(each for each in reversed(self.refunds_of(payment)) if each.refund_no == refund_no)

    def refunds(self) -> list[Refund]:
        """Return every refund, oldest first."""
        return [Refund(**dict(row)) for row in self._records.rows("SELECT * FROM epay_refund ORDER BY id")]

    def refund(self, number: str) -> Refund | None:
        """Return the refund of that number."""
        row = self._records.row("SELECT * FROM epay_refund WHERE number = ? ORDER BY id", number)
        return Refund(**dict(row)) if row else None

    def refunds_of(self, payment: Payment) -> list[Refund]:
        """Return what was given back of a payment, oldest first."""
        rows = self._records.rows("SELECT * FROM epay_refund WHERE payment_id = ? ORDER BY id", payment.id)
        return [Refund(**dict(row)) for row in rows]

    def left_of(self, payment: Payment) -> Decimal:
        """Return how much of a payment was not given back."""
        return Decimal(payment.money) - sum((Decimal(each.money) for each in self.refunds_of(payment)), Decimal(0))

    def owe(self, payment: Payment, *, due_at: float) -> None:
        """Note a notice to be sent at that moment."""
        self._records.run("INSERT INTO epay_notice (payment_id, due_at) VALUES (?, ?)", payment.id, due_at)

    def notices(self) -> list[Notice]:
        """Return every notice, oldest first."""
        return [_notice(row) for row in self._records.rows("SELECT * FROM epay_notice ORDER BY id")]

    def owed(self) -> list[Notice]:
        """Return the notices not accepted yet, those due first in front."""
        rows = self._records.rows("SELECT * FROM epay_notice WHERE NOT is_done ORDER BY due_at, id")
        return [_notice(row) for row in rows]

    def note_answer(self, notice: Notice, answer: str, *, due_at: float, is_done: bool) -> None:
        """Note what the shop answered, and when to try again."""
        self._records.run(
            "UPDATE epay_notice SET attempts = attempts + 1, last_answer = ?, due_at = ?, is_done = ? WHERE id = ?",
            answer,
            due_at,
            is_done,
            notice.id,
        )


def _notice(row: sqlite3.Row) -> Notice:
    return Notice(**{**dict(row), "is_done": bool(row["is_done"])})
