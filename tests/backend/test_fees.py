"""Fees: exact to the minor unit, charged once, and given back with what they were charged for."""

from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import given as drawn

from backend import ledger, orders, payments, reconciliation, refunds
from backend.errors import PaymentNotFound, RefundTooLarge
from backend.fees import NO_FEE, Fee, InvalidFee
from backend.ledger import Account
from backend.money import MINOR_DIGITS, Money
from backend.orders import Order
from backend.payments import Outcome, Payment
from backend.reconciliation import Line, LineKind
from backend.refunds import Refund
from storage.database import Database, Db
from storage.ledger import EntryRow
from storage.payments import PaymentRow
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW, PRICE, balance, broken, broken_in, cards, delivered, notice, order, person, shelves
from tests.backend.test_races import at_once

FEE = Fee(percent_hundredths=150, fixed_hundredths=10)
FEE_OF_AN_ORDER = Money(85, "CNY")
"""Of ¥50.00: 1.5 % are ¥0.75, and ten fen."""


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("1.5%", Fee(150)),
        ("0.38%", Fee(38)),
        ("20%", Fee(2000)),
        ("0.10", Fee(0, 10)),
        ("2", Fee(0, 200)),
        ("1.5%+0.10", Fee(150, 10)),
        (" 1.5 % + 0.1 ", Fee(150, 10)),
        ("0%", NO_FEE),
    ],
)
def test_a_fee_is_read_as_owners_write_it(text: str, fee: Fee) -> None:
    assert Fee.parse(text) == fee


@pytest.mark.parametrize(
    "text", ["", "1.5%0.10", "+0.10", "0.10+1.5%", "-1%", "1,5%", "1.555%", "20.01%", "99%", "x", "١%"]
)
def test_what_is_no_fee_is_refused(text: str) -> None:
    with pytest.raises(InvalidFee, match="a fee is"):
        Fee.parse(text)


@pytest.mark.parametrize(
    ("fee", "amount", "wanted"),
    [
        (Fee(150), Money(5000, "CNY"), 75),
        (Fee(150), Money(33, "CNY"), 0),
        (Fee(150), Money(34, "CNY"), 1),
        (Fee(50), Money(100, "CNY"), 1),
        (Fee(49), Money(100, "CNY"), 0),
        (Fee(40, 10), Money(100, "CNY"), 10),
        (Fee(0, 49), Money(100, "JPY"), 0),
        (Fee(0, 50), Money(100, "JPY"), 1),
        (Fee(25, 25), Money(100, "JPY"), 1),
        (NO_FEE, Money(5000, "CNY"), 0),
    ],
)
def test_both_parts_are_rounded_once_and_half_up(fee: Fee, amount: Money, wanted: int) -> None:
    assert fee.on(amount) == Money(wanted, amount.currency)


@drawn(st.integers(0, 2000), st.integers(0, 999_999), st.integers(1, 10**12), st.sampled_from(sorted(MINOR_DIGITS)))
def test_it_is_what_exact_reckoning_says(percent: int, fixed: int, minor: int, currency: str) -> None:
    exact = Decimal(minor) * percent / 10_000 + (Decimal(fixed) / 100).scaleb(MINOR_DIGITS[currency])

    assert Fee(percent, fixed).on(Money(minor, currency)).minor == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.fixture
def opened(db: Db, vault: Vault) -> Payment:
    """A payment of an order at a gateway that costs a fee."""
    shelves(db)
    cards(db, vault, 3)
    return payments.open_gateway_payment(db, order(db, person(db)), gateway="epay", fee=FEE, now=NOW)


def paid(db: Db, opened: Payment) -> Order:
    receipt = payments.receive(db, notice(opened), now=NOW)
    assert receipt.order is not None
    return receipt.order


def sums(db: Db) -> dict[str, int]:
    """What is on each account, in minor units; on those that nothing moved to or from, nothing."""
    found: dict[str, int] = dict.fromkeys(Account, 0)
    for entry in db.execute(sa.select(EntryRow.account, EntryRow.amount_minor)):
        found[entry.account] += entry.amount_minor
    return {name: minor for name, minor in found.items() if minor}


def test_the_gateway_is_asked_for_the_total_and_the_fee_and_the_books_keep_them_apart(db: Db, opened: Payment) -> None:
    bought = paid(db, opened)

    assert (opened.amount, opened.fee, opened.without_fee) == (PRICE + FEE_OF_AN_ORDER, FEE_OF_AN_ORDER, PRICE)
    assert bought.total == PRICE
    assert payments.taken_for(db, bought) == opened.amount
    assert sums(db) == {"gateway": -5085, "sales": 5000, "fees": 85}
    assert broken_in(db) == []


