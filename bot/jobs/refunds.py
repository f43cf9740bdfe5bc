"""The job that has a gateway give money back, at most once: who has asked before looks first what came of it.

Not here: that it is to go back (backend.refunds), when it is asked again, or who is told (handlers.customer.payments).

    counted and committed ──> looked for, if asked before ──> asked ──> done | rejected | unknown
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend import payments, refunds
from backend.payments import Payment
from backend.refunds import Refund
from bot.clock import Clock
from bot.gateways.gateway import Gateway, GivingBack, Missing, Ok, Rejected, Unknown
from bot.jobs.worker import Asked, Handler
from storage import failpoints
from storage.database import Database, Db


def refund_job(database: Database, clock: Clock, gateways: Mapping[str, Gateway]) -> Handler:
    """Asks for the refund of this id; finds `done`, `rejected` or `unknown`, with the gateway's word for it."""

    def begin(db: Db, refund_id: int) -> tuple[Refund, Payment] | None:
        refund = refunds.begin(db, refund_id, now=clock.now())
        return None if refund is None else (refund, payments.the_payment(db, refund.payment_id))

    async def do(asked: Asked) -> dict[str, Any]:
        begun = await asyncio.wrap_future(database.write(lambda db: begin(db, asked["refund"])))
        if begun is None:
            return {"answer": "settled", "why": ""}
        refund, payment = begun
        gateway = gateways.get(refund.gateway)
        if not isinstance(gateway, GivingBack):
            return {"answer": "unknown", "why": f"there is no gateway {refund.gateway} to ask"}
        answer = await give_back(gateway, refund, payment, now=clock.now())
        failpoints.reached("refund.answered")
        match answer:
            case Ok(reference):
                return {"answer": "done", "why": reference}
            case Rejected(why):
                return {"answer": "rejected", "why": why}
            case Unknown(why):
                return {"answer": "unknown", "why": why}

    return do


async def give_back(gateway: GivingBack, refund: Refund, payment: Payment, *, now: datetime) -> Ok | Rejected | Unknown:
    """One attempt, which is counted in `refund.attempts` already.

    A second one asks what became of the first, and asks for the money again only if that surely never happened, or if
    asking again does no harm. A refusal is believed the first time only: after an attempt that may have acted it may
    well be for that reason.
    """
    is_again = refund.attempts > 1
    if is_again:
        found = await gateway.find_refund(refund, payment)
        if not isinstance(found, Missing):
            return found
        if not (gateway.refunds_are_idempotent or _is_final(gateway, refund, now)):
            return Unknown("not there, which may change")
    answer = await gateway.refund(refund, payment)
    if is_again and isinstance(answer, Rejected):
        return Unknown(f"refused after an attempt that may have acted: {answer.why}")
    return answer


def _is_final(gateway: GivingBack, refund: Refund, now: datetime) -> bool:
    after = gateway.missing_is_final_after
    return after is not None and refund.asked_at is not None and now - refund.asked_at >= after
