"""Payments: taking money for an order or a top-up, from a balance or through a gateway, and never losing what came.

Not here: the gateways themselves and their signatures (bot.gateways), or how money goes back (backend.refunds). What an
order can't take goes to the person's balance by itself, or back if the order was paid twice; what can't be told apart
is kept for staff.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend import coupons, freezes, ledger, maintenance, orders, refunds, stock, suppliers
from backend.errors import (
    BeingPaid,
    CannotPay,
    CannotRefund,
    CouponTaken,
    OutOfStock,
    PaymentNotFound,
    TopUpOutOfRange,
)
from backend.fees import NO_FEE, Fee
from backend.ledger import Account, Entry
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.people import Person
from backend.refunds import Refund
from storage import audit_trail, failpoints
from storage import payments as rows
from storage.database import Db, WrongRowCount, savepoint
from storage.payments import GatewayNotice as GatewayNotice
from storage.payments import Outcome as Outcome
from storage.payments import Payment as Payment
from storage.payments import PaymentStatus as PaymentStatus

BALANCE = "balance"
"""What stands in place of a gateway when the person's own balance pays."""

BY_HAND = "by-hand"
"""What stands in place of a gateway when staff say that the money came in some other way."""

ONCE_WITHIN = timedelta(seconds=60)
"""A payment that somebody was let through to is nobody else's so long; they pay within seconds, or not at all."""

ASKED_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 3, 6, 10, 14, 17, 20, 30, 60, 180, 720, 1440))
"""So long after a payment was opened its gateway is asked about it, as long as nothing was heard: a notice may be
lost, and an order has 15 minutes."""

LARGEST_TOP_UP_UNITS = 5000
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Receipt:
    """What became of a gateway's notice. `order` and `payment` are None when it names none of ours.

    `refund` is on its way back, where the order had been paid before.
    """

    outcome: Outcome
    order: Order | None = None
    payment: Payment | None = None
    why: str | None = None
    refund: Refund | None = None


def pay_from_balance(db: Db, order: Order, *, now: datetime) -> Order:
    """Pay the order from its buyer's balance; one that is paid stays as it is. The caller holds the order.

    Raises NotEnoughBalance, OutOfStock, CannotPay if the order is no longer open, or ClosedForMaintenance.
    """
    if order.status is not OrderStatus.AWAITING_PAYMENT:
        if rows.captured_for(db, order.id) is None:
            raise CannotPay(number=order.number, status=order.status.value)
        return order
    maintenance.require_open(db)
    with savepoint(db):
        orders.hold_to_pay(db, order, now=now)
        payment = _add(db, order, gateway=BALANCE, status=PaymentStatus.CAPTURED, now=now)
        failpoints.reached("payment.taken")
        taken = [Entry(Account.BALANCE, -order.total, order.person_id), Entry(Account.SALES, order.total)]
        ledger.post(db, kind="payment", ref=payment.number, entries=taken, now=now)
        failpoints.reached("payment.posted")
        return orders.move(db, order, OrderStatus.PAID, by=f"customer:{order.person_id}", why=BALANCE, now=now)


def open_gateway_payment(db: Db, order: Order, *, gateway: str, fee: Fee = NO_FEE, now: datetime) -> Payment:
    """The payment to go to the gateway with, the same one as long as it is open; its goods are set aside meanwhile.

    The gateway is asked for the order's total and the fee, which stays what it was when the payment was opened.
    Raises CannotPay, ClosedForMaintenance, OutOfStock, ShelfCrowded or TooManyUnpaid.
    """
    order = orders.lock(db, order.id)
    if order.status is not OrderStatus.AWAITING_PAYMENT:
        raise CannotPay(number=order.number, status=order.status.value)
    maintenance.require_open(db)
    order = orders.hold_while_paying(db, order, now=now)
    waiting = rows.open_for(db, order.id, gateway=gateway)
    charged = fee.on(order.total)
    opened = waiting or _add(db, order, gateway=gateway, fee=charged, status=PaymentStatus.OPEN, now=now)
    failpoints.reached("payment.opened")
    return opened


