"""A shop's dealings with suppliers without a chat: paid orders, the real job and the real turns' work, in virtual time.

Not here: the suppliers (tests.supply). What a timer or the next job would do is done when its time has come.
"""

import asyncio
import heapq
from datetime import datetime, timedelta

import sqlalchemy as sa

from backend import fulfilment, ledger, orders, payments, people, pricing, supplier_purchases
from backend.money import Money
from backend.orders import Order, OrderStatus
from bot.jobs.purchase import purchase_job
from bot.jobs.worker import Asked
from bot.suppliers.sync import Sync
from storage.database import Database, Db
from storage.secrets import Vault
from storage.stock import CardRow, CardStatus
from storage.supplier_purchases import PurchaseRow, PurchaseStatus
from tests.backend import given
from tests.clock import StoppedClock
from tests.supply import Market

AT_ONCE = 32
"""So many are asked at the same time, if so many are due."""


class Desk:
    """Orders that are bought for, until nothing is left to be asked or the time is over."""

    def __init__(self, database: Database, vault: Vault, clock: StoppedClock, market: Market) -> None:
        self.database = database
        self.clock = clock
        self.market = market
        self._job = purchase_job(database, clock, market.ports, vault=vault)
        self._due: list[tuple[datetime, int]] = []
        with database.transaction() as db:
            given.shelves(db)

    async def sync(self) -> None:
        """Ask the suppliers what they have."""
        await Sync(self.database, self.clock, self.market.named(), store=_nothing).once()

    def buy(self, number: int, *, quantity: int = 1, product_id: str = given.CARD, account: str = "") -> Order:
        """Somebody orders and pays; what there is no card of is going to be bought."""
        now = self.clock.now()
        with self.database.transaction() as db:
            buyer = people.meet(db, telegram_id=number, name="Bo", username=None, language="en", now=now)
            ledger.credit(db, buyer, Money(100_000, "CNY"), ref=f"{number}-{now}", why="test", now=now)
            offer = pricing.quote(db, person=buyer, product_id=product_id, quantity=quantity, now=now)
            placed = orders.place(db, quote=offer, person=buyer, account=account, note="", key=f"{offer.id}", now=now)
            paid = payments.pay_from_balance(db, orders.lock(db, placed.id), now=now)
            self._deliver(db, paid)
        return paid

    async def run(self, length: timedelta) -> None:
        """Let so much time pass, and do what is due meanwhile."""
        until = self.clock.now() + length
        while self._due and self._due[0][0] <= until:
            at = self._due[0][0]
            self.clock.forward(seconds=max(0.0, (at - self.clock.now()).total_seconds()))
            together: list[int] = []
            while self._due and self._due[0][0] <= self.clock.now() and len(together) < AT_ONCE:
                together.append(heapq.heappop(self._due)[1])
            await asyncio.gather(*map(self.ask, dict.fromkeys(together)))
        self.clock.forward(seconds=max(0.0, (until - self.clock.now()).total_seconds()))

    async def ask(self, purchase_id: int) -> None:
        """Do the job, and in another transaction what its outcome leads to."""
        asked: Asked = {"purchase": purchase_id}
        result = await self._job(asked)
        if result:
            outcome = supplier_purchases.from_json(result)
            await asyncio.wrap_future(self.database.write(lambda db: self._settle(db, purchase_id, outcome)))

    def order(self, order: Order) -> Order:
        """The order as it is now."""
        with self.database.read() as db:
            return orders.the_order(db, order.id)

    def purchases(self) -> list[tuple[str, PurchaseStatus, int]]:
        """Of whom, what became of it, how many codes came."""
        with self.database.read() as db:
            rows = db.execute(sa.select(PurchaseRow.__table__).order_by(PurchaseRow.id)).mappings()
            return [(row["supplier_id"], row["status"], row["received"]) for row in rows]

    def cards(self, status: CardStatus) -> int:
        """How many cards are so."""
        with self.database.read() as db:
            return db.execute(sa.select(sa.func.count()).where(CardRow.status == status)).scalar_one()

    def issued(self) -> int:
        """How many units the suppliers really issued, all together."""
        return sum(map(self.market.issued, self.market.depots))

    def _settle(self, db: Db, purchase_id: int, outcome: supplier_purchases.Outcome) -> None:
        settled = supplier_purchases.settle(db, purchase_id, outcome, now=self.clock.now())
        assert settled is not None
        if settled.look_at is not None:
            heapq.heappush(self._due, (settled.look_at, purchase_id))
        if settled.is_to_deliver:
            self._deliver(db, settled.order)

    def _deliver(self, db: Db, order: Order) -> None:
        order = fulfilment.deliver(db, order, now=self.clock.now())
        waiting = supplier_purchases.open_for(db, order.id)
        if order.status is OrderStatus.PAID and waiting is not None:
            heapq.heappush(self._due, (self.clock.now(), waiting.id))


async def _nothing(_: object) -> None:
    """Nothing was forgotten."""
