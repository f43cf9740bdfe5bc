"""The ledger: every movement of money as a transaction whose entries sum to zero, and each person's balance.

Not here: which business fact moves what (backend.ledger, backend.payments). Entries are only ever added.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.append_only import append_only
from storage.choices import choice
from storage.database import Db, Table, either
from storage.money import Money
from storage.statements import prepared


class Account(StrEnum):
    """What money moves between. An account from which more came than went in stands below zero."""

    GATEWAY = "gateway"  # the world outside: what customers paid through gateways came from here
    SALES = "sales"  # what the shop earned
    BALANCE = "balance"  # what the shop owes a person; the only account that is somebody's
    CREDIT = "credit"  # what the shop granted: top-ups taken by hand, goodwill
    FEES = "fees"  # what was charged for the way of paying


@append_only
class TransactionRow(Table):
    """A business fact that moved money; `(kind, ref)` lets it be posted only once."""

    __tablename__ = "ledger_transactions"
    __table_args__ = (sa.UniqueConstraint("kind", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    ref: Mapped[str]
    at: Mapped[datetime]


@append_only
class EntryRow(Table):
    """One side of a transaction: `amount_minor` into the account, or out of it if negative."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        sa.CheckConstraint("amount_minor <> 0", name="amount"),
        sa.CheckConstraint("(account = 'balance') = (person_id is not null)", name="balance_is_somebodys"),
        sa.Index("ix_ledger_entries_person", "person_id", "currency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transaction_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_transactions.id"), index=True)
    account: Mapped[Account] = mapped_column(choice(Account, name="account"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    amount_minor: Mapped[int]
    currency: Mapped[str]


class BalanceRow(Table):
    """What a person has with the shop; always the sum of their entries, and never below zero."""

    __tablename__ = "balances"
    __table_args__ = (sa.CheckConstraint("amount_minor >= 0", name="not_below_zero"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(primary_key=True)
    amount_minor: Mapped[int]


@dataclass(frozen=True)
class Entry:
    """One side of a transaction. `person_id` is given for balances and for nothing else."""

    account: Account
    amount: Money
    person_id: int | None = None


@dataclass(frozen=True)
class Movement:
    """A balance went up or down: which fact did it (`kind` and `ref`), when, and by how much.

    `fee` is what the same fact charged for the way of paying, below zero what it gave back of that.
    """

    kind: str
    ref: str
    at: datetime
    amount: Money
    fee: Money


_ADD = either(lambda insert: insert(TransactionRow).on_conflict_do_nothing().returning(TransactionRow.id))
_ADD_ENTRIES = sa.insert(EntryRow)
_OPEN_BALANCE = either(lambda insert: insert(BalanceRow).on_conflict_do_nothing())
_IS_THIS_BALANCE = (
    BalanceRow.person_id == sa.bindparam("of_person"),
    BalanceRow.currency == sa.bindparam("in_currency"),
)
_AMOUNT_AFTER = BalanceRow.amount_minor + sa.bindparam("change", type_=sa.BigInteger())
_CHANGE_BALANCE = sa.update(BalanceRow).where(*_IS_THIS_BALANCE, _AMOUNT_AFTER >= 0).values(amount_minor=_AMOUNT_AFTER)
_BALANCE = sa.select(BalanceRow.amount_minor).where(*_IS_THIS_BALANCE)
_BALANCES = (
    sa.select(BalanceRow.amount_minor, BalanceRow.currency)
    .where(BalanceRow.person_id == sa.bindparam("of_person"), BalanceRow.amount_minor > 0)
    .order_by(BalanceRow.currency)
)


def add_transaction(db: Db, *, kind: str, ref: str, now: datetime) -> int | None:
    """Add a transaction; returns its id, or None if this fact is in the ledger already."""
    added = prepared.rows(db, _ADD(db), {"kind": kind, "ref": ref, "at": now})
    return added[0][0] if added else None


def add_entries(db: Db, transaction_id: int, entries: Sequence[Entry]) -> None:
    """Add the sides of a transaction; the caller has seen that they sum to zero."""
    rows = [
        {
            "transaction_id": transaction_id,
            "account": entry.account,
            "person_id": entry.person_id,
            "amount_minor": entry.amount.minor,
            "currency": entry.amount.currency,
        }
        for entry in entries
    ]
    prepared.change_all(db, _ADD_ENTRIES, rows)


def movements(db: Db, person_id: int, *, offset: int, most: int) -> list[Movement]:
    """What moved the person's balances, newest first."""
    side = aliased(EntryRow)
    fee = (
        sa.select(sa.func.coalesce(sa.func.sum(side.amount_minor), 0))
        .where(side.transaction_id == EntryRow.transaction_id, side.account == Account.FEES)
        .scalar_subquery()
    )
    moved = (
        sa.select(
            TransactionRow.kind, TransactionRow.ref, TransactionRow.at, EntryRow.amount_minor, EntryRow.currency, fee
        )
        .join(TransactionRow, TransactionRow.id == EntryRow.transaction_id)
        .where(EntryRow.person_id == person_id)
        .order_by(EntryRow.id.desc())
    )
    return [
        Movement(kind, ref, at, Money(minor, currency), Money(int(fee_minor), currency))
        for kind, ref, at, minor, currency, fee_minor in db.execute(moved.offset(offset).limit(most))
    ]


def count_movements(db: Db, person_id: int) -> int:
    """How often the person's balances moved."""
    return db.scalar(sa.select(sa.func.count()).where(EntryRow.person_id == person_id)) or 0


def through_gateways(db: Db, refs: Collection[str]) -> dict[str, int]:
    """How much each of these facts brought in through a gateway, in minor units; below zero what went out."""
    brought = (
        sa.select(TransactionRow.ref, -sa.func.sum(EntryRow.amount_minor))
        .join(EntryRow, EntryRow.transaction_id == TransactionRow.id)
        .where(TransactionRow.ref.in_(refs), EntryRow.account == Account.GATEWAY)
        .group_by(TransactionRow.ref)
    )
    return {ref: int(minor) for ref, minor in db.execute(brought)}


def change_balance(db: Db, person_id: int, change: Money) -> bool:
    """Add to the person's balance, or take from it; False, and nothing done, if it holds less than that."""
    wanted = {"of_person": person_id, "in_currency": change.currency, "change": change.minor}
    if prepared.change(db, _CHANGE_BALANCE, wanted) == 1:
        return True
    opened = {"person_id": person_id, "currency": change.currency, "amount_minor": 0}
    prepared.change(db, _OPEN_BALANCE(db), opened)
    return prepared.change(db, _CHANGE_BALANCE, wanted) == 1


def balance(db: Db, person_id: int, currency: str) -> Money:
    """What the person has with the shop."""
    held = prepared.rows(db, _BALANCE, {"of_person": person_id, "in_currency": currency})
    return Money(held[0][0] if held else 0, currency)


def balances(db: Db, person_id: int) -> list[Money]:
    """What the person has with the shop in each currency they have something in."""
    return [Money(minor, currency) for minor, currency in prepared.rows(db, _BALANCES, {"of_person": person_id})]
