"""Points: giving them once for each reason, and how many a person has.

Not here: what they are given for (backend.compensation). Nothing takes them yet.
"""

from datetime import datetime

from backend.people import Person
from storage import audit_trail
from storage import points as rows
from storage.database import Db


def give(db: Db, person: Person, count: int, *, ref: str, by: str, why: str, now: datetime) -> bool:
    """Give the person points; False, and nothing done, if they were given for `ref` before."""
    given = rows.add(db, ref=ref, person_id=person.id, count=count, now=now)
    if given:
        audit_trail.record(db, subject=f"person:{person.id}", what=f"given {count} points", by=by, why=why, now=now)
    return given


def of_person(db: Db, person: Person) -> int:
    """How many points the person has."""
    return rows.of_person(db, person.id)
