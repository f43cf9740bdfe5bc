"""Payments: taking money for an order, from a balance or through a gateway, and never losing what came.

Not here: the gateways themselves and their signatures (bot.gateways). What an order can't take goes to the
person's balance by itself; what can't be told apart is kept for staff.
"""

from dataclasses import dataclass
from datetime import datetime

from backend import coupons, ledger, maintenance, orders, stock
from backend.errors import CannotPay, CannotRefund, CouponTaken, OutOfStock
from backend.ledger import Account, Entry
from backend.orders import Order, OrderStatus
from storage import failpoints
from storage import payments as rows
from storage.database import Db, WrongRowCount, savepoint
from storage.payments import GatewayNotice as GatewayNotice
from storage.payments import Outcome as Outcome
from storage.payments import Payment as Payment
from storage.payments import PaymentStatus as PaymentStatus

BALANCE = "balance"
"""What stands in place of a gateway when the person's own balance pays."""


@dataclass(frozen=True)
class Receipt:
    """What became of a gateway's notice. `order` and `payment` are None when it names none of ours."""

    outcome: Outcome
    order: Order | None = None
    payment: Payment | None = None
    why: str | None = None


def pay_from_balance(db: Db, order: Order, *, now: datetime) -> Order:
    """Pay the order from its buyer's balance; one that is paid stays as it is. The caller holds the order.

    Raises NotEnoughBalance, CannotPay if the order is no longer open, or ClosedForMaintenance.
    """
    if order.status is not OrderStatus.AWAITING_PAYMENT:
        if rows.captured_for(db, order.id) is None:
            raise CannotPay(number=order.number, status=order.status.value)
        return order
    maintenance.require_open(db)
    with savepoint(db):
        payment = _add(db, order, gateway=BALANCE, status=PaymentStatus.CAPTURED, now=now)
        failpoints.reached("payment.taken")
        taken = [Entry(Account.BALANCE, -order.total, order.person_id), Entry(Account.SALES, order.total)]
        ledger.post(db, kind="payment", ref=payment.number, entries=taken, now=now)
        failpoints.reached("payment.posted")
        return orders.move(db, order, OrderStatus.PAID, by=f"customer:{order.person_id}", why=BALANCE, now=now)


def open_gateway_payment(db: Db, order: Order, *, gateway: str, now: datetime) -> Payment:
    """The payment to go to the gateway with, the same one as long as it is open.

    Raises CannotPay or ClosedForMaintenance.
    """
    order = orders.lock(db, order.id)
    if order.status is not OrderStatus.AWAITING_PAYMENT:
        raise CannotPay(number=order.number, status=order.status.value)
    maintenance.require_open(db)
    waiting = rows.open_for(db, order.id, gateway=gateway)
    opened = waiting or _add(db, order, gateway=gateway, status=PaymentStatus.OPEN, now=now)
    failpoints.reached("payment.opened")
    return opened


def with_number(db: Db, number: str) -> Payment | None:
    """The payment a gateway knows by this number."""
    return rows.with_number(db, number)


def receive(db: Db, notice: GatewayNotice, *, now: datetime) -> Receipt:
    """Act on a gateway's notice that money came: once, whenever and however often it is told."""
    notice_id = rows.keep_notice(db, notice, now=now)
    if notice_id is None:
        return _repeated(db, notice)
    failpoints.reached("notice.kept")
    receipt = _receive_new(db, notice, now=now)
    rows.settle_notice(db, notice_id, outcome=receipt.outcome, why=receipt.why)
    failpoints.reached("notice.settled")
    return receipt


def refund_to_balance(db: Db, order: Order, *, by: str, why: str, now: datetime) -> Order:
    """Give back what was paid for an order not delivered, and free its cards. Raises CannotRefund."""
    order = orders.lock(db, order.id)
    if order.status is OrderStatus.REFUNDED:
        return order
    payment = rows.captured_for(db, order.id)
    if order.status is not OrderStatus.PAID or payment is None:
        raise CannotRefund(number=order.number, status=order.status.value)
    stock.release(db, order.id)
    rows.settle(db, payment.id, was=PaymentStatus.CAPTURED, to=PaymentStatus.REFUNDED, now=now)
    failpoints.reached("refund.settled")
    amount = payment.amount
    returned = [Entry(Account.SALES, -amount), Entry(Account.BALANCE, amount, order.person_id)]
    ledger.post(db, kind="refund", ref=payment.number, entries=returned, now=now)
    failpoints.reached("refund.posted")
    return orders.move(db, order, OrderStatus.REFUNDED, by=by, why=why, now=now)


