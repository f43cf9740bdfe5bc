"""The ledger: posting balanced transactions once, and what a person has with the shop.

Not here: which payment or refund posts what (backend.payments).
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from backend import pages
from backend.errors import NotEnoughBalance
from backend.money import Money
from backend.pages import Page
from backend.people import Person
from storage import audit_trail, failpoints
from storage import ledger as rows
from storage.database import Db, savepoint
from storage.ledger import Account as Account
from storage.ledger import Entry as Entry
from storage.ledger import Movement as Movement


class Unbalanced(Exception):
    """Code tried to post entries that don't sum to zero in each currency."""


def post(db: Db, *, kind: str, ref: str, entries: Sequence[Entry], now: datetime) -> bool:
    """Post a transaction and change the balances it names; False, and nothing done, if it was posted before.

    Raises NotEnoughBalance, and then nothing is posted.
    """
    sums: Counter[str] = Counter()
    for entry in entries:
        sums[entry.amount.currency] += entry.amount.minor
    if not entries or any(sums.values()):
        raise Unbalanced(f"{kind} {ref}: {dict(sums)}")
    with savepoint(db):
        transaction_id = rows.add_transaction(db, kind=kind, ref=ref, now=now)
        if transaction_id is None:
            return False
        failpoints.reached("ledger.added")
        rows.add_entries(db, transaction_id, entries)
        for entry in entries:
            _change_balance(db, entry)
    failpoints.reached("ledger.posted")
    return True


def balance(db: Db, person: Person, currency: str) -> Money:
    """What the person has with the shop."""
    return rows.balance(db, person.id, currency)


def balances(db: Db, person: Person) -> list[Money]:
    """What the person has with the shop in each currency they have something in."""
    return rows.balances(db, person.id)


def statement(db: Db, person: Person, *, page: int, per_page: int) -> Page[Movement]:
    """One page of what moved the person's balances, newest first."""
    return pages.turn_to(
        page,
        per_page=per_page,
        total=rows.count_movements(db, person.id),
        items=lambda offset: rows.movements(db, person.id, offset=offset, most=per_page),
    )


def credit(db: Db, person: Person, amount: Money, *, ref: str, by: str = "shop", why: str, now: datetime) -> bool:
    """Give the person money to spend in the shop; False, and nothing done, if `ref` was credited before."""
    if amount.minor <= 0:
        raise ValueError(f"a credit of {amount} is none")
    entries = [Entry(Account.CREDIT, -amount), Entry(Account.BALANCE, amount, person.id)]
    posted = post(db, kind="credit", ref=ref, entries=entries, now=now)
    if posted:
        audit_trail.record(db, subject=f"person:{person.id}", what=f"credited {amount}", by=by, why=why, now=now)
    return posted


def _change_balance(db: Db, entry: Entry) -> None:
    if entry.person_id is None:
        return
    if not rows.change_balance(db, entry.person_id, entry.amount):
        held = rows.balance(db, entry.person_id, entry.amount.currency)
        raise NotEnoughBalance(balance=held, needed=-entry.amount)
