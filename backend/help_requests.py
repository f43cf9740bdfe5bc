"""Help requests: somebody wants a human, and waits until one comes.

Not here: who is told, or the desk.
"""

from dataclasses import dataclass
from datetime import datetime

from backend.people import Person
from storage import audit_trail
from storage import help_requests as rows
from storage.database import Db


@dataclass(frozen=True)
class Asked:
    """The person's open request. `is_new` is False when they have been waiting already."""

    since: datetime
    is_new: bool


def ask(db: Db, person: Person, *, order_id: int | None, now: datetime) -> Asked:
    """Ask for a human; who waits already goes on waiting, from the same moment."""
    added = rows.add(db, person_id=person.id, order_id=order_id, now=now)
    if added is not None:
        about = "" if order_id is None else f"order:{order_id}"
        audit_trail.record(db, subject=f"person:{person.id}", what="asked-for-human", by=person.who, why=about, now=now)
        return Asked(now, is_new=True)
    waiting = rows.open_one(db, person.id)
    return Asked(waiting.asked_at if waiting else now, is_new=False)
