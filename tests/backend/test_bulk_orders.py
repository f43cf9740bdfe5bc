"""Bulk orders: however often buying is cut off and begun again, each row is bought once; only its own money moves."""

import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from backend import bulk_orders, compensation, fulfilment, ledger, people, promises, tiers
from backend import orders as all_orders
from backend.bulk_orders import BulkOrder, BulkStatus
from backend.errors import BulkOrderMoved, NotAMerchant, NotEnoughBalance
from backend.money import Money
from backend.orders import Order
from backend.people import Person, Tier
from backend.promises import EACH_BEFORE, Promise
from backend.supplier_purchases import LATE_AFTER, PROMISED_WITHIN
from storage import failpoints
from storage.database import Database, Db
from storage.orders import OrderRow
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW
from tests.backend.test_supplied_orders import offer
from tests.house_rules.source import ROOT


class _Killed(Exception):
    """The process ends here."""


def merchant(db: Db, *, balance: int = 100_000) -> Person:
    someone = given.person(db, 1, balance=Money(balance, "CNY"))
    tiers.give(db, someone.id, Tier.SILVER, now=NOW)
    return people.the_person(db, someone.id)


def checked(db: Db, vault: Vault, buyer: Person, rows: int) -> BulkOrder:
    """A file of so many rows, checked."""
    content = ("product,quantity\n" + "steam-50,1\n" * rows).encode()
    kept = bulk_orders.keep(db, buyer, content, name="o.csv", key="k", vault=vault, now=NOW)
    found = bulk_orders.read(bulk_orders.content_of(db, kept.id, vault=vault) or b"")
    return bulk_orders.check(db, kept.id, found, vault=vault, now=NOW)


def begun(db: Db, vault: Vault, rows: int) -> BulkOrder:
    """A file of so many rows that is being bought."""
    given.shelves(db)
    given.cards(db, vault, rows)
    buyer = merchant(db)
    return bulk_orders.begin(db, buyer, checked(db, vault, buyer, rows).id, now=NOW)


def orders(db: Db) -> int:
    return db.execute(sa.select(sa.func.count()).select_from(OrderRow)).scalar_one()


