"""Refunds to where the money came from: once for each reason, never more than came, and the books agree all the way."""

from datetime import timedelta

import pytest

from backend import orders, payments, refunds
from backend.errors import CannotRefund, NotEnoughBalance, RefundTooLarge
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.payments import Outcome, Payment
from backend.refunds import RefundStatus
from storage.database import Db
from storage.secrets import Vault
from tests.backend.given import NOW, PRICE, balance, broken_in, cards, delivered, held, notice, order, person, shelves


def paid_outside(db: Db, vault: Vault) -> tuple[Order, Payment]:
    """An order that was paid through a gateway."""
    shelves(db)
    cards(db, vault, 3)
    placed = order(db, person(db))
    payment = payments.open_gateway_payment(db, placed, gateway="epay", now=NOW)
    receipt = payments.receive(db, notice(payment), now=NOW)
    assert receipt.order is not None
    assert receipt.payment is not None
    return receipt.order, receipt.payment


def yuan(amount: int) -> Money:
    return Money(amount * 100, "CNY")


def test_an_order_goes_back_to_its_source_with_its_cards_on_the_shelf(db: Db, vault: Vault) -> None:
    paid, _ = paid_outside(db, vault)

    refund = payments.refund_to_source(db, paid, by="boss", why="test", now=NOW)

    assert (refund.amount, refund.status) == (paid.total, RefundStatus.WANTED)
    assert orders.the_order(db, paid.id).status is OrderStatus.REFUNDED
    assert held(db, paid) == 0
    assert broken_in(db) == []


def test_the_gateways_word_settles_it_once(db: Db, vault: Vault) -> None:
    paid, _ = paid_outside(db, vault)
    refund = payments.refund_to_source(db, paid, by="boss", why="test", now=NOW)
    refunds.begin(db, refund.id, now=NOW)

    done = refunds.note_done(db, refund.id, answer="ER1", now=NOW)

    assert done is not None
    assert done.status is RefundStatus.DONE
    assert refunds.note_done(db, refund.id, answer="ER1", now=NOW) is None
    assert refunds.note_rejected(db, refund.id, answer="late no", now=NOW) is None
    assert refunds.begin(db, refund.id, now=NOW) is None
    assert broken_in(db) == []


def test_what_the_gateway_refuses_is_on_the_balance_once(db: Db, vault: Vault) -> None:
    paid, _ = paid_outside(db, vault)
    buyer = person(db)
    refund = payments.refund_to_source(db, paid, by="boss", why="test", now=NOW)

    refunds.note_rejected(db, refund.id, answer="no", now=NOW)

    assert refunds.note_rejected(db, refund.id, answer="no", now=NOW) is None
    assert balance(db, buyer) == paid.total
    assert broken_in(db) == []


def test_one_that_is_stuck_can_still_be_settled(db: Db, vault: Vault) -> None:
    paid, _ = paid_outside(db, vault)
    refund = payments.refund_to_source(db, paid, by="boss", why="test", now=NOW)
    refunds.begin(db, refund.id, now=NOW)

    assert refunds.note_stuck(db, refund.id, answer="silence").status is RefundStatus.STUCK

    begun = refunds.begin(db, refund.id, now=NOW)
    assert begun is not None
    assert begun.status is RefundStatus.STUCK  # somebody looks into it, however often the gateway is asked meanwhile
    assert broken_in(db, now=NOW + timedelta(hours=2)) == []
    assert begun.attempts == 2
    assert refunds.note_done(db, refund.id, answer="ER1", now=NOW) is not None


def test_an_attempt_is_counted_before_the_gateway_is_asked(db: Db, vault: Vault) -> None:
    paid, _ = paid_outside(db, vault)
    refund = payments.refund_to_source(db, paid, by="boss", why="test", now=NOW)
    later = NOW + timedelta(minutes=1)

    first, second = (refunds.begin(db, refund.id, now=at) for at in (NOW, later))

    assert first is not None
    assert second is not None
    assert (first.attempts, second.attempts) == (1, 2)
    assert (first.asked_at, second.asked_at) == (NOW, NOW)


