"""Points: earned once by each delivered order, never spent twice, and worth what they say."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from backend import coupons, points
from backend.errors import NotEnoughPoints
from backend.money import Money
from backend.orders import Order
from backend.people import Person
from storage.database import Database, Db
from storage.points import SpentPointsRow
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW
from tests.backend.test_races import at_once, kinds


def test_a_delivered_order_earns_points_once_and_only_where_the_shop_gives_them(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 1)
    ana = given.person(db, balance=given.PRICE)
    order = given.delivered(db, given.paid(db, given.order(db, ana), now=NOW), now=NOW)

    assert points.earn(db, ana, order, now=NOW) == 0
    points.set_earned(db, "CNY", 2, by="admin:1", now=NOW)
    assert [points.earn(db, ana, order, now=NOW) for _ in range(2)] == [100, 0]
    assert points.of_person(db, ana) == 100


def test_points_become_a_coupon_of_the_same_worth(db: Db) -> None:
    ana = given.person(db)
    points.give(db, ana, 300, ref="gift", by="shop", why="", now=NOW)

    coupon = points.exchange(db, ana, 250, "CNY", key="event:1", now=NOW)

    assert coupon.amount == Money(250, "CNY")
    assert points.of_person(db, ana) == 50
    assert coupons.unspent_of(db, ana, now=NOW) == [coupon]


@pytest.mark.parametrize("wanted", [0, -5, 301])
def test_nobody_spends_points_they_have_not(db: Db, wanted: int) -> None:
    ana = given.person(db)
    points.give(db, ana, 300, ref="gift", by="shop", why="", now=NOW)

    with pytest.raises(NotEnoughPoints):
        points.exchange(db, ana, wanted, "CNY", key="event:1", now=NOW)

    assert points.of_person(db, ana) == 300


def earned(db: Db, vault: Vault) -> tuple[Person, Order]:
    """Somebody whose delivered order of 50 yuan earned them 100 points."""
    given.shelves(db)
    given.cards(db, vault, 1)
    points.set_earned(db, "CNY", 2, by="admin:1", now=NOW)
    ana = given.person(db, balance=given.PRICE)
    order = given.delivered(db, given.paid(db, given.order(db, ana), now=NOW), now=NOW)
    points.earn(db, ana, order, now=NOW)
    return ana, order


def test_a_refund_takes_back_its_part_of_the_points_once(db: Db, vault: Vault) -> None:
    ana, order = earned(db, vault)

    taken = [points.take_back(db, ana, order, Money(minor, "CNY"), by="admin:1", now=NOW) for minor in (1, 1, 2501)]

    assert taken == [1, 0, 50]  # 49.99 yuan are left of 50, then 24.99: never more than they earn
    assert points.of_person(db, ana) == 49
    assert points.take_back(db, ana, order, given.PRICE, by="admin:1", now=NOW) == 49
    assert points.of_person(db, ana) == 0


def test_points_that_are_spent_already_are_owed_and_the_next_ones_make_up_for_them(db: Db, vault: Vault) -> None:
    ana, order = earned(db, vault)
    points.exchange(db, ana, 80, "CNY", key="event:1", now=NOW)

    assert points.take_back(db, ana, order, given.PRICE, by="admin:1", now=NOW) == 100

    assert points.of_person(db, ana) == -80
    assert db.execute(sa.select(SpentPointsRow.count, SpentPointsRow.short)).all() == [(80, 0), (100, 80)]
    points.give(db, ana, 100, ref="gift", by="shop", why="", now=NOW)
    with pytest.raises(NotEnoughPoints):
        points.exchange(db, ana, 21, "CNY", key="event:2", now=NOW)
    points.exchange(db, ana, 20, "CNY", key="event:2", now=NOW)


def test_an_order_that_earned_nothing_loses_nothing(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 1)
    ana = given.person(db, balance=given.PRICE)
    order = given.delivered(db, given.paid(db, given.order(db, ana), now=NOW), now=NOW)
    points.give(db, ana, 9, ref="gift", by="shop", why="", now=NOW)

    assert points.take_back(db, ana, order, given.PRICE, by="admin:1", now=NOW) == 0
    assert points.of_person(db, ana) == 9


def test_two_refunds_at_once_take_no_point_twice(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        ana, order = earned(db, vault)

    results = at_once(database, [lambda db: points.take_back(db, ana, order, given.PRICE, by="admin:1", now=NOW)] * 4)

    assert sorted(results, key=str) == [0, 0, 0, 100]
    assert given.broken(database) == []


def test_points_are_spent_once_however_many_ask_at_once(database: Database) -> None:
    with database.transaction() as db:
        ana = given.person(db)
        points.give(db, ana, 300, ref="gift", by="shop", why="", now=NOW)

    def exchange(number: int) -> Callable[[Db], int]:
        return lambda db: points.exchange(db, ana, 200, "CNY", key=f"event:{number}", now=NOW).id

    results = at_once(database, [exchange(number) for number in range(6)])

    assert kinds(results) == {"int": 1, "NotEnoughPoints": 5}
    with database.read() as db:
        assert points.of_person(db, ana) == 100
    assert given.broken(database) == []
