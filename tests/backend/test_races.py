"""Many at once: nobody gets another's card, nobody pays twice, nobody is told 'sold out' for nothing.

Every unit of work runs on a thread of its own: on PostgreSQL in transactions side by side, on SQLite one
after the other behind the only write lock.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
import sqlalchemy as sa

from backend import catalogue, fulfilment, ledger, orders, payments, stock
from backend.errors import CannotCancel, CannotPay, NotEnoughBalance, OutOfStock, Refused
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.payments import Outcome
from backend.people import Person
from backend.pricing import Quote
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE

Result = TypeVar("Result")

THREADS = 8


def at_once(database: Database, works: Iterable[Callable[[Db], Result]]) -> list[Result | Refused]:
    """Do all the works, THREADS of them at any time, each in a transaction; a refusal is a result too."""
    works = list(works)
    start = Barrier(min(THREADS, len(works)))

    def run(number: int, work: Callable[[Db], Result]) -> Result | Refused:
        if number < start.parties:
            start.wait(timeout=10)
        try:
            with database.transaction() as db:
                return work(db)
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(len(works)), works))


def kinds(results: Iterable[object]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


@pytest.mark.parametrize("quantities", [(1,), (1, 2, 3)], ids=["one each", "one to three each"])
def test_fifty_people_and_twenty_cards(database: Database, vault: Vault, quantities: tuple[int, ...]) -> None:
    given.a_shop(database, vault, cards_in_stock=20)
    with database.transaction() as db:
        people = [given.person(db, number, balance=PRICE * 3) for number in range(1, 51)]
        offers = [
            (person, given.quote(db, person, quantity=quantities[number % len(quantities)]))
            for number, person in enumerate(people)
        ]

    def buy(person: Person, offer: Quote) -> Callable[[Db], list[str]]:
        def work(db: Db) -> list[str]:
            order = orders.place(db, quote=offer, person=person, account="", note="", key="tap", now=NOW)
            given.paid(db, order, now=NOW)
            given.delivered(db, order, now=NOW)
            return [code.reveal() for code in fulfilment.codes(db, order, person=person, vault=vault, now=NOW)]

        return work

    results = at_once(database, [buy(person, offer) for person, offer in offers])

    bought = [result for result in results if isinstance(result, list)]
    wanted = [offer.quantity for _, offer in offers]
    codes = [code for codes in bought for code in codes]
    assert len(codes) == len(set(codes))
    assert [len(got) for got in results if isinstance(got, list)] == [
        quantity for quantity, got in zip(wanted, results, strict=True) if isinstance(got, list)
    ]
    refused = [quantity for quantity, got in zip(wanted, results, strict=True) if isinstance(got, OutOfStock)]
    assert len(bought) + len(refused) == 50
    # Whoever was refused wanted more than were left: nothing stays on the shelf that somebody could have had.
    assert 20 - len(codes) < min(refused)
    assert given.broken(database) == []


def test_two_identical_requests_are_one_order(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        ana = given.person(db)
        quote = given.quote(db, ana)

    def tap(db: Db) -> Order:
        return orders.place(db, quote=quote, person=ana, account="", note="", key="tap", now=NOW)

    results = at_once(database, [tap] * 20)

    assert len({order.id for order in results if isinstance(order, Order)}) == 1
    assert kinds(results) == {"Order": 20}
    with database.read() as db:
        assert stock.level(db, CARD).available == 2


def test_fifty_identical_notices_pay_once(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        order = given.order(db, given.person(db))
        notice = given.notice(given.open_payment(db, order))

    results = at_once(database, [lambda db: payments.receive(db, notice, now=NOW).outcome] * 50)

    assert Counter(results) == {Outcome.CAPTURED: 1, Outcome.REPEATED: 49}
    assert given.broken(database) == []


def test_one_transaction_told_in_different_notices_pays_once(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        payment = given.open_payment(db, given.order(db, given.person(db)))

    def tell(event: str) -> Callable[[Db], Outcome]:
        return lambda db: payments.receive(db, given.notice(payment, event=event), now=NOW).outcome

    results = at_once(database, [tell(f"event-{number}") for number in range(20)])

    assert Counter(results) == {Outcome.CAPTURED: 1, Outcome.REPEATED: 19}
    assert given.broken(database) == []


def test_the_last_balance_is_spent_once(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        ana = given.person(db, balance=PRICE)
        placed = [given.order(db, ana, key=key) for key in ("a", "b", "c")]

    def pay(order: Order) -> Callable[[Db], Order]:
        return lambda db: given.paid(db, order, now=NOW)

    results = at_once(database, [pay(order) for order in placed])

    assert kinds(results) == {"Order": 1, NotEnoughBalance.__name__: 2}
    with database.read() as db:
        assert ledger.balance(db, ana, "CNY") == Money(0, "CNY")
    assert given.broken(database) == []


def test_tapping_pay_many_times_charges_once(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        ana = given.person(db, balance=PRICE * 20)
        order = given.order(db, ana)

    results = at_once(database, [lambda db: given.paid(db, order, now=NOW)] * 20)

    assert kinds(results) == {"Order": 20}
    with database.read() as db:
        assert ledger.balance(db, ana, "CNY") == PRICE * 19
    assert given.broken(database) == []


@pytest.mark.parametrize("attempt", range(5))
def test_cancelling_while_paying_ends_in_one_of_both(database: Database, vault: Vault, attempt: int) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        ana = given.person(db, balance=PRICE)
        order = given.order(db, ana)

    works: list[Callable[[Db], object]] = [
        lambda db: orders.cancel(db, order, by=ana.who, now=NOW),
        lambda db: given.paid(db, order, now=NOW),
    ]
    results = at_once(database, works if attempt % 2 else works[::-1])

    with database.read() as db:
        ended = orders.the_order(db, order.id).status
        held = ledger.balance(db, ana, "CNY")
    assert (ended, held) in [(OrderStatus.CANCELLED, PRICE), (OrderStatus.PAID, Money(0, "CNY"))]
    assert kinds(results)[CannotCancel.__name__] + kinds(results)[CannotPay.__name__] == 1
    assert given.broken(database) == []


@pytest.mark.parametrize("attempt", range(5))
def test_expiring_while_money_arrives_loses_neither_card_nor_money(
    database: Database, vault: Vault, attempt: int
) -> None:
    given.a_shop(database, vault, cards_in_stock=1)
    with database.transaction() as db:
        order = given.order(db, given.person(db))
        notice = given.notice(given.open_payment(db, order))

    works: list[Callable[[Db], object]] = [
        lambda db: orders.expire(db, order.id, now=order.pay_until),
        lambda db: payments.receive(db, notice, now=order.pay_until),
    ]
    at_once(database, works if attempt % 2 else works[::-1])

    with database.read() as db:
        assert orders.the_order(db, order.id).status is OrderStatus.PAID
    assert given.broken(database) == []


def test_delivering_twice_at_once_delivers_once(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        order = given.order(db, given.person(db, balance=PRICE))
        given.paid(db, order, now=NOW)

    at_once(database, [lambda db: given.delivered(db, order, now=NOW)] * 8)

    with database.read() as db:
        assert db.execute(sa.text("select count(*) from deliveries")).scalar_one() == 1
    assert given.broken(database) == []


def test_one_file_imported_many_times_at_once_adds_each_card_once(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault, cards_in_stock=0)
    text = "\n".join(f"code-{number}" for number in range(600))

    results = at_once(
        database,
        [lambda db: stock.import_cards(db, CARD, text, vault=vault, batch="b", now=NOW).added] * 4,
    )

    assert sorted(result for result in results if isinstance(result, int)) == [0, 0, 0, 600]
    assert given.broken(database) == []


def test_one_credit_given_many_times_at_once_counts_once(database: Database) -> None:
    with database.transaction() as db:
        ana = given.person(db)

    results = at_once(database, [lambda db: ledger.credit(db, ana, PRICE, ref="ticket-1", why="", now=NOW)] * 8)

    assert Counter(results) == {True: 1, False: 7}
    with database.read() as db:
        assert ledger.balance(db, ana, "CNY") == PRICE


def test_a_person_met_many_times_at_once_is_one_person(database: Database) -> None:
    results = at_once(database, [lambda db: given.person(db, 7).id] * 8)

    assert len(set(results)) == 1


def test_a_sale_that_fails_never_made_anybody_hear_sold_out(postgresql_database: Database, vault: Vault) -> None:
    """The rival's card is busy when we look, and comes back: we wait for it instead of passing it over."""
    given.a_shop(postgresql_database, vault, cards_in_stock=1)
    with postgresql_database.transaction() as db:
        ana, ben = given.person(db, 1), given.person(db, 2)
        quote = given.quote(db, ben)

    def buy(db: Db) -> Order:
        return orders.place(db, quote=quote, person=ben, account="", note="", key="tap", now=NOW)

    class Abandoned(Exception):
        """The rival's sale fails after it took the card."""

    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(Abandoned), postgresql_database.transaction() as rival:  # noqa: PT012 - a race
            given.order(rival, ana)
            bens = pool.submit(at_once, postgresql_database, [buy])
            wait_until_somebody_waits(postgresql_database)
            raise Abandoned
        results = bens.result(timeout=10)

    assert kinds(results) == {"Order": 1}


def wait_until_somebody_waits(database: Database) -> None:
    """Ask until PostgreSQL says that a transaction waits for a row, at most some thousand times."""
    waiting = sa.text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
    for _ in range(5000):
        with database.read() as db:
            if db.execute(waiting).scalar_one():
                return
    raise AssertionError("nobody ever waited")


def test_a_catalogue_loaded_twice_at_once_is_loaded(database: Database) -> None:
    at_once(database, [lambda db: catalogue.load(db, given.SHELVES, now=NOW)] * 2)

    with database.read() as db:
        assert [product.id for product in catalogue.products(db)] == ["steam-50", "mobile-100"]