def test_parts_add_up_to_what_came_and_no_more(db: Db, vault: Vault) -> None:
    paid, payment = paid_outside(db, vault)
    delivered(db, paid, now=NOW)
    whole = paid.total.minor

    first = Money(whole // 2, "CNY")
    payments.refund_part(db, paid, first, key="a", by="boss", why="", now=NOW)
    again = payments.refund_part(db, paid, first, key="a", by="boss", why="", now=NOW)
    with pytest.raises(RefundTooLarge) as refusal:
        payments.refund_part(db, paid, Money(whole, "CNY"), key="b", by="boss", why="", now=NOW)
    payments.refund_part(db, paid, paid.total - first, key="c", by="boss", why="", now=NOW)

    assert refusal.value.arguments["left"] == paid.total - first
    assert [each.amount for each in refunds.of_payment(db, payment)] == [first, paid.total - first]
    assert again.amount == first
    assert len({each.number for each in refunds.of_payment(db, payment)}) == 2
    assert orders.the_order(db, paid.id).status is OrderStatus.DELIVERED
    assert broken_in(db) == []


def test_only_what_was_delivered_goes_back_in_parts_and_in_its_own_currency(db: Db, vault: Vault) -> None:
    paid, _ = paid_outside(db, vault)
    with pytest.raises(CannotRefund):
        payments.refund_part(db, paid, yuan(1), key="a", by="boss", why="", now=NOW)

    delivered(db, paid, now=NOW)
    for amount in (Money(0, "CNY"), Money(100, "USD")):
        with pytest.raises(CannotRefund):
            payments.refund_part(db, paid, amount, key="a", by="boss", why="", now=NOW)


def test_what_the_balance_paid_has_no_other_source(db: Db, vault: Vault) -> None:
    shelves(db)
    cards(db, vault, 3)
    placed = order(db, person(db, balance=PRICE))
    payments.pay_from_balance(db, orders.lock(db, placed.id), now=NOW)

    with pytest.raises(CannotRefund):
        payments.refund_to_source(db, placed, by="boss", why="", now=NOW)


def test_a_double_charge_goes_back_by_itself_where_the_gateway_gives_back(db: Db, vault: Vault) -> None:
    paid, payment = paid_outside(db, vault)

    receipt = payments.receive(db, notice(payment, event="2", txn="TXN-2"), may_return=True, now=NOW)

    assert receipt.outcome is Outcome.RETURNED
    assert receipt.refund is not None
    assert receipt.refund.amount == paid.total
    assert balance(db, person(db)).minor == 0
    again = payments.receive(db, notice(payment, event="3", txn="TXN-2"), may_return=True, now=NOW)
    assert (again.outcome, again.refund) == (Outcome.REPEATED, None)
    assert broken_in(db) == []


def test_money_for_a_refunded_order_is_credited_and_not_returned_as_a_double(db: Db, vault: Vault) -> None:
    paid, payment = paid_outside(db, vault)
    payments.refund_to_source(db, paid, by="boss", why="", now=NOW)

    receipt = payments.receive(db, notice(payment, event="2", txn="TXN-2"), may_return=True, now=NOW)

    assert receipt.outcome is Outcome.CREDITED
    assert balance(db, person(db)) == paid.total
    assert broken_in(db) == []


def test_credited_money_goes_back_only_to_its_owner_only_once_and_only_while_it_is_there(db: Db, vault: Vault) -> None:
    shelves(db)
    cards(db, vault, 3)
    buyer, other = person(db), person(db, 2)
    placed = order(db, buyer)
    payment = payments.open_gateway_payment(db, placed, gateway="epay", now=NOW)
    orders.cancel(db, placed, by="test", now=NOW)
    came = payments.receive(db, notice(payment), may_return=True, now=NOW).payment
    assert came is not None

    with pytest.raises(CannotRefund):
        payments.refund_credited(db, other, came.id, now=NOW)
    first = payments.refund_credited(db, buyer, came.id, now=NOW)
    assert payments.refund_credited(db, buyer, came.id, now=NOW).id == first.id

    assert balance(db, buyer).minor == 0
    assert broken_in(db) == []


def test_a_top_up_that_was_spent_does_not_go_back(db: Db, vault: Vault) -> None:
    shelves(db)
    cards(db, vault, 3)
    buyer = person(db)
    payment = payments.open_top_up(db, buyer, PRICE, gateway="epay", key="event:1", now=NOW)
    came = payments.receive(db, notice(payment), now=NOW).payment
    assert came is not None
    placed = order(db, buyer)
    payments.pay_from_balance(db, orders.lock(db, placed.id), now=NOW)

    with pytest.raises(NotEnoughBalance):
        payments.refund_credited(db, buyer, came.id, now=NOW)

    assert refunds.of_payment(db, came) == []
    assert broken_in(db) == []


def test_pauses_grow_for_a_quarter_of_an_hour_and_end() -> None:
    pauses = [pause for attempt in range(1, 20) if (pause := refunds.pause_after(attempt)) is not None]

    assert pauses == sorted(pauses)
    assert timedelta(minutes=10) < sum(pauses, timedelta()) <= timedelta(minutes=15)