def test_the_file_is_kept_sealed_and_forgotten_once_it_is_read(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        given.shelves(db)
        buyer = merchant(db)
        kept = bulk_orders.keep(db, buyer, b"product,quantity\n", name="o.csv", key="k", vault=vault, now=NOW)

        sealed = db.execute(sa.text("select sealed_file from bulk_orders")).scalar_one()
        done = bulk_orders.check(db, kept.id, [], vault=vault, now=NOW)

        assert sealed.startswith("v1:")
        assert (done.status, bulk_orders.content_of(db, kept.id, vault=vault)) == (BulkStatus.CHECKED, None)
        assert bulk_orders.check(db, kept.id, [], vault=vault, now=NOW) == done


def test_killed_in_the_middle_it_goes_on_and_buys_nothing_twice(
    database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as db:
        bulk = begun(db, vault, 10)
    real = fulfilment.deliver
    calls = 0

    def dies_at_times(db: Db, order: Order, *, before: int, now: object) -> Order:
        nonlocal calls
        calls += 1
        if calls % 3 == 0:
            raise _Killed
        return real(db, order, before=before, now=NOW)

    monkeypatch.setattr(fulfilment, "deliver", dies_at_times)
    for _ in range(40):
        try:
            with database.transaction() as db:
                bulk = bulk_orders.buy_some(db, bulk.id, most=2, now=NOW)
        except _Killed:
            continue
        if bulk.status is BulkStatus.DONE:
            break

    with database.read() as db:
        buyer = people.the_person(db, bulk.person_id)
        assert (bulk.status, bulk.bought, bulk.failed, orders(db)) == (BulkStatus.DONE, 10, 0, 10)
        assert bulk.spent == Money(49_500, "CNY")
        assert given.balance(db, buyer) == Money(50_500, "CNY")


BUYS_IN_CHUNKS_OF_FOUR = """
import os, sys
from datetime import datetime
from backend import bulk_orders
from storage import failpoints
from storage.database import Database

failpoints.arm(os.environ)
database = Database(sys.argv[1])
for _ in range(10):
    with database.transaction() as db:
        bulk_orders.buy_some(db, int(sys.argv[2]), most=4, now=datetime.fromisoformat(sys.argv[3]))
"""


@pytest.mark.slow
def test_a_process_that_is_killed_while_it_buys_leaves_whole_chunks_to_go_on_from(
    database: Database, vault: Vault
) -> None:
    with database.transaction() as db:
        bulk = begun(db, vault, 10)
    armed = os.environ | {failpoints.REHEARSAL_SETTING: "1", failpoints.SETTING: "bulk.row-bought=kill@6"}
    url = database.url.render_as_string(hide_password=False)
    buys = [sys.executable, "-c", BUYS_IN_CHUNKS_OF_FOUR, url, str(bulk.id), NOW.isoformat()]

    ended = subprocess.run(buys, env=armed, cwd=ROOT, capture_output=True, check=False, timeout=120)

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    with database.transaction() as db:
        left = bulk_orders.the_bulk_order(db, bulk.id)
        assert (left.status, left.bought, orders(db)) == (BulkStatus.BUYING, 4, 4)
        done = bulk_orders.buy_some(db, bulk.id, most=10, now=NOW)
        assert (done.status, done.bought, done.failed, orders(db)) == (BulkStatus.DONE, 10, 0, 10)
        assert given.balance(db, people.the_person(db, bulk.person_id)) == Money(50_500, "CNY")
    assert given.broken(database) == []


def test_two_workers_at_once_buy_each_row_once(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        bulk = begun(db, vault, 12)

    futures = [database.write(lambda db: bulk_orders.buy_some(db, bulk.id, most=5, now=NOW)) for _ in range(8)]
    for future in futures:
        future.result(timeout=60)

    with database.read() as db:
        done = bulk_orders.the_bulk_order(db, bulk.id)
        assert (done.status, done.bought, done.failed, orders(db)) == (BulkStatus.DONE, 12, 0, 12)


def test_each_move_is_made_once_and_only_by_a_merchant_who_can_pay(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        given.shelves(db)
        given.cards(db, vault, 3)
        buyer = merchant(db, balance=10_000)
        bulk = checked(db, vault, buyer, 3)
        with pytest.raises(NotEnoughBalance):
            bulk_orders.begin(db, buyer, bulk.id, now=NOW)
        bulk_orders.drop(db, bulk, by="test", now=NOW)
        with pytest.raises(BulkOrderMoved):
            bulk_orders.drop(db, bulk, by="test", now=NOW)
        tiers.give(db, buyer.id, Tier.RETAIL, now=NOW)
        with pytest.raises(NotAMerchant):
            bulk_orders.go_on(db, people.the_person(db, buyer.id), bulk.id, now=NOW)

        assert orders(db) == 0


@pytest.mark.slow
def test_five_hundred_rows_are_bought_at_a_rate_that_makes_five_thousand_a_minute(
    sqlite_database: Database, vault: Vault
) -> None:
    with sqlite_database.transaction() as db:
        bulk = begun(db, vault, 20)
        given.cards(db, vault, 500)
        buyer = people.the_person(db, bulk.person_id)
        ledger.credit(db, buyer, Money(10_000_000, "CNY"), ref="more", why="test", now=NOW)
        content = ("product,quantity\n" + "steam-50,1\n" * 480).encode()
        more = bulk_orders.keep(db, buyer, content, name="o.csv", key="more", vault=vault, now=NOW)
        bulk_orders.check(db, more.id, bulk_orders.read(content), vault=vault, now=NOW)
        bulk_orders.begin(db, buyer, more.id, now=NOW)

    number = more.id
    began = time.process_time()
    while more.status is not BulkStatus.DONE:
        more = sqlite_database.write(lambda db: bulk_orders.buy_some(db, number, most=20, now=NOW)).result()
    took = time.process_time() - began

    assert more.bought == 480
    assert took < 480 * 60 / 5000


def supplied(db: Db, vault: Vault, rows: int) -> BulkOrder:
    """A file of so many rows that is being bought, the first of them off the shelf, the others of suppliers."""
    given.shelves(db)
    given.cards(db, vault, 1)
    offer(db)
    buyer = merchant(db)
    return bulk_orders.begin(db, buyer, checked(db, vault, buyer, rows).id, now=NOW)


def promises_of(db: Db) -> list[datetime | None]:
    """By when each order is promised, in the order of its rows."""
    return list(db.execute(sa.select(OrderRow.promised_at).order_by(OrderRow.id)).scalars())


def test_a_row_is_promised_for_later_the_more_rows_a_supplier_is_asked_for_before_it(db: Db, vault: Vault) -> None:
    bulk = supplied(db, vault, 5)

    for _ in range(3):
        bulk_orders.buy_some(db, bulk.id, most=2, now=NOW)

    assert promises_of(db) == [None, *(NOW + LATE_AFTER + before * EACH_BEFORE for before in range(1, 5))]


def test_before_a_rows_promise_is_over_nobody_is_told_of_it_and_afterwards_staff_have_to_be(
    db: Db, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promises, "EACH_BEFORE", timedelta(hours=1))
    bulk = supplied(db, vault, 2)
    bulk_orders.buy_some(db, bulk.id, most=2, now=NOW)
    until = NOW + LATE_AFTER + timedelta(hours=1)

    before = until - timedelta(seconds=1)
    early = (promises.chase(db, now=before), given.broken_in(db, now=before))
    [late] = promises.chase(db, now=until)

    assert early == ([], [])
    assert late.promised_at == until
    assert promises.second_end(late) == until + PROMISED_WITHIN - LATE_AFTER
    assert "I15" in given.broken_in(db, now=until + timedelta(minutes=16))


def test_a_row_is_late_only_after_its_own_promise(db: Db, vault: Vault) -> None:
    bulk = supplied(db, vault, 3)
    bulk_orders.buy_some(db, bulk.id, most=3, now=NOW)
    row = all_orders.the_order(db, db.execute(sa.select(sa.func.max(OrderRow.id))).scalar_one())
    later = NOW + timedelta(minutes=45)

    before = compensation.minutes_late(db, row, until=later)
    late = promises.make(db, row, Promise.LATE, by="clock", now=later)

    assert before == 0
    assert compensation.minutes_late(db, late, until=later) == 45
