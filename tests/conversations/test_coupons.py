"""Transcripts of coupons: one applies itself, comes back with a cancelled order, and is explained when it is gone."""

from datetime import timedelta

from backend import coupons
from backend.money import Money
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_summary, waits_for_payment


def has_coupon(shop: ShopInTest, person: PersonInTest, **lasts: float) -> None:
    """Somebody who has written before is given 5 yuan off orders of 20 and more."""
    now = shop.clock.now()
    with shop.database.transaction() as db:
        coupons.give(
            db,
            person.known_as(db),
            amount=Money(500, "CNY"),
            percent=None,
            threshold=Money(2000, "CNY"),
            expires_at=now + timedelta(**(lasts or {"days": 30})),
            ref=f"gift-{person.id}",
            by="shop",
            why="test",
            now=now,
        )


def test_a_coupon_applies_itself_and_is_used_up(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    has_coupon(shop, ana)
    shop.give(ana, "95")
    ana.taps("My coupons")
    ana.sees("CN¥5.00 off for orders from CN¥20.00, until Apr 1 12:00")

    at_the_summary(ana)
    ana.sees("Coupon (CN¥5.00 off): −CN¥5.00", "Total: CN¥95.00")
    ana.taps("Order for CN¥95.00")
    ana.sees("Coupon (CN¥5.00 off): −CN¥5.00", "Total: CN¥95.00")
    ana.taps("Pay from balance")

    ana.sees("is here!")
    assert shop.balance_of(ana) == Money(0, "CNY")
    ana.says("/coupons")
    ana.sees("You have none at the moment")


def test_a_cancelled_order_says_that_the_coupon_is_back(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    xiaomei.says("/start")
    has_coupon(shop, xiaomei)
    xiaomei.says("优惠券")
    xiaomei.sees("立减 ¥5.00，满 ¥20.00 可用")
    waits_for_payment(xiaomei)

    xiaomei.taps("取消订单")
    xiaomei.taps("确定取消")

    xiaomei.sees("订单已取消", "优惠券“立减 ¥5.00”已退回给您")
    at_the_summary(xiaomei)
    xiaomei.sees("合计：¥95.00")


def test_a_coupon_of_an_unpaid_order_is_shown_as_set_aside(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    has_coupon(shop, ana)
    waits_for_payment(ana)

    ana.says("coupons")

    ana.sees("CN¥5.00 off, set aside for an order you haven’t paid yet")


def test_an_unpaid_order_that_lapses_says_that_its_coupon_has_lapsed_too(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    has_coupon(shop, ana, minutes=12)
    waits_for_payment(ana)

    shop.forward(minutes=16)

    ana.sees("was not paid in time", "it lapsed at")
    at_the_summary(ana)
    ana.sees("Total: CN¥100.00")


def test_a_coupon_that_lapses_before_the_order_is_explained_with_a_new_price(
    shop: ShopInTest, ana: PersonInTest
) -> None:
    ana.says("/start")
    has_coupon(shop, ana, minutes=4)
    at_the_summary(ana)
    ana.sees("Total: CN¥95.00", "(4 minutes)")

    shop.clock.forward(minutes=5)
    ana.taps("Order for CN¥95.00")

    ana.sees("Your coupon has just lapsed", "Nothing was charged", "Total: CN¥100.00")
    ana.taps("Order for CN¥100.00")
    ana.sees("Order placed!")


def test_a_coupon_that_another_order_took_meanwhile_is_explained_with_a_new_price(
    shop: ShopInTest, ana: PersonInTest
) -> None:
    ana.says("/start")
    has_coupon(shop, ana)
    at_the_summary(ana)
    summary = ana.messages[-1]
    with shop.database.transaction() as db:
        [held] = coupons.unspent_of(db, ana.known_as(db), now=shop.clock.now())
        coupons.reserve(db, held.id, by="test", why="another order", now=shop.clock.now())

    ana.taps("Order for CN¥95.00", message=summary)

    ana.sees("Your coupon is set aside for another order", "Total: CN¥100.00")
