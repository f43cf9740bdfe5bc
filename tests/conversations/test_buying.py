"""Transcripts of buying: from the first word to the card, and every way that turns aside."""

from tests.conversations.chats import PersonInTest, ShopInTest


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