def test_a_notice_of_the_total_alone_is_not_enough(db: Db, opened: Payment) -> None:
    receipt = payments.receive(db, notice(opened, amount=PRICE), now=NOW)

    assert (receipt.outcome, receipt.why) == (Outcome.REFUSED, "50.85 CNY was to be paid")
    assert sums(db) == {}


def test_consent_in_the_chat_is_for_the_amount_with_the_fee(db: Db, opened: Payment) -> None:
    with pytest.raises(PaymentNotFound):
        payments.approve(db, person(db), opened.number, PRICE, gateway="epay", now=NOW)

    payments.approve(db, person(db), opened.number, opened.amount, gateway="epay", now=NOW)


def test_a_payment_keeps_the_fee_it_was_opened_with(db: Db, opened: Payment) -> None:
    placed = orders.the_order(db, opened.order_id or 0)

    again = payments.open_gateway_payment(db, placed, gateway="epay", fee=Fee(500), now=NOW)
    elsewhere = payments.open_gateway_payment(db, placed, gateway="other", fee=Fee(500), now=NOW)

    assert (again, elsewhere.fee) == (opened, Money(250, "CNY"))
    assert payments.fee_at(db, placed, gateway="epay", fee=Fee(500)) == FEE_OF_AN_ORDER
    assert payments.fee_at(db, placed, gateway="third", fee=Fee(500)) == Money(250, "CNY")
    assert payments.fee_at(db, placed, gateway="third", fee=NO_FEE) == Money(0, "CNY")


def test_money_that_its_order_can_not_take_is_on_the_balance_with_its_fee(db: Db, opened: Payment) -> None:
    orders.cancel(db, orders.the_order(db, opened.order_id or 0), by="customer", now=NOW)

    receipt = payments.receive(db, notice(opened), now=NOW)

    assert receipt.outcome is Outcome.CREDITED
    assert sums(db) == {"gateway": -5085, "balance": 5085}
    assert broken_in(db) == []
    back = payments.refund_credited(db, person(db), opened.id, now=NOW)
    assert back.amount == opened.amount
    assert sums(db) == {}


@pytest.mark.parametrize("may_return", [False, True])
def test_what_is_paid_twice_is_the_buyers_with_its_fee(db: Db, opened: Payment, may_return: bool) -> None:
    paid(db, opened)

    surplus = notice(opened, event="event-2", txn="TXN-2")
    receipt = payments.receive(db, surplus, may_return=may_return, now=NOW)

    assert receipt.outcome is (Outcome.RETURNED if may_return else Outcome.CREDITED)
    gone = {"gateway": -5085, "sales": 5000, "fees": 85}
    assert sums(db) == (gone if may_return else gone | {"gateway": -2 * 5085, "balance": 5085})
    assert broken_in(db) == []


def test_an_order_that_is_not_delivered_gives_the_fee_back_to_the_balance(db: Db, opened: Payment) -> None:
    bought = paid(db, opened)

    given_back = payments.refund_to_balance(db, bought, by="boss", why="", now=NOW)

    assert sums(db) == {"gateway": -5085, "balance": 5085}
    assert payments.taken_for(db, given_back) == opened.amount
    assert broken_in(db) == []


def test_an_order_that_is_not_delivered_gives_the_fee_back_to_its_source(db: Db, opened: Payment) -> None:
    refund = payments.refund_to_source(db, paid(db, opened), by="boss", why="", now=NOW)

    assert refund.amount == opened.amount
    assert sums(db) == {}
    refunds.note_rejected(db, refund.id, answer="no", now=NOW)
    assert sums(db) == {"gateway": -5085, "balance": 5085}
    assert broken_in(db) == []


def test_the_parts_of_a_delivered_order_that_go_back_are_at_most_its_total(db: Db, opened: Payment) -> None:
    bought = delivered(db, paid(db, opened), now=NOW)

    payments.refund_part(db, bought, Money(4999, "CNY"), key="a", by="boss", why="", now=NOW)
    with pytest.raises(RefundTooLarge) as refusal:
        payments.refund_part(db, bought, Money(2, "CNY"), key="b", by="boss", why="", now=NOW)
    payments.refund_part(db, bought, Money(1, "CNY"), key="c", by="boss", why="", now=NOW)

    assert refusal.value.arguments["left"] == Money(1, "CNY")
    assert sums(db) == {"gateway": -85, "fees": 85}
    assert broken_in(db) == []


