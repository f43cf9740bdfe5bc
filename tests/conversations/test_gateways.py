"""Transcripts of a gateway that can be asked and gives money back: silence, double charges, refunds, lost replies.

Not here: the gateway's dialect (tests/bot/gateways), or Stars (test_stars).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from backend import audit, payments, points
from backend.money import Money
from backend.payments import GatewayNotice
from backend.people import Role
from bot.gateways.sign_type import SignType
from bot.reading import notice_to_json
from sandbox.epay.client import EpayClient
from sandbox.epay.desk import Desk
from sandbox.epay.routes import create_router
from sandbox.server import create_app, running
from sandbox.world import World
from storage.inbox import Arrival
from storage.payments import PaymentRow
from storage.stock import CardRow
from tests.clock import StoppedClock
from tests.conversations import chats
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import waits_for_payment

_moments = count(1)
MERCHANT, KEY = "1001", "a key both sides know"


@dataclass(frozen=True)
class Till:
    """The gateway as a customer and a script meet it."""

    shop: ShopInTest
    client: EpayClient

    def is_chosen(self, person: PersonInTest) -> str:
        """Have ordered two Steam cards and chosen this gateway; returns the address."""
        waits_for_payment(person)
        person.taps("💳", message=None)
        return person.address_on("100.00")

    def tells(self, person: PersonInTest, transaction: str) -> None:
        """Let a notice of this transaction come in, as the listener stores it."""
        paid = next(each for each in self.client.journal()["payments"] if each["trade_no"] == transaction)
        amount = Money.parse(paid["money"], "CNY")
        notice = GatewayNotice("epay", paid["number"], transaction, transaction, amount, self.shop.clock.now())
        self.shop.take_in(Arrival("gateway:epay", transaction, f"chat:{person.id}", json.dumps(notice_to_json(notice))))

    def goes_on(self, **length: float) -> None:
        """Let time pass, and the gateway be asked what there is to ask."""
        self.shop.forward(**length)
        self.shop.does_jobs()

    @property
    def given_back(self) -> list[str]:
        """What went back, in whole units."""
        return [each["money"] for each in self.client.journal()["refunds"]]


@pytest.fixture(scope="module")
def epay_url() -> Iterator[str]:
    """A stand-in, and every shop of this file with this gateway alone."""
    with a_stand_in() as url:
        yield url


@contextmanager
def a_stand_in(**more: object) -> Iterator[str]:
    """A stand-in, and until it is gone every shop with this gateway alone, and with these settings besides."""
    world = World(frozen_at=StoppedClock().now())
    desk = Desk(world, merchant=MERCHANT, key=KEY, sign_type=SignType.HMAC_SHA256)
    app = create_app(world)
    app.include_router(create_router(desk))
    usual = chats.settings_of
    with running(app, world) as url, pytest.MonkeyPatch.context() as patch:
        patch.setattr(chats, "settings_of", lambda database: usual(database).model_copy(update=_settings(url) | more))
        yield url
    world.close()


@pytest.fixture
def till(shop: ShopInTest, epay_url: str) -> Iterator[Till]:
    shop.clock.forward(seconds=next(_moments))  # so that no two tests of one gateway have orders of one number
    client = EpayClient(epay_url)
    till = Till(shop, client)
    before = len(till.given_back)
    yield till
    assert before <= len(till.given_back)
    with shop.database.read() as db:
        # one test takes the cards off the shelf by force, which the audit sees
        assert {violation.id for violation in audit.check(db, now=shop.clock.now())} <= {"I07"}
    client.close()


def _settings(url: str) -> dict[str, object]:
    return {
        "gateway_url": None,
        "gateway_key": None,
        "epay_url": f"{url}/epay",
        "epay_merchant": MERCHANT,
        "epay_key": SecretStr(KEY),
        "epay_sign_type": SignType.HMAC_SHA256,
    }


def since(till: Till, before: list[str]) -> list[str]:
    """What went back since then."""
    return till.given_back[len(before) :]


def test_a_payment_the_gateway_never_told_of_is_asked_about_and_delivered(till: Till, ana: PersonInTest) -> None:
    till.client.pays_at(till.is_chosen(ana))

    till.goes_on(minutes=1)

    ana.sees("is here!")
    seen = len(ana.messages)
    till.goes_on(minutes=30)
    assert not any("not paid" in message.text for message in ana.messages[seen:])


def test_a_payment_made_in_the_last_moment_is_found_after_the_order_has_lapsed(till: Till, ana: PersonInTest) -> None:
    address = till.is_chosen(ana)
    till.goes_on(minutes=15)
    ana.sees("was not paid in time")

    till.client.pays_at(address)
    till.goes_on(minutes=2)

    ana.sees("is here!")


def test_who_never_pays_is_asked_about_for_a_day_and_then_no_more(till: Till, ana: PersonInTest) -> None:
    till.is_chosen(ana)

    for _ in payments.ASKED_AFTER:
        till.goes_on(hours=12)

    with till.shop.database.read() as db:
        waiting = db.scalar(sa.text("select count(*) from timers where kind = 'payment-ask' and fired_at is null"))
    assert waiting == 0


def test_what_is_paid_twice_goes_back_by_itself(till: Till, shop: ShopInTest, ana: PersonInTest) -> None:
    address = till.is_chosen(ana)
    till.tells(ana, till.client.pays_at(address))
    ana.sees("is here!")
    before = till.given_back

    till.tells(ana, till.client.pays_at(address))
    ana.sees("was paid already", "the second CN¥100.00 is going back to where you paid it from")
    till.goes_on(seconds=1)

    ana.sees("✅ CN¥100.00 went back to where you paid it from")
    assert since(till, before) == ["100.00"]
    assert shop.balance_of(ana).minor == 0


def test_what_was_paid_twice_is_promised_back_on_the_page_until_it_went(
    till: Till, shop: ShopInTest, xiaomei: PersonInTest
) -> None:
    address = till.is_chosen(xiaomei)
    number = xiaomei.order_number()
    till.tells(xiaomei, till.client.pays_at(address))
    xiaomei.says(number)
    page = xiaomei.messages[-1]
    assert "已到货" in page.text
    assert "正在原路退回" not in page.text

    till.tells(xiaomei, till.client.pays_at(address))
    assert "¥100.00 正在原路退回" in page.text
    xiaomei.says(number)
    xiaomei.sees("已到货", "¥100.00 正在原路退回。3月2日 12:15 前会告诉您")
    till.goes_on(seconds=1)

    xiaomei.says(number)
    xiaomei.sees("已到货")
    xiaomei.misses("正在原路退回")
    with shop.database.read() as db:
        acts = (
            db.execute(sa.text("select what from audit_trail where what like 'promise%' order by id")).scalars().all()
        )
    assert acts == ["promised-refund", "promise-kept"]


def test_of_two_surpluses_the_page_names_both_and_stops_when_both_are_back(till: Till, ana: PersonInTest) -> None:
    address = till.is_chosen(ana)
    number = ana.order_number()
    till.tells(ana, till.client.pays_at(address))
    for _ in range(2):
        till.tells(ana, till.client.pays_at(address))
    ana.says(number)
    ana.sees("CN¥200.00 is on its way back")
    till.client.fails("drop-before", what="refund")

    for _ in range(2):
        till.goes_on(seconds=1)

    ana.says(number)
    ana.sees("CN¥100.00 is on its way back")
    till.goes_on(seconds=11)
    ana.says(number)
    ana.misses("is on its way back")


def test_money_for_a_cancelled_order_that_is_wanted_back_is_promised_on_its_page(till: Till, ana: PersonInTest) -> None:
    address = till.is_chosen(ana)
    number = ana.order_number()
    ana.says(number)
    ana.taps("Cancel order")
    ana.taps("Yes, cancel")
    till.tells(ana, till.client.pays_at(address))

    ana.taps("where")
    ana.says(number)

    ana.sees("cancelled", "CN¥100.00 is on its way back to where you paid it from")
    till.goes_on(seconds=1)
    ana.says(number)
    ana.sees("cancelled")
    ana.misses("is on its way back")


@pytest.mark.parametrize("mode", ["drop-reply", "drop-before"])
def test_a_refund_whose_reply_was_lost_is_given_once(till: Till, ana: PersonInTest, mode: str) -> None:
    address = till.is_chosen(ana)
    till.tells(ana, till.client.pays_at(address))
    before = till.given_back
    till.tells(ana, till.client.pays_at(address))
    till.client.fails(mode, what="refund")

    till.goes_on(seconds=1)
    ana.misses("went back")
    till.goes_on(seconds=10)

    ana.sees("✅ CN¥100.00 went back")
    assert since(till, before) == ["100.00"]


def test_a_refund_the_gateway_refuses_is_on_the_balance_and_admins_know(
    till: Till, shop: ShopInTest, ana: PersonInTest
) -> None:
    address = till.is_chosen(ana)
    till.tells(ana, till.client.pays_at(address))
    before = till.given_back
    till.tells(ana, till.client.pays_at(address))
    till.client.fails("reject", what="refund")

    till.goes_on(seconds=1)

    ana.sees("could not go back to where you paid it from, so it’s on your balance, all of it")
    assert shop.balance_of(ana) == Money(100_00, "CNY")
    assert any("refused" in told or "拒绝了退款" in told for told in shop.told)
    assert since(till, before) == []


def test_a_gateway_that_stays_silent_is_asked_for_a_quarter_of_an_hour_and_then_a_person_is_called(
    till: Till, shop: ShopInTest, ana: PersonInTest
) -> None:
    address = till.is_chosen(ana)
    till.tells(ana, till.client.pays_at(address))
    before = till.given_back
    till.tells(ana, till.client.pays_at(address))
    till.client.fails("drop-reply", what="refund")
    till.client.fails("500", what="refundquery", times=6)

    till.goes_on(seconds=1)
    for minutes in (1, 1, 1, 2, 4, 5):
        assert shop.told == []
        till.goes_on(minutes=minutes)

    assert len(shop.told) == 1
    assert "🚨" in shop.told[0]
    till.goes_on(hours=1)
    ana.sees("✅ CN¥100.00 went back")
    assert since(till, before) == ["100.00"]


def test_money_for_a_cancelled_order_goes_to_the_balance_and_back_if_its_owner_likes(
    till: Till, shop: ShopInTest, xiaomei: PersonInTest
) -> None:
    waits_for_payment(xiaomei)
    xiaomei.taps("在线支付")
    address = xiaomei.address_on("100.00")
    xiaomei.taps("返回")
    xiaomei.taps("取消订单")
    xiaomei.taps("确定取消")
    before = till.given_back

    till.tells(xiaomei, till.client.pays_at(address))
    xiaomei.sees("已经不能再收款", "¥100.00 已自动转入余额")
    assert shop.balance_of(xiaomei).minor == 100_00
    xiaomei.taps("原路退给我")
    xiaomei.sees("正在原路退回")
    till.goes_on(seconds=1)

    xiaomei.sees("✅ ¥100.00 已原路退回")
    assert since(till, before) == ["100.00"]
    assert shop.balance_of(xiaomei).minor == 0


def test_who_has_spent_it_can_not_have_it_sent_back(till: Till, shop: ShopInTest, ana: PersonInTest) -> None:
    address = till.is_chosen(ana)
    ana.taps("Back")
    ana.taps("Cancel order")
    ana.taps("Yes, cancel")
    till.tells(ana, till.client.pays_at(address))
    credited = ana.messages[-1]
    waits_for_payment(ana)
    ana.taps("Pay from balance")

    ana.taps("Send it back", message=credited)

    assert any("CN¥100.00 is needed" in message.text for message in ana.messages)
    assert shop.balance_of(ana).minor == 0


def test_a_supervisor_sends_an_order_that_cannot_be_delivered_back_to_its_source(
    till: Till, shop: ShopInTest, ana: PersonInTest
) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)
    address = till.is_chosen(ana)
    number = ana.order_number()
    with shop.database.transaction() as db:
        db.execute(sa.delete(CardRow))
    till.tells(ana, till.client.pays_at(address))
    before = till.given_back

    boss.says(f"/refund {number}")
    boss.taps("Back to its source (CN¥100.00)")
    boss.sees("is on its way back to where it came from")
    till.goes_on(seconds=1)

    assert any("✅ CN¥100.00 went back" in message.text for message in ana.messages)
    assert since(till, before) == ["100.00"]
    assert shop.balance_of(ana).minor == 0


def test_a_part_of_a_delivered_order_goes_back_once_for_each_question(
    till: Till, shop: ShopInTest, ana: PersonInTest
) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)
    till.tells(ana, till.client.pays_at(till.is_chosen(ana)))
    with shop.database.read() as db:
        number = str(db.scalar(sa.select(PaymentRow.number))).split("-")[0]
    before = till.given_back

    boss.says(f"/refund {number} 30.00")
    boss.sees("Send a part", "CN¥30.00")
    question = boss.messages[-1]
    data = question.keyboard[0][0]["callback_data"]
    boss.taps_data(data, question.message_id)
    boss.taps_data(data, question.message_id)
    till.goes_on(seconds=1)
    assert since(till, before) == ["30.00"]

    boss.says(f"/refund {number} 80")
    boss.taps("Back to its source")
    boss.sees("only CN¥70.00 can still go back")
    till.goes_on(seconds=1)
    assert since(till, before) == ["30.00"]
    ana.sees("✅ CN¥30.00 went back")


def test_a_part_that_goes_back_takes_the_points_it_earned_with_it(
    till: Till, shop: ShopInTest, ana: PersonInTest
) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)
    with shop.database.transaction() as db:
        points.set_earned(db, "CNY", 1, by="admin:1", now=shop.clock.now())
    till.tells(ana, till.client.pays_at(till.is_chosen(ana)))
    with shop.database.read() as db:
        number = str(db.scalar(sa.select(PaymentRow.number))).split("-")[0]

    boss.says(f"/refund {number} 30.00")
    boss.taps("Back to its source")

    ana.sees(f"Order {number} was refunded, so 30 of the points it earned were taken back", "Points: 70")
    ana.taps("My coupons")
    ana.sees("Points: 70")


def test_an_admin_says_that_an_order_was_paid_and_the_same_receipt_counts_once(
    till: Till, shop: ShopInTest, ana: PersonInTest
) -> None:
    owner = shop.agent(802, "Owner", role=Role.ADMIN)
    number = waits_for_payment(ana)

    owner.says(f"/paid {number} R-0001")
    owner.sees("really come", "CN¥100.00", "R-0001")
    owner.taps("CN¥100.00 came")
    till.goes_on(seconds=1)

    ana.sees("is here!")
    owner.sees("confirmed by hand, and paid")
    other = waits_for_payment(shop.person(503, "Bo")) if shop.left("steam-50") >= 2 else number
    owner.says(f"/paid {other} R-0001")
    owner.taps("came")
    till.goes_on(seconds=1)
    owner.sees("this receipt counted before")


def test_an_agent_cannot_say_so(till: Till, shop: ShopInTest, ana: PersonInTest) -> None:
    agent = shop.agent(803, "Lee")
    number = waits_for_payment(ana)

    agent.says(f"/paid {number} R-0001")

    agent.sees("for the shop’s staff")


def test_a_balance_is_topped_up_and_its_statement_says_so(till: Till, shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/balance")
    ana.taps("Top up")
    ana.offers("CN¥50.00", "CN¥500.00")
    ana.taps("CN¥100.00")
    ana.sees("CN¥100.00 for your balance")
    page = ana.messages[-1]

    till.client.pays_at(ana.address_on("100.00"))
    till.goes_on(minutes=1)

    ana.sees("✅ CN¥100.00 is on your balance")
    assert "is on your balance" in page.text
    waits_for_payment(ana)
    ana.taps("Pay from balance")
    ana.says("/balance")
    ana.taps("Statement")
    ana.sees("-CN¥100.00  paid for an order", "CN¥100.00  topped up")
    assert shop.balance_of(ana).minor == 0


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/topup 12.50", "CN¥12.50 for your balance"),
        ("/topup lots", "Please send an amount in CNY"),
        ("/topup -5", "Please send an amount in CNY"),
        ("/topup 0.50", "You can top up CN¥1.00 to CN¥5,000.00 at once"),
        ("/topup 999999", "You can top up CN¥1.00 to CN¥5,000.00 at once"),
    ],
)
def test_any_amount_within_bounds_can_be_topped_up(till: Till, ana: PersonInTest, said: str, answer: str) -> None:
    ana.says(said)

    ana.sees(answer)


def test_a_top_up_that_is_paid_twice_is_on_the_balance_twice(till: Till, shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/topup 10")
    address = ana.address_on("10.00")

    for _ in range(2):
        till.tells(ana, till.client.pays_at(address))

    assert shop.balance_of(ana) == Money(20_00, "CNY")


def test_whose_balance_never_moved_is_told_so(till: Till, ana: PersonInTest) -> None:
    ana.says("/balance")
    ana.taps("Statement")

    ana.sees("Nothing has moved")
    ana.offers("Balance", "Menu")


def test_a_refund_nobody_confirms_is_promised_on_the_page_and_told_of_before_anybody_asks(
    till: Till, shop: ShopInTest, ana: PersonInTest
) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)
    address = till.is_chosen(ana)
    number = ana.order_number()
    with shop.database.transaction() as db:
        db.execute(sa.delete(CardRow))
    till.tells(ana, till.client.pays_at(address))
    till.client.fails("drop-reply", what="refund")
    till.client.fails("500", what="refundquery", times=6)
    boss.says(f"/refund {number}")
    boss.taps("Back to its source")
    ana.says(number)
    ana.sees("refunded", "CN¥100.00 is on its way back", "you know that it’s there")

    till.goes_on(seconds=1)
    for minutes in (1, 1, 1, 2, 4, 5, 1):
        till.goes_on(minutes=minutes)

    ana.sees("has not been confirmed by the payment company", "Your money is not lost")
    assert sum("Nobody" in told or "到现在没有结果" in told for told in shop.told) == 1
    till.goes_on(hours=1)
    ana.sees("✅ CN¥100.00 went back")
    ana.says(number)
    ana.sees("You have been told where your money went")
    seen = len(ana.messages)
    till.goes_on(days=2)
    assert len(ana.messages) == seen
