"""The sync: asks each supplier what it has and at which cost, and finds purchases that nobody looks after.

Not here: what is made of it (backend.suppliers). One process does it at a time (bot.leadership). A supplier that
answers here has answered, so its rest is over.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from backend import orders, people, products, quarantine, supplier_purchases, suppliers
from backend.people import Role
from backend.suppliers import Listed
from bot.clock import Clock
from bot.reading import lane_of_chat
from bot.suppliers.callbacks import arrival_about
from bot.suppliers.declared import Named
from bot.suppliers.supplier import SupplierSilent
from storage import timers
from storage.database import Database, Db
from storage.inbox import Arrival
from storage.timers import Timer

SYNC_SECONDS = 60
FORGOTTEN_AFTER = timedelta(seconds=45)
"""A purchase that was intended and not asked, or is due to be asked about, for so long."""

MOST_FORGOTTEN = 50

log = structlog.get_logger()


class Sync:
    """Keeps what the shop knows of its suppliers in step with what they say."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        named: Sequence[Named],
        *,
        store: Callable[[Sequence[Arrival]], Awaitable[None]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._named = named
        self._store = store

    async def run(self) -> None:
        """Go round until cancelled; a round that fails is followed by the next."""
        while True:
            try:
                await self.once()
            except Exception:
                log.exception("a round of the suppliers failed")
            await self._clock.sleep(SYNC_SECONDS)

    async def once(self) -> None:
        """Put aside what expired, ask every supplier once, and have what was forgotten asked about."""
        now = self._clock.now()
        await self._write(lambda db: suppliers.declare(db, [each.catalogued for each in self._named]))
        await self._write(lambda db: self._put_expired_aside(db, now=now))
        for each in self._named:
            await self._ask(each)
        forgotten = self._forgotten()
        if forgotten:
            await self._store(forgotten)

    async def _ask(self, named: Named) -> None:
        name = named.catalogued.supplier_id
        try:
            listed = await named.port.offers()
        except SupplierSilent as silence:
            log.warning("a supplier says nothing of its stock", supplier=name, reason=str(silence))
            now = self._clock.now()
            await self._write(lambda db: suppliers.note_failure(db, name, now=now))
            return
        await self._write(lambda db: self._take_over(db, named, listed))

    def _put_expired_aside(self, db: Db, *, now: datetime) -> None:
        count = quarantine.put_expired_aside(db, now=now)
        if count:
            _tell_admins(db, "stock-expired", now.isoformat(), now=now, count=count)

    def _take_over(self, db: Db, named: Named, listed: Sequence[Listed]) -> None:
        now = self._clock.now()
        withheld = suppliers.sync(db, named.catalogued, listed, products.every_product(db), now=now)
        for offer in withheld:
            about = {"supplier": offer.supplier_id, "product": offer.product_id}
            _tell_admins(db, "offer-withheld", f"{':'.join(about.values())}:{now.isoformat()}", now=now, **about)

    def _forgotten(self) -> list[Arrival]:
        now = self._clock.now()
        with self._database.read() as db:
            found = supplier_purchases.forgotten(db, before=now - FORGOTTEN_AFTER, most=MOST_FORGOTTEN)
            buyers = [people.the_person(db, orders.the_order(db, each.order_id).person_id) for each in found]
        return [
            arrival_about(each, key=f"forgotten:{each.id}:{now.isoformat()}", telegram_id=buyer.telegram_id)
            for each, buyer in zip(found, buyers, strict=True)
        ]

    async def _write(self, work: Callable[[Db], object]) -> None:
        await asyncio.wrap_future(self._database.write(work))


def _tell_admins(db: Db, kind: str, subject: str, *, now: datetime, **about: Any) -> None:
    """Have every admin told in a turn, as nothing else may send; the first one's lane is as good as any."""
    admins = people.staff(db, Role.ADMIN)
    if admins:
        timers.set_timers(db, [Timer(kind, subject, lane_of_chat(admins[0].telegram_id), now, about)])
