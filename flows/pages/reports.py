"""The report: a picture of the last days, and its numbers in words.

Not here: counting (backend.reports) or drawing (bot.pictures).
"""

from backend import reports
from backend.reports import Day, Report
from flows.screens import Picture, Screen, button
from flows.turn import Turn
from flows.words import Words, words
from storage.catalogue import nearest


def report(turn: Turn, *, days: int) -> Screen:
    """The report of the last `days` days, and the way to the other lengths."""
    counted = reports.report(turn.db, days=days, zone=turn.shop.time_zone, now=turn.now)
    spans = tuple(button("button-report-days", "report", {"count": span}, days=span) for span in reports.SPANS)
    return Screen(
        words(
            "report",
            count=days,
            placed=counted.placed,
            paid=counted.paid,
            delivery=_delivery(counted),
            complaints=_complaints(turn, counted),
        ),
        (spans, (button("button-menu", "menu"),)),
        subject="report",
        picture=Picture("report", _numbers(counted)),
    )


def _delivery(counted: Report) -> Words:
    median, p90 = counted.delivery.median_seconds, counted.delivery.p90_seconds
    if median is None or p90 is None:
        return words("report-nothing-delivered")
    return words("report-delivery", median=_length(median), p90=_length(p90))


def _complaints(turn: Turn, counted: Report) -> Words:
    if not counted.products:
        return words("report-no-complaints")
    most = counted.products[0]
    name = nearest(most.name, turn.person.language) if most.name else words("picture-no-order")
    return words("report-complaints", count=counted.complaints, product=name, most=most.complaints)


def _length(seconds: int) -> Words:
    """A length of time in the unit that needs no more than three digits, rounded."""
    if seconds < 120:
        return words("length-seconds", count=seconds)
    if seconds < 7200:
        return words("length-minutes", count=(seconds + 30) // 60)
    return words("length-hours", count=(seconds + 1800) // 3600)


def _numbers(counted: Report) -> dict[str, object]:
    """Plain JSON, as the drawing process takes it."""
    return {
        "days": [_day(day) for day in counted.days],
        "products": [{"name": dict(each.name), "complaints": each.complaints} for each in counted.products],
    }


def _day(day: Day) -> dict[str, object]:
    return {
        "on": day.on.isoformat(),
        "placed": day.placed,
        "paid": day.paid,
        "median_seconds": day.delivery.median_seconds,
        "p90_seconds": day.delivery.p90_seconds,
    }
