"""Taking money: from a balance, through a gateway, twice, late, wrong, and never losing any."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import ledger, orders, payments, stock
from backend.errors import CannotPay, CannotRefund, NotEnoughBalance
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.payments import GatewayNotice, Outcome, PaymentStatus
from backend.people import Person
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE

NOTHING = Money(0, "CNY")
LATE = NOW + timedelta(minutes=20)


@pytest.fixture(autouse=True)
def _shop(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 1)


@pytest.fixture
def ana(db: Db) -> Person:
    return given.person(db)


@pytest.fixture
def order(db: Db, ana: Person) -> Order:
    return given.order(db, ana)


def test_paying_from_the_balance_takes_the_total_once(db: Db, ana: Person, order: Order) -> None:
    ledger.credit(db, ana, PRICE * 3, ref="r", why="", now=NOW)

    first = given.paid(db, order, now=NOW)
    again = given.paid(db, order, now=NOW)

    assert first == again
    assert ledger.balance(db, ana, "CNY") == PRICE * 2
    assert orders.the_order(db, order.id).status is OrderStatus.PAID


def test_a_balance_too_low_pays_nothing_even_if_the_caller_goes_on(db: Db, ana: Person, order: Order) -> None:
    ledger.credit(db, ana, PRICE - Money(1, "CNY"), ref="r", why="", now=NOW)

    with pytest.raises(NotEnoughBalance) as refusal:
        given.paid(db, order, now=NOW)

    assert refusal.value.arguments == {"balance": Money(4999, "CNY"), "needed": PRICE}
    assert orders.the_order(db, order.id).status is OrderStatus.AWAITING_PAYMENT
    assert ledger.balance(db, ana, "CNY") == Money(4999, "CNY")


def test_a_cancelled_order_takes_no_payment(db: Db, ana: Person, order: Order) -> None:
    orders.cancel(db, order, by=ana.who, now=NOW)

    with pytest.raises(CannotPay):
        given.paid(db, order, now=NOW)
    with pytest.raises(CannotPay):
        payments.open_gateway_payment(db, order, gateway="sandbox", now=NOW)


def test_an_open_payment_is_used_again(db: Db, order: Order) -> None:
    first = given.open_payment(db, order)

    assert given.open_payment(db, order) == first
    assert payments.open_gateway_payment(db, order, gateway="other", now=NOW).number != first.number


def test_the_payments_of_an_order_are_numbered_one_after_the_other(db: Db, ana: Person, order: Order) -> None:
    ledger.credit(db, ana, PRICE, ref="r", why="", now=NOW)
    asked = [payments.open_gateway_payment(db, order, gateway=gateway, now=NOW) for gateway in ("sandbox", "other")]

    given.paid(db, order, now=NOW)

    numbers = list(db.scalars(sa.text("select number from payments order by id")))
    assert numbers == [f"{order.number}-{nth}" for nth in (1, 2, 3)]
    assert numbers[:2] == [payment.number for payment in asked]


def test_a_notice_pays_the_order(db: Db, ana: Person, order: Order) -> None:
    receipt = payments.receive(db, given.notice(given.open_payment(db, order)), now=NOW)

    assert receipt.outcome is Outcome.CAPTURED
    assert receipt.order is not None
    assert receipt.order.status is OrderStatus.PAID
    assert receipt.payment is not None
    assert receipt.payment.provider_txn == "TXN-1"
    assert ledger.balance(db, ana, "CNY") == NOTHING


@pytest.mark.parametrize("event", ["event-1", "event-2"], ids=["same notice", "same transaction, told anew"])
def test_a_repeated_notice_does_nothing(db: Db, ana: Person, order: Order, event: str) -> None:
    payment = given.open_payment(db, order)
    payments.receive(db, given.notice(payment), now=NOW)

    receipt = payments.receive(db, given.notice(payment, event=event), now=NOW)

    assert receipt.outcome is Outcome.REPEATED
    assert receipt.order is not None
    assert receipt.order.id == order.id
    assert ledger.balance(db, ana, "CNY") == NOTHING


def test_a_second_transaction_for_a_paid_order_goes_to_the_balance(db: Db, ana: Person, order: Order) -> None:
    payment = given.open_payment(db, order)
    payments.receive(db, given.notice(payment), now=NOW)

    receipt = payments.receive(db, given.notice(payment, event="event-2", txn="TXN-2"), now=NOW)

    assert receipt.outcome is Outcome.CREDITED
    assert ledger.balance(db, ana, "CNY") == PRICE


def test_gateway_money_for_an_order_paid_from_the_balance_goes_to_the_balance(
    db: Db, ana: Person, order: Order
) -> None:
    payment = given.open_payment(db, order)
    ledger.credit(db, ana, PRICE, ref="r", why="", now=NOW)
    given.paid(db, order, now=NOW)

    receipt = payments.receive(db, given.notice(payment), now=NOW)

    assert receipt.outcome is Outcome.CREDITED
    assert ledger.balance(db, ana, "CNY") == PRICE


def test_late_money_pays_the_expired_order_while_there_is_stock(db: Db, order: Order) -> None:
    payment = given.open_payment(db, order)
    orders.expire(db, order.id, now=LATE)

    receipt = payments.receive(db, given.notice(payment), now=LATE)

    assert receipt.outcome is Outcome.CAPTURED_LATE
    assert stock.count_held(db, order.id) == 1
    assert orders.the_order(db, order.id).closed_at is None


def test_late_money_goes_to_the_balance_when_the_stock_is_gone(db: Db, ana: Person, order: Order) -> None:
    payment = given.open_payment(db, order)
    orders.expire(db, order.id, now=LATE)
    given.order(db, given.person(db, 2), now=LATE)

    receipt = payments.receive(db, given.notice(payment), now=LATE)

    assert receipt.outcome is Outcome.CREDITED
    assert ledger.balance(db, ana, "CNY") == PRICE
    assert orders.the_order(db, order.id).status is OrderStatus.EXPIRED


def test_money_for_a_cancelled_order_goes_to_the_balance(db: Db, ana: Person, order: Order) -> None:
    payment = given.open_payment(db, order)
    orders.cancel(db, order, by=ana.who, now=NOW)

    receipt = payments.receive(db, given.notice(payment), now=NOW)

    assert receipt.outcome is Outcome.CREDITED
    assert ledger.balance(db, ana, "CNY") == PRICE
    assert stock.level(db, CARD).available == 1


@pytest.mark.parametrize(
    "amount",
    [Money(4999, "CNY"), Money(5001, "CNY"), Money(5000, "USD")],
    ids=["too little", "too much", "another currency"],
)
def test_another_amount_is_refused_and_the_right_one_still_counts(
    db: Db, ana: Person, order: Order, amount: Money
) -> None:
    payment = given.open_payment(db, order)

    refused = payments.receive(db, given.notice(payment, amount=amount), now=NOW)
    right = payments.receive(db, given.notice(payment, event="event-2"), now=NOW)

    assert (refused.outcome, right.outcome) == (Outcome.REFUSED, Outcome.CAPTURED)
    assert refused.why == "50.00 CNY was to be paid"


@pytest.mark.parametrize(
    ("gateway", "number"),
    [("sandbox", "NO-SUCH"), ("other", None)],
    ids=["unknown number", "another gateway's payment"],
)
def test_a_notice_for_no_payment_of_this_gateway_is_refused(
    db: Db, order: Order, gateway: str, number: str | None
) -> None:
    payment = given.open_payment(db, order)

    receipt = payments.receive(db, GatewayNotice(gateway, number or payment.number, "T", "E", PRICE, NOW), now=NOW)

    assert (receipt.outcome, receipt.order) == (Outcome.REFUSED, None)
    assert orders.the_order(db, order.id).status is OrderStatus.AWAITING_PAYMENT


def test_a_refund_returns_the_money_and_frees_the_cards_once(db: Db, ana: Person, order: Order) -> None:
    payments.receive(db, given.notice(given.open_payment(db, order)), now=NOW)

    refunded = payments.refund_to_balance(db, order, by="shop", why="broken", now=NOW)
    again = payments.refund_to_balance(db, order, by="shop", why="broken", now=NOW)

    assert refunded == again
    assert refunded.status is OrderStatus.REFUNDED
    assert ledger.balance(db, ana, "CNY") == PRICE
    assert stock.level(db, CARD).available == 1


def test_an_unpaid_order_has_nothing_to_refund(db: Db, ana: Person, order: Order) -> None:
    with pytest.raises(CannotRefund):
        payments.refund_to_balance(db, order, by="shop", why="", now=NOW)

    assert ledger.balance(db, ana, "CNY") == NOTHING


def test_the_status_of_a_payment_tells_what_became_of_the_money(db: Db, ana: Person, order: Order) -> None:
    payment = given.open_payment(db, order)
    orders.cancel(db, order, by=ana.who, now=NOW)

    receipt = payments.receive(db, given.notice(payment), now=NOW)

    assert receipt.payment is not None
    assert (payment.status, receipt.payment.status) == (PaymentStatus.OPEN, PaymentStatus.CREDITED)
