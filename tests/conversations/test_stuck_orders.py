"""Transcripts of a paid order whose cards are gone: never forgotten, never shown as delivered."""

import sqlalchemy as sa

from storage.stock import CardRow
from tests.conversations.chats import PersonInTest, ShopInTest


def test_a_paid_order_without_cards_waits_and_goes_out_by_itself(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.give(ana, "200")
    ana.says("Steam ¥50")
    ana.taps("Buy")
    ana.taps("1")
    ana.taps("Order for")
    with shop.database.transaction() as db:
        db.execute(sa.delete(CardRow))

    ana.taps("Pay from balance")

    ana.sees("paid", "seeing to this order by hand")
    shop.forward(minutes=2)
    shop.forward(minutes=2)
    assert len(shop.told) == 1
    assert "补货" in shop.told[0]
    shop.restock("steam-50", "NEW-CODE")
    shop.forward(minutes=2)
    ana.sees("is here!")
    ana.taps("Show codes")
    ana.sees("NEW-CODE")
