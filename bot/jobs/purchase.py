"""The purchase's job: asks a supplier once for what a turn intended, or what became of it; never twice blindly.

Not here: what an answer leads to (backend.supplier_purchases, in the turn that hears it). That the supplier is going to
be asked is committed before it is, and no transaction is open while it is.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from backend import supplier_purchases
from backend.supplier_purchases import Asking
from backend.suppliers import Answer, Refusal, Rejected, Unknown, Unseen
from bot.clock import Clock
from bot.jobs.worker import Asked, Handler
from bot.suppliers.supplier import SupplierPort
from storage import failpoints
from storage.database import Database
from storage.secrets import Vault

NOTHING: dict[str, Any] = {}
"""What the job brings back when there is nothing to ask any more."""


def purchase_job(database: Database, clock: Clock, suppliers: Mapping[str, SupplierPort], *, vault: Vault) -> Handler:
    """Asks under the purchase's own number; its outcome holds no code that can be read."""

    async def do(asked: Asked) -> dict[str, Any]:
        intent = database.write(lambda db: supplier_purchases.ask(db, asked["purchase"], now=clock.now()))
        asking = await asyncio.wrap_future(intent)
        if asking is None:
            return NOTHING
        answer = await _ask(suppliers.get(asking.purchase.supplier_id), asking)
        failpoints.reached("purchase.answered")
        return supplier_purchases.to_json(answer, vault=vault)

    return do


async def _ask(supplier: SupplierPort | None, asking: Asking) -> Answer:
    """Submit what is new; of anything else ask first what became of it, and submit it again only where that is safe."""
    if supplier is None:
        return Rejected(Refusal.UNREACHABLE) if asking.is_first else Unknown("no such supplier in the settings")
    if asking.is_first:
        return await supplier.submit(asking.purchase)
    known = await supplier.query(asking.purchase)
    if not isinstance(known, Unseen) or not asking.purchase.is_open or not supplier.is_idempotent:
        return known
    again = await supplier.submit(asking.purchase)
    # A refusal is of this call; the one before may yet have acted.
    return known if isinstance(again, Rejected) else again
