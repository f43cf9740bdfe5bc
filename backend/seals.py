"""Seals on the audit trail: each stands for a stretch of rows and for the seal before it, so that none of them can be
changed, removed or added later without the change showing.

Not here: when seals are put on (bot.sealing), or the rows (storage.audit_trail). What a digest is made of is written
down in docs/decisions/0020; seals that were put on before must still hold after any change here.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from storage import audit_trail
from storage.audit_trail import Horizon, Recorded, Seal
from storage.database import Db

MOST_ROWS = 2_000
"""Under one seal: read and reckoned in a few hundredths of a second."""

_FORMAT = "xiaoer seal 1"
_BEFORE_ALL = Seal(0, -(2**63), 0, "", datetime.min.replace(tzinfo=UTC))
"""What the first seal follows: below it a row of any number is out of place."""


@dataclass(frozen=True)
class Standing:
    """The newest seal, if there is one yet, and how many rows have come since."""

    newest: Seal | None
    unsealed: int


def next_seal(db: Db, horizon: Horizon, *, now: datetime) -> Seal | None:
    """The seal to be put on next, on at most MOST_ROWS rows up to the horizon; None if there is nothing to seal.

    The horizon must be final: a row that came below it later would look like one that was smuggled in.
    """
    before = audit_trail.newest_seal(db) or _BEFORE_ALL
    rows = audit_trail.rows(db, after=before.last_id, up_to=horizon.last_id, most=MOST_ROWS)
    if not rows:
        return None
    last_id, number = rows[-1].id, before.number + 1
    return Seal(number, last_id, len(rows), _digest(before.digest, number, last_id, now, rows), now)


def standing(db: Db) -> Standing:
    """How far the trail is sealed."""
    newest = audit_trail.newest_seal(db)
    return Standing(newest, audit_trail.count_rows(db, after=(newest or _BEFORE_ALL).last_id))


def broken(db: Db, *, kept: str | None = None, tell: Callable[[int, int], None] = lambda done, of: None) -> list[str]:
    """What does not fit, a sentence each: seals that are missing, and those that don't match what they stand for.

    `kept` is the digest of a seal that was noted elsewhere, and must still be among them. `tell` hears how many seals
    of how many were looked at.
    """
    found, before = [], _BEFORE_ALL
    seals = audit_trail.seals(db)
    for seal in seals:
        if seal.number != before.number + 1:
            found.append(f"seals are missing before seal {seal.number}")
        elif not _holds(db, seal, before):
            found.append(f"seal {seal.number} does not match its rows, {_first_id(before)} to {seal.last_id}")
        tell(seal.number, len(seals))
        before = seal
    if kept is not None and kept not in {seal.digest for seal in seals}:
        found.append(f"no seal has the digest that was kept, {kept}")
    return found


def _holds(db: Db, seal: Seal, before: Seal) -> bool:
    rows = audit_trail.rows(db, after=before.last_id, up_to=seal.last_id, most=seal.count + 1)
    return seal.digest == _digest(before.digest, seal.number, seal.last_id, seal.sealed_at, rows)


def _digest(before: str, number: int, last_id: int, sealed_at: datetime, rows: Sequence[Recorded]) -> str:
    head = [_FORMAT, number, before, last_id, len(rows), sealed_at]
    lines = [head, *([row.id, row.subject, row.what, row.by, row.why, row.at] for row in rows)]
    return hashlib.sha256(b"\n".join(map(orjson.dumps, lines))).hexdigest()


def _first_id(before: Seal) -> str:
    return "the first" if before is _BEFORE_ALL else str(before.last_id + 1)
