"""The job that asks a gateway about a payment nothing was heard of.

Not here: when it is asked (backend.payments), or what becomes of the answer, which is a notice like any other
(handlers.customer.payments).
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from backend import payments
from backend.payments import GatewayNotice, Payment
from bot.gateways.gateway import Gateway, GivingBack, Unknown
from bot.jobs.worker import Asked, Handler
from bot.reading import notice_to_json
from storage.database import Database


def query_job(database: Database, gateways: Mapping[str, Gateway]) -> Handler:
    """Asks about the payment of this id; finds a notice, or why there is none."""

    def read(payment_id: int) -> Payment:
        with database.read() as db:
            return payments.the_payment(db, payment_id)

    async def do(asked: Asked) -> dict[str, Any]:
        payment = await asyncio.to_thread(read, asked["payment"])
        gateway = gateways.get(payment.gateway)
        if not isinstance(gateway, GivingBack):
            return {"why": "its gateway can't be asked"}
        found = await gateway.query(payment)
        if isinstance(found, GatewayNotice):
            return {"notice": notice_to_json(found)}
        return {"why": found.why if isinstance(found, Unknown) else "nothing came"}

    return do
