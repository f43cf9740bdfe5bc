"""Products changed one by one: every text that is a price, the order of the tiers, and what the trail says."""

import pytest

from backend import catalogue, products
from backend.errors import NotAPrice, PricesOutOfOrder
from backend.money import Money
from backend.people import Tier
from storage import audit_trail
from storage.database import Db, WrongRowCount
from tests.backend import given
from tests.backend.given import CARD, NOW


@pytest.mark.parametrize("text", ["49.5", "49.50", " ¥49.5", "４９．５", "49.50元", "￥ 49.50"])
def test_a_price_is_read_with_a_sign_or_without(text: str) -> None:
    assert products.read_price(text, "CNY") == Money(4950, "CNY")


@pytest.mark.parametrize("text", ["", "free", "0", "0.00", "-1", "1,000", "1.005", "nan", "１e3"])
def test_anything_else_is_no_price(text: str) -> None:
    with pytest.raises(NotAPrice):
        products.read_price(text, "CNY")


@pytest.mark.parametrize(
    ("tier", "minor"), [(Tier.RETAIL, 4949), (Tier.SILVER, 5001), (Tier.SILVER, 4899), (Tier.GOLD, 4951)]
)
def test_a_price_that_upsets_the_order_of_the_tiers_is_refused(db: Db, tier: Tier, minor: int) -> None:
    given.shelves(db)

    with pytest.raises(PricesOutOfOrder):
        products.price_change(catalogue.the_product(db, CARD), tier, minor)


@pytest.mark.parametrize(("minor", "is_large"), [(7500, False), (7501, True), (5000, False)])
def test_a_change_by_more_than_half_is_large(db: Db, minor: int, is_large: bool) -> None:
    given.shelves(db)

    assert products.price_change(catalogue.the_product(db, CARD), Tier.RETAIL, minor).is_large is is_large


def test_a_changed_price_is_in_the_trail_with_both_amounts(db: Db) -> None:
    given.shelves(db)
    change = products.price_change(catalogue.the_product(db, CARD), Tier.SILVER, 4900)

    products.set_price(db, change, by="admin:1", now=NOW)

    assert catalogue.the_product(db, CARD).silver_minor == 4900
    acts = audit_trail.acts_on(db, f"product:{CARD}")
    assert [(act.what, act.why, act.by) for act in acts] == [("silver price", "49.50 CNY -> 49.00 CNY", "admin:1")]


def test_a_change_of_a_price_that_moved_meanwhile_is_not_made(db: Db) -> None:
    given.shelves(db)
    change = products.price_change(catalogue.the_product(db, CARD), Tier.SILVER, 4900)
    products.set_price(db, change, by="admin:1", now=NOW)

    with pytest.raises(WrongRowCount):
        products.set_price(db, change, by="admin:2", now=NOW)


def test_taking_off_sale_twice_is_one_act(db: Db) -> None:
    given.shelves(db)

    for _ in range(2):
        assert not products.set_on_sale(db, CARD, is_on_sale=False, by="admin:1", now=NOW).is_on_sale

    assert [act.what for act in audit_trail.acts_on(db, f"product:{CARD}")] == ["off sale"]
