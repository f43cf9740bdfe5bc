"""Freezes: keeping somebody from buying, always for a reason, and the ways out of it.

Not here: when a rule does it (backend.risk). Who is frozen places no order, pays for none, and takes or redeems
nothing; what they paid for they get, and they may look, complain and talk to staff as before.

    free ──> frozen ──> free          lifted by a supervisor, or by the person themselves where the reason allows it
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.errors import AccountFrozen, AlreadyFrozen, NeedsAReason, NotFrozen, StaffIsNotFrozen
from backend.people import Person, Role
from storage import audit_trail, failpoints, people
from storage import freezes as rows
from storage.database import Db, savepoint
from storage.freezes import Freeze as Freeze
from storage.freezes import FreezeReason as FreezeReason

RULES = "rules"
"""By whom somebody is frozen whom nobody has looked at."""

LIFTED_BY_ONESELF_EVERY = timedelta(days=30)
"""Who was frozen again so soon after they lifted it themselves is looked at by somebody."""

LONGEST_WHY = 200
MOST_SHOWN = 5

_UNDER_WAY = timedelta(seconds=30)
"""So long after a freeze may end what had begun before it: a turn, or some rows of a bulk order."""

_LIFTED_BY_PHONE = (FreezeReason.ACTIVITY, FreezeReason.CODES)
"""Reasons that are answered by proof that the account's owner is at it."""


class Fix(StrEnum):
    """What a frozen person can do about it."""

    VERIFY = "verify"  # share their own contact
    APPEAL = "appeal"  # have somebody look


@dataclass(frozen=True)
class Standing:
    """How somebody stands with the shop. `reason`, `since` and `fix` are None for who is not frozen."""

    reason: FreezeReason | None = None
    since: datetime | None = None
    fix: Fix | None = None
    is_verified: bool = False
    is_trusted: bool = False

    @property
    def is_frozen(self) -> bool:
        """Whether they can buy nothing."""
        return self.reason is not None


def standing(db: Db, person: Person, *, now: datetime) -> Standing:
    """How the person stands, why, and what they can do about it."""
    is_verified = person.verified_at is not None
    present = None if person.frozen_at is None else rows.present(db, person.id)
    if present is None:
        return Standing(is_verified=is_verified, is_trusted=person.is_trusted)
    fix = _fix(db, person, present, now=now)
    return Standing(present.reason, present.frozen_at, fix, is_verified, person.is_trusted)


def require_good(person: Person) -> None:
    """Raise AccountFrozen for who is frozen; what was read with the person tells."""
    if person.frozen_at is not None:
        raise AccountFrozen


def freeze(db: Db, person: Person, reason: FreezeReason, *, why: str, by: Person, now: datetime) -> Freeze:
    """Keep the person from buying. Raises AlreadyFrozen, StaffIsNotFrozen, or NeedsAReason without words why."""
    return _freeze(db, person, reason, why=read_why(why), by=by.who, now=now)


def freeze_by_rules(db: Db, person: Person, reason: FreezeReason, *, why: str, now: datetime) -> Freeze | None:
    """Keep the person from buying because a rule says so; None for who is trusted, of the staff, or frozen already."""
    if person.is_trusted or person.role.reaches(Role.AGENT):
        return None
    try:
        with savepoint(db):
            return _freeze(db, person, reason, why=why, by=RULES, now=now)
    except AlreadyFrozen:
        return None


def lift(db: Db, person: Person, *, why: str, by: Person, now: datetime) -> Freeze:
    """Let the person buy again. Raises NotFrozen, or NeedsAReason without words why."""
    return _lift(db, person, by=by.who, why=read_why(why), now=now)


def lift_by_phone(db: Db, person: Person, *, now: datetime) -> Freeze | None:
    """Let who has just proved that the account's phone is theirs buy again, where the reason allows it; else None."""
    if standing(db, person, now=now).fix is not Fix.VERIFY:
        return None
    return _lift(db, person, by=person.who, why="phone verified", now=now)


def trust(db: Db, person: Person, *, is_trusted: bool, why: str, by: Person, now: datetime) -> bool:
    """Let no rule freeze the person, or let rules do so again; False if it is so. Raises NeedsAReason."""
    why = read_why(why)
    if not people.set_trusted(db, person.id, is_trusted=is_trusted):
        return False
    _record(db, person.id, "trusted" if is_trusted else "trusted no more", by=by.who, why=why, now=now)
    return True


def read_why(text: str) -> str:
    """The reason as it is kept, in at most LONGEST_WHY characters. Raises NeedsAReason if there is none."""
    why = " ".join(text.split())[:LONGEST_WHY]
    if not why:
        raise NeedsAReason
    return why


def of_person(db: Db, person: Person) -> list[Freeze]:
    """The person's latest freezes, newest first."""
    return rows.of_person(db, person.id, most=MOST_SHOWN)


def _fix(db: Db, person: Person, present: Freeze, *, now: datetime) -> Fix:
    """One's own way out, once a month: who needs it again so soon is looked at."""
    before = [each for each in rows.of_person(db, person.id, most=MOST_SHOWN) if each.lifted_at is not None]
    lately = now - LIFTED_BY_ONESELF_EVERY
    if any(each.lifted_by == person.who and (each.lifted_at or lately) > lately for each in before):
        return Fix.APPEAL
    return Fix.VERIFY if present.reason in _LIFTED_BY_PHONE else Fix.APPEAL


def _freeze(db: Db, person: Person, reason: FreezeReason, *, why: str, by: str, now: datetime) -> Freeze:
    if person.role.reaches(Role.AGENT):
        raise StaffIsNotFrozen
    if not people.freeze(db, person.id, reason=reason, now=now):
        raise AlreadyFrozen
    failpoints.reached("person.freezing")
    added = rows.add(db, person_id=person.id, reason=reason, why=why, by=by, holds_from=now + _UNDER_WAY, now=now)
    if added is None:
        raise AlreadyFrozen
    _record(db, person.id, "frozen", by=by, why=f"{reason}: {why}", now=now)
    return added


def _lift(db: Db, person: Person, *, by: str, why: str, now: datetime) -> Freeze:
    if not people.thaw(db, person.id):
        raise NotFrozen
    failpoints.reached("person.thawing")
    lifted = rows.lift(db, person.id, by=by, why=why, now=now)
    if lifted is None:
        raise NotFrozen
    _record(db, person.id, "freeze lifted", by=by, why=why, now=now)
    return lifted


def _record(db: Db, person_id: int, what: str, *, by: str, why: str, now: datetime) -> None:
    audit_trail.record(db, subject=f"person:{person_id}", what=what, by=by, why=why, now=now)
