"""An operation that ends after any of its statements leaves nothing behind, and done again it does what it should."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
import sqlalchemy as sa

from backend import compensation, incidents, ledger, orders, payments, pricing, stock, waiting_list
from backend.compensation import Cause, GiftKind
from backend.fees import Fee
from storage.database import Database, Db
from storage.schema import METADATA
from storage.secrets import Vault
from tests.backend import crowds, given
from tests.backend.given import CARD, NOW, PRICE

Operation = Callable[[Db], object]
FEE = Fee(percent_hundredths=150, fixed_hundredths=10)


class Killed(Exception):
    """The process ended here."""


def place(db: Db, vault: Vault) -> Operation:
    ana = given.person(db)
    quote = given.quote(db, ana, quantity=2)
    return lambda db: orders.place(db, quote=quote, person=ana, account="", note="", key="tap", now=NOW)


def pay_from_balance(db: Db, vault: Vault) -> Operation:
    order = given.order(db, given.person(db, balance=PRICE))
    return lambda db: given.paid(db, order, now=NOW)


def receive_a_notice(db: Db, vault: Vault) -> Operation:
    payment = given.open_payment(db, given.order(db, given.person(db)))
    return lambda db: payments.receive(db, given.notice(payment), now=NOW)


def charge_a_fee(db: Db, vault: Vault) -> Operation:
    order = given.order(db, given.person(db))
    payment = payments.open_gateway_payment(db, order, gateway="sandbox", fee=FEE, now=NOW)
    return lambda db: payments.receive(db, given.notice(payment), now=NOW)


def give_a_fee_back(db: Db, vault: Vault) -> Operation:
    order = given.order(db, given.person(db))
    payment = payments.open_gateway_payment(db, order, gateway="sandbox", fee=FEE, now=NOW)
    payments.receive(db, given.notice(payment), now=NOW)
    return lambda db: payments.refund_to_source(db, order, by="shop", why="", now=NOW)


def top_up_for_a_fee(db: Db, vault: Vault) -> Operation:
    payment = payments.open_top_up(db, given.person(db), PRICE, gateway="sandbox", fee=FEE, key="event:1", now=NOW)
    return lambda db: payments.receive(db, given.notice(payment), now=NOW)


def receive_money_late(db: Db, vault: Vault) -> Operation:
    order = given.order(db, given.person(db))
    payment = given.open_payment(db, order)
    orders.expire(db, order.id, now=order.pay_until)
    return lambda db: payments.receive(db, given.notice(payment), now=NOW)


def receive_a_surplus(db: Db, vault: Vault) -> Operation:
    order = given.order(db, given.person(db))
    payment = given.open_payment(db, order)
    orders.cancel(db, order, by="customer", now=NOW)
    return lambda db: payments.receive(db, given.notice(payment), now=NOW)


def cancel(db: Db, vault: Vault) -> Operation:
    order = given.order(db, given.person(db))
    return lambda db: orders.cancel(db, order, by="customer", now=NOW)


def expire(db: Db, vault: Vault) -> Operation:
    order = given.order(db, given.person(db))
    return lambda db: orders.expire(db, order.id, now=order.pay_until)


def let_go(db: Db, vault: Vault) -> Operation:
    given.cards(db, vault, 1)
    order = given.order(db, given.person(db), quantity=3)
    assert order.hold_until is not None
    over = order.hold_until
    return lambda db: orders.let_go(db, order.id, now=over)


def buy_what_is_on_offer(db: Db, vault: Vault) -> Operation:
    given.delivered(db, given.paid(db, given.order(db, given.person(db, 2, balance=PRICE)), now=NOW), now=NOW)
    given.delivered(db, given.paid(db, given.order(db, given.person(db, 3, balance=PRICE)), now=NOW), now=NOW)
    given.delivered(db, given.paid(db, given.order(db, given.person(db, 4, balance=PRICE)), now=NOW), now=NOW)
    ana = given.person(db, balance=PRICE)
    waiting_list.join(db, ana, CARD, now=NOW)
    stock.import_cards(db, CARD, "BACK", vault=vault, batch="b", now=NOW)
    waiting_list.serve(db, now=NOW)
    level = stock.on_shelf_for(db, ana, CARD)
    quote = pricing.quote(db, person=ana, product_id=CARD, quantity=1, level=level, now=NOW)
    return lambda db: orders.place(db, quote=quote, person=ana, account="", note="", key="tap", now=NOW)


def deliver(db: Db, vault: Vault) -> Operation:
    order = given.order(db, given.person(db, balance=PRICE))
    given.paid(db, order, now=NOW)
    return lambda db: given.delivered(db, order, now=NOW)


def refund(db: Db, vault: Vault) -> Operation:
    order = given.order(db, given.person(db, balance=PRICE))
    given.paid(db, order, now=NOW)
    return lambda db: payments.refund_to_balance(db, order, by="shop", why="", now=NOW)


def credit(db: Db, vault: Vault) -> Operation:
    ana = given.person(db)
    return lambda db: ledger.credit(db, ana, PRICE, ref="1", why="", now=NOW)


def import_cards(db: Db, vault: Vault) -> Operation:
    codes = "\n".join(f"new-{number}" for number in range(700))
    return lambda db: stock.import_cards(db, CARD, codes, vault=vault, batch="b", now=NOW)


def place_with_a_coupon(db: Db, vault: Vault) -> Operation:
    ana = given.person(db)
    given.coupon(db, ana)
    quote = given.quote(db, ana)
    return lambda db: orders.place(db, quote=quote, person=ana, account="", note="", key="tap", now=NOW)


def expire_with_a_coupon(db: Db, vault: Vault) -> Operation:
    ana = given.person(db)
    given.coupon(db, ana)
    order = given.order(db, ana)
    return lambda db: orders.expire(db, order.id, now=order.pay_until)


def make_up_with(kind: GiftKind) -> Callable[[Db, Vault], Operation]:
    def make_up(db: Db, vault: Vault) -> Operation:
        order = given.order(db, given.person(db, balance=PRICE))
        given.paid(db, order, now=NOW)
        case = compensation.case_of(db, given.delivered(db, order, now=NOW + timedelta(hours=1)))
        assert case is not None
        return lambda db: compensation.make_up(db, given.policy(kind), case, by="shop", today=NOW.date(), now=NOW)

    return make_up


def make_up_for_a_batch(db: Db, vault: Vault) -> Operation:
    for number in (1, 2, 3):
        order = given.order(db, given.person(db, number, balance=PRICE))
        given.paid(db, order, now=NOW)
    incident = crowds.closed_incident(db, chat_id=900, now=NOW + timedelta(hours=1))
    incidents.start_granting(db, incident.id, by="boss", now=NOW)
    policy = given.policy(GiftKind.BALANCE, cause=Cause.INCIDENT)
    return lambda db: incidents.grant_batch(db, policy, incident, after=0, by="boss", today=NOW.date(), now=NOW)


@pytest.mark.parametrize(
    "prepare",
    [
        place,
        pay_from_balance,
        receive_a_notice,
        charge_a_fee,
        give_a_fee_back,
        top_up_for_a_fee,
        receive_money_late,
        receive_a_surplus,
        cancel,
        expire,
        let_go,
        buy_what_is_on_offer,
        deliver,
        refund,
        credit,
        import_cards,
        place_with_a_coupon,
        expire_with_a_coupon,
        *(pytest.param(make_up_with(kind), id=f"make_up_with_{kind}") for kind in GiftKind),
        make_up_for_a_batch,
    ],
)
def test_an_operation_cut_short_anywhere_leaves_nothing_behind(
    database: Database, vault: Vault, prepare: Callable[[Db, Vault], Operation]
) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        operation = prepare(db, vault)
    before = _rows(database)

    cuts = 0
    for cuts in count():
        if _done_before_statement(database, operation, cuts):
            break
        assert _rows(database) == before

    assert cuts > 2
    assert _rows(database) != before
    assert given.broken(database) == []


def _done_before_statement(database: Database, operation: Operation, statement: int) -> bool:
    """Run the operation and end it before this statement, counted from 0; True if it was done by then."""
    left = statement

    def end_here(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed

    try:
        with database.transaction() as db:
            sa.event.listen(db, "before_cursor_execute", end_here)
            operation(db)
    except Killed:
        return False
    return True


def _rows(database: Database) -> dict[str, list[str]]:
    """All there is in the database."""
    with database.read() as db:
        return {
            table.name: sorted(str(tuple(row)) for row in db.execute(sa.select(table)))
            for table in METADATA.sorted_tables
        }
