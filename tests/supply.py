"""Suppliers for tests: stand-ins of the sandbox behind the real HTTP supplier, without a network and without waiting.

Not here: the shop that buys of them. Silence is a time-out at once, and their clock is moved along with the shop's.
"""

from collections.abc import Sequence
from datetime import timedelta

import httpx
from fastapi import FastAPI

from backend.suppliers import Catalogued, Sold
from bot.clock import Clock
from bot.suppliers.declared import Named
from bot.suppliers.http_supplier import HttpSupplier
from sandbox.supplier.depot import Article, Depot
from sandbox.supplier.faults import Fault, FaultKind
from sandbox.supplier.routes import create_router
from sandbox.world import World

KEY = "a key both know"
NOTIFY = "http://127.0.0.1:9/suppliers/{name}/notify"
STEAM = Article("STEAM50", 4500, "CNY", 100)
MOBILE = Article("HF100", 9800, "CNY", 100, is_top_up=True)
SOLD = (Sold("steam-50", "STEAM50", is_top_up=False), Sold("mobile-100", "HF100", is_top_up=True))
FINAL_AFTER = timedelta(minutes=2)


class Market:
    """Suppliers by their names, in order of preference, in a world of their own."""

    def __init__(
        self,
        clock: Clock,
        names: Sequence[str] = ("east", "west"),
        *,
        articles: Sequence[Article] = (STEAM, MOBILE),
        honours_numbers: bool = True,
        is_idempotent: bool = True,
    ) -> None:
        self.clock = clock
        self.is_down: set[str] = set()
        self.world = World(frozen_at=clock.now())
        self.depots = {
            name: Depot(self.world, name=name, key=KEY, articles=articles, honours_numbers=honours_numbers)
            for name in names
        }
        self._is_idempotent = is_idempotent
        self.ports = {name: self._port(name) for name in names}
        self._app = FastAPI()
        self._app.include_router(create_router(list(self.depots.values()), wait=_time_out))

    def named(self) -> list[Named]:
        """The suppliers as the shop is to know them."""
        return [Named(Catalogued(name, SOLD), self.ports[name]) for name in self.depots]

    def _port(self, name: str) -> HttpSupplier:
        return HttpSupplier(
            name,
            url=f"http://127.0.0.1:9/suppliers/{name}",
            key=KEY,
            notify_url=NOTIFY.format(name=name),
            is_idempotent=self._is_idempotent,
            not_found_is_final_after=FINAL_AFTER,
            clock=self.clock,
            transport=lambda: _Line(self, name),
        )

    def breaks(self, name: str, kind: FaultKind, *, times: int = 1, seconds: int = 0) -> None:
        """Let the supplier's next purchases go wrong."""
        self.depots[name].faults.add(Fault(kind=kind, times=times, seconds=seconds))

    def catch_up(self) -> None:
        """Bring the suppliers' clock to the shop's."""
        behind = self.clock.now() - self.world.clock.now
        if behind >= timedelta(seconds=1):
            self.world.clock.advance(seconds=int(behind.total_seconds()))

    def issued(self, name: str) -> int:
        """How many units the supplier really issued."""
        return sum(each.quantity for each in self.depots[name].journal.all())

    def app(self) -> FastAPI:
        """What answers."""
        return self._app


class _Line(httpx.AsyncBaseTransport):
    """The line to one supplier, which may be cut before anything is said."""

    def __init__(self, market: Market, name: str) -> None:
        self._market = market
        self._name = name
        self._through = httpx.ASGITransport(market.app())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._name in self._market.is_down:
            raise httpx.ConnectError("refused")
        self._market.catch_up()
        return await self._through.handle_async_request(request)


async def _time_out(seconds: float) -> None:
    raise httpx.ReadTimeout(f"silent for {seconds} s")
