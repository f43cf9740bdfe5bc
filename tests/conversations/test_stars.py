"""Transcripts of paying with Stars: the invoice in the chat, the consent at the last moment, what goes back.

Not here: the platform's side of it (tests/bot/gateways, tests/sandbox).
"""

from typing import Any

import pytest

from backend import audit, ledger
from backend.money import Money
from backend.people import Role
from bot.drivers.driver import Rejected
from bot.drivers.memory_driver import ActsThenFails
from tests.conversations.chats import ADMIN, CATALOGUE, PersonInTest, ShopInTest

STARS_PRODUCT = """
[[products]]
id = "stars-pass"
category = "cards"
name = { zh-CN = "星享卡", en = "Star pass" }
about = { zh-CN = "一个月", en = "One month" }
aliases = ["starpass"]
account = "none"
currency = "XTR"
prices = { retail = "150", silver = "150", gold = "150" }
max_per_order = 1
sample_stock = 2
code_format = "DEMO-9999-9999"
"""


@pytest.fixture
def shop(shop: ShopInTest) -> ShopInTest:
    """The usual shop, with something for Stars as well."""
    shop.loads(catalogue_text=CATALOGUE + STARS_PRODUCT)
    shop.restock("stars-pass", "STAR-0001", "STAR-0002")
    return shop


def gets_an_invoice(shop: ShopInTest, person: PersonInTest) -> dict[str, Any]:
    """Have ordered a pass and chosen Stars; returns the invoice as the platform got it."""
    person.says("starpass")
    person.taps("🛒")
    person.taps("✅")
    person.taps("Stars")
    return invoices(shop)[-1]


def invoices(shop: ShopInTest) -> list[dict[str, Any]]:
    """Every invoice the platform was given."""
    return [parameters for method, parameters in shop.driver.calls if method == "sendInvoice"]


def asks(shop: ShopInTest, person: PersonInTest, payload: str, *, amount: int = 150) -> dict[str, Any]:
    """Let the platform ask for our consent; returns the answer."""
    asked = {"id": "q", "currency": "XTR", "total_amount": amount, "invoice_payload": payload}
    shop.receive({"update_id": shop.update_id(), "pre_checkout_query": {"from": sender(person), **asked}})
    return [parameters for method, parameters in shop.driver.calls if method == "answerPreCheckoutQuery"][-1]


def pays(shop: ShopInTest, person: PersonInTest, payload: str, *, charge: str = "charge-1", amount: int = 150) -> None:
    """Let the platform report the payment."""
    paid = {"currency": "XTR", "total_amount": amount, "invoice_payload": payload, "provider_payment_charge_id": ""}
    person.sends(
        date=int(shop.clock.now().timestamp()), successful_payment=paid | {"telegram_payment_charge_id": charge}
    )


