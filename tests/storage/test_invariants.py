"""Every invariant, broken once: in a shop where all went well, without the constraints that forbid it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import fulfilment, orders, payments
from storage import mailbox, timers
from storage.database import Database, Db
from storage.invariants import INVARIANTS
from storage.mailbox import Arrival, Draft, Kind
from storage.schema import METADATA
from storage.secrets import Vault
from storage.timers import Timer
from tests.backend import given
from tests.backend.given import NOW, PRICE

NEXT_DAY = NOW + timedelta(days=1)

BREAKAGES = [
    ("I01", "insert into ledger_entries values (999, 1, 'sales', null, 1, 'CNY')"),
    ("I01", "delete from ledger_entries"),
    ("I02", "insert into ledger_entries values (999, 999, 'sales', null, 1, 'CNY')"),
    ("I03", "insert into ledger_transactions select id + 1000, kind, ref, at from ledger_transactions"),
    ("I04", "update payments set amount_minor = amount_minor + 1 where gateway = 'sandbox'"),
    ("I05", "insert into deliveries select id + 1000, order_id, card_id, delivered_at from deliveries"),
    ("I06", "update cards set fingerprint = 'same'"),
    ("I07", "delete from cards where status = 'free'"),
    ("I08", "update cards set order_id = null where status = 'sold'"),
    ("I08", "update cards set order_id = 1 where status = 'free'"),
    ("I09", "update cards set order_id = order_id + 1 where status = 'sold'"),
    ("I09", "delete from deliveries"),
    ("I10", "update orders set quantity = quantity + 1 where status = 'delivered'"),
    ("I10", "update deliveries set order_id = (select max(id) from orders where status = 'cancelled')"),
    ("I11", "delete from payments"),
    ("I12", "update payments set amount_minor = amount_minor - 1"),
    ("I12", "update payments set currency = 'USD'"),
    ("I13", "update payments set status = 'captured'"),
    ("I14", "update payments set provider_txn = 'same'"),
    ("I14", "update payment_notices set event_id = 'same'"),
    ("I15", "update orders set status = 'paid' where status = 'delivered'"),
    ("I16", "update payments set status = 'refunded' where status = 'captured'"),
    ("I16", "delete from ledger_transactions where kind = 'refund'"),
    ("I18", "update orders set status = 'refunded' where status = 'delivered'"),
    ("I19", "update outbox set status = 'waiting'"),
    ("I19", "update outbox set cause = 1, n = 1"),
    ("I20", "update outbox set kind = 'broadcast', may_repeat = true, attempts = 2"),
    ("I21", "update inbox set status = 'new'"),
    ("I22", "update inbox set source = 'same', key = 'same'"),
    ("I27", "update cards set status = 'held' where status = 'sold'"),
    ("I27", "update orders set status = 'awaiting-payment' where status = 'cancelled'"),
    ("I27", "update timers set fired_at = null"),
    ("I28", "update reveals set person_id = person_id + 1"),
    ("I30", "update cards set sealed_code = 'STEAM-0000'"),
    ("I31", "update balances set amount_minor = amount_minor + 1"),
    ("I31", "delete from balances"),
    ("I32", "update orders set status = 'completed' where status = 'delivered'"),
    ("I33", "update payment_notices set outcome = null"),
    ("I33", "delete from ledger_transactions where kind = 'surplus'"),
]


_PLAIN_COPY = "CREATE TABLE %(table)s AS SELECT * FROM kept_%(table)s"


@pytest.fixture
def shop(database: Database, vault: Vault) -> Database:
    """A shop after a day in which everything happened and was settled."""
    given.a_shop(database, vault, cards_in_stock=5)
    with database.transaction() as db:
        _sell_from_balance(db, vault)
        _sell_through_a_gateway_and_be_paid_twice(db)
        _refund(db)
        _be_paid_for_a_cancelled_order(db)
        _write_and_answer(db)
    return database


@pytest.mark.parametrize(("invariant", "breakage"), BREAKAGES)
def test_a_broken_invariant_is_named(shop: Database, invariant: str, breakage: str) -> None:
    assert given.broken(shop, now=NEXT_DAY) == []
    with shop.transaction() as db:
        _unprotect(db)
        db.execute(sa.text(breakage))

    assert invariant in given.broken(shop, now=NEXT_DAY)


def test_every_invariant_has_been_broken_here() -> None:
    assert {invariant.id for invariant in INVARIANTS} == {invariant for invariant, _ in BREAKAGES}


def test_invariants_have_numbers_of_their_own() -> None:
    assert len({invariant.id for invariant in INVARIANTS}) == len(INVARIANTS)


def _unprotect(db: Db) -> None:
    """Put a plain copy in the place of each table: no constraint, no trigger, no index."""
    for table in METADATA.sorted_tables:
        for statement in ("ALTER TABLE %(table)s RENAME TO kept_%(table)s", _PLAIN_COPY):
            copying = sa.DDL(statement)  # type: ignore[no-untyped-call]  # its __init__ lacks "-> None"
            db.execute(copying.against(table))


def _sell_from_balance(db: Db, vault: Vault) -> None:
    ana = given.person(db, 1, balance=PRICE)
    order = given.order(db, ana)
    payments.pay_from_balance(db, order, now=NOW)
    fulfilment.deliver(db, order, now=NOW)
    fulfilment.codes(db, order, person=ana, vault=vault, now=NOW)


def _sell_through_a_gateway_and_be_paid_twice(db: Db) -> None:
    order = given.order(db, given.person(db, 2))
    payment = given.open_payment(db, order)
    payments.receive(db, given.notice(payment), now=NOW)
    payments.receive(db, given.notice(payment, event="event-2", txn="TXN-2"), now=NOW)
    fulfilment.deliver(db, order, now=NOW)


def _refund(db: Db) -> None:
    order = given.order(db, given.person(db, 3, balance=PRICE))
    payments.pay_from_balance(db, order, now=NOW)
    payments.refund_to_balance(db, order, by="shop", why="test", now=NOW)


def _be_paid_for_a_cancelled_order(db: Db) -> None:
    order = given.order(db, given.person(db, 4))
    payment = given.open_payment(db, order)
    orders.cancel(db, order, by="customer", now=NOW)
    payments.receive(db, given.notice(payment, event="event-3", txn="TXN-3"), now=NOW)


def _write_and_answer(db: Db) -> None:
    """Two events, answered, each with a call that was sent; a timer that fired."""
    mailbox.store(db, [Arrival("bot", key, "chat:1", "{}") for key in ("1", "2")], now=NOW)
    drafts = [Draft(1, Kind.NOTICE, content={}), Draft(1, Kind.NOTICE, content={})]
    mailbox.post(db, drafts, cause=1, now=NOW)
    timers.set_timers(db, [Timer("remind", "order:1", "chat:1", NOW, {})])
    db.execute(sa.text("update inbox set status = 'done'"))
    db.execute(sa.text("update outbox set status = 'sent'"))
    db.execute(sa.text("update timers set fired_at = due_at"))
