"""Waiting in line for what is sold out: each in turn, one offer each, for a stated time, and nobody past the others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from backend import fulfilment, orders, people, pricing, stock, tiers, waiting_list
from backend.errors import NotSoldOut, OutOfStock
from backend.people import Person, Tier
from backend.waiting_list import OFFER_MINUTES, Place, PlaceStatus
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE
from tests.backend.test_races import at_once, wait_until_somebody_waits

OVER = NOW + timedelta(minutes=OFFER_MINUTES)


@pytest.fixture(autouse=True)
def _shelves(request: pytest.FixtureRequest) -> None:
    if "db" in request.fixturenames:
        given.shelves(request.getfixturevalue("db"))


def waiter(db: Db, number: int, *, tier: Tier = Tier.RETAIL) -> Person:
    """Somebody who waits for a card."""
    person = given.person(db, number, balance=PRICE)
    tiers.give(db, person.id, tier, now=NOW)
    person = people.the_person(db, person.id)
    waiting_list.join(db, person, CARD, now=NOW)
    return person


def served(places: list[Place]) -> list[int]:
    return [place.person_id for place in places]


def test_what_can_be_bought_is_not_waited_for(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 1)

    with pytest.raises(NotSoldOut):
        waiting_list.join(db, given.person(db), CARD, now=NOW)

    assert waiting_list.standing(db, given.person(db), CARD, now=NOW) is None


def test_everybody_has_one_place_in_the_sequence_they_came(db: Db) -> None:
    ana, ben = waiter(db, 1), waiter(db, 2)

    again = waiting_list.join(db, ana, CARD, now=NOW)

    assert again.position == 1
    assert waiting_list.the_standing(db, ben, CARD, now=NOW).position == 2


def test_gold_is_served_before_the_others(db: Db, vault: Vault) -> None:
    ana, ben, cleo = waiter(db, 1), waiter(db, 2, tier=Tier.SILVER), waiter(db, 3, tier=Tier.GOLD)
    assert waiting_list.the_standing(db, cleo, CARD, now=NOW).is_vip
    given.cards(db, vault, 2)

    assert served(waiting_list.serve(db, now=NOW)) == [cleo.id, ana.id]
    assert waiting_list.the_standing(db, ben, CARD, now=NOW).position == 1


def test_as_many_are_offered_as_there_are_and_once(db: Db, vault: Vault) -> None:
    waiting = [waiter(db, number) for number in range(1, 5)]
    given.cards(db, vault, 2)

    first, second = waiting_list.serve(db, now=NOW), waiting_list.serve(db, now=NOW)

    assert served(first) == [waiting[0].id, waiting[1].id]
    assert second == []
    assert {place.offered_until for place in first} == {OVER}


def test_what_is_on_offer_or_waited_for_is_nobody_elses(db: Db, vault: Vault) -> None:
    ana, ben = waiter(db, 1), given.person(db, 2, balance=PRICE)
    given.cards(db, vault, 1)

    for _ in range(2):
        assert stock.on_shelf(db, CARD).available == 0
        with pytest.raises(OutOfStock):
            given.quote(db, ben)
        waiting_list.serve(db, now=NOW)

    assert stock.on_shelf_for(db, ana, CARD).available == 1
    assert stock.on_shelf_for(db, ben, CARD).available == 0


def test_who_has_an_offer_is_promised_a_price_for_one_and_no_more(db: Db, vault: Vault) -> None:
    ana = waiter(db, 1)
    given.cards(db, vault, 1)
    waiting_list.serve(db, now=NOW)

    assert given.quote(db, ana).quantity == 1
    with pytest.raises(OutOfStock):
        given.quote(db, ana, quantity=2)


def test_an_order_quoted_before_somebody_waited_takes_nothing_from_them(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 1)
    ben = given.person(db, 2, balance=PRICE)
    quote = given.quote(db, ben)
    given.delivered(db, given.paid(db, given.order(db, given.person(db, 3, balance=PRICE)), now=NOW), now=NOW)
    waiter(db, 1)
    stock.import_cards(db, CARD, "BACK-1", vault=vault, batch="b", now=NOW)

    with pytest.raises(OutOfStock):
        orders.place(db, quote=quote, person=ben, account="", note="", key="k", now=NOW)


def test_paying_an_order_nothing_is_set_aside_for_takes_nothing_from_them(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 2)
    first = given.order(db, given.person(db, 2), key="first")
    ben = given.person(db, 3, balance=PRICE)
    bens = given.order(db, ben, key="second")
    assert bens.hold_until is None
    rest = given.order(db, given.person(db, 4, balance=PRICE), key="third")
    given.delivered(db, given.paid(db, rest, now=NOW), now=NOW)
    waiter(db, 1)
    orders.cancel(db, first, by="customer", now=NOW)

    with pytest.raises(OutOfStock):
        given.paid(db, bens, now=NOW)

    assert given.balance(db, ben) == PRICE
    assert stock.level(db, CARD).available == 1


def test_who_has_an_offer_orders_the_piece_that_was_kept_and_is_served(db: Db, vault: Vault) -> None:
    ana, ben = waiter(db, 1), waiter(db, 2)
    given.cards(db, vault, 1)
    waiting_list.serve(db, now=NOW)

    order = _bought(db, ana)

    assert len(fulfilment.codes(db, order, person=ana, vault=vault, now=NOW)) == 1
    assert waiting_list.standing(db, ana, CARD, now=NOW) is None
    assert waiting_list.the_standing(db, ben, CARD, now=NOW).position == 1
    assert given.broken_in(db) == []


def test_who_is_alone_in_line_is_served_as_well(db: Db, vault: Vault) -> None:
    ana = waiter(db, 1)
    given.cards(db, vault, 1)
    [offered] = waiting_list.serve(db, now=NOW)

    _bought(db, ana)

    assert waiting_list.standing(db, ana, CARD, now=NOW) is None
    assert waiting_list.lapse(db, offered.id, now=OVER) is None


def test_an_offer_not_taken_in_time_goes_to_the_next(db: Db, vault: Vault) -> None:
    ana, ben = waiter(db, 1), waiter(db, 2)
    given.cards(db, vault, 1)
    [offered] = waiting_list.serve(db, now=NOW)
    assert waiting_list.lapse(db, offered.id, now=OVER - timedelta(seconds=1)) is None

    lapsed = waiting_list.lapse(db, offered.id, now=OVER)

    assert lapsed is not None
    assert (lapsed.person_id, lapsed.status) == (ana.id, PlaceStatus.LAPSED)
    assert waiting_list.lapse(db, offered.id, now=OVER) is None
    assert served(waiting_list.serve(db, now=OVER)) == [ben.id]


@pytest.mark.parametrize("is_offered", [False, True])
def test_who_leaves_makes_room_for_the_next(db: Db, vault: Vault, is_offered: bool) -> None:
    ana, ben = waiter(db, 1), waiter(db, 2)
    if is_offered:
        given.cards(db, vault, 1)
        waiting_list.serve(db, now=NOW)

    assert waiting_list.leave(db, ana, CARD, now=NOW)

    assert not waiting_list.leave(db, ana, CARD, now=NOW)
    if not is_offered:
        given.cards(db, vault, 1)
    assert served(waiting_list.serve(db, now=NOW)) == [ben.id]


def test_what_an_unpaid_order_gives_back_goes_to_who_is_next(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 1)
    order = given.order(db, given.person(db, 9))
    ana = waiter(db, 1)
    assert waiting_list.serve(db, now=NOW) == []

    orders.expire(db, order.id, now=order.pay_until)

    assert served(waiting_list.serve(db, now=order.pay_until)) == [ana.id]


def test_more_than_the_line_wants_is_everybodys(db: Db, vault: Vault) -> None:
    waiter(db, 1)
    given.cards(db, vault, 5)
    waiting_list.serve(db, now=NOW)

    order = given.order(db, given.person(db, 2, balance=PRICE * 5), quantity=4)

    assert stock.on_shelf(db, CARD).available == 4
    assert order.hold_until is None
    assert given.paid(db, order, now=NOW).status == "paid"
    assert stock.level(db, CARD).available == 1


def test_the_estimate_is_from_what_came_in_lately_and_there_is_none_from_too_little(db: Db, vault: Vault) -> None:
    known = [waiter(db, number) for number in range(1, 5)]
    given.cards(db, vault, 2)
    waiting_list.serve(db, now=NOW)
    assert waiting_list.the_standing(db, known[3], CARD, now=NOW).hours is None
    stock.import_cards(db, CARD, "MORE", vault=vault, batch="b", now=NOW)
    waiting_list.serve(db, now=NOW)

    standing = waiting_list.the_standing(db, known[3], CARD, now=NOW)

    assert (standing.position, standing.hours) == (1, 112)
    long_after = NOW + timedelta(days=15)
    assert waiting_list.the_standing(db, known[3], CARD, now=long_after).hours is None


def test_joining_many_times_at_once_is_one_place(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault, cards_in_stock=0)
    with database.transaction() as db:
        ana = given.person(db)

    results = at_once(database, [lambda db: waiting_list.join(db, ana, CARD, now=NOW).place.id] * 8)

    assert len(set(results)) == 1


def test_serving_at_once_offers_no_more_than_there_is_and_to_the_first(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault, cards_in_stock=0)
    with database.transaction() as db:
        waiting = [waiter(db, number) for number in range(1, 21)]
        given.cards(db, vault, 7)

    results = at_once(database, [lambda db: served(waiting_list.serve(db, now=NOW))] * 8)

    offered = sorted(person for result in results if isinstance(result, list) for person in result)
    assert offered == [person.id for person in waiting[:7]]


def test_who_serves_after_somebody_else_sees_what_was_offered(postgresql_database: Database, vault: Vault) -> None:
    """Two tickers, as when one takes over from another: the second waits, and finds nothing left to offer."""
    given.a_shop(postgresql_database, vault, cards_in_stock=0)
    with postgresql_database.transaction() as db:
        waiting = [waiter(db, number) for number in range(1, 5)]
        given.cards(db, vault, 2)

    with ThreadPoolExecutor(1) as pool:
        with postgresql_database.transaction() as first:
            offered = served(waiting_list.serve(first, now=NOW))
            second = pool.submit(at_once, postgresql_database, [lambda db: served(waiting_list.serve(db, now=NOW))])
            wait_until_somebody_waits(postgresql_database)
        offered_then = second.result(timeout=10)

    assert offered == [person.id for person in waiting[:2]]
    assert offered_then == [[]]


def _bought(db: Db, person: Person) -> orders.Order:
    """What somebody with an offer gets by buying the ordinary way."""
    level = stock.on_shelf_for(db, person, CARD)
    quote = pricing.quote(db, person=person, product_id=CARD, quantity=1, level=level, now=NOW)
    order = orders.place(db, quote=quote, person=person, account="", note="", key="offer", now=NOW)
    return given.delivered(db, given.paid(db, order, now=NOW), now=NOW)
