"""The job that asks a supplier about a code that does not work: what it says now of the purchase the code came with.

Not here: that the code is replaced, or what with (backend.reissues). What is found is proof for the claim, not a
condition: a supplier's silence is no reason to let its buyer wait.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from backend import reissues, stock
from backend.suppliers import Answer, Ok, Rejected, Unknown, Unseen
from bot.jobs.worker import Asked, Handler
from bot.suppliers.supplier import SupplierPort
from storage import stock as cards
from storage.database import Database, Db
from storage.secrets import Vault
from storage.supplier_purchases import Purchase


def dead_code_job(database: Database, suppliers: Mapping[str, SupplierPort], *, vault: Vault) -> Handler:
    """Asks about the purchase of this reissue's code; finds `proof`, in words for staff that hold no code."""

    def look_up(reissue_id: int) -> tuple[Purchase, str] | None:
        with database.read() as db:
            return _look_up(db, reissue_id)

    async def do(asked: Asked) -> dict[str, Any]:
        found = await asyncio.to_thread(look_up, asked["reissue"])
        if found is None:
            return {"proof": reissues.FROM_STOCK}
        purchase, fingerprint = found
        supplier = suppliers.get(purchase.supplier_id)
        answer = Unknown("it is no supplier of ours any more") if supplier is None else await supplier.query(purchase)
        return {"proof": f"{purchase.supplier_id} on {purchase.number}: {_said(answer, fingerprint, vault)}"}

    return do


def _look_up(db: Db, reissue_id: int) -> tuple[Purchase, str] | None:
    wanted = reissues.with_id(db, reissue_id)
    purchase = None if wanted is None else reissues.purchase_of(db, wanted)
    if wanted is None or purchase is None:
        return None
    card = next(each for each in cards.sold_to(db, wanted.order_id) if each.id == wanted.card_id)
    return purchase, card.fingerprint


def _said(answer: Answer, fingerprint: str, vault: Vault) -> str:
    match answer:
        case Ok(codes):
            sold = {stock.seal(code.reveal(), vault).fingerprint for code in codes}
            return "it sold us this code" if fingerprint in sold else "it says it sold us other codes"
        case Rejected(reason):
            return f"it says the purchase failed: {reason}"
        case Unseen():
            return "it knows of no such purchase"
        case Unknown(why):
            return f"no answer: {why}"
