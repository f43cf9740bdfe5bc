"""Metrics: how far the work is behind, for Prometheus and whatever starts more processes by it.

Not here: what to do about it (docs/scaling.md). Every process tells the same, since the queues are everybody's.
"""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import Clock
from storage import inbox, outbox
from storage.database import Database
from storage.outbox import Kind


class Queues(Collector):
    """What waits in inbox and outbox, read when it is asked for."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @property
    def route(self) -> Route:
        """What the listener has to carry."""
        registry = CollectorRegistry()
        registry.register(self)

        def metrics(request: Request) -> Response:
            del request
            return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

        return Route("/metrics", metrics, methods=["GET"])

    def describe(self) -> list[Metric]:
        """Nothing beforehand: registering must not read the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """One reading."""
        now = self._clock.now()
        with self._database.read() as db:
            behind, calls = inbox.lag(db, now=now), {lag.kind: lag for lag in outbox.lags(db, now=now)}
        yield GaugeMetricFamily("xiaoer_inbox_waiting", "Events not yet answered.", behind.waiting)
        yield GaugeMetricFamily("xiaoer_inbox_lag_seconds", "Age of the oldest of them.", _age(behind.oldest, now))
        waiting = GaugeMetricFamily("xiaoer_outbox_waiting", "Calls not yet made.", labels=["kind"])
        lag = GaugeMetricFamily("xiaoer_outbox_lag_seconds", "Age of the oldest of them.", labels=["kind"])
        for kind in Kind:
            call = calls.get(kind)
            waiting.add_metric([kind], 0 if call is None else call.waiting)
            lag.add_metric([kind], 0 if call is None else _age(call.oldest, now))
        yield waiting
        yield lag


def _age(oldest: datetime | None, now: datetime) -> float:
    return 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