def fee_at(db: Db, order: Order, *, gateway: str, fee: Fee) -> Money:
    """What paying the order at this gateway costs besides: its fee, or that of the payment that is open there."""
    charged = fee.on(order.total)
    waiting = rows.open_for(db, order.id, gateway=gateway) if charged.minor else None
    return charged if waiting is None else waiting.fee


def open_top_up(
    db: Db, person: Person, amount: Money, *, gateway: str, fee: Fee = NO_FEE, key: str, now: datetime
) -> Payment:
    """A payment for the person's own balance, of so much and the fee; the same `key` is the same payment.

    Raises TopUpOutOfRange or AccountFrozen.
    """
    freezes.require_good(person)
    least, most = Money.parse("1", amount.currency), Money.parse(str(LARGEST_TOP_UP_UNITS), amount.currency)
    if not least <= amount <= most:
        raise TopUpOutOfRange(least=least, most=most)
    number = _number_of_top_up(person, key)
    opened = rows.add(
        db,
        number=number,
        order_id=None,
        person_id=person.id,
        gateway=gateway,
        amount=amount + fee.on(amount),
        fee_minor=fee.on(amount).minor,
        status=PaymentStatus.OPEN,
        now=now,
    )
    opened = opened or rows.with_number(db, number)
    if opened is None:
        raise WrongRowCount(1, 0)
    failpoints.reached("payment.opened")
    return opened


def approve(db: Db, person: Person, number: str, amount: Money, *, gateway: str, now: datetime) -> None:
    """Look once more, at the last moment, whether this payment may be made; one person at a time is let through.

    Raises PaymentNotFound, CannotPay, ClosedForMaintenance, BeingPaid, AccountFrozen, or OutOfStock if no more may be
    ordered ahead. Whoever was let through is expected to pay within a minute.
    """
    freezes.require_good(person)
    payment = rows.with_number(db, number)
    if payment is None or payment.gateway != gateway or payment.person_id != person.id or payment.amount != amount:
        raise PaymentNotFound
    if payment.order_id is not None:
        order = orders.lock(db, payment.order_id)
        if order.status is not OrderStatus.AWAITING_PAYMENT or now >= order.pay_until:
            raise CannotPay(number=order.number, status=order.status.value)
        maintenance.require_open(db)
        orders.require_room(db, order, now=now)
    if not rows.approve(db, payment.id, before=now - ONCE_WITHIN, now=now):
        raise BeingPaid(number=number)
    failpoints.reached("payment.approved")


def confirm_paid(db: Db, order: Order, *, ref: str, by: str, why: str, now: datetime) -> Receipt:
    """Take staff's word that the order was paid outside of every gateway; the same `ref` counts once, for one order.

    It goes the way of a gateway's notice: an order that can't take it any more gives the money to the balance.
    """
    order = orders.lock(db, order.id)
    if rows.with_provider_txn(db, gateway=BY_HAND, provider_txn=ref):
        return Receipt(Outcome.REPEATED, order)
    opened = rows.open_for(db, order.id, gateway=BY_HAND)
    payment = opened or _add(db, order, gateway=BY_HAND, status=PaymentStatus.OPEN, now=now)
    audit_trail.record(
        db, subject=f"payment:{payment.id}", what="confirmed", by=by, why=f"{ref} {why}".strip(), now=now
    )
    return receive(db, GatewayNotice(BY_HAND, payment.number, ref, ref, payment.amount, now), now=now)


def awaited_for(db: Db, order: Order) -> list[Payment]:
    """The payments of the order that nothing was heard of so far, the newest first."""
    return rows.awaited_for(db, order.id)


def with_number(db: Db, number: str) -> Payment | None:
    """The payment a gateway knows by this number."""
    return rows.with_number(db, number)


def the_payment(db: Db, payment_id: int) -> Payment:
    """The payment, known to be there."""
    return rows.the_payment(db, payment_id)


def captured_for(db: Db, order: Order) -> Payment | None:
    """The payment that the order took."""
    return rows.captured_for(db, order.id)


def taken_for(db: Db, order: Order) -> Money:
    """What the order took, with the fee of the way it was paid; its total if it took nothing so far."""
    payment = rows.taken_for(db, order.id)
    return order.total if payment is None else payment.amount


