"""Transcripts of ordering ahead: announced, paid, sent when it is in, given up at will, late, put off."""

import pytest

from backend import catalogue, orders, promises
from backend.promises import Promise
from storage import timers
from tests.backend.given import broken
from tests.conversations.chats import ADMIN, PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_summary, goes_to_the_gateway, waits_for_payment

DAY, OTHER_DAY = "2026-03-20", "2026-04-02"
_HERE = 'code_format = "DEMO-9999-9999"\n\n[[products]]\nid = "mobile-100"'


def announces(shop: ShopInTest, day: str = DAY, *, most: int = 3) -> None:
    """Sell out, if need be, and let the owner's file say when there are more."""
    shop.sells_out("steam-50")
    shop.loads((_HERE, f"preorder = {{ expected = {day}, most = {most} }}\n{_HERE}"))


@pytest.fixture
def boss(shop: ShopInTest) -> PersonInTest:
    """The owner, who reads English here."""
    boss = shop.person(ADMIN, "Boss")
    boss.says("/start")
    return boss


def pays_ahead(shop: ShopInTest, person: PersonInTest) -> str:
    """Pre-order two cards and pay from the balance; returns the order's number."""
    person.says("/start")
    shop.give(person, "100")
    number = waits_for_payment(person)
    person.taps("💰")
    return number


def test_what_is_announced_is_ordered_and_paid_ahead_and_sent_when_it_is_in(
    shop: ShopInTest, ana: PersonInTest, boss: PersonInTest
) -> None:
    announces(shop)
    ana.says("/start")
    shop.give(ana, "100")

    ana.says("steam50")
    ana.sees("Stock: not in yet, expected on 2026-03-20", "you can have your money back at any time")
    ana.offers("Pre-order", "Join the waiting list")
    ana.taps("Pre-order")
    ana.taps("2")
    ana.sees("Pre-order: expected on 2026-03-20", "in the order of payment")
    ana.taps("Order for")
    ana.sees("Order placed", "Pre-order, expected on 2026-03-20. Please pay by Mar 2 12:15")
    ana.taps("Pay from balance")
    ana.sees("Status: pre-ordered and paid, not in yet")
    ana.sees("Pre-order, expected on 2026-03-20. It is sent to you by itself", "CN¥100.00, in full")
    ana.offers("Money back", "Human")
    ana.misses("I’ll wait")
    shop.forward(days=3)
    assert boss.messages[-1].text.count("paid") == 0

    shop.restock("steam-50", "IN-1", "IN-2", "IN-3")
    shop.forward(seconds=1)

    ana.sees("is here!")
    ana.taps("Show codes")
    ana.sees("IN-1", "IN-2")
    ana.says("/orders")
    ana.offers("delivered ·")
    assert shop.left("steam-50") == 1
    assert broken(shop.database, now=shop.clock.now()) == []


