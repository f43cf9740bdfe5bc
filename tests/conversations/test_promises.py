"""Transcripts of promises: stated on the order's page, told of before anybody asks, and what the buyer may choose."""

import pytest
import sqlalchemy as sa

from storage.orders import OrderRow
from storage.stock import CardRow
from tests.backend.given import broken
from tests.conversations.chats import ADMIN, PersonInTest, ShopInTest
from tests.conversations.journeys import has_delivery
from tests.conversations.test_strangers import taps_forged


@pytest.fixture
def boss(shop: ShopInTest) -> PersonInTest:
    """The owner, who reads English here."""
    boss = shop.person(ADMIN, "Boss")
    boss.says("/start")
    return boss


def pays_for_nothing(shop: ShopInTest, person: PersonInTest) -> None:
    """Pay from the balance for two cards that are gone at that moment."""
    person.says("/start")
    shop.give(person, "100")
    person.says("steam50")
    person.taps("🛒")
    person.says("2")
    person.taps("✅")
    with shop.database.transaction() as db:
        db.execute(sa.delete(CardRow))
        db.execute(sa.text("update stock_counts set loaded = 0"))
    person.taps("💰")


def becomes_late(shop: ShopInTest, person: PersonInTest) -> None:
    """Wait until the first promise is broken."""
    pays_for_nothing(shop, person)
    shop.forward(minutes=10)


def times_told(person: PersonInTest, text: str) -> int:
    """In how many of the messages this stands."""
    return sum(text in message.text for message in person.messages)


def test_a_paid_order_that_has_to_wait_says_by_when(shop: ShopInTest, ana: PersonInTest) -> None:
    pays_for_nothing(shop, ana)

    ana.sees("Status: paid, on its way", "Promised by Mar 2 12:10")
    ana.misses("Money back")


def test_the_customer_is_told_of_a_broken_promise_first_and_staff_next_each_once(
    shop: ShopInTest, ana: PersonInTest, boss: PersonInTest
) -> None:
    becomes_late(shop, ana)

    ana.sees("takes longer than usual", "By Mar 3 12:10 at the latest", "CN¥100.00 is back on your balance")
    ana.offers("Money back", "I’ll wait", "Order details", "Human")
    boss.sees("was paid 10 minutes ago", "by Mar 3 12:10", "Please restock")
    with shop.database.read() as db:
        calls = db.execute(sa.text("select chat_id from outbox where kind = 'notice' order by id desc limit 2"))
        assert [chat for (chat,) in calls] == [ADMIN, ana.id]
    for _ in range(3):
        shop.forward(minutes=1)
    assert times_told(ana, "takes longer than usual") == 1
    assert times_told(boss, "was paid 10 minutes ago") == 1
    ana.taps("Order details")
    ana.sees("It is late, and we’re sorry. By Mar 3 12:10")
    ana.offers("Money back", "I’ll wait")


def test_who_would_rather_have_the_money_has_it_at_once(
    shop: ShopInTest, xiaomei: PersonInTest, boss: PersonInTest
) -> None:
    becomes_late(shop, xiaomei)
    xiaomei.taps("我要退款")
    xiaomei.sees("不等了吗？¥100.00 退到您的余额")

    xiaomei.taps("确定退款")

    xiaomei.sees("没能给您发货", "状态：已退款")
    assert shop.balance_of(xiaomei).minor == 10000
    shop.restock("steam-50", "TOO-LATE-1", "TOO-LATE-2")
    shop.forward(days=2)
    assert times_told(xiaomei, "到货了") == 0
    assert shop.balance_of(xiaomei).minor == 10000


def test_who_took_the_money_of_a_late_order_back_is_made_up_to(shop: ShopInTest, ana: PersonInTest) -> None:
    becomes_late(shop, ana)
    ana.taps("Money back")
    ana.taps("Yes, money back")

    shop.forward(seconds=2)

    assert times_told(ana, "Sorry: ") == 1