def test_a_delivered_order_does_not_give_back_total_and_fee_as_a_part(db: Db, opened: Payment) -> None:
    bought = delivered(db, paid(db, opened), now=NOW)

    with pytest.raises(RefundTooLarge):
        payments.refund_part(db, bought, opened.amount, key="a", by="boss", why="", now=NOW)

    assert sums(db) == {"gateway": -5085, "sales": 5000, "fees": 85}


def test_a_top_up_is_on_the_balance_without_its_fee(db: Db) -> None:
    buyer = person(db)
    top_up = payments.open_top_up(db, buyer, PRICE, gateway="epay", fee=FEE, key="event:1", now=NOW)
    again = payments.open_top_up(db, buyer, PRICE, gateway="epay", fee=Fee(500), key="event:1", now=NOW)

    payments.receive(db, notice(top_up), now=NOW)

    assert again == top_up
    assert (top_up.amount, balance(db, buyer)) == (Money(5085, "CNY"), PRICE)
    assert sums(db) == {"gateway": -5085, "balance": 5000, "fees": 85}
    [moved] = ledger.statement(db, buyer, page=1, per_page=10).items
    assert (moved.amount, moved.fee) == (PRICE, FEE_OF_AN_ORDER)
    assert broken_in(db) == []


def test_a_top_up_that_is_paid_twice_costs_one_fee(db: Db) -> None:
    buyer = person(db)
    top_up = payments.open_top_up(db, buyer, PRICE, gateway="epay", fee=FEE, key="event:1", now=NOW)

    for number in (1, 2):
        payments.receive(db, notice(top_up, event=f"event-{number}", txn=f"TXN-{number}"), now=NOW)

    assert sums(db) == {"gateway": -2 * 5085, "balance": 5000 + 5085, "fees": 85}
    assert broken_in(db) == []


def test_a_top_up_that_goes_back_is_what_was_on_the_balance(db: Db) -> None:
    buyer = person(db)
    top_up = payments.open_top_up(db, buyer, PRICE, gateway="epay", fee=FEE, key="event:1", now=NOW)
    payments.receive(db, notice(top_up), now=NOW)

    refund = payments.refund_credited(db, buyer, top_up.id, now=NOW)

    assert refund.amount == PRICE
    assert sums(db) == {"gateway": -85, "fees": 85}
    assert broken_in(db) == []


def test_the_balance_and_staff_charge_none(db: Db, opened: Payment) -> None:
    placed = orders.the_order(db, opened.order_id or 0)

    receipt = payments.confirm_paid(db, placed, ref="R-1", by="boss", why="", now=NOW)

    assert receipt.payment is not None
    assert receipt.payment.amount == PRICE
    assert sums(db) == {"gateway": -5000, "sales": 5000}
    assert broken_in(db) == []


def test_reconciliation_finds_nothing_where_the_gateway_says_the_whole_amount(db: Db, opened: Payment) -> None:
    bought = paid(db, opened)
    line = Line(LineKind.PAYMENT, opened.number, "TXN-1", opened.amount, NOW)

    def differences() -> list[reconciliation.Difference]:
        return reconciliation.reconcile(db, gateway="epay", statement=[line], since=NOW, until=NOW.replace(hour=23))

    assert differences() == []
    db.execute(sa.update(PaymentRow).values(fee_minor=84))
    [found] = differences()
    assert (found.kind, found.theirs, found.ours) == ("unmatched", opened.amount, Money(5084, "CNY"))
    assert bought.total == PRICE


def test_parts_that_are_wanted_at_once_never_reach_the_fee(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        opened = payments.open_gateway_payment(db, order(db, person(db)), gateway="epay", fee=FEE, now=NOW)
        bought = delivered(db, paid(db, opened), now=NOW)
    part = Money(1010, "CNY")

    def want(db: Db, *, number: int) -> Refund:
        return payments.refund_part(db, bought, part, key=f"part-{number}", by="boss", why="", now=NOW)

    results = at_once(database, [partial(want, number=number) for number in range(8)])

    assert sum(isinstance(result, RefundTooLarge) for result in results) == 4
    with database.read() as db:
        assert payments.the_payment(db, opened.id).refunded_minor == 4 * part.minor
        assert sums(db) == {"gateway": -5085 + 4040, "sales": 5000 - 4040, "fees": 85}
    assert broken(database) == []


def test_opening_at_once_while_the_fee_changes_makes_one_payment(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        placed = order(db, person(db))

    def pay(db: Db, *, percent: int) -> Payment:
        return payments.open_gateway_payment(db, placed, gateway="epay", fee=Fee(percent * 100), now=NOW)

    results = at_once(database, [partial(pay, percent=percent) for percent in range(8)])

    assert len({(each.number, each.fee_minor) for each in results if isinstance(each, Payment)}) == 1
    assert len(results) == 8
