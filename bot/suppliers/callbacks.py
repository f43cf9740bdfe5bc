"""Callbacks of suppliers: a call that something came of a purchase becomes an event of its buyer's lane.

Not here: what came (the turn has it asked for). A call is answered with `success` once its event is stored.
"""

import json
from collections.abc import Mapping

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from backend import orders, people, supplier_purchases
from backend.supplier_purchases import Purchase
from bot.clock import Clock
from bot.listener import MOST_BODY_BYTES, Store, body_of
from bot.reading import SUPPLIER_SOURCE, lane_of_chat
from bot.suppliers.supplier import BadCall, SupplierPort
from storage.database import Database
from storage.inbox import Arrival

log = structlog.get_logger()


class Callbacks:
    """Where suppliers call."""

    def __init__(
        self, database: Database, clock: Clock, *, suppliers: Mapping[str, SupplierPort], store: Store
    ) -> None:
        self._database = database
        self._clock = clock
        self._suppliers = suppliers
        self._store = store

    @property
    def route(self) -> Route:
        """The way in, for the listener."""
        return Route("/suppliers/{name}/notify", self._notify, methods=["POST"])

    async def _notify(self, request: Request) -> Response:
        supplier = self._suppliers.get(request.path_params["name"])
        if supplier is None:
            return PlainTextResponse("no such supplier", status_code=404)
        body = await body_of(request, most_bytes=MOST_BODY_BYTES)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        try:
            key, number = supplier.read_call(body, request.headers, path=request.url.path, now=self._clock.now())
        except BadCall as reason:
            log.warning("supplier's call not believed", supplier=supplier.name, reason=str(reason))
            return PlainTextResponse("not believed", status_code=403)
        arrival = self._arrival(supplier.name, key, number)
        if arrival is not None:
            await self._store([arrival])
        return PlainTextResponse("success")

    def _arrival(self, name: str, key: str, number: str) -> Arrival | None:
        """A call about what the shop never bought there is nothing to it."""
        with self._database.read() as db:
            purchase = supplier_purchases.with_number(db, number)
            if purchase is None or purchase.supplier_id != name:
                log.warning("supplier calls about a purchase that is none of ours", supplier=name)
                return None
            buyer = people.the_person(db, orders.the_order(db, purchase.order_id).person_id)
        return arrival_about(purchase, key=f"{name}:{key}", telegram_id=buyer.telegram_id)


def arrival_about(purchase: Purchase, *, key: str, telegram_id: int) -> Arrival:
    """The event by which a purchase is asked about, in its buyer's lane."""
    payload = json.dumps({"purchase": purchase.id})
    return Arrival(SUPPLIER_SOURCE, key, lane_of_chat(telegram_id), payload)