def test_in_chinese_it_is_ordered_ahead_and_given_up_at_will(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    announces(shop)
    xiaomei.says("/start")
    shop.give(xiaomei, "100")

    xiaomei.says("steam50")
    xiaomei.sees("库存：还没到货，预计 2026-03-20 到，现在可以预购")
    xiaomei.taps("预购")
    xiaomei.says("2")
    xiaomei.sees("⏳ 预购：预计 2026-03-20 到货")
    xiaomei.taps("✅")
    xiaomei.sees("这是预购单，预计 2026-03-20 到货")
    xiaomei.taps("💰")
    xiaomei.sees("状态：已付款，预购中，还没到货", "预购单，预计 2026-03-20 到货")
    xiaomei.taps("我的订单")
    xiaomei.offers("预购中 ·")
    xiaomei.taps("预购中 ·")
    shop.forward(days=2)
    xiaomei.taps("我要退款")
    xiaomei.sees("不等了吗？¥100.00 退到您的余额")
    xiaomei.taps("确定退款")

    xiaomei.sees("已按您的意思取消预购单", "¥100.00 已退到您的余额", "状态：已退款")
    assert shop.balance_of(xiaomei).minor == 10000
    shop.restock("steam-50", "IN-1", "IN-2")
    shop.forward(minutes=2)
    assert not any("到货了" in message.text for message in xiaomei.messages)


def test_the_shelf_says_what_can_be_ordered_ahead_as_long_as_there_is_room(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    announces(shop, most=2)
    for person, shelf, label in ((ana, "Game cards", "pre-order CN¥50.00"), (xiaomei, "点卡", "预购 ¥50.00")):
        person.says("/start")
        person.taps("🛒")
        person.taps(shelf)
        person.offers(label)
    pays_ahead(shop, ana)

    xiaomei.taps("预购")

    xiaomei.sees("已售罄")
    xiaomei.offers("排队等货")


def test_who_paid_first_is_sent_theirs_first(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    announces(shop, most=5)
    waits_for_payment(xiaomei)
    pays_ahead(shop, ana)
    shop.forward(seconds=1)
    shop.give(xiaomei, "100")
    xiaomei.taps("订单")
    xiaomei.says("/orders")
    xiaomei.taps("Steam")
    xiaomei.taps("💰")

    shop.restock("steam-50", "IN-1", "IN-2", "IN-3")
    shop.forward(seconds=1)

    ana.sees("is here!")
    assert not any("到货了" in message.text for message in xiaomei.messages)
    shop.restock("steam-50", "IN-4")
    shop.forward(seconds=1)
    xiaomei.sees("到货了")


def test_no_more_are_ordered_ahead_than_announced(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    announces(shop)
    at_the_summary(xiaomei)
    pays_ahead(shop, ana)

    xiaomei.taps("✅")

    xiaomei.sees("只剩 1")
    ana.says("steam50")
    ana.sees("expected on 2026-03-20")


def test_money_through_a_gateway_pays_ahead_too(shop: ShopInTest, ana: PersonInTest) -> None:
    announces(shop)
    address = goes_to_the_gateway(ana)

    shop.has_paid(address)

    ana.sees("Status: pre-ordered and paid", "Pre-order, expected on 2026-03-20")
    ana.offers("Money back")


def test_another_day_is_told_to_those_who_wait_once(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    announces(shop, most=5)
    pays_ahead(shop, ana)
    pays_ahead(shop, xiaomei)

    announces(shop, OTHER_DAY, most=5)
    for _ in range(3):
        shop.forward(minutes=1)

    ana.sees("is now expected on 2026-04-02 instead of 2026-03-20", "Your place is kept")
    xiaomei.sees("到货日改到 2026-04-02，原来是 2026-03-20")
    assert sum("is now expected" in message.text for message in ana.messages) == 1
    shop.forward(days=20)
    assert not any("takes longer" in message.text for message in ana.messages)
    ana.taps("Money back")
    ana.taps("Yes, money back")
    ana.sees("is given up, as you wished: CN¥100.00 is back on your balance")


def test_when_the_day_is_over_the_buyer_is_told_first_and_can_wait_on_or_have_the_money(
    shop: ShopInTest, ana: PersonInTest, boss: PersonInTest
) -> None:
    announces(shop)
    number = pays_ahead(shop, ana)

    shop.forward(days=19)  # the 20th is over in Shanghai, where the shop is

    ana.sees("takes longer than usual", "By Mar 24 00:00 at the latest")
    ana.offers("Money back", "I’ll wait", "Human")
    boss.sees(f"Order {number} is a pre-order whose day is over", "by Mar 24 00:00")
    ana.taps("I’ll wait")
    ana.sees("You chose to wait")
    shop.restock("steam-50", "IN-1", "IN-2")
    shop.forward(seconds=1)
    ana.sees("is here!")
    assert broken(shop.database, now=shop.clock.now()) == []


def test_what_never_comes_is_given_back_by_itself(shop: ShopInTest, ana: PersonInTest) -> None:
    announces(shop)
    pays_ahead(shop, ana)
    shop.forward(days=19)

    shop.forward(days=3)

    ana.sees("we could not deliver order", "CN¥100.00 is back on your balance")
    assert shop.balance_of(ana).minor == 10000


def test_a_late_preorder_is_put_off_by_a_new_day(shop: ShopInTest, ana: PersonInTest) -> None:
    announces(shop)
    pays_ahead(shop, ana)
    shop.forward(days=19)

    announces(shop, OTHER_DAY)
    shop.forward(seconds=1)

    ana.sees("is now expected on 2026-04-02")
    shop.forward(days=5)
    assert shop.balance_of(ana).minor == 0


def test_a_supplier_that_does_not_deliver_is_told_to_staff_and_the_day_stands(
    shop: ShopInTest, ana: PersonInTest, boss: PersonInTest
) -> None:
    announces(shop)
    number = pays_ahead(shop, ana)
    seen = len(ana.messages)
    with shop.database.transaction() as db:
        waiting = orders.find(db, ana.known_as(db), number)
        assert waiting is not None
        promises.make(db, waiting, Promise.SUPPLIER, by="shop", now=shop.clock.now())

    shop.forward(minutes=10)

    ana.sees("Pre-order, expected on 2026-03-20")
    assert len(ana.messages) == seen
    boss.sees("The supplier has not delivered pre-order", "promised 2026-03-20")


def test_money_of_a_preorder_that_does_not_arrive_is_told_of_like_any(shop: ShopInTest, ana: PersonInTest) -> None:
    announces(shop)
    number = pays_ahead(shop, ana)
    ana.taps("Money back")
    ana.taps("Yes, money back")
    with shop.database.transaction() as db:
        given_up = orders.find(db, ana.known_as(db), number)
        assert given_up is not None
        promises.promise_refund(db, given_up.id, now=shop.clock.now())

    shop.forward(minutes=15)

    ana.sees("has not been confirmed by the payment company yet")


def test_while_nothing_comes_nobody_is_busy_with_those_who_wait(shop: ShopInTest, ana: PersonInTest) -> None:
    announces(shop)
    pays_ahead(shop, ana)
    shop.forward(hours=1)
    with shop.database.read() as db:
        before = timers.next_due_at(db)

    for _ in range(3):
        shop.forward(minutes=1)

    with shop.database.read() as db:
        assert timers.next_due_at(db) == before


def test_the_owner_announces_a_product_in_the_chat_changes_its_day_and_withdraws_it(
    shop: ShopInTest, ana: PersonInTest, boss: PersonInTest, xiaomei: PersonInTest
) -> None:
    shop.sells_out("steam-50")
    boss.says("/products steam")
    boss.misses("Announced for")
    boss.taps("Announce")
    boss.sees("On which day do you expect Steam ¥50?")
    boss.says("2026-03-01")
    boss.sees("That day is over", "On which day do you expect")
    boss.says("soon")
    boss.sees("2027-01-31")
    boss.says("2026/3/20")
    boss.sees("How many may be paid ahead at once, from 1 to 1,000,000?")
    boss.says("3")
    boss.sees("✅ Announced for 2026-03-20", "order and pay up to 3 ahead", "paid ahead 0, not paid yet 0")
    boss.misses("are told the new day")

    pays_ahead(shop, ana)
    boss.says("/products steam")
    boss.sees("Announced for 2026-03-20, at most 3 paid ahead · paid ahead 2, not paid yet 0")
    boss.taps("New day or number")
    boss.offers("Still 2026-03-20")
    boss.says("2026-04-02")
    boss.taps("Still 3")
    boss.sees("Announced for 2026-04-02", "Those who have paid ahead (pieces: 2) are told the new day")
    shop.forward(seconds=1)
    ana.sees("is now expected on 2026-04-02 instead of 2026-03-20")
    ana.offers("Money back")

    boss.says("/products steam")
    boss.taps("Withdraw announcement")
    boss.sees("Withdrawn: nobody can order it ahead", "2 pieces are paid ahead", "Paid ahead and not sent yet: 2")
    boss.offers("Announce")
    xiaomei.says("steam50")
    xiaomei.sees("已售罄")
    shop.restock("steam-50", "IN-1", "IN-2")
    shop.forward(seconds=1)
    ana.sees("is here!")
    assert broken(shop.database, now=shop.clock.now()) == []


def test_in_chinese_the_owner_announces_and_staff_see_what_is_paid_ahead_and_due_today(
    shop: ShopInTest, ana: PersonInTest
) -> None:
    shop.sells_out("steam-50")
    boss = shop.person(ADMIN, "老板", language="zh-hans")
    boss.says("/preorders")
    boss.sees("没有预告的商品")
    boss.says("/products steam")
    boss.taps("预告到货")
    boss.says("2026年3月20日")
    boss.taps("10")
    boss.sees("✅ 已预告 2026-03-20 到货", "最多可以预购 10 件", "预告 2026-03-20 到，最多预购 10 件")
    pays_ahead(shop, ana)
    waits_for_payment(boss)

    boss.says("/preorders")
    boss.sees("Steam 50 元 · 预计 2026-03-20 到，最多预购 10 件", "已付 2 件 · 下单未付 2 件 · 答应今天到 0 件")
    boss.misses("已过期")
    shop.forward(days=18)
    boss.says("/preorders")
    boss.sees("已付 2 件 · 下单未付 0 件 · 答应今天到 2 件")
    shop.forward(days=1)
    boss.says("/preorders")
    boss.sees("这一天已过", "答应今天到 0 件 · ⚠️ 已过期 2 件")
    boss.taps("Steam")
    boss.sees("要再定一天顾客才能预购")
    boss.taps("撤下预告")
    boss.sees("已撤下预告，不能再预购", "已付款的 2 件，答应的日期不变")
    boss.says("/preorders")
    boss.sees("已撤下预告")


def test_an_agent_sees_what_is_ordered_ahead_and_no_way_to_change_it(shop: ShopInTest, ana: PersonInTest) -> None:
    announces(shop)
    pays_ahead(shop, ana)
    agent = shop.agent(602, "Bo")

    agent.says("/preorders")
    agent.sees("expected on 2026-03-20, at most 3 paid ahead", "paid ahead 2 · not paid yet 0 · promised for today 0")
    agent.misses("📅 Steam")
    assert not any("📅" in label for label in agent.labels)
    ana.says("/preorders")
    ana.sees("for the shop’s staff")


def test_an_outdated_tap_on_withdraw_changes_nothing(shop: ShopInTest, boss: PersonInTest) -> None:
    announces(shop)
    boss.says("/products steam")
    shown = boss.messages[-1]
    data = shown.keyboard[2][1]["callback_data"]
    boss.taps("Withdraw announcement")
    boss.sees("Withdrawn")
    announces(shop)

    boss.taps_data(data, shown.message_id)

    with shop.database.read() as db:
        assert catalogue.the_product(db, "steam-50").expected_on == DAY
