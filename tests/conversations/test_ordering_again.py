"""Transcripts of ordering the same once more: one tap to the summary, at today's price, or the reason why not."""

from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, has_delivery
from tests.conversations.test_strangers import taps_forged


def opens_the_order(person: PersonInTest) -> None:
    """Look at the order that was just delivered."""
    person.taps("Order details")
    person.sees("delivered")


def test_one_tap_leads_to_the_summary_of_the_same(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    opens_the_order(ana)

    ana.taps("Order again")

    ana.sees("The same as order", "at the same price: CN¥50.00 each", "Steam ¥50 × 2", "Total: CN¥100.00")
    shop.give(ana, "200")
    ana.taps("Order for")
    ana.sees("Order placed")
    ana.taps("Pay from balance")
    ana.sees("is here!")
    assert shop.left("steam-50") == 1


def test_the_account_is_known_and_can_be_changed(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.give(ana, "300")
    at_the_account(ana)
    ana.says("13800138000")
    ana.taps("Order for")
    ana.taps("Pay from balance")
    opens_the_order(ana)

    ana.taps("Order again")

    ana.sees("Mobile top-up ¥100", "13800138000", "Total: CN¥99.50")
    ana.taps("Account")
    ana.says("13900139000")
    ana.sees("13900139000", "Total: CN¥99.50")


def test_a_new_price_is_stated_beside_the_former_one(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    opens_the_order(ana)
    shop.loads(('retail = "50.00"', 'retail = "52.50"'))

    ana.taps("Order again")

    ana.sees("One costs CN¥52.50 today; it was CN¥50.00 then", "Total: CN¥105.00")


def test_as_many_as_are_left_are_offered(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    opens_the_order(ana)
    shop.sells_elsewhere("steam-50", 2)

    ana.taps("Order again")

    ana.sees("only 1 left, and you asked for 2", "Total: CN¥50.00")
    ana.misses("The same as order")


def test_what_is_sold_out_can_be_waited_for(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    opens_the_order(ana)
    shop.sells_out("steam-50")

    ana.taps("Order again")

    ana.sees("is sold out just now", "Stock: sold out")
    ana.taps("Join the waiting list")
    ana.sees("You are on the list")


def test_what_was_withdrawn_leads_to_the_shelves(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    opens_the_order(ana)
    shop.loads(('id = "steam-50"', 'id = "steam-60"'), ('"steam50"', '"steam60"'))

    ana.taps("Order again")

    ana.sees("no longer on sale")


def test_an_order_of_somebody_else_is_not_known(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    has_delivery(shop, ana)
    opens_the_order(ana)
    page = ana.messages[-1]
    data = next(key["callback_data"] for row in page.keyboard for key in row if "Order again" in key["text"])
    xiaomei.says("/start")

    xiaomei.taps_data(data, page.message_id)

    assert "¥100.00" not in xiaomei.screen


def test_somebody_elses_order_is_not_ordered_again(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)
    xiaomei.says("13800138000")
    xiaomei.taps("✅")
    number = xiaomei.order_number()
    ana.says("/start")

    taps_forged(shop, ana, "order.again", {"order": 1})

    ana.sees("I can’t find that order")
    ana.misses("Please check your order")
    assert not any(each in message.text for message in ana.messages for each in (number, "13800138000"))