def sender(person: PersonInTest) -> dict[str, Any]:
    return {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": "en"}


def stars_of(shop: ShopInTest, person: PersonInTest) -> int:
    with shop.database.read() as db:
        return ledger.balance(db, person.known_as(db), "XTR").minor


def refunds_asked(shop: ShopInTest) -> list[dict[str, Any]]:
    return [parameters for method, parameters in shop.driver.calls if method == "refundStarPayment"]


def goes_on(shop: ShopInTest, **length: float) -> None:
    shop.forward(**length)
    shop.does_jobs()


def test_an_order_in_stars_is_paid_in_the_chat_and_delivered(shop: ShopInTest, ana: PersonInTest) -> None:
    invoice = gets_an_invoice(shop, ana)
    assert (invoice["currency"], invoice["provider_token"]) == ("XTR", "")
    assert [price["amount"] for price in invoice["prices"]] == [150]
    assert len(invoice["title"]) <= 32

    assert asks(shop, ana, invoice["payload"])["ok"] is True
    pays(shop, ana, invoice["payload"])

    ana.sees("is here!", "Star pass")
    with shop.database.read() as db:
        assert audit.check(db, now=shop.clock.now()) == []


def test_other_currencies_are_not_paid_with_stars_nor_stars_elsewhere(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("starpass")
    ana.taps("🛒")
    ana.taps("✅")
    ana.offers("Pay with Stars")
    ana.misses("Pay online (demo)")

    ana.says("steam50")
    ana.taps("🛒")
    ana.says("1")
    ana.taps("✅")
    ana.offers("Pay online (demo)")
    ana.misses("Stars")


def test_the_same_payment_told_again_counts_once(shop: ShopInTest, ana: PersonInTest) -> None:
    payload = gets_an_invoice(shop, ana)["payload"]
    pays(shop, ana, payload)
    seen = len(ana.messages)

    pays(shop, ana, payload)

    assert len(ana.messages) == seen
    assert shop.left("stars-pass") == 1


def test_an_order_that_has_lapsed_is_not_let_through(shop: ShopInTest, ana: PersonInTest) -> None:
    payload = gets_an_invoice(shop, ana)["payload"]
    shop.forward(minutes=15)

    answer = asks(shop, ana, payload)

    assert answer["ok"] is False
    assert "can’t be paid any more" in answer["error_message"]


@pytest.mark.parametrize("amount", [1, 149, 151])
def test_another_amount_is_not_let_through(shop: ShopInTest, ana: PersonInTest, amount: int) -> None:
    payload = gets_an_invoice(shop, ana)["payload"]

    assert asks(shop, ana, payload, amount=amount)["ok"] is False


def test_somebody_elses_invoice_or_none_is_not_let_through(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    payload = gets_an_invoice(shop, ana)["payload"]
    xiaomei.says("/start")

    assert asks(shop, xiaomei, payload)["ok"] is False
    assert asks(shop, ana, "nothing of ours")["ok"] is False
    assert asks(shop, ana, payload)["ok"] is True


def test_a_second_tap_on_pay_is_not_let_through_while_the_first_is_under_way(
    shop: ShopInTest, ana: PersonInTest
) -> None:
    payload = gets_an_invoice(shop, ana)["payload"]
    assert asks(shop, ana, payload)["ok"] is True

    second = asks(shop, ana, payload)
    assert second["ok"] is False
    assert "being paid at the moment" in second["error_message"]
    shop.forward(seconds=61)
    assert asks(shop, ana, payload)["ok"] is True  # who was let through may have thought better of it


BACK_ALREADY = Rejected(400, "Bad Request: CHARGE_ALREADY_REFUNDED")


@pytest.mark.parametrize("outcomes", [[], [ActsThenFails(), BACK_ALREADY], [BACK_ALREADY]])
def test_stars_paid_twice_go_back_once(shop: ShopInTest, ana: PersonInTest, outcomes: list[Any]) -> None:
    payload = gets_an_invoice(shop, ana)["payload"]
    pays(shop, ana, payload)
    shop.driver.script("refundStarPayment", *outcomes)
    shop.driver.found["getStarTransactions"] = lambda _: {"transactions": []}

    pays(shop, ana, payload, charge="charge-2")
    ana.sees("was paid already", "going back")
    goes_on(shop, seconds=1)
    goes_on(shop, seconds=10)

    ana.sees("went back to where you paid it from")
    assert {each["telegram_payment_charge_id"] for each in refunds_asked(shop)} == {"charge-2"}
    assert {each["user_id"] for each in refunds_asked(shop)} == {ana.id}
    assert stars_of(shop, ana) == 0


def test_stars_that_come_too_late_buy_the_order_or_are_on_the_balance(shop: ShopInTest, ana: PersonInTest) -> None:
    payload = gets_an_invoice(shop, ana)["payload"]
    ana.taps("Back")
    ana.taps("Cancel order")
    ana.taps("Yes, cancel")

    pays(shop, ana, payload)

    ana.sees("can’t take money any more")
    assert stars_of(shop, ana) == 150
    ana.taps("Send it back")
    goes_on(shop, seconds=1)
    assert stars_of(shop, ana) == 0
    ana.sees("went back")


def test_stars_go_back_as_a_whole_so_a_part_is_on_the_balance(shop: ShopInTest, ana: PersonInTest) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)
    payload = gets_an_invoice(shop, ana)["payload"]
    pays(shop, ana, payload)

    boss.says(f"/refund {payload.split('-')[0]} 50")
    boss.taps("Back to its source")
    goes_on(shop, seconds=1)

    ana.sees("could not go back to where you paid it from")
    assert stars_of(shop, ana) == Money(50, "XTR").minor
    assert refunds_asked(shop) == []


def test_a_night_on_which_the_books_agree_says_nothing_and_one_on_which_they_differ_does(
    shop: ShopInTest, ana: PersonInTest
) -> None:
    owner = shop.person(ADMIN, "Owner")
    owner.says("/start")
    payload = gets_an_invoice(shop, ana)["payload"]
    pays(shop, ana, payload)
    at = int(shop.clock.now().timestamp())
    listed = [charge(payload, "charge-1", at=at)]
    shop.driver.found["getStarTransactions"] = lambda asked: {"transactions": listed[asked["offset"] :]}
    lets_the_night_pass(shop)
    assert not any("differ" in told for told in shop.told)
    owner.says("/trouble")
    owner.sees("Nothing was given up", "📒 stars, the day from Mar 2 00:00: all agrees (one movement)")

    at = int(shop.clock.now().timestamp())
    listed += [charge("NOBODYS-1", "charge-8", at=at), charge(payload, "charge-9", at=at)]
    lets_the_night_pass(shop)

    [told] = [told for told in shop.told if "differ" in told]
    assert "differ in 2 places" in told
    assert "NOBODYS-1 (charge-8): 150 ⭐ came there, and we know nothing of it" in told
    ana.says(payload.split("-")[0])
    ana.sees("The shop is seeing to this order by hand")

    owner.says("/trouble")
    owner.sees("D-000001", "NOBODYS-1", "give it back there", "D-000002", "2 differences")
    owner.taps("✅ D-000001")
    owner.misses("D-000001")
    owner.taps("✅ D-000002")
    owner.sees("Nothing was given up")


def test_the_night_is_planned_once_and_a_gateway_that_gives_no_statement_is_told_of(shop: ShopInTest) -> None:
    shop.person(ADMIN, "Owner").says("/start")
    shop.plans_the_night()
    lets_the_night_pass(shop)
    for _ in range(4):
        goes_on(shop, minutes=3)

    assert len([told for told in shop.told if "J-" in told or "incident" in told]) == 1


def charge(payload: str, name: str, *, at: int) -> dict[str, Any]:
    """A payment as the platform lists it."""
    source = {"type": "user", "transaction_type": "invoice_payment", "invoice_payload": payload}
    return {"id": name, "amount": 150, "date": at, "source": source}


def lets_the_night_pass(shop: ShopInTest) -> None:
    shop.plans_the_night()
    goes_on(shop, hours=24)