def next_question(payment: Payment, *, now: datetime) -> datetime | None:
    """When to ask the gateway about a payment nothing is heard of; None if it was asked often enough, or is settled."""
    if payment.status is not PaymentStatus.OPEN:
        return None
    return next((at for after in ASKED_AFTER if (at := payment.opened_at + after) > now), None)


def receive(db: Db, notice: GatewayNotice, *, may_return: bool = False, now: datetime) -> Receipt:
    """Act on a gateway's notice that money came: once, whenever and however often it is told.

    `may_return` says that this gateway gives money back: then what an order is paid twice goes back by itself.
    """
    notice_id = rows.keep_notice(db, notice, now=now)
    if notice_id is None:
        return _repeated(db, notice)
    failpoints.reached("notice.kept")
    receipt = _receive_new(db, notice, may_return=may_return, now=now)
    rows.settle_notice(db, notice_id, outcome=receipt.outcome, why=receipt.why)
    failpoints.reached("notice.settled")
    return receipt


def refund_to_balance(db: Db, order: Order, *, by: str, why: str, now: datetime) -> Order:
    """Give back all that was paid for an order not delivered, and free its cards. Raises CannotRefund."""
    order = orders.lock(db, order.id)
    if order.status is OrderStatus.REFUNDED:
        return order
    payment = rows.captured_for(db, order.id)
    if order.status is not OrderStatus.PAID or payment is None:
        raise CannotRefund(number=order.number, status=order.status.value)
    stock.release(db, order.id)
    rows.settle(db, payment.id, was=PaymentStatus.CAPTURED, to=PaymentStatus.REFUNDED, now=now)
    failpoints.reached("refund.settled")
    returned = [*refunds.all_of(payment), Entry(Account.BALANCE, payment.amount, order.person_id)]
    ledger.post(db, kind="refund", ref=payment.number, entries=returned, now=now)
    failpoints.reached("refund.posted")
    return orders.move(db, order, OrderStatus.REFUNDED, by=by, why=why, now=now)


def refund_to_source(db: Db, order: Order, *, by: str, why: str, now: datetime) -> Refund:
    """Send what was paid for an order not delivered back through its gateway, and free its cards. Raises CannotRefund.

    The order is refunded from now on, whatever the gateway says: what it won't take back goes to the balance.
    """
    order = orders.lock(db, order.id)
    payment = _paid_outside(db, order)
    if order.status is not OrderStatus.PAID or payment is None:
        raise CannotRefund(number=order.number, status=order.status.value)
    stock.release(db, order.id)
    refund = refunds.want_all(db, payment, key=f"order:{order.id}", by=by, why=why, now=now)
    rows.settle(db, payment.id, was=PaymentStatus.CAPTURED, to=PaymentStatus.REFUNDED, now=now)
    orders.move(db, order, OrderStatus.REFUNDED, by=by, why=why, now=now)
    return refund


def refund_part(db: Db, order: Order, amount: Money, *, key: str, by: str, why: str, now: datetime) -> Refund:
    """Send a part of a delivered order's total back through its gateway; once for each `key`.

    Raises CannotRefund or RefundTooLarge.
    """
    order = orders.lock(db, order.id)
    payment = _paid_outside(db, order)
    may = order.status in (OrderStatus.DELIVERED, OrderStatus.COMPLETED) and amount.currency == order.currency
    if payment is None or not may or amount.minor <= 0:
        raise CannotRefund(number=order.number, status=order.status.value)
    return refunds.want(db, payment, amount, key=key, by=by, why=why, now=now)


def refund_credited(db: Db, person: Person, payment_id: int, *, now: datetime) -> Refund:
    """Send what came too late for its order, and lies on the person's balance, back to where it came from.

    Raises CannotRefund or NotEnoughBalance.
    """
    payment = rows.the_payment(db, payment_id)
    if payment.person_id != person.id or payment.status is not PaymentStatus.CREDITED or payment.gateway == BY_HAND:
        raise CannotRefund(number=payment.number, status=payment.status.value)
    key, by, why = f"credited:{payment.id}", f"customer:{person.id}", "asked for"
    if payment.order_id is None:  # the fee of a top-up never was on the balance
        return refunds.want(db, payment, payment.without_fee, key=key, by=by, why=why, now=now)
    return refunds.want_all(db, payment, key=key, by=by, why=why, now=now)


