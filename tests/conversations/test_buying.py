"""Transcripts of buying: from the first word to the card, and every way that turns aside."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from tests.conversations.chats import PersonInTest, ShopInTest

LOOKED_AT_BY_TURNS = ("cards", "coupons", "quotes", "orders", "payments", "balances", "audit_trail")


def test_a_customer_buys_a_card_from_her_balance(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    ana.sees("Hello Ana")
    shop.give(ana, "200")

    ana.taps("Browse")
    ana.taps("Game cards")
    ana.taps("Steam")
    ana.sees("A wallet code", "CN¥50.00", "only 5 left", "none needed")
    ana.taps("Buy")
    ana.sees("How many?")
    ana.taps("2")
    ana.sees("Please check your order", "Steam ¥50 × 2", "CN¥100.00")
    ana.taps("Order for")
    ana.sees("Order placed", "waiting for payment")
    ana.taps("Pay from balance")

    ana.sees("is here!", "Steam ¥50 × 2")
    assert "delivered" in ana.messages[-2].text
    assert ana.messages[-1].is_protected
    ana.taps("Show codes")
    ana.sees("CODE-steam-50-0", "CODE-steam-50-1")
    ana.taps("Hide codes")
    assert "CODE-" not in ana.screen
    ana.taps("Show codes")
    ana.sees("CODE-steam-50-0", "CODE-steam-50-1")


def test_no_turn_of_a_purchase_looks_at_anything_twice(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.give(ana, "200")
    seen: dict[str, Counter[str]] = {}

    for label in ("Browse", "Game cards", "Steam", "Buy", "2", "Order for", "Pay from balance"):
        with _looks() as seen[label]:
            ana.taps(label)

    ana.sees("is here!")
    shelf = {"cards": 1, "orders": 1}  # one statement: what pre-orders wait for is not on the shelf
    assert {label: dict(looks) for label, looks in seen.items() if looks} == {
        "Game cards": shelf,
        "Steam": shelf,
        "Buy": shelf,
        "2": {"cards": 1, "coupons": 1, "orders": 2},  # the second: how many the person has ordered already
        "Order for": {
            **shelf,
            "orders": 2,
            "quotes": 1,
            "balances": 1,
        },  # the second: is it the same again
        "Pay from balance": {"orders": 1},
    }


@contextmanager
def _looks() -> Iterator[Counter[str]]:
    """How often which tables of the shop's trade are queried meanwhile."""
    counted: Counter[str] = Counter()

    def count(*execution: Any) -> None:
        statement = " ".join(execution[2].split())
        if statement.startswith(("SELECT", "WITH queued_")):  # with others, cards are held
            counted.update(table for table in LOOKED_AT_BY_TURNS if f"FROM {table} " in statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        yield counted
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
