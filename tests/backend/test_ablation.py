"""Two nets, each strong enough by itself: races without row locks, and races without constraints, on PostgreSQL.

Not here: the races with both (test_races, test_coupons). Without one of them somebody may be refused who could have
been served, or see an error; what is wrong in no case is what the tables say afterwards.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import PGCompiler

from backend import orders
from backend.orders import Order
from backend.people import Person
from backend.pricing import Quote
from storage import orders as rows
from storage.database import Database, Db
from storage.secrets import Vault
from storage.statements import prepared
from tests.backend import given
from tests.backend.given import NOW, PRICE

pytestmark = pytest.mark.slow

THREADS = 8
ROUNDS = 2

GUARDS = {
    "deliveries": ("uq_deliveries_card_id",),
    "cards": ("ck_cards_owned_if_held", "ck_cards_status"),
    "orders": ("uq_orders_quote_id", "ck_orders_total", "ck_orders_discount", "ck_orders_paid", "ck_orders_status"),
    "payments": ("ck_payments_settled", "ck_payments_amount", "uq_payments_number"),
    "balances": ("ck_balances_not_below_zero",),
    "ledger_transactions": ("uq_ledger_transactions_kind_ref",),
}
GUARDING_INDEXES = ("uq_orders_coupon", "uq_payments_captured", "uq_payments_open")


@pytest.fixture(params=["without row locks", "without constraints"])
def crippled(
    request: pytest.FixtureRequest, postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """A database with one net taken away."""
    if request.param == "without constraints":
        _drop_constraints(postgresql_database)
        yield postgresql_database
        return
    monkeypatch.setattr(PGCompiler, "for_update_clause", lambda *_, **__: "")
    prepared._ready.cache_clear()
    yield postgresql_database
    prepared._ready.cache_clear()


def at_once(database: Database, works: list[Callable[[Db], object]]) -> Counter[str]:
    """Do all the works, THREADS of them at any time, each in a transaction; counts what came of them."""
    start = Barrier(min(THREADS, len(works)))

    def run(number: int, work: Callable[[Db], object]) -> str:
        if number < start.parties:
            start.wait(timeout=10)
        try:
            with database.transaction() as db:
                return type(work(db)).__name__
        except Exception as error:
            return type(error).__name__

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(run, range(len(works)), works))


def test_one_of_the_nets_is_really_gone(crippled: Database) -> None:
    with crippled.read() as db:
        indexes = db.execute(
            sa.text("select count(*) from pg_indexes where indexname = 'uq_payments_captured'")
        ).scalar_one()

    has_locks = "FOR UPDATE" in prepared._ready(rows._LOCK, "postgresql", ("the_id",)).text
    assert has_locks is not bool(indexes)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_the_last_cards_go_to_one_order_each(crippled: Database, vault: Vault, round_: int) -> None:
    given.a_shop(crippled, vault, cards_in_stock=6)
    with crippled.transaction() as db:
        people = [given.person(db, number, balance=PRICE * 2) for number in range(1, 25)]
        offers = [(person, given.quote(db, person, quantity=1 + number % 2)) for number, person in enumerate(people)]

    def buy(person: Person, offer: Quote) -> Callable[[Db], object]:
        def work(db: Db) -> object:
            order = orders.place(db, quote=offer, person=person, account="", note="", key="tap", now=NOW)
            given.paid(db, order, now=NOW)
            return given.delivered(db, order, now=NOW)

        return work

    results = at_once(crippled, [buy(person, offer) for person, offer in offers])

    with crippled.read() as db:
        delivered = Counter(db.scalars(sa.text("select card_id from deliveries")))
    assert results["Order"] > 0
    assert set(delivered.values()) == {1}
    assert given.broken(crippled) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_balance_is_spent_once(crippled: Database, vault: Vault, round_: int) -> None:
    given.a_shop(crippled, vault, cards_in_stock=8)
    with crippled.transaction() as db:
        ana = given.person(db, balance=PRICE * 2)
        placed = [given.order(db, ana, key=f"{number}") for number in range(6)]

    def pay(order: Order) -> Callable[[Db], object]:
        return lambda db: given.paid(db, order, now=NOW)

    results = at_once(crippled, [pay(order) for order in [*placed, *placed]])

    with crippled.read() as db:
        paid = db.execute(sa.text("select count(*) from payments where status = 'captured'")).scalar_one()
        assert given.balance(db, ana) == PRICE * (2 - paid)
    assert results["Order"] >= paid
    assert paid > 0
    assert given.broken(crippled) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_coupon_is_on_one_order(crippled: Database, vault: Vault, round_: int) -> None:
    given.a_shop(crippled, vault, cards_in_stock=8)
    with crippled.transaction() as db:
        ana = given.person(db)
        given.coupon(db, ana)
        offers = [given.quote(db, ana) for _ in range(8)]

    def place(offer: Quote) -> Callable[[Db], object]:
        return lambda db: orders.place(db, quote=offer, person=ana, account="", note="", key=f"{offer.id}", now=NOW)

    results = at_once(crippled, [place(offer) for offer in offers])

    with crippled.read() as db:
        with_coupon = db.execute(sa.text("select count(*) from orders where coupon_id is not null")).scalar_one()
    assert results["Order"] == with_coupon == 1
    assert given.broken(crippled) == []


def _drop_constraints(database: Database) -> None:
    drops = [f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"' for table, names in GUARDS.items() for name in names]
    drops += [f'DROP INDEX "{name}"' for name in GUARDING_INDEXES]
    with database.transaction() as db:
        for drop in drops:
            db.exec_driver_sql(drop)