def _paid_outside(db: Db, order: Order) -> Payment | None:
    """The payment that the order took, if it came through a gateway."""
    payment = rows.captured_for(db, order.id)
    return None if payment is None or payment.gateway in (BALANCE, BY_HAND) else payment


def _receive_new(db: Db, notice: GatewayNotice, *, may_return: bool, now: datetime) -> Receipt:
    payment = rows.with_number(db, notice.payment_number)
    if payment is None or payment.gateway != notice.gateway:
        return Receipt(Outcome.REFUSED, why=f"{notice.gateway} has no payment of this number")
    if payment.order_id is None:
        return _top_up(db, payment, notice, now=now)
    order = orders.lock(db, payment.order_id)
    if rows.with_provider_txn(db, gateway=notice.gateway, provider_txn=notice.provider_txn):
        return _repeated(db, notice)
    if notice.amount != payment.amount:
        return Receipt(Outcome.REFUSED, order, payment, f"{payment.amount} was to be paid")
    if order.status is OrderStatus.AWAITING_PAYMENT and orders.is_held_for_money(db, order, now=now):
        return _capture(db, order, payment, notice, outcome=Outcome.CAPTURED, now=now)
    if order.status is OrderStatus.EXPIRED and _can_hold_again(db, order, now=now):
        return _capture(db, order, payment, notice, outcome=Outcome.CAPTURED_LATE, now=now)
    receipt = _credit(db, order, payment, notice, now=now)
    return _return(db, receipt, now=now) if may_return else receipt


def _return(db: Db, receipt: Receipt, *, now: datetime) -> Receipt:
    """Send back what came for an order that was paid already."""
    order, came = receipt.order, receipt.payment
    if order is None or came is None or rows.captured_for(db, order.id) is None:
        return receipt
    why = "the order was paid before"
    refund = refunds.want_all(db, came, key=f"surplus:{came.id}", by="shop", why=why, now=now)
    return Receipt(Outcome.RETURNED, order, came, why, refund)


def _top_up(db: Db, payment: Payment, notice: GatewayNotice, *, now: datetime) -> Receipt:
    """Put money that was meant for the balance there; what is paid a second time as well, and then its fee too."""
    if rows.with_provider_txn(db, gateway=notice.gateway, provider_txn=notice.provider_txn):
        return _repeated(db, notice)
    if notice.amount != payment.amount:
        return Receipt(Outcome.REFUSED, payment=payment, why=f"{payment.amount} was to be paid")
    if payment.status is PaymentStatus.OPEN:
        came = _settle(db, payment, notice, to=PaymentStatus.CREDITED, now=now)
    else:
        came = _topped_up_again(db, payment, notice, now=now)
    entries = _came(came, Entry(Account.BALANCE, came.without_fee, came.person_id))
    ledger.post(db, kind="top-up", ref=came.number, entries=entries, now=now)
    failpoints.reached("payment.credited")
    return Receipt(Outcome.TOPPED_UP, payment=came)


def _topped_up_again(db: Db, payment: Payment, notice: GatewayNotice, *, now: datetime) -> Payment:
    """A row of its own for it, named after the gateway's transaction, of which there is but one."""
    again = rows.add(
        db,
        number=f"{payment.number}-{notice.provider_txn}",
        order_id=None,
        person_id=payment.person_id,
        gateway=payment.gateway,
        amount=notice.amount,
        status=PaymentStatus.CREDITED,
        provider_txn=notice.provider_txn,
        now=now,
    )
    if again is None:
        raise WrongRowCount(1, 0)
    return again


def _repeated(db: Db, notice: GatewayNotice) -> Receipt:
    """The answer to something known, with the payment that took the money, else the one that is named."""
    payment = rows.with_provider_txn(db, gateway=notice.gateway, provider_txn=notice.provider_txn) or rows.with_number(
        db, notice.payment_number
    )
    order = None if payment is None or payment.order_id is None else orders.the_order(db, payment.order_id)
    return Receipt(Outcome.REPEATED, order, payment)


