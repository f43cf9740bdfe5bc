"""Transcripts of looking into it: the cause in plain words, its remedy as a button, a human who knows it all."""

import pytest
import sqlalchemy as sa

from backend import freezes, orders
from backend.freezes import FreezeReason
from backend.people import Role
from bot.drivers.driver import Rejected
from tests.conversations.chats import ADMIN, STAFF_GROUP, PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, at_the_quantity, has_delivery, waits_for_payment
from tests.conversations.test_account import places
from tests.conversations.test_amends import reports
from tests.conversations.test_licences import LICENSED, hands_in
from tests.conversations.test_maintenance import is_on
from tests.conversations.test_promises import becomes_late, pays_for_nothing
from tests.conversations.test_strangers import taps_forged


@pytest.fixture
def su(shop: ShopInTest) -> PersonInTest:
    """A supervisor who reads English."""
    return shop.agent(602, "Su", role=Role.SUPERVISOR)


@pytest.fixture
def boss(shop: ShopInTest) -> PersonInTest:
    """The owner, who reads English here."""
    boss = shop.person(ADMIN, "Boss")
    boss.says("/start")
    return boss


def has_order_unpaid(shop: ShopInTest, person: PersonInTest) -> str:
    person.says("/start")
    shop.give(person, "200")
    return waits_for_payment(person)


def test_nothing_found_is_said_and_a_human_is_offered(ana: PersonInTest) -> None:
    ana.says("why can't I place an order?")

    ana.sees("I found no cause", "nothing keeps you from ordering")
    ana.offers("A human, with these findings", "Look again", "Test my connection")


def test_from_the_help_page_one_says_what_is_wrong(xiaomei: PersonInTest) -> None:
    xiaomei.says("/help")
    xiaomei.taps("自检")
    xiaomei.sees("哪里不对劲")
    xiaomei.taps("付了钱没收到")

    xiaomei.sees("没查出原因", "没有该到而没到的订单")


def test_an_unpaid_order_is_the_cause_and_paying_the_remedy(xiaomei: PersonInTest) -> None:
    number = waits_for_payment(xiaomei)

    xiaomei.says("付了钱怎么没到货")

    xiaomei.sees("查到了", number, "还没付款，所以没有发货")
    xiaomei.taps("去付款")
    xiaomei.sees("待付款")


def test_maintenance_has_an_end_and_whoever_waits_is_told(shop: ShopInTest, ana: PersonInTest) -> None:
    owner = shop.person(ADMIN, "老板", "zh-hans")
    owner.says("/start")
    is_on(shop, owner)
    ana.says("it won't let me order")

    ana.sees("Found it", "under maintenance until about Mar 2 13:00")
    ana.taps("Tell me when it’s over")
    ana.sees("tell you")


