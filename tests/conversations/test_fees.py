"""Transcripts of a way of paying that costs a fee: it is said before anything is paid, and wherever it stands later.

Not here: the reckoning (tests/backend/test_fees.py).
"""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from backend import audit
from backend.fees import NO_FEE, Fee
from backend.people import Role
from bot.gateways.epay_gateway import EpayGateway
from sandbox.epay.client import EpayClient
from storage.stock import CardRow
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import waits_for_payment
from tests.conversations.test_gateways import Till, a_stand_in, since
from tests.conversations.test_receipts import asks_for_it

FEE = Fee(percent_hundredths=150, fixed_hundredths=10)


@pytest.fixture(scope="module")
def epay_url() -> Iterator[str]:
    """A stand-in, and every shop of this file with this gateway alone, which takes 1.5 % and ten fen."""
    with a_stand_in(epay_fee=FEE) as url:
        yield url


@pytest.fixture
def till(shop: ShopInTest, epay_url: str) -> Iterator[Till]:
    client = EpayClient(epay_url)
    shop.clock.forward(seconds=len(client.journal()["payments"]) + 1)  # so that no two tests have orders of one number
    yield Till(shop, client)
    with shop.database.read() as db:
        # one test takes the cards off the shelf by force, which the audit sees
        assert {violation.id for violation in audit.check(db, now=shop.clock.now())} <= {"I07"}
    client.close()


def test_a_buyer_reads_what_a_way_of_paying_costs_before_paying(till: Till, ana: PersonInTest) -> None:
    waits_for_payment(ana)
    ana.sees("Total: CN¥100.00")
    ana.offers("💳 Pay online (+CN¥1.60 fee)")

    ana.taps("Pay online")
    ana.sees("CN¥100.00 in all", "“Pay online” adds a fee of CN¥1.60, so CN¥101.60 is to be paid there", "no fee")
    address = ana.address_on("Pay CN¥101.60")
    till.tells(ana, till.client.pays_at(address))
    ana.sees("is here!")
    ana.taps("Order details")
    number = ana.order_number()
    asks_for_it(ana)

    ana.sees(
        "Total: CN¥100.00", "Payment fee: CN¥1.60", f"Paid: CN¥101.60, Pay online, 2026-03-02 12:00, payment {number}-1"
    )


def test_the_same_in_chinese(till: Till, xiaomei: PersonInTest) -> None:
    waits_for_payment(xiaomei)
    xiaomei.offers("💳 在线支付（另加手续费 ¥1.60）")

    xiaomei.taps("在线支付")
    xiaomei.sees("合计 ¥100.00", "“在线支付”另收手续费 ¥1.60，到那边一共付 ¥101.60。用余额付不收手续费。")
    till.tells(xiaomei, till.client.pays_at(xiaomei.address_on("去支付 ¥101.60")))
    xiaomei.sees("到货了")
    xiaomei.taps("订单详情")
    asks_for_it(xiaomei)

    xiaomei.sees("合计：¥100.00", "支付手续费：¥1.60", "付款：¥101.60，在线支付")


