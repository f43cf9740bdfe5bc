"""Refunds to where the money came from: decided here with all that the books need, then asked of the gateway.

Not here: asking it (bot.jobs.refunds), or what an order becomes (backend.payments). What a gateway won't give back is
put on the person's balance; what it leaves unclear is asked about until it is known, or a person is called.

    wanted ──> asked ──> done | rejected (then it is on the balance)
                 └──> stuck ──> done | rejected, once somebody has found out
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend import ledger
from backend.errors import RefundTooLarge
from backend.ledger import Account, Entry
from backend.money import Money
from storage import audit_trail, failpoints
from storage import payments as payment_rows
from storage import refunds as rows
from storage.database import Db, WrongRowCount, savepoint
from storage.payments import Payment, PaymentStatus
from storage.refunds import Refund as Refund
from storage.refunds import RefundStatus as RefundStatus

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 120, 240, 300))
"""Before a gateway that left it unclear is asked again: 13 minutes in all, and then a person is called."""


def want_all(db: Db, payment: Payment, *, key: str, by: str, why: str, now: datetime) -> Refund:
    """Decide that a payment goes back to where it came from, its fee as well; once for each `key`.

    What was credited is taken from the person's balance, what an order took from the shop. Raises RefundTooLarge or
    NotEnoughBalance.
    """
    kept = Money(0, payment.currency)
    return _want(db, payment, payment.amount, all_of(payment), kept=kept, key=key, by=by, why=why, now=now)


def want(db: Db, payment: Payment, amount: Money, *, key: str, by: str, why: str, now: datetime) -> Refund:
    """Decide that so much of a payment goes back to where it came from; its fee stays; once for each `key`.

    What was credited is taken from the person's balance, what an order took from the sales. Raises RefundTooLarge or
    NotEnoughBalance.
    """
    source = [_source(payment, -amount)]
    return _want(db, payment, amount, source, kept=payment.fee, key=key, by=by, why=why, now=now)


def begin(db: Db, refund_id: int, *, now: datetime) -> Refund | None:
    """Count an attempt before the gateway is asked; None if it is known already what became of the refund."""
    begun = rows.begin(db, refund_id, now=now)
    failpoints.reached("refund.asked")
    return begun


def note_done(db: Db, refund_id: int, *, answer: str, now: datetime) -> Refund | None:
    """The gateway has given it back; None if that was known."""
    done = rows.settle(db, refund_id, to=RefundStatus.DONE, answer=answer, now=now)
    failpoints.reached("refund.noted")
    return done


def note_rejected(db: Db, refund_id: int, *, answer: str, now: datetime) -> Refund | None:
    """The gateway surely did not give it back and won't: put it on the person's balance; None if that was known."""
    refund = rows.settle(db, refund_id, to=RefundStatus.REJECTED, answer=answer, now=now)
    if refund is None:
        return None
    entries = [Entry(Account.GATEWAY, -refund.amount), Entry(Account.BALANCE, refund.amount, refund.person_id)]
    ledger.post(db, kind="refund-back", ref=refund.number, entries=entries, now=now)
    return refund


def note_stuck(db: Db, refund_id: int, *, answer: str) -> Refund:
    """The gateway leaves it unclear for too long: a person has to find out."""
    return rows.give_up(db, refund_id, answer=answer)


def the_refund(db: Db, refund_id: int) -> Refund:
    """The refund, known to be there."""
    return rows.the_refund(db, refund_id)


def of_payment(db: Db, payment: Payment) -> list[Refund]:
    """All that went or goes back of a payment, oldest first."""
    return rows.of_payment(db, payment.id)


def under_way_for(db: Db, order_id: int) -> list[Refund]:
    """What of the money that came for the order is on its way back and not known to be there, oldest first."""
    taken = payment_rows.taken_for(db, order_id)
    came = [*payment_rows.credited_for(db, order_id), *([] if taken is None else [taken])]
    found = (each for payment in came for each in rows.of_payment(db, payment.id))
    return sorted((each for each in found if not each.is_settled), key=lambda each: each.id)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait before a gateway is asked again, or None if it has been asked long enough."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def all_of(payment: Payment) -> list[Entry]:
    """What takes the whole of a payment from whoever has it now: the person, or the shop's sales and fees."""
    if payment.status is PaymentStatus.CREDITED:
        return [_source(payment, -payment.amount)]
    return [_source(payment, -payment.without_fee), *([Entry(Account.FEES, -payment.fee)] if payment.fee_minor else ())]


def _want(
    db: Db,
    payment: Payment,
    amount: Money,
    source: Sequence[Entry],
    *,
    kept: Money,
    key: str,
    by: str,
    why: str,
    now: datetime,
) -> Refund:
    if known := rows.with_key(db, key):
        return known
    with savepoint(db):
        if not payment_rows.take_back(db, payment.id, amount, kept=kept):
            now_left = payment_rows.the_payment(db, payment.id)
            back = Money(now_left.refunded_minor, now_left.currency)
            raise RefundTooLarge(number=payment.number, left=now_left.amount - kept - back)
        refund = _add(db, payment, amount, key=key, now=now)
        failpoints.reached("refund.settled")
        ledger.post(db, kind="refund", ref=refund.number, entries=[*source, Entry(Account.GATEWAY, amount)], now=now)
        failpoints.reached("refund.posted")
        audit_trail.record(db, subject=f"payment:{payment.id}", what=f"refund of {amount}", by=by, why=why, now=now)
    return refund


def _source(payment: Payment, amount: Money) -> Entry:
    """Whose the money is now: the shop's, if an order took it, else the person's."""
    if payment.status is PaymentStatus.CREDITED:
        return Entry(Account.BALANCE, amount, payment.person_id)
    return Entry(Account.SALES, amount)


def _add(db: Db, payment: Payment, amount: Money, *, key: str, now: datetime) -> Refund:
    """The payment's row was just changed, so nobody else counts its refunds now."""
    refund = rows.add(
        db,
        number=f"{payment.number}-R{rows.count_of_payment(db, payment.id) + 1}",
        key=key,
        payment_id=payment.id,
        person_id=payment.person_id,
        gateway=payment.gateway,
        amount=amount,
        now=now,
    )
    if refund is None:  # the same reason, by somebody else at this moment: the unit of work looks again
        raise WrongRowCount(1, 0)
    return refund
