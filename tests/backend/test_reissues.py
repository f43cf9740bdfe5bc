"""Codes that do not work are replaced: once, from the shelf, after their buyer looked, and not without end."""

from datetime import timedelta
from functools import partial

import pytest

from backend import fulfilment, orders, reissues, stock
from backend.errors import CannotReplace, OutOfStock, TooManyReplaced
from backend.orders import Order
from backend.people import Person
from backend.reissues import MOST_IN_PERIOD, PERIOD, Reissue
from storage import audit_trail
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE
from tests.backend.test_races import at_once, kinds


def looked_at(db: Db, vault: Vault, *, quantity: int = 2, in_stock: int = 5) -> tuple[Person, Order]:
    """Somebody and their delivered order, whose codes they have seen."""
    given.shelves(db)
    given.cards(db, vault, in_stock)
    ana = given.person(db, balance=PRICE * quantity)
    placed = given.order(db, ana, quantity=quantity)
    done = given.delivered(db, given.paid(db, placed, now=NOW), now=NOW)
    fulfilment.codes(db, done, person=ana, vault=vault, now=NOW)
    return ana, done


def wanted(db: Db, order: Order, place: int = 1) -> Reissue:
    """A code of the order, by its place, that staff want replaced."""
    return reissues.want(db, order, reissues.suspects(db, order)[place - 1].card.id, by="agent:9", now=NOW)


def shown(db: Db, order: Order, buyer: Person, vault: Vault) -> list[str]:
    return [code.reveal() for code in fulfilment.codes(db, order, person=buyer, vault=vault, now=NOW)]


def test_another_code_takes_its_place_and_everybody_can_see_why(db: Db, vault: Vault) -> None:
    ana, order = looked_at(db, vault)
    before = shown(db, order, ana, vault)

    asked = wanted(db, order)
    done = reissues.give(db, asked.id, proof="stock", now=NOW)

    after = shown(db, order, ana, vault)
    assert (after[:2], len(after), len(set(after))) == (before, 3, 3)
    assert done is not None
    assert [(act.what, act.by, act.why) for act in audit_trail.acts_on(db, f"reissue:{asked.id}")] == [
        ("wanted", "agent:9", "code 1 does not work"),
        ("given", "agent:9", "stock"),
    ]
    assert stock.level(db, CARD).available == 2
    assert given.broken_in(db) == []


def test_a_code_is_replaced_once_however_often_it_is_asked_for(db: Db, vault: Vault) -> None:
    ana, order = looked_at(db, vault)
    asked = wanted(db, order)
    reissues.give(db, asked.id, proof="stock", now=NOW)

    again = wanted(db, order)

    assert again.id == asked.id
    assert reissues.give(db, again.id, proof="stock", now=NOW) is None
    assert len(shown(db, order, ana, vault)) == 3


def test_a_code_nobody_has_looked_at_is_not_replaced(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 3)
    order = given.delivered(db, given.paid(db, given.order(db, given.person(db, balance=PRICE)), now=NOW), now=NOW)

    with pytest.raises(CannotReplace):
        wanted(db, order)


def test_a_code_of_another_order_is_not_replaced(db: Db, vault: Vault) -> None:
    _, order = looked_at(db, vault)
    bo = given.person(db, 2, balance=PRICE)
    other = given.delivered(db, given.paid(db, given.order(db, bo), now=NOW), now=NOW)
    fulfilment.codes(db, other, person=bo, vault=vault, now=NOW)

    with pytest.raises(CannotReplace):
        reissues.want(db, order, reissues.suspects(db, other)[0].card.id, by="agent:9", now=NOW)


def test_of_too_many_in_a_month_the_rest_is_refused(db: Db, vault: Vault) -> None:
    _, order = looked_at(db, vault, quantity=MOST_IN_PERIOD + 1)
    for place in range(1, MOST_IN_PERIOD + 1):
        wanted(db, order, place)

    with pytest.raises(TooManyReplaced):
        wanted(db, order, MOST_IN_PERIOD + 1)
    card = reissues.suspects(db, order)[MOST_IN_PERIOD].card
    later = NOW + PERIOD + timedelta(seconds=1)
    assert reissues.want(db, order, card.id, by="agent:9", now=later).card_id == card.id


def test_with_nothing_on_the_shelf_it_waits_and_is_given_later(db: Db, vault: Vault) -> None:
    _, order = looked_at(db, vault, in_stock=2)
    asked = wanted(db, order)

    with pytest.raises(OutOfStock):
        reissues.give(db, asked.id, proof="stock", now=NOW)
    assert given.broken_in(db) == []
    stock.import_cards(db, CARD, "FRESH-1", vault=vault, batch="more", now=NOW)

    assert reissues.give(db, wanted(db, order).id, proof="stock", now=NOW) is not None


def test_many_who_replace_the_same_code_at_once_give_one(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        _, order = looked_at(db, vault)
        asked = wanted(db, order)

    done = at_once(database, [lambda db: reissues.give(db, asked.id, proof="stock", now=NOW)] * 12)

    assert len([each for each in done if isinstance(each, Reissue)]) == 1
    with database.transaction() as db:
        assert len(reissues.suspects(db, orders.the_order(db, order.id))) == 3
    assert given.broken(database) == []


def test_codes_of_several_orders_that_are_replaced_at_once_are_no_more_than_the_limit(
    database: Database, vault: Vault
) -> None:
    with database.transaction() as db:
        given.shelves(db)
        given.cards(db, vault, 8)
        ana = given.person(db, balance=PRICE * 8)
        bought = [given.order(db, ana, key=f"order-{number}") for number in range(8)]
        done = [given.delivered(db, given.paid(db, each, now=NOW), now=NOW) for each in bought]
        for each in done:
            fulfilment.codes(db, each, person=ana, vault=vault, now=NOW)

    results = at_once(database, [partial(wanted, order=each) for each in done])

    assert kinds(results) == {"Reissue": MOST_IN_PERIOD, "TooManyReplaced": 8 - MOST_IN_PERIOD}
    with database.read() as db:
        assert reissues.count_lately(db, ana.id, now=NOW) == MOST_IN_PERIOD
