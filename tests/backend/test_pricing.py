"""Quotes: the tier's price, the limits, the time it holds."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend import catalogue, orders, people, price_rules, pricing, tiers
from backend.errors import (
    NotAPriceRule,
    OutOfStock,
    ProductNotOnSale,
    PurchaseLimitReached,
    QuantityOutOfRange,
)
from backend.money import Money
from backend.orders import Order
from backend.people import Tier
from backend.pricing import Quote
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, SHELVES
from tests.backend.test_races import at_once, kinds


@pytest.fixture(autouse=True)
def _shop(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 3)


@pytest.mark.parametrize(("tier", "price_minor"), [("retail", 5000), ("silver", 4950), ("gold", 4900)])
def test_a_quote_has_the_price_of_the_persons_tier(db: Db, tier: str, price_minor: int) -> None:
    ana = given.person(db)
    tiers.give(db, ana.id, Tier(tier), now=NOW)

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


def has_rules(db: Db, text: str) -> None:
    """The card has these price rules."""
    card = catalogue.the_product(db, CARD)
    price_rules.set_rules(db, card, price_rules.read_rules(text, card), by="admin:1", now=NOW)


@pytest.mark.parametrize(
    ("tier", "quantity", "minor"),
    [("retail", 1, 5000), ("retail", 2, 4800), ("retail", 3, 4750), ("silver", 3, 4750), ("gold", 3, 4600)],
)
def test_more_of_a_product_costs_less_each(db: Db, tier: str, quantity: int, minor: int) -> None:
    has_rules(db, "2=48 3=47.50 gold:3=46")
    ana = given.person(db)
    tiers.give(db, ana.id, Tier(tier), now=NOW)

    quote = given.quote(db, people.the_person(db, ana.id), quantity=quantity)

    assert (quote.unit_price.minor, quote.total.minor) == (minor, minor * quantity)


def test_nobody_buys_more_than_their_share_in_so_many_days_and_what_came_to_nothing_does_not_count(db: Db) -> None:
    has_rules(db, "max=2/30 gold:max=3/30")
    ana, ben = given.person(db, 1), given.person(db, 2)
    first = given.order(db, ana, quantity=2)

    with pytest.raises(PurchaseLimitReached) as refusal:
        given.quote(db, ana)
    assert refusal.value.arguments == {"most": 2, "days": 30, "left": 0}
    assert given.quote(db, ben).quantity == 1
    orders.cancel(db, first, by=ana.who, now=NOW)
    assert given.quote(db, ana, quantity=2).quantity == 2
    given.order(db, ana, quantity=2, key="second")
    assert given.quote(db, ana, now=NOW + timedelta(days=30)).quantity == 1


def test_two_quotes_for_the_whole_share_become_one_order_however_many_ask_at_once(
    database: Database, vault: Vault
) -> None:
    given.a_shop(database, vault, cards_in_stock=9)
    with database.transaction() as db:
        has_rules(db, "max=2/30")
        ana = given.person(db)
        quotes = [given.quote(db, ana, quantity=2) for _ in range(4)]

    def place(offer: Quote) -> Callable[[Db], Order]:
        return lambda db: orders.place(db, quote=offer, person=ana, account="", note="", key=f"{offer.id}", now=NOW)

    results = at_once(database, [place(offer) for offer in quotes])

    assert kinds(results) == {"Order": 1, "PurchaseLimitReached": 3}


@pytest.mark.parametrize("text", ["5", "1=48", "5=0", "5=50", "5=48.555", "max=0/30", "max=3/0", "max=3", "vip:5=4"])
def test_what_is_no_rule_is_refused_by_its_text(db: Db, text: str) -> None:
    with pytest.raises(NotAPriceRule) as refusal:
        price_rules.read_rules(f"2=48 {text}", catalogue.the_product(db, CARD))

    assert refusal.value.arguments == {"rule": text}


def test_rules_are_written_as_they_are_read(db: Db) -> None:
    card = catalogue.the_product(db, CARD)
    has_rules(db, "2=48.00 gold:3=46.50 max=3/30")

    assert price_rules.written(price_rules.rules_of(db, card), card) == "2=48.00 gold:3=46.50 max=3/30"
    has_rules(db, "")
    assert price_rules.written(price_rules.rules_of(db, card), card) == ""


@pytest.mark.parametrize(("currency", "price", "minor"), [("USD", "7.15", 1430), ("XTR", "350", 700)])
def test_a_price_is_exact_in_the_minor_units_of_its_currency(db: Db, currency: str, price: str, minor: int) -> None:
    prices = f'currency = "{currency}"\nprices = {{ retail = "{price}", silver = "{price}", gold = "{price}" }}'
    yuan = 'currency = "CNY"\nprices = { retail = "50.00", silver = "49.50", gold = "49.00" }'
    shelves = SHELVES.replace(yuan, prices)
    catalogue.load(db, shelves, now=NOW)
    ana = given.person(db)
    given.coupon(db, ana)  # of yuan, so it takes nothing off

    assert given.quote(db, ana, quantity=2).total == Money(minor, currency)


@pytest.mark.parametrize(
    ("tier", "lower"),
    [
        (Tier.RETAIL, [(2, 4960), (3, 4800), (5, 4700)]),
        (Tier.SILVER, [(3, 4800), (5, 4700)]),
        (Tier.GOLD, [(3, 4600)]),
    ],
)
def test_a_person_is_told_from_how_many_on_they_pay_less_and_pays_that(
    db: Db, tier: Tier, lower: list[tuple[int, int]]
) -> None:
    product = catalogue.the_product(db, CARD)
    rules = price_rules.read_rules("2=49.60 3=48 5=47 4=48.50 gold:3=46", product)
    price_rules.set_rules(db, product, rules, by="admin:1", now=NOW)

    told = [(each.least, each.price_minor) for each in pricing.breaks_for(db, product, tier)]

    assert told == lower
    for least, minor in told:
        assert pricing.price_of_one(db, product, tier, quantity=least) == Money(minor, "CNY")
        assert pricing.price_of_one(db, product, tier, quantity=least - 1) > Money(minor, "CNY")
