"""The letterbox: messages to somebody that are held up, or that never came to them.

Not here: sending them (bot.courier), or why one was given up (storage.outbox).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from backend.findings import Cause, Finding
from backend.people import Person
from storage import outbox
from storage.database import Db

HELD_LONG = timedelta(seconds=15)
"""A message that waits longer than that is held up, and not just on its way."""

MISSED_WITHIN = timedelta(days=7)


def of_messages(db: Db, person: Person, *, now: datetime) -> Iterator[Finding]:
    held = outbox.held(db, person.telegram_id)
    if held is not None and now - held.since >= HELD_LONG:
        until = held.until if held.until is not None and held.until > now else None
        yield Finding(Cause.HELD, until or now, count=held.count)
    missed = outbox.missed(db, person.telegram_id, since=now - MISSED_WITHIN)
    if missed is not None:
        yield Finding(Cause.MISSED, missed.at, count=missed.count)
