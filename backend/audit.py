"""The audit: whether the database is still the record of an honest shop.

Not here: the invariants themselves (storage.invariants), or the trail of who did what (storage.audit_trail).
"""

from dataclasses import dataclass
from datetime import datetime

from storage.database import Db
from storage.invariants import INVARIANTS, offenders


@dataclass(frozen=True)
class Violation:
    """A sentence that ought to be true and is not. `rows` names the first rows that break it."""

    id: str
    sentence: str
    rows: tuple[str, ...]


def check(db: Db, *, now: datetime) -> list[Violation]:
    """Check every invariant on the live database, reading only."""
    checked = ((invariant, offenders(db, invariant, now=now)) for invariant in INVARIANTS)
    return [Violation(invariant.id, invariant.sentence, tuple(rows)) for invariant, rows in checked if rows]