def _capture(
    db: Db, order: Order, payment: Payment, notice: GatewayNotice, *, outcome: Outcome, now: datetime
) -> Receipt:
    paid = _settle(db, payment, notice, to=PaymentStatus.CAPTURED, now=now)
    failpoints.reached("payment.captured")
    entries = _came(paid, Entry(Account.SALES, paid.without_fee))
    ledger.post(db, kind="payment", ref=paid.number, entries=entries, now=now)
    by = f"gateway:{notice.gateway}"
    order = orders.move(db, order, OrderStatus.PAID, by=by, why=outcome.value, now=now)
    return Receipt(outcome, order, paid)


def _credit(db: Db, order: Order, payment: Payment, notice: GatewayNotice, *, now: datetime) -> Receipt:
    """Put money the order can't take on the buyer's balance, what was for a fee as well."""
    if payment.status is PaymentStatus.OPEN:
        came = _settle(db, payment, notice, to=PaymentStatus.CREDITED, now=now)
    else:
        came = _add(
            db,
            order,
            gateway=notice.gateway,
            fee=payment.fee,
            status=PaymentStatus.CREDITED,
            provider_txn=notice.provider_txn,
            now=now,
        )
    entries = [Entry(Account.GATEWAY, -came.amount), Entry(Account.BALANCE, came.amount, order.person_id)]
    ledger.post(db, kind="surplus", ref=came.number, entries=entries, now=now)
    failpoints.reached("payment.credited")
    return Receipt(Outcome.CREDITED, order, came, f"the order is {order.status}")


def _came(payment: Payment, worth: Entry) -> list[Entry]:
    """What came through a gateway: the fee to the shop, the rest to where it is worth something."""
    fee = [Entry(Account.FEES, payment.fee)] if payment.fee_minor else []
    return [Entry(Account.GATEWAY, -payment.amount), worth, *fee]


def _settle(db: Db, payment: Payment, notice: GatewayNotice, *, to: PaymentStatus, now: datetime) -> Payment:
    return rows.settle(db, payment.id, was=PaymentStatus.OPEN, to=to, provider_txn=notice.provider_txn, now=now)


def _can_hold_again(db: Db, order: Order, *, now: datetime) -> bool:
    """Hold the expired order's cards and its coupons once more, if they are still to be had; all of it or nothing."""
    try:
        with savepoint(db):
            for coupon_id in coupons.of_quote(db, order.quote_id, first=order.coupon_id):
                buyer = f"customer:{order.person_id}"
                coupons.reserve_again(db, coupon_id, by=buyer, why=f"order:{order.id}", now=now)
            _hold_unless_supplied(db, order, now=now)
    except (OutOfStock, CouponTaken):
        return False
    return True


def _hold_unless_supplied(db: Db, order: Order, *, now: datetime) -> None:
    """Hold the order's cards; what a supplier can deliver, or is ordered ahead, needs none. Raises OutOfStock."""
    if orders.takes_room(db, order, now=now):
        return
    try:
        stock.hold(db, product_id=order.product_id, quantity=order.quantity, order_id=order.id, now=now)
    except OutOfStock:
        if suppliers.available(db, order.product_id) < order.quantity:
            raise


def _add(
    db: Db,
    order: Order,
    *,
    gateway: str,
    fee: Money | None = None,
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
            amount=order.total if fee is None else order.total + fee,
            fee_minor=0 if fee is None else fee.minor,
            status=status,
            provider_txn=provider_txn,
            now=now,
        )

    payment = add(1) or add(rows.count_for(db, order.id) + 1)
    if payment is None:
        raise WrongRowCount(1, 0)
    return payment


def _number_of_top_up(person: Person, key: str) -> str:
    """A number of its own kind: U and ten characters, which nobody else can work out from what they know."""
    bits = int.from_bytes(hashlib.sha256(f"{person.id}:{person.telegram_id}:{key}".encode()).digest())
    return "U" + "".join(_CROCKFORD[(bits >> (5 * place)) & 31] for place in range(10))
