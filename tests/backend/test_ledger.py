"""Posting to the ledger: balanced, once, and never more than a balance holds."""

import pytest
import sqlalchemy as sa

from backend import ledger
from backend.errors import NotEnoughBalance
from backend.ledger import Account, Entry, Unbalanced
from backend.money import Money
from storage.database import Database, Db
from tests.backend import given
from tests.backend.given import NOW

TEN = Money(1000, "CNY")


def test_a_credit_counts_once(db: Db) -> None:
    ana = given.person(db)

    first = ledger.credit(db, ana, TEN, ref="ticket-1", why="sorry", now=NOW)
    again = ledger.credit(db, ana, TEN, ref="ticket-1", why="sorry", now=NOW)

    assert (first, again) == (True, False)
    assert ledger.balance(db, ana, "CNY") == TEN


def test_balances_of_two_currencies_are_apart(db: Db) -> None:
    ana = given.person(db)
    ledger.credit(db, ana, TEN, ref="1", why="", now=NOW)
    ledger.credit(db, ana, Money(300, "USD"), ref="2", why="", now=NOW)

    assert ledger.balance(db, ana, "CNY") == TEN
    assert ledger.balance(db, ana, "USD") == Money(300, "USD")


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([], id="nothing"),
        pytest.param([Entry(Account.SALES, TEN)], id="one side"),
        pytest.param([Entry(Account.SALES, TEN), Entry(Account.GATEWAY, Money(-999, "CNY"))], id="off by one"),
        pytest.param([Entry(Account.SALES, TEN), Entry(Account.GATEWAY, Money(-1000, "USD"))], id="two currencies"),
    ],
)
def test_entries_that_do_not_sum_to_zero_are_not_posted(db: Db, entries: list[Entry]) -> None:
    with pytest.raises(Unbalanced):
        ledger.post(db, kind="test", ref="1", entries=entries, now=NOW)


def test_a_balance_never_goes_below_zero(db: Db) -> None:
    ana = given.person(db, balance=TEN)
    more = TEN + Money(1, "CNY")

    with pytest.raises(NotEnoughBalance):
        ledger.post(
            db,
            kind="test",
            ref="1",
            entries=[Entry(Account.BALANCE, -more, ana.id), Entry(Account.SALES, more)],
            now=NOW,
        )

    assert ledger.balance(db, ana, "CNY") == TEN


@pytest.mark.parametrize("amount", [0, -1])
def test_a_credit_of_nothing_is_a_bug(db: Db, amount: int) -> None:
    with pytest.raises(ValueError, match="is none"):
        ledger.credit(db, given.person(db), Money(amount, "CNY"), ref="1", why="", now=NOW)


@pytest.mark.parametrize("table", ["ledger_entries", "ledger_transactions", "audit_trail"])
@pytest.mark.parametrize("statement", ["delete from {}", "update {} set id = id + 100"])
def test_the_database_refuses_to_change_what_is_written(database: Database, table: str, statement: str) -> None:
    with database.transaction() as db:
        given.person(db, balance=TEN)

    with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.transaction() as db:
        db.execute(sa.text(statement.format(table)))

    assert given.broken(database) == []