def _receive_new(db: Db, notice: GatewayNotice, *, now: datetime) -> Receipt:
    payment = rows.with_number(db, notice.payment_number)
    if payment is None or payment.gateway != notice.gateway:
        return Receipt(Outcome.REFUSED, why=f"{notice.gateway} has no payment of this number")
    order = orders.lock(db, payment.order_id)
    if rows.with_provider_txn(db, gateway=notice.gateway, provider_txn=notice.provider_txn):
        return _repeated(db, notice)
    if notice.amount != payment.amount:
        return Receipt(Outcome.REFUSED, order, payment, f"{payment.amount} was to be paid")
    if order.status is OrderStatus.AWAITING_PAYMENT:
        return _capture(db, order, payment, notice, outcome=Outcome.CAPTURED, now=now)
    if order.status is OrderStatus.EXPIRED and _can_hold_again(db, order, now=now):
        return _capture(db, order, payment, notice, outcome=Outcome.CAPTURED_LATE, now=now)
    return _credit(db, order, payment, notice, now=now)


def _repeated(db: Db, notice: GatewayNotice) -> Receipt:
    """The answer to something known, with the payment that took the money, else the one that is named."""
    payment = rows.with_provider_txn(db, gateway=notice.gateway, provider_txn=notice.provider_txn) or rows.with_number(
        db, notice.payment_number
    )
    order = None if payment is None else orders.the_order(db, payment.order_id)
    return Receipt(Outcome.REPEATED, order, payment)


def _capture(
    db: Db, order: Order, payment: Payment, notice: GatewayNotice, *, outcome: Outcome, now: datetime
) -> Receipt:
    paid = _settle(db, payment, notice, to=PaymentStatus.CAPTURED, now=now)
    failpoints.reached("payment.captured")
    entries = [Entry(Account.GATEWAY, -paid.amount), Entry(Account.SALES, paid.amount)]
    ledger.post(db, kind="payment", ref=paid.number, entries=entries, now=now)
    by = f"gateway:{notice.gateway}"
    order = orders.move(db, order, OrderStatus.PAID, by=by, why=outcome.value, now=now)
    return Receipt(outcome, order, paid)


def _credit(db: Db, order: Order, payment: Payment, notice: GatewayNotice, *, now: datetime) -> Receipt:
    """Put money the order can't take on the buyer's balance."""
    if payment.status is PaymentStatus.OPEN:
        came = _settle(db, payment, notice, to=PaymentStatus.CREDITED, now=now)
    else:
        came = _add(
            db,
            order,
            gateway=notice.gateway,
            status=PaymentStatus.CREDITED,
            provider_txn=notice.provider_txn,
            now=now,
        )
    entries = [Entry(Account.GATEWAY, -came.amount), Entry(Account.BALANCE, came.amount, order.person_id)]
    ledger.post(db, kind="surplus", ref=came.number, entries=entries, now=now)
    failpoints.reached("payment.credited")
    return Receipt(Outcome.CREDITED, order, came, f"the order is {order.status}")


def _settle(db: Db, payment: Payment, notice: GatewayNotice, *, to: PaymentStatus, now: datetime) -> Payment:
    return rows.settle(db, payment.id, was=PaymentStatus.OPEN, to=to, provider_txn=notice.provider_txn, now=now)


def _can_hold_again(db: Db, order: Order, *, now: datetime) -> bool:
    """Hold the expired order's cards and its coupon once more, if they are still to be had; all of it or nothing."""
    try:
        with savepoint(db):
            if order.coupon_id is not None:
                buyer = f"customer:{order.person_id}"
                coupons.reserve_again(db, order.coupon_id, by=buyer, why=f"order:{order.id}", now=now)
            stock.hold(db, product_id=order.product_id, quantity=order.quantity, order_id=order.id)
    except (OutOfStock, CouponTaken):
        return False
    return True


def _add(
    db: Db,
    order: Order,
    *,
    gateway: str,
    status: PaymentStatus,
    provider_txn: str | None = None,
    now: datetime,
) -> Payment:
    """Add the order's next payment: nearly always its first, so the others are counted if that number is taken.

    The caller holds the order, so the number that follows can't be.
    """

    def add(nth: int) -> Payment | None:
        return rows.add(
            db,
            number=f"{order.number}-{nth}",
            order_id=order.id,
            person_id=order.person_id,
            gateway=gateway,
            amount=order.total,
            status=status,
            provider_txn=provider_txn,
            now=now,
        )

    payment = add(1) or add(rows.count_for(db, order.id) + 1)
    if payment is None:
        raise WrongRowCount(1, 0)
    return payment
