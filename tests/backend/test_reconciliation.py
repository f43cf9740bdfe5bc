"""Reconciliation: each way in which two sets of books can differ is found, and nothing else is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from backend import ledger, orders, payments, reconciliation, refunds
from backend.ledger import Account, Entry
from backend.money import Money
from backend.orders import OrderStatus
from backend.payments import PaymentStatus
from backend.reconciliation import Difference, DifferenceKind, Line, LineKind
from storage.database import Db
from storage.orders import OrderRow
from storage.payments import PaymentRow
from storage.secrets import Vault
from tests.backend.given import NOW, cards, delivered, notice, order, person, shelves

SINCE, UNTIL = NOW - timedelta(hours=1), NOW + timedelta(hours=1)


@pytest.fixture
def agreed(db: Db, vault: Vault) -> list[Line]:
    """A payment and a part of it that went back, as the gateway lists them."""
    shelves(db)
    cards(db, vault, 3)
    payment = payments.open_gateway_payment(db, order(db, person(db)), gateway="epay", now=NOW)
    paid = payments.receive(db, notice(payment), now=NOW).order
    assert paid is not None
    delivered(db, paid, now=NOW)
    refund = payments.refund_part(db, paid, Money(100, "CNY"), key="a", by="boss", why="", now=NOW)
    refunds.note_done(db, refund.id, answer="ER1", now=NOW)
    return [
        Line(LineKind.PAYMENT, payment.number, "TXN-1", payment.amount, NOW),
        Line(LineKind.REFUND, refund.number, "ER1", refund.amount, NOW),
    ]


def differences(db: Db, statement: list[Line]) -> list[Difference]:
    return reconciliation.reconcile(db, gateway="epay", statement=statement, since=SINCE, until=UNTIL)


def kinds(db: Db, statement: list[Line]) -> list[DifferenceKind]:
    return [each.kind for each in differences(db, statement)]


def test_books_that_agree_have_no_difference(db: Db, agreed: list[Line]) -> None:
    assert differences(db, agreed) == []


def test_money_nobody_told_us_of_is_found(db: Db, agreed: list[Line]) -> None:
    unheard = replace(agreed[0], reference="TXN-9", number="P-9")

    assert differences(db, [*agreed, unheard]) == [
        Difference(DifferenceKind.UNHEARD, "P-9", "TXN-9", unheard.amount, Money(0, "CNY"))
    ]


def test_money_that_they_know_nothing_of_is_found(db: Db, agreed: list[Line]) -> None:
    assert kinds(db, agreed[1:]) == [DifferenceKind.UNSEEN]


def test_a_refund_they_did_not_give_is_found(db: Db, agreed: list[Line]) -> None:
    assert kinds(db, agreed[:1]) == [DifferenceKind.UNGIVEN]


def test_a_refund_we_did_not_ask_for_is_found(db: Db, agreed: list[Line]) -> None:
    assert kinds(db, [*agreed, replace(agreed[1], number="P-1-R9")]) == [DifferenceKind.UNASKED]


@pytest.mark.parametrize("place", [0, 1])
def test_another_amount_is_found(db: Db, agreed: list[Line], place: int) -> None:
    ours = agreed[place].amount
    agreed[place] = replace(agreed[place], amount=Money(1, "CNY"))

    assert [(each.kind, each.theirs, each.ours) for each in differences(db, agreed)] == [
        (DifferenceKind.AMOUNT, Money(1, "CNY"), ours)
    ]


def test_a_refund_given_after_we_took_it_for_refused_is_found(db: Db, agreed: list[Line]) -> None:
    payment = payments.with_number(db, agreed[0].number)
    assert payment is not None
    refused = refunds.want(db, payment, Money(50, "CNY"), key="b", by="boss", why="", now=NOW)
    refunds.note_rejected(db, refused.id, answer="no", now=NOW)
    given = Line(LineKind.REFUND, refused.number, "ER2", refused.amount, NOW)

    assert kinds(db, agreed) == []
    assert kinds(db, [*agreed, given]) == [DifferenceKind.UNASKED]


def test_a_refund_under_way_is_no_difference_on_either_side(db: Db, agreed: list[Line]) -> None:
    payment = payments.with_number(db, agreed[0].number)
    assert payment is not None
    under_way = refunds.want(db, payment, Money(50, "CNY"), key="b", by="boss", why="", now=NOW)
    refunds.begin(db, under_way.id, now=NOW)

    assert kinds(db, agreed) == []
    assert kinds(db, [*agreed, Line(LineKind.REFUND, under_way.number, "ER2", under_way.amount, NOW)]) == []


def test_what_lies_in_the_margins_is_looked_for_and_not_looked_at(db: Db, agreed: list[Line]) -> None:
    their_clock = [replace(line, at=SINCE - timedelta(minutes=5)) for line in agreed]
    younger = replace(agreed[0], reference="TXN-9", at=UNTIL)

    assert kinds(db, [*their_clock, younger]) == []


def test_an_order_whose_money_differs_is_put_before_staff(db: Db, agreed: list[Line]) -> None:
    [found] = differences(db, agreed[1:])

    case = reconciliation.open_case(db, "epay", found, now=NOW)

    assert case is not None
    payment = payments.with_number(db, agreed[0].number)
    assert payment is not None
    assert payment.order_id is not None
    assert orders.the_order(db, payment.order_id).needs_attention


def test_a_difference_is_one_case_however_often_it_is_found_and_settled_once(db: Db, agreed: list[Line]) -> None:
    [found] = differences(db, agreed[1:])
    case = reconciliation.open_case(db, "epay", found, now=NOW)
    assert case is not None

    assert reconciliation.open_case(db, "epay", found, now=NOW + timedelta(days=1)) is None
    assert reconciliation.open_case(db, "epay", replace(found, reference="TXN-2"), now=NOW) is not None

    assert len(reconciliation.unsettled(db, most=9)) == 2
    assert reconciliation.settle_case(db, case.id, by="boss", now=NOW)
    assert not reconciliation.settle_case(db, case.id, by="other", now=NOW)
    assert [each.reference for each in reconciliation.unsettled(db, most=9)] == ["TXN-2"]
    assert reconciliation.open_case(db, "epay", found, now=NOW) is None


def test_a_payment_or_refund_that_the_ledger_lacks_is_found(db: Db, agreed: list[Line]) -> None:
    payment = payments.with_number(db, agreed[0].number)
    assert payment is not None
    db.execute(
        sa.insert(PaymentRow).values(
            number="P-7",
            person_id=payment.person_id,
            gateway="epay",
            amount_minor=500,
            currency="CNY",
            status=PaymentStatus.CREDITED,
            provider_txn="TXN-7",
            opened_at=NOW,
            settled_at=NOW,
        )
    )
    listed = Line(LineKind.PAYMENT, "P-7", "TXN-7", Money(500, "CNY"), NOW)
    number = agreed[1].number
    back = [Entry(Account.GATEWAY, Money(-7, "CNY")), Entry(Account.SALES, Money(7, "CNY"))]
    ledger.post(db, kind="oddity", ref=number, entries=back, now=NOW)

    assert [
        (each.kind, each.number, each.theirs.minor, each.ours.minor) for each in differences(db, [*agreed, listed])
    ] == [
        (DifferenceKind.UNBOOKED, "P-7", 500, 0),
        (DifferenceKind.UNBOOKED, number, -100, -93),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": OrderStatus.CANCELLED},
        {"total_minor": 1, "unit_price_minor": 1, "quantity": 1, "discount_minor": 0},
    ],
    ids=["cancelled", "cheaper"],
)
def test_an_order_that_stands_otherwise_than_its_payment_is_found(
    db: Db, agreed: list[Line], changes: dict[str, Any]
) -> None:
    db.execute(sa.update(OrderRow).values(**changes))

    assert [(each.kind, each.reference) for each in differences(db, agreed)] == [(DifferenceKind.UNMATCHED, "TXN-1")]


def test_the_latest_day_of_each_gateway_is_kept(db: Db) -> None:
    for day, gateway in ((0, "epay"), (1, "epay"), (0, "stars")):
        since = SINCE + timedelta(days=day)
        reconciliation.note(db, gateway, since=since, until=since, movements=day, differences=0, now=NOW)

    assert [(each.gateway, each.movements) for each in reconciliation.latest(db)] == [("epay", 1), ("stars", 0)]


def test_a_statement_is_kept_as_plain_json(agreed: list[Line]) -> None:
    assert reconciliation.from_json(reconciliation.to_json(agreed)) == agreed
