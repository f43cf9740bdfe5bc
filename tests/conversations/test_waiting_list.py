"""Transcripts of waiting in line for what is sold out, and of goods that are set aside for a while only."""

from backend import tiers
from backend.people import Tier
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_summary, waits_for_payment


def waits(shop: ShopInTest, *them: PersonInTest) -> None:
    """Have each of them wait for Steam cards, all of which were bought by somebody else."""
    if shop.left("steam-50"):
        shop.sells_out("steam-50")
    for person in them:
        person.says("steam50")
        person.taps("🔔")


def test_who_waits_is_told_in_turn_and_buys_what_was_kept(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    waits(shop, ana, xiaomei)
    ana.sees("You are on the list", "waiting list: number 1.")
    xiaomei.sees("排上了", "第 2 位")
    xiaomei.offers("不等了")

    shop.restock("steam-50", "NEW-1")
    shop.forward(seconds=1)

    ana.sees("Steam ¥50 is back and it is your turn! One is kept for you: order by Mar 2 12:30")
    xiaomei.sees("第 2 位")
    xiaomei.says("steam50")
    xiaomei.sees("已售罄", "第 1 位")
    shop.give(ana, "100")
    ana.taps("Buy")
    ana.taps("Order for")
    ana.taps("Pay from balance")
    ana.taps("Show codes")
    ana.sees("NEW-1")
    seen = len(ana.messages)
    shop.forward(minutes=31)
    assert len(ana.messages) == seen


def test_an_offer_nobody_takes_goes_to_the_next(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    waits(shop, ana, xiaomei)
    shop.restock("steam-50", "NEW-1")
    shop.forward(seconds=1)

    shop.forward(minutes=30)
    shop.forward(seconds=1)

    ana.sees("has gone to the next in line", "Nothing was charged")
    xiaomei.sees("Steam 50 元 到货了，轮到您", "13:00")
    ana.taps("See the product")
    ana.sees("Stock: sold out")
    ana.offers("Join the waiting list")


def test_gold_customers_have_a_lane_of_their_own(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    xiaomei.says("/start")
    with shop.database.transaction() as db:
        tiers.give(db, xiaomei.known_as(db).id, Tier.GOLD, now=shop.clock.now())
    waits(shop, ana, xiaomei)
    xiaomei.sees("VIP 队列", "第 1 位")

    shop.restock("steam-50", "NEW-1")
    shop.forward(seconds=1)

    xiaomei.sees("轮到您")


def test_one_can_leave_at_any_time(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    waits(shop, ana, xiaomei)

    ana.taps("Stop waiting")

    ana.sees("you are off the list")
    ana.offers("Join the waiting list")
    shop.restock("steam-50", "NEW-1")
    shop.forward(seconds=1)
    xiaomei.sees("轮到您")


def test_what_came_back_meanwhile_is_bought_and_not_waited_for(shop: ShopInTest, ana: PersonInTest) -> None:
    shop.sells_out("steam-50")
    ana.says("steam50")
    shop.restock("steam-50", "NEW-1")

    ana.taps("🔔")

    ana.sees("no need to wait")
    ana.offers("Buy")


def test_nobody_jumps_the_line(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    waits(shop, ana)

    shop.restock("steam-50", "NEW-1")
    xiaomei.says("steam50")

    xiaomei.sees("已售罄")
    xiaomei.offers("排队等货")


def test_a_second_tap_is_the_same_place(shop: ShopInTest, ana: PersonInTest) -> None:
    waits(shop, ana)
    ana.says("steam50")

    ana.sees("number 1.")
    ana.offers("Stop waiting")


def test_what_many_want_is_set_aside_for_minutes_only(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    waits_for_payment(ana)
    at_the_summary(xiaomei)
    xiaomei.taps("✅")
    xiaomei.sees("这件很抢手，货为您留到 3月2日 12:05")
    assert shop.left("steam-50") == 1

    shop.forward(minutes=5)

    xiaomei.sees("现在没有为您留货", "12:15")
    assert shop.left("steam-50") == 3
    xiaomei.taps("💳")
    xiaomei.offers("去支付")
    assert shop.left("steam-50") == 1


def test_an_order_nothing_is_set_aside_for_is_paid_from_the_balance_or_told_to_wait(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    waits_for_payment(ana)
    waits_for_payment(xiaomei)
    tom = shop.person(503, "Tom")
    tom.says("/start")
    shop.give(tom, "50")
    tom.says("steam50")
    tom.taps("Buy")
    tom.taps("Order for")

    tom.sees("Nothing is set aside for you right now")
    tom.taps("Pay online")
    tom.sees("Nothing can be set aside for you right now", "Order ")
    assert shop.left("steam-50") == 1
    tom.taps("Pay from balance")
    tom.sees("is here!")
    assert shop.left("steam-50") == 0
