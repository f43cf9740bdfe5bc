"""Reports: how the shop did on its last days, in numbers.

Not here: how they are told or drawn (flows.pages.reports, bot.pictures).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend import catalogue
from storage import reports as rows
from storage.database import Db

MOST_PRODUCTS = 8
"""As many bars as can be told apart at the width of a phone; the rest are counted together."""

SPANS = (7, 30)
"""The lengths there are reports of, in days, today included."""


@dataclass(frozen=True)
class DeliveryTimes:
    """How long after payment orders were delivered; None where none was."""

    median_seconds: int | None
    p90_seconds: int | None


@dataclass(frozen=True)
class Day:
    """One day in the shop's zone: the orders placed on it, those of them paid by now, and its deliveries."""

    on: date
    placed: int
    paid: int
    delivery: DeliveryTimes


@dataclass(frozen=True)
class Complained:
    """How often a product was complained of. `name` is empty for complaints about no order."""

    name: Mapping[str, str]
    complaints: int


@dataclass(frozen=True)
class Report:
    """The last days, the oldest first and today last; products by complaints, most first."""

    days: tuple[Day, ...]
    delivery: DeliveryTimes
    products: tuple[Complained, ...]
    complaints: int

    @property
    def placed(self) -> int:
        """The orders placed."""
        return sum(day.placed for day in self.days)

    @property
    def paid(self) -> int:
        """Those of them paid by now."""
        return sum(day.paid for day in self.days)


def report(db: Db, *, days: int, zone: ZoneInfo, now: datetime) -> Report:
    """The report of the last `days` days up to now, midnight to midnight in `zone`."""
    today = now.astimezone(zone).date()
    dates = [today - timedelta(days=back) for back in reversed(range(days))]
    delivered: Counter[int] = Counter()
    lines: list[Day] = []
    for on in dates:
        since, until = _midnight(on, zone), _midnight(on + timedelta(days=1), zone)
        placed = rows.orders_placed(db, since=since, until=until)
        seconds = rows.delivery_seconds(db, since=since, until=until)
        delivered.update(seconds)
        lines.append(Day(on, placed.placed, placed.paid, delivery_times(seconds)))
    counts = rows.complaints(db, since=_midnight(dates[0], zone), until=_midnight(today + timedelta(days=1), zone))
    return Report(
        days=tuple(lines),
        delivery=delivery_times(delivered),
        products=tuple(Complained(_name(db, each.product_id), each.complaints) for each in counts[:MOST_PRODUCTS]),
        complaints=sum(each.complaints for each in counts),
    )


def to_json(report: Report) -> dict[str, Any]:
    """The report as plain JSON, to be kept until it is shown."""
    days = [asdict(day) | {"on": day.on.isoformat()} for day in report.days]
    products = [{"name": dict(each.name), "complaints": each.complaints} for each in report.products]
    return {
        "days": days,
        "delivery": asdict(report.delivery),
        "products": products,
        "complaints": report.complaints,
    }


def from_json(kept: Mapping[str, Any]) -> Report:
    """The report that `to_json` kept."""
    return Report(
        days=tuple(
            Day(date.fromisoformat(day["on"]), day["placed"], day["paid"], DeliveryTimes(**day["delivery"]))
            for day in kept["days"]
        ),
        delivery=DeliveryTimes(**kept["delivery"]),
        products=tuple(Complained(**each) for each in kept["products"]),
        complaints=kept["complaints"],
    )


def delivery_times(seconds: Mapping[int, int]) -> DeliveryTimes:
    """Median and ninth decile of how many orders took how many seconds: times that some order really took."""
    return DeliveryTimes(_percentile(seconds, 50), _percentile(seconds, 90))


def _percentile(seconds: Mapping[int, int], percent: int) -> int | None:
    """The shortest time within which at least `percent` of a hundred were done."""
    needed, done = sum(seconds.values()) * percent, 0
    for length in sorted(seconds):
        done += seconds[length] * 100
        if done >= needed:
            return length
    return None


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)


def _name(db: Db, product_id: str | None) -> Mapping[str, str]:
    return {} if product_id is None else catalogue.the_product(db, product_id).name