def test_what_is_sold_out_can_be_waited_for(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    shop.sells_out("steam-50")

    xiaomei.says("steam50怎么买不了")

    xiaomei.sees("查到了", "卖完了")
    xiaomei.taps("排队等货")
    xiaomei.sees("排上了")


def test_the_limit_for_one_person_is_named(shop: ShopInTest, ana: PersonInTest, boss: PersonInTest) -> None:
    boss.says("/products")
    boss.taps("Steam")
    boss.taps("Bulk prices and limits")
    boss.says("max=2/30")
    has_order_unpaid(shop, ana)
    ana.taps("💰")

    ana.says("I can't buy steam50 again")

    ana.sees("Found it", "2", "30 days")
    ana.offers("See the product")


def test_a_licence_is_missing_then_in_review_then_it_is_not_the_hour(
    shop: ShopInTest, ana: PersonInTest, su: PersonInTest
) -> None:
    shop.loads(LICENSED)
    ana.says("cannot buy steam50")
    ana.sees("Found it", "licensed retailers only")
    ana.offers("Send a licence")
    hands_in(ana)
    ana.says("cannot buy steam50")
    ana.sees("still being looked at")
    su.taps("Accept · silver")
    shop.forward(hours=9)

    ana.says("cannot buy steam50")

    ana.sees("Found it", "Orders open again at Mar 3 09:00")


def test_a_licence_that_ended_is_named_with_its_day(shop: ShopInTest, ana: PersonInTest, su: PersonInTest) -> None:
    shop.loads(LICENSED)
    hands_in(ana, ends_on="2026-03-04")
    su.taps("Accept · silver")
    shop.forward(days=3)

    ana.says("cannot buy steam50")

    ana.sees("Found it", "2026-03-04")
    ana.taps("Send a licence")
    ana.sees("What is your licence number?")


def test_in_the_middle_of_an_order_what_is_being_ordered_is_looked_at(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)
    shop.sells_out("mobile-100")

    xiaomei.says("一直下不了单啊")

    xiaomei.sees("查到了", "卖完了")
    xiaomei.offers("排队等货", "继续")


def test_an_order_nothing_hinders_is_gone_on_with(ana: PersonInTest) -> None:
    at_the_quantity(ana)
    ana.says("your checkout doesn't work")
    ana.sees("I found no cause")

    ana.taps("Continue choosing a quantity")

    ana.sees("How many?")


def test_a_paid_order_waits_for_stock_and_is_tried_again_at_a_tap(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    pays_for_nothing(shop, xiaomei)
    xiaomei.says("钱扣了卡没到")
    xiaomei.sees("查到了", "货架正好空了", "承诺 3月2日 12:10 前到货")

    xiaomei.taps("现在再发一次货")
    xiaomei.sees("刚又试了一次，还没有货", "货架正好空了")

    shop.restock("steam-50", "NEW-1", "NEW-2")
    xiaomei.taps("现在再发一次货")
    xiaomei.sees("到货了")
    shop.forward(minutes=2)
    assert sum("到货了！" in message.text for message in xiaomei.messages) == 1


def test_a_late_order_may_be_had_or_given_up(shop: ShopInTest, ana: PersonInTest) -> None:
    becomes_late(shop, ana)

    ana.says("I paid and nothing came, where is it")

    ana.sees("Found it", "is late, and we’re very sorry", "By Mar 3 12:10 at the latest")
    ana.offers("Try to deliver now", "Money back", "I’ll wait")


def test_codes_never_opened_are_a_tap_away(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    has_delivery(shop, xiaomei)

    xiaomei.says("付了钱没有收到卡密")

    xiaomei.sees("查到了", "卡密还没打开过")
    xiaomei.taps("查看卡密")
    xiaomei.sees("CODE-steam-50-0")


def test_a_delivery_whose_message_never_got_out_is_found(shop: ShopInTest, ana: PersonInTest) -> None:
    has_order_unpaid(shop, ana)
    blocked = Rejected(403, "Forbidden: bot was blocked by the user")
    shop.driver.script("sendMessage", blocked)
    ana.taps("💰")
    ana.says("/start")

    ana.says("I paid but nothing arrived")

    ana.sees("Found it", "the message that says so never got out")
    ana.sees("Also", "Messages that never arrived")
    ana.taps("Show codes")
    ana.sees("CODE-steam-50-0")


def test_who_had_us_blocked_hears_what_they_missed(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    has_order_unpaid(shop, xiaomei)
    blocked = Rejected(403, "Forbidden: bot was blocked by the user")
    shop.driver.script("sendMessage", blocked)
    xiaomei.taps("💰")
    xiaomei.says("/start")

    xiaomei.says("/diagnose")
    xiaomei.taps("登不上")

    xiaomei.sees("查到了", "有 1 条消息没能送到", "停用了我")
    xiaomei.taps("我的订单")
    xiaomei.sees("我的订单")


def test_a_payment_nobody_told_us_of_is_asked_about(shop: ShopInTest, ana: PersonInTest) -> None:
    number = waits_for_payment(ana)
    ana.taps("💳")
    address = ana.address_on("100.00")
    shop.forward(minutes=3)

    ana.says("I paid and did not get anything")

    ana.sees("Found it", number, "hasn’t told us of any money", "don’t pay twice")
    ana.taps("Check the payment again")
    ana.sees("The payment company is being asked", "waiting for payment")
    shop.has_paid(address)
    ana.sees("is here!")


def test_a_lapsed_order_is_ordered_again(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    waits_for_payment(xiaomei)
    shop.forward(minutes=20)

    xiaomei.says("我的货怎么还没到")

    xiaomei.sees("查到了", "没有按时付款", "已自动关闭，没有扣款")
    xiaomei.taps("再来一单")
    xiaomei.sees("要几件")


def test_a_gateway_that_several_people_hear_nothing_of_is_named(shop: ShopInTest, ana: PersonInTest) -> None:
    for number in (701, 702, 703):
        other = shop.person(number, f"P{number}")
        other.says("steam50")
        other.taps("🛒")
        other.taps("1")
        other.taps("✅")
        other.taps("💳")
    shop.forward(minutes=4)

    ana.says("my payment does not go through")

    ana.sees("Found it", "Since Mar 2 12:00 the payment company has told us nothing", "don’t pay again")


def test_a_known_incident_is_admitted(shop: ShopInTest, ana: PersonInTest, boss: PersonInTest) -> None:
    has_order_unpaid(shop, ana)
    reports(boss)
    ana.says("/cancel")
    ana.says("it's so slow, the bot does not respond")

    ana.sees("Found it", "affecting a number of customers")


def test_a_frozen_account_is_named_before_all_else_with_its_way_out(
    shop: ShopInTest, xiaomei: PersonInTest, su: PersonInTest
) -> None:
    xiaomei.says("/start")
    su.says("/start")
    shop.sells_out("steam-50")
    with shop.database.transaction() as db:
        person, by = xiaomei.known_as(db), su.known_as(db)
        freezes.freeze(db, person, FreezeReason.ACTIVITY, why="a burst of orders", by=by, now=shop.clock.now())

    xiaomei.says("steam50怎么买不了")

    xiaomei.sees("查到了", "冻结", "另外", "Steam 50 元 的库存不够")
    xiaomei.taps("马上解冻")
    xiaomei.sees("分享本人手机号")


def test_who_has_to_show_a_phone_before_paying_is_told_so(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/menu")
    for _ in range(6):
        places(ana)
    number = ana.order_number()

    ana.taps("What’s wrong?")

    ana.sees("Found it", "One short check before you pay", number)
    ana.taps("Add my phone")
    ana.misses("Found it")


def test_a_dead_code_is_handed_on_with_what_was_found(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    shop.group()
    bo = shop.agent(601, "Bo")
    has_delivery(shop, xiaomei)
    xiaomei.taps("查看卡密")
    xiaomei.says("卡密用不了，提示无效")
    xiaomei.sees("查到了", "第一次打开是", "整串复制")

    xiaomei.taps("卡密用不了，要换")

    xiaomei.sees("查到的情况也一起交给了店员", "T-1")
    topic = bo.in_topic("ticket:1")
    topic.sees("卡密用不了", "顾客找人之前做过自检", "第一次打开")
    topic.taps("接手")
    topic.taps("补发卡密")
    topic.sees("Code 1: as delivered")


def test_the_customer_is_never_shown_the_note_nor_is_it_said_in_their_name(shop: ShopInTest, ana: PersonInTest) -> None:
    shop.group()
    bo = shop.agent(601, "Bo")
    pays_for_nothing(shop, ana)
    ana.says("I paid and nothing came")
    ana.taps("A human, with these findings")
    ana.sees("passed on what I found")

    topic = bo.in_topic("ticket:1")

    topic.sees("顾客找人之前做过自检（没收到货）", "缺货，承诺")
    assert not any("自检" in message.text or "looked into" in message.text for message in ana.messages)
    assert not any("👤" in message.text and "自检" in message.text for message in topic.messages[1:])
    ana.says("please hurry")
    topic.sees("please hurry")


def test_asking_twice_adds_one_note(shop: ShopInTest, ana: PersonInTest) -> None:
    shop.group()
    has_order_unpaid(shop, ana)
    for _ in range(2):
        ana.says("/diagnose")
        ana.taps("I paid, nothing came")
        ana.taps("A human, with these findings")

    with shop.database.read() as db:
        notes = db.execute(sa.text("select count(*) from ticket_messages where side = 'shop'")).scalar_one()
    assert notes == 1
    assert sum("自检" in message.text for message in shop.driver.chats[STAFF_GROUP]) == 1


def test_an_order_page_leads_to_what_is_the_matter_with_that_order(shop: ShopInTest, ana: PersonInTest) -> None:
    number = has_order_unpaid(shop, ana)

    ana.taps("What’s wrong?")

    ana.sees("Found it", number, "isn’t paid yet")


def test_the_connection_is_measured_by_a_tap(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    xiaomei.says("机器人怎么没反应")
    xiaomei.taps("测一下连接")
    xiaomei.sees("看到就点一下")
    shop.clock.forward(seconds=4)

    xiaomei.taps("点这里")

    xiaomei.sees("连接测试", "我们这边处理：0.0 秒", "从发出到您点：4.0 秒", "多半是您那边的网络")


@pytest.mark.parametrize("name", ["diagnosis", "diagnosis.deliver", "diagnosis.dead-code", "diagnosis.ask-payment"])
def test_what_is_not_ones_own_is_not_looked_into(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest, name: str
) -> None:
    pays_for_nothing(shop, ana)
    with shop.database.read() as db:
        order_id = orders.orders_of(db, ana.known_as(db), page=1, per_page=1).items[0].id
    xiaomei.says("/start")
    shop.restock("steam-50", "NEW-1", "NEW-2")

    taps_forged(shop, xiaomei, name, {"order": order_id})

    xiaomei.sees("没有找到这笔订单")


def test_a_cause_is_looked_for_anew_at_each_tap(shop: ShopInTest, ana: PersonInTest) -> None:
    pays_for_nothing(shop, ana)
    ana.says("I paid and nothing came")
    ana.sees("the shelf is empty")
    shop.forward(minutes=11)

    ana.says("I paid and nothing came")

    ana.sees("is late, and we’re very sorry")


def test_of_how_many_somebody_speaks_is_looked_into(shop: ShopInTest, ana: PersonInTest, boss: PersonInTest) -> None:
    boss.says("/products")
    boss.taps("Steam")
    boss.taps("Bulk prices and limits")
    boss.says("max=2/30")
    ana.says("/start")

    ana.says("I can't buy 3 steam50")

    ana.sees("Found it", "30 days")


def test_a_payment_that_came_meanwhile_is_not_asked_about(shop: ShopInTest, ana: PersonInTest) -> None:
    waits_for_payment(ana)
    ana.taps("💳")
    address = ana.address_on("100.00")
    shop.forward(minutes=3)
    ana.says("I paid and did not get anything")
    with shop.database.read() as db:
        placed = orders.orders_of(db, ana.known_as(db), page=1, per_page=1).items[0]
    shop.has_paid(address)

    taps_forged(shop, ana, "diagnosis.ask-payment", {"order": placed.id})

    ana.sees(placed.number)
    assert not any("is being asked" in message.text for message in ana.messages)


def test_it_is_said_which_good_was_looked_at_or_that_none_was(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("I can't check out")
    ana.sees("I looked at your account, maintenance and ways to pay", "Tell me what you want to buy")

    ana.says("checkout always fails for steam50")
    ana.sees("For “Steam ¥50” I looked at", "stock", "nothing keeps you from ordering it")

    shop.sells_out("steam-50")
    ana.says("I still cannot buy the steam card")
    ana.sees("Found it", "sold out")