def test_who_waits_is_promised_another_day_and_gets_the_goods(shop: ShopInTest, ana: PersonInTest) -> None:
    becomes_late(shop, ana)
    shop.forward(hours=1)

    ana.taps("I’ll wait")

    ana.sees("You chose to wait. By Mar 3 13:10")
    ana.offers("Money back")
    shop.restock("steam-50", "NEW-1", "NEW-2")
    shop.forward(hours=23)
    ana.sees("is here!")
    ana.taps("Order details")
    ana.sees("delivered")
    ana.misses("You chose to wait")
    shop.forward(days=2)
    assert times_told(ana, "we could not deliver") == 0


def test_what_is_not_there_by_the_last_promise_is_given_back_by_itself(
    shop: ShopInTest, ana: PersonInTest, boss: PersonInTest
) -> None:
    becomes_late(shop, ana)

    shop.forward(days=1)

    ana.sees("we could not deliver order", "CN¥100.00 is back on your balance")
    boss.sees("was not delivered by the promised time", "given back by itself")
    assert shop.balance_of(ana).minor == 10000
    assert broken(shop.database, now=shop.clock.now()) == []


def test_a_tap_on_money_back_after_the_goods_came_takes_nothing_away(shop: ShopInTest, ana: PersonInTest) -> None:
    becomes_late(shop, ana)
    ana.taps("Money back")
    asked = ana.messages[-1]
    yes = next(key["callback_data"] for row in asked.keyboard for key in row if "Yes" in key["text"])
    shop.restock("steam-50", "NEW-1", "NEW-2")
    shop.forward(minutes=2)
    ana.sees("is here!")

    ana.taps_data(yes, asked.message_id)

    assert shop.balance_of(ana).minor == 0
    ana.taps("Show codes")
    ana.sees("NEW-1", "NEW-2")


@pytest.mark.parametrize("tap", ["order.give-up-question", "order.give-up", "order.wait"])
def test_an_order_that_is_not_late_is_neither_given_up_nor_waited_for(
    shop: ShopInTest, ana: PersonInTest, tap: str
) -> None:
    pays_for_nothing(shop, ana)

    taps_forged(shop, ana, tap, {"order": 1})

    ana.sees("Status: paid, on its way", "Promised by Mar 2 12:10")
    ana.misses("Stop waiting", "Money back")
    assert shop.balance_of(ana).minor == 0


@pytest.mark.parametrize("tap", ["order.give-up-question", "order.give-up", "order.wait"])
def test_what_was_delivered_is_neither_given_up_nor_waited_for(shop: ShopInTest, ana: PersonInTest, tap: str) -> None:
    has_delivery(shop, ana)

    taps_forged(shop, ana, tap, {"order": 1})

    ana.sees("Status: delivered")
    ana.misses("Stop waiting", "Money back")
    assert shop.balance_of(ana).minor == 0


def test_after_a_long_sleep_nobody_is_promised_what_is_over_already(shop: ShopInTest, ana: PersonInTest) -> None:
    pays_for_nothing(shop, ana)

    shop.forward(days=3)

    ana.sees("we could not deliver order")
    assert times_told(ana, "takes longer than usual") == 0


def test_who_promised_what_and_why_stands_in_the_trail(shop: ShopInTest, ana: PersonInTest) -> None:
    becomes_late(shop, ana)
    ana.taps("I’ll wait")
    shop.forward(days=1)

    with shop.database.read() as db:
        acts = db.execute(sa.text("select what, by, why from audit_trail where what like 'promise%' order by id")).all()
        order = db.execute(sa.select(OrderRow.__table__)).mappings().one()

    assert [(act.what, act.by) for act in acts] == [
        ("promised-stock", "shop"),
        ("promised-late", "clock"),
        ("promised-wish", "customer:1"),
    ]
    assert all(act.why for act in acts)
    assert (order["promised_at"], order["promise"], order["chased_at"]) == (None, None, None)
