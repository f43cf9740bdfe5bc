"""The report: a picture of the last days, and its numbers in words.

Not here: counting (backend.reports) or drawing (bot.pictures).
"""

from backend.reports import SPANS, Day, Report
from flows.screens import Picture, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words
from storage.catalogue import nearest


def counting(page: int, *, days: int) -> Screen:
    """What stands on the page until its report is counted."""
    return Screen(words("report-counting", count=days), (_ways_on(),), subject=_subject(page))


def failed(page: int, *, incident: str) -> Screen:
    """It could not be counted; it may be tried again."""
    return Screen(words("report-failed", incident=incident), (_spans(page), _ways_on()), subject=_subject(page))


def report(turn: Turn, page: int, counted: Report, *, days: int) -> Screen:
    """The report of the last `days` days, and the way to the other lengths."""
    return Screen(
        words(
            "report",
            count=days,
            placed=counted.placed,
            paid=counted.paid,
            delivery=_delivery(counted),
            complaints=_complaints(turn, counted),
        ),
        (_spans(page), _ways_on()),
        subject=_subject(page),
        picture=Picture("report", _numbers(counted)),
    )


def _subject(page: int) -> str:
    """Each report that is asked for is a page of its own, named after the event that asked."""
    return f"report:{page}"


def _spans(page: int) -> Row:
    return tuple(button("button-report-days", "report", {"count": span}, days=span, page=page) for span in SPANS)


def _ways_on() -> Row:
    return (button("button-menu", "menu"),)


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
