"""Transcripts of paying: from the balance, at the gateway, twice, too late, too little."""

from backend.money import Money
from bot.voice import bare
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_summary, goes_to_the_gateway, waits_for_payment


def yuan(amount: int) -> Money:
    """So much in the shop's currency."""
    return Money(amount * 100, "CNY")


def test_from_the_balance_it_arrives_at_once(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    xiaomei.says("/start")
    shop.give(xiaomei, "130")
    number = waits_for_payment(xiaomei)
    xiaomei.offers("余额支付（余额 ¥130.00）", "在线支付（演示）")

    xiaomei.taps("余额支付")

    xiaomei.sees(f"订单 {number} 到货了", "Steam 50 元 × 2")
    assert "已到货" in xiaomei.messages[-2].text
    assert shop.balance_of(xiaomei) == yuan(30)
    xiaomei.says("余额")
    xiaomei.sees("您的余额：¥30.00")


def test_a_balance_that_does_not_suffice_is_not_offered(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.give(ana, "99.99")

    waits_for_payment(ana)

    ana.misses("Pay from balance")
    ana.offers("Pay online")


def test_a_balance_spent_meanwhile_is_said_on_the_orders_own_page(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.give(ana, "100")
    first = waits_for_payment(ana)
    page_of_the_first = ana.messages[-1]
    at_the_summary(ana)
    ana.taps("Yes, another one")
    ana.taps("Order for")
    ana.taps("Pay from balance")

    ana.taps("Pay from balance", message=page_of_the_first)

    shown = bare(page_of_the_first.text)
    assert "Your balance is CN¥0.00, and CN¥100.00 is needed. Please pay another way." in shown
    assert f"Order {first}" in shown
    assert [key["text"] for key in page_of_the_first.keyboard[0]] == ["💳 Pay online (demo)"]
    assert shop.balance_of(ana) == yuan(0)


def test_outside_the_page_turns_into_the_order_once_the_money_is_there(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    address = goes_to_the_gateway(ana)
    ana.sees("CN¥100.00 in all", "pay by Mar 2 12:15", "updates by itself")
    ana.offers("Pay CN¥100.00", "Back", "Human")
    page = ana.messages[-1]

    shop.has_paid(address)

    assert "delivered" in page.text
    ana.sees("is here!", "Show codes")
    assert len(ana.messages) == 3

    address = goes_to_the_gateway(xiaomei)
    xiaomei.sees("合计 ¥100.00", "3月2日 12:15 前有效")
    shop.has_paid(address, txn="TXN-2", event="event-2")
    xiaomei.sees("到货了")


def test_back_from_the_gateway_leads_to_the_order_and_the_address_stays_the_same(ana: PersonInTest) -> None:
    address = goes_to_the_gateway(ana)

    ana.taps("Back")
    ana.sees("waiting for payment")
    ana.taps("Pay online")

    assert ana.address_on("100.00") == address


def test_money_comes_while_a_question_is_open_and_the_question_stays(shop: ShopInTest, ana: PersonInTest) -> None:
    address = goes_to_the_gateway(ana)
    ana.says("hf100")
    ana.taps("Buy")

    shop.has_paid(address)
    ana.sees("is here!")
    ana.says("13800138000")

    ana.sees("Please check your order", "13800138000")


def test_the_same_notice_again_changes_nothing_and_says_nothing(shop: ShopInTest, ana: PersonInTest) -> None:
    address = goes_to_the_gateway(ana)
    shop.has_paid(address)
    seen = len(ana.messages)

    shop.has_paid(address)
    shop.has_paid(address, event="event-2")

    assert len(ana.messages) == seen
    assert shop.left("steam-50") == 3
    assert shop.balance_of(ana) == yuan(0)
    assert shop.told == []


def test_paid_twice_the_second_payment_goes_to_the_balance(shop: ShopInTest, ana: PersonInTest) -> None:
    address = goes_to_the_gateway(ana)
    shop.has_paid(address)

    shop.has_paid(address, txn="TXN-2", event="event-2")

    ana.sees("can’t take money any more", "the CN¥100.00 you paid went to your balance, all of it")
    ana.offers("Order details", "Human")
    assert shop.balance_of(ana) == yuan(100)


def test_money_after_expiry_still_delivers_while_there_is_stock(shop: ShopInTest, ana: PersonInTest) -> None:
    address = goes_to_the_gateway(ana)
    page = ana.messages[-1]
    shop.forward(minutes=15)
    ana.sees("was not paid in time and is closed")
    assert shop.left("steam-50") == 5

    shop.has_paid(address)

    ana.sees("is here!")
    assert "Status: <b>delivered</b>" in page.text
    assert shop.left("steam-50") == 3


def test_money_after_expiry_goes_to_the_balance_when_the_stock_is_gone(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    address = goes_to_the_gateway(xiaomei)
    shop.forward(minutes=15)
    shop.sells_elsewhere("steam-50", 3)
    shop.sells_elsewhere("steam-50", 2)

    shop.has_paid(address)

    xiaomei.sees("已经不能再收款", "¥100.00 已自动转入余额，一分不少")
    assert shop.balance_of(xiaomei) == yuan(100)


def test_money_for_a_cancelled_order_goes_to_the_balance(shop: ShopInTest, ana: PersonInTest) -> None:
    address = goes_to_the_gateway(ana)
    ana.taps("Back")
    ana.taps("Cancel order")
    ana.taps("Yes, cancel")

    shop.has_paid(address)

    ana.sees("can’t take money any more", "went to your balance")
    assert shop.balance_of(ana) == yuan(100)
    assert shop.left("steam-50") == 5


def test_an_amount_that_does_not_fit_is_the_shops_to_sort_out(shop: ShopInTest, ana: PersonInTest) -> None:
    address = goes_to_the_gateway(ana)
    seen = len(ana.messages)

    shop.has_paid(address, minor=1)

    assert len(ana.messages) == seen
    assert len(shop.told) == 1
    assert "应付 ¥100.00，通知说付了 ¥0.01" in shop.told[0]
    ana.taps("Back")
    ana.sees("waiting for payment")


def test_paying_an_order_that_was_closed_shows_how_it_stands(shop: ShopInTest, ana: PersonInTest) -> None:
    number = waits_for_payment(ana)
    ana.says(number)
    page, copy = ana.messages[-2:]
    ana.taps("Cancel order", message=copy)
    ana.taps("Yes, cancel", message=copy)

    assert "Status: <b>cancelled</b>" in page.text
    assert "Status: <b>cancelled</b>" in copy.text
    ana.taps("Order again", message=page)
    assert "How many?" in page.text
