"""Traces: what the shop knows of a person, and forgetting it when they ask.

Not here: which rows that is (storage.traces). Orders, payments and the trail stay, and speak of a number of ours; the
platform's own number stays with it, so that who was frozen can't come back as somebody else.
"""

from datetime import datetime

from backend.errors import CannotForget
from backend.people import Person, Role
from storage import audit_trail
from storage import traces as rows
from storage.database import Db
from storage.traces import Traces as Traces


def of_person(db: Db, person: Person) -> Traces:
    """How much the shop keeps of the person."""
    return rows.of_person(db, person.id)


def what_hinders(db: Db, person: Person) -> str | None:
    """Why the person can't be forgotten yet, in one word; None if they can."""
    found = rows.of_person(db, person.id)
    hindrances = {
        "staff": person.role.reaches(Role.AGENT),
        "frozen": person.frozen_at is not None,
        "orders": found.open_orders + found.open_bulk_orders > 0,
        "balance": found.open_balances > 0,
        "tickets": found.open_tickets > 0,
    }
    return next((name for name, hinders in hindrances.items() if hinders), None)


def forget(db: Db, person: Person, *, event_id: int, gone_key: str, now: datetime) -> None:
    """Take what is the person's own out of every table, at their word; `event_id` is the event that has it.

    `gone_key` names the message that stands in the place of what was written.
    Raises CannotForget while something of theirs is not settled. Who writes again is met anew.
    """
    why = what_hinders(db, person)
    if why is not None:
        raise CannotForget(why=why)
    names = tuple(name for name in (person.name, person.username) if name)
    rows.take_out(db, person.id, telegram_id=person.telegram_id, names=names, event_id=event_id, gone_key=gone_key)
    audit_trail.record(db, subject=f"person:{person.id}", what="forgotten", by=person.who, why="asked to be", now=now)
