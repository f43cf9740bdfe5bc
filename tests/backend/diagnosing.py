"""What is found to hinder somebody, asked for as tests do.

Not here: a test.
"""

from datetime import datetime

from backend.diagnosis import Diagnosis, diagnose
from backend.findings import Cause, Symptom
from backend.people import Person
from storage.database import Db
from tests.backend.given import NOW


def look(db: Db, person: Person, symptom: Symptom = Symptom.ARRIVAL, *, now: datetime = NOW) -> Diagnosis:
    """Look into it."""
    return diagnose(db, person, symptom, now=now)


def cause(db: Db, person: Person, symptom: Symptom = Symptom.ARRIVAL, *, now: datetime = NOW) -> Cause | None:
    """What hinders most."""
    first = look(db, person, symptom, now=now).first
    return None if first is None else first.cause