def test_the_balance_costs_none(till: Till, shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.give(ana, "100")
    waits_for_payment(ana)

    ana.taps("Pay from balance")

    ana.sees("is here!")
    assert shop.balance_of(ana).minor == 0


def test_a_top_up_says_its_fee_on_its_page_and_in_the_statement(
    till: Till, shop: ShopInTest, ana: PersonInTest
) -> None:
    ana.says("/topup 88")
    ana.sees("CN¥88.00 for your balance", "“Pay online” adds a fee of CN¥1.42, so CN¥89.42 is to be paid there")
    ana.misses("costs no fee")

    till.tells(ana, till.client.pays_at(ana.address_on("Pay CN¥89.42")))

    ana.sees("CN¥88.00 is on your balance", "You have CN¥88.00 now")
    ana.taps("Balance")
    ana.taps("Statement")
    ana.sees("CN¥88.00  topped up, fee of CN¥1.42 paid on top")


def test_a_top_up_in_chinese(till: Till, xiaomei: PersonInTest) -> None:
    xiaomei.says("/topup 88")
    xiaomei.sees("充值 ¥88.00", "“在线支付”另收手续费 ¥1.42，到那边一共付 ¥89.42。")

    till.tells(xiaomei, till.client.pays_at(xiaomei.address_on("去支付 ¥89.42")))

    xiaomei.sees("¥88.00 已到余额")
    xiaomei.taps("余额")
    xiaomei.taps("账单")
    xiaomei.sees("充值（另付手续费 ¥1.42）")


def test_money_that_came_too_late_is_on_the_balance_with_its_fee(
    till: Till, shop: ShopInTest, xiaomei: PersonInTest
) -> None:
    waits_for_payment(xiaomei)
    xiaomei.taps("在线支付")
    address = xiaomei.address_on("¥101.60")
    xiaomei.taps("返回")
    xiaomei.taps("取消订单")
    xiaomei.taps("确定取消")
    before = till.given_back

    till.tells(xiaomei, till.client.pays_at(address))
    xiaomei.sees("已经不能再收款", "¥101.60 已自动转入余额")
    xiaomei.taps("原路退给我")
    till.goes_on(seconds=1)

    assert since(till, before) == ["101.60"]
    assert shop.balance_of(xiaomei).minor == 0


def test_what_is_paid_twice_goes_back_with_its_fee(till: Till, ana: PersonInTest) -> None:
    waits_for_payment(ana)
    ana.taps("Pay online")
    address = ana.address_on("101.60")
    before = till.given_back
    till.tells(ana, till.client.pays_at(address))

    till.tells(ana, till.client.pays_at(address))
    till.goes_on(seconds=1)

    ana.sees("✅ CN¥101.60 went back")
    assert since(till, before) == ["101.60"]


def test_an_order_that_cannot_be_delivered_gives_its_fee_back(till: Till, shop: ShopInTest, ana: PersonInTest) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)
    number = _is_paid_and_stuck(till, shop, ana)
    before = till.given_back

    boss.says(f"/refund {number}")
    boss.sees("Back to the balance: CN¥101.60")
    boss.offers("Back to its source (CN¥101.60)")
    boss.taps("Back to its source")
    boss.sees(f"CN¥101.60 of order {number} is on its way back")
    till.goes_on(seconds=1)

    assert any(f"could not deliver order {number}. CN¥101.60 is going back" in each.text for each in ana.messages)
    assert since(till, before) == ["101.60"]


def test_its_fee_goes_to_the_balance_with_it_and_the_statement_says_so(
    till: Till, shop: ShopInTest, ana: PersonInTest
) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)
    number = _is_paid_and_stuck(till, shop, ana)

    boss.says(f"/refund {number}")
    boss.taps("Refund CN¥101.60")

    boss.sees("CN¥101.60")
    ana.sees("CN¥101.60")
    assert shop.balance_of(ana).minor == 101_60
    ana.says("/balance")
    ana.taps("Statement")
    ana.sees("CN¥101.60  refund, with its fee of CN¥1.60")


def test_a_fee_that_changes_counts_for_what_is_opened_from_then_on(
    till: Till, ana: PersonInTest, xiaomei: PersonInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits_for_payment(ana)
    ana.taps("Pay online")
    ana.offers("Pay CN¥101.60")

    _costs(monkeypatch, Fee(percent_hundredths=500))
    ana.taps("Back")
    ana.offers("Pay online (+CN¥1.60 fee)")
    ana.taps("Pay online")
    ana.sees("adds a fee of CN¥1.60")

    _costs(monkeypatch, NO_FEE)
    ana.taps("Back")
    ana.taps("Pay online")
    ana.sees("adds a fee of CN¥1.60")
    till.tells(ana, till.client.pays_at(ana.address_on("101.60")))
    ana.sees("is here!")
    waits_for_payment(xiaomei)
    assert "💳 在线支付" in xiaomei.labels


def _is_paid_and_stuck(till: Till, shop: ShopInTest, person: PersonInTest) -> str:
    """Have paid for cards that are gone; returns the order's number."""
    waits_for_payment(person)
    person.taps("Pay online")
    number = person.order_number()
    with shop.database.transaction() as db:
        db.execute(sa.delete(CardRow))
    till.tells(person, till.client.pays_at(person.address_on("101.60")))
    return number


def _costs(monkeypatch: pytest.MonkeyPatch, fee: Fee) -> None:
    """Let the owner have changed the setting and started again."""
    monkeypatch.setattr(EpayGateway, "fee", property(lambda gateway: fee), raising=False)
