"""Metrics: how far the work is behind, what was given up, whether Telegram knows us; for Prometheus and its like.

Not here: what to do about it (docs/scaling.md). The queues are everybody's, so every process tells the same of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend import troubles
from backend.troubles import TroubleKind
from bot.clock import Clock
from bot.standing import Standing
from storage import evidence, inbox, outbox
from storage.database import Database
from storage.outbox import Kind

GIVEN_UP, UNKNOWN = "xiaoer_given_up", "xiaoer_unknown"
MOST_COUNTED = 1000
"""Of each kind of what was given up: so many are no less alarming than more."""


class Figures(Collector):
    """What waits in inbox and outbox, and how this process stands with Telegram; read when it is asked for."""

    def __init__(self, database: Database, clock: Clock, standing: Standing) -> None:
        self._database = database
        self._clock = clock
        self._standing = standing

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
            given_up = Counter(trouble.kind for trouble in troubles.newest(db, most=MOST_COUNTED))
            unknown = evidence.unknown(db)
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
        yield _by(
            "kind", GIVEN_UP, "What was given up and nobody had tried again.", {k: given_up[k] for k in TroubleKind}
        )
        yield _by("what", UNKNOWN, "Refunds and purchases that were asked for, their outcome unknown.", unknown)
        refused = "1 while Telegram does not know the token of this process, which then sends nothing."
        yield GaugeMetricFamily("xiaoer_token_refused", refused, self._standing.is_refused)


def _by(label: str, name: str, told: str, counts: Mapping[str, int]) -> GaugeMetricFamily:
    """One figure for each of these."""
    family = GaugeMetricFamily(name, told, labels=[label])
    for value, count in counts.items():
        family.add_metric([value], count)
    return family


def _age(oldest: datetime | None, now: datetime) -> float:
    return 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
