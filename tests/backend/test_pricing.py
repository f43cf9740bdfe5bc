"""Quotes: the tier's price, the limits, the time it holds."""

from datetime import timedelta

import pytest

from backend import catalogue, people, pricing
from backend.errors import OutOfStock, ProductNotOnSale, QuantityOutOfRange
from backend.money import Money
from backend.people import Tier
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, SHELVES


@pytest.fixture(autouse=True)
def _shop(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 3)


@pytest.mark.parametrize(("tier", "price_minor"), [("retail", 5000), ("silver", 4950), ("gold", 4900)])
def test_a_quote_has_the_price_of_the_persons_tier(db: Db, tier: str, price_minor: int) -> None:
    ana = given.person(db)
    people.set_tier(db, ana, Tier(tier))

    quote = given.quote(db, people.the_person(db, ana.id), quantity=2)

    assert quote.unit_price == Money(price_minor, "CNY")
    assert quote.total == Money(price_minor * 2, "CNY")
    assert quote.locked_until == NOW + timedelta(minutes=10)
    assert pricing.standing_quote(db, ana, quote.id, now=NOW) == quote


@pytest.mark.parametrize("quantity", [-1, 0, 6])
def test_a_quantity_out_of_range_is_refused(db: Db, quantity: int) -> None:
    with pytest.raises(QuantityOutOfRange) as refusal:
        given.quote(db, given.person(db), quantity=quantity)

    assert refusal.value.arguments == {"least": 1, "most": 5}


def test_too_little_stock_is_refused_and_says_how_much_is_left(db: Db) -> None:
    with pytest.raises(OutOfStock) as refusal:
        given.quote(db, given.person(db), quantity=4)

    assert refusal.value.arguments == {"wanted": 4, "left": 3}


def test_what_is_not_on_sale_has_no_price(db: Db) -> None:
    catalogue.load(db, SHELVES.replace(CARD, "steam-60"), now=NOW)

    with pytest.raises(ProductNotOnSale):
        given.quote(db, given.person(db))
    with pytest.raises(ProductNotOnSale):
        given.quote(db, given.person(db), product_id="no-such")
