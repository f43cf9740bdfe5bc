"""Transcripts of asking what one has with the shop."""

from backend import ledger
from backend.money import Money
from tests.conversations.chats import PersonInTest, ShopInTest


def test_who_has_nothing_is_told_so_and_led_on(ana: PersonInTest) -> None:
    ana.says("/balance")

    ana.sees("Your balance: CN¥0.00")
    ana.offers("Browse", "Menu")


def test_each_currency_stands_on_a_line_of_its_own(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.give(ana, "20")
    with shop.database.transaction() as db:
        ledger.credit(db, ana.known_as(db), Money(1050, "USD"), ref="usd", why="test", now=shop.clock.now())

    ana.says("balance")

    ana.sees("Your balance: CN¥20.00\n$10.50")
