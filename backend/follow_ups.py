"""Follow-ups: whether a question or reminder goes out now, in the morning, or not at all.

Not here: the timers that lead to one, or its words (handlers.customer.follow_ups).

    due ──> moved on, unwanted, unreachable, or worthless by then? dropped
        ──> night where the person is? put off to the morning, and looked at again
        ──> gone out before? dropped          else it goes out
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.people import Person
from storage import failpoints
from storage import follow_ups as rows
from storage.database import Db

QUIET_FROM = time(22)
QUIET_UNTIL = time(9)
"""Nothing that nobody waits for is sent in between, by the person's own clock."""

ASKED_IF_UNSEEN_AFTER = timedelta(hours=4)
"""Since the delivery: who buys for later is left alone, and the same day is soon enough to find what was overlooked."""

ASKED_IF_SEEN_AFTER = timedelta(hours=1)
"""Since the first look at the codes: by then they have been tried, and a dead one is still fresh in mind."""

ASKED_AGAIN_AFTER = timedelta(days=1)
"""Since a ticket was resolved: long enough to find out whether it really is."""

RATING_ASKED_AFTER = timedelta(minutes=10)
"""Since a ticket was resolved: the last words have been said, and the talk isn't forgotten."""

WORTHLESS_AFTER = timedelta(days=3)
"""A question about something that happened longer ago is dropped: it would only puzzle whoever gets it.

It leaves room for an outage of a day and for the nights around it.
"""


@dataclass(frozen=True)
class Verdict:
    """What becomes of a follow-up that is due: sent now, put off to `put_off_until`, or dropped."""

    is_sent: bool
    put_off_until: datetime | None = None


SEND = Verdict(is_sent=True)
DROP = Verdict(is_sent=False)


def verdict(person: Person, *, now: datetime, shop_zone: ZoneInfo, worthless_from: datetime) -> Verdict:
    """Decide for somebody what is done with a follow-up that is due, and worth nothing from that moment on."""
    if not person.wants_follow_ups or person.blocked_at is not None or now >= worthless_from:
        return DROP
    morning = morning_after(now, zone_of(person, shop_zone))
    if morning is None:
        return SEND
    return Verdict(is_sent=False, put_off_until=morning) if morning < worthless_from else DROP


def morning_after(now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours around `now` end, in UTC; None outside of them."""
    local = now.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    return datetime.combine(day, QUIET_UNTIL, zone).astimezone(UTC)


def zone_of(person: Person, shop_zone: ZoneInfo) -> ZoneInfo:
    """Where the person's days and nights are; the shop's zone until they name one."""
    return shop_zone if person.time_zone is None else ZoneInfo(person.time_zone)


def note_sent(db: Db, person: Person, *, kind: str, subject: str, now: datetime) -> bool:
    """Record that it goes out; False if it has gone out before, whatever led to it a second time."""
    is_first = rows.add(db, kind=kind, subject=subject, person_id=person.id, now=now)
    failpoints.reached("follow-up.noted")
    return is_first
