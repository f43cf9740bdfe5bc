"""Staff find an order by any number, whole or begun, and by whose it is."""

import pytest

from backend import order_search, payments, people
from backend.orders import Order
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW


@pytest.fixture
def placed(db: Db, vault: Vault) -> Order:
    """Ana's order, beside one of somebody else's that is newer."""
    given.shelves(db)
    given.cards(db, vault, 3)
    ana = people.meet(db, telegram_id=7001, name="Ana Lovelace", username="ana_l", language="en", now=NOW)
    order = given.order(db, ana)
    given.order(db, given.person(db, 2), key="other")
    return order


def found(db: Db, text: str) -> list[int]:
    """The orders that fit."""
    return [order.id for order in order_search.search(db, text, most=10)]


def test_an_order_is_found_by_its_number_however_it_is_typed(db: Db, placed: Order) -> None:
    number = placed.number
    typed = [number, number.lower(), f" {number[:4]}-{number[4:]} ", number[:6], number.replace("0", "O")]

    assert [found(db, text) for text in typed] == [[placed.id]] * len(typed)


def test_an_order_is_found_by_whose_it_is(db: Db, placed: Order) -> None:
    for text in ("lovelace", "LOVE", "@ana_l", "ana_l", "7001"):
        assert found(db, text) == [placed.id], text


def test_an_order_is_found_by_its_payments_number_and_the_gateways(db: Db, placed: Order) -> None:
    payment = given.open_payment(db, placed)
    payments.receive(db, given.notice(payment, txn="GW-2026-0001"), now=NOW)

    assert found(db, payment.number) == [placed.id]
    assert found(db, "gw20260001") == [placed.id]


def test_an_empty_text_finds_the_newest_of_all(db: Db, placed: Order) -> None:
    for text in ("", "  ", "\0"):
        assert found(db, text) == [placed.id + 1, placed.id]
    assert [order.id for order in order_search.search(db, "", most=1)] == [placed.id + 1]


@pytest.mark.parametrize("text", ["nobody", "%", "a_a", "😀", "1" * 40, "'; drop table orders; --"])
def test_what_fits_nothing_finds_nothing(db: Db, placed: Order, text: str) -> None:
    assert found(db, text) == []
