"""The audit: whether the database is still the record of an honest shop, and what to do if it is not.

Not here: the invariants themselves (storage.invariants), the trail of who did what (storage.audit_trail), or its seals
(backend.seals).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from backend import seals
from storage.database import Db
from storage.invariants import INVARIANTS, MOST_ROWS, Concern, offenders

SEALED = "I29"
SEALED_SENTENCE = "What was written into the audit trail stands there as it was sealed."

REMEDIES: Mapping[Concern, str] = {
    Concern.MONEY: "Stop the bot, keep a copy of the database, and compare these rows with your gateways' statements.",
    Concern.STOCK: "Stop the bot, keep a copy of the database, and find out who has these cards.",
    Concern.TRAIL: "Stop the bot, keep a copy of the database, and compare it with a backup: rows were changed.",
    Concern.WORK: "If the bot was just started, audit again in a minute; else look at its log and at /trouble.",
    Concern.BOOKS: "Stop the bot, keep a copy of the database, and look at these rows before you sell on.",
    Concern.TALK: "No money or card is in danger: keep a copy of the database and report this as a bug.",
}
"""What to do about a broken invariant, by what it concerns; the gravest first."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Violation:
    """A sentence that ought to be true and is not. `rows` names the first rows that break it."""

    id: str
    sentence: str
    rows: tuple[str, ...]
    concern: Concern

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return REMEDIES[self.concern]


def check(
    db: Db, *, now: datetime, kept_seal: str | None = None, tell: Tell = lambda progress: None
) -> list[Violation]:
    """Check every invariant on the live database, reading only.

    `kept_seal` is the digest of a seal that was noted elsewhere and must still be among the shop's. `tell` hears what
    is being looked at.
    """
    found = []
    for number, invariant in enumerate(INVARIANTS, 1):
        tell(f"{invariant.id}, {number} of {len(INVARIANTS)}")
        if rows := offenders(db, invariant, now=now):
            found.append(Violation(invariant.id, invariant.sentence, tuple(rows), invariant.concern))
    if rows := seals.broken(db, kept=kept_seal, tell=lambda done, of: tell(f"seal {done} of {of}")):
        found.append(Violation(SEALED, SEALED_SENTENCE, tuple(rows[:MOST_ROWS]), Concern.TRAIL))
    return found
