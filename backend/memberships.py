"""Memberships: paying the prices of a tier for so many days, and what comes after them.

Not here: what the prices are (backend.pricing), or codes that make somebody a member (backend.redeem_codes).
"""

from datetime import datetime, timedelta

from backend import tiers
from backend.errors import OtherMembership
from backend.people import Person, Tier
from storage import audit_trail, failpoints
from storage import memberships as rows
from storage.database import Db, WrongRowCount, savepoint
from storage.memberships import Membership as Membership

REMINDED_BEFORE = timedelta(days=3)
"""How long before a membership ends its member is told."""


def grant(db: Db, person: Person, tier: Tier, *, days: int, ref: str, by: str, why: str, now: datetime) -> Membership:
    """Make the person a member for so many days, or a member of the same tier so much longer.

    Once for each `ref`. Raises OtherMembership while a membership of another tier goes on.
    """
    with savepoint(db):
        if not rows.add_spell(db, ref=ref, person_id=person.id, tier=tier, days=days, now=now):
            return the_membership(db, person)
        failpoints.reached("membership.granted")
        granted = _lengthen(db, person, tier, timedelta(days=days), now=now)
        tiers.settle(db, person.id, now=now)
        _record(db, person, f"{tier} until {granted.until.isoformat()}", by=by, why=why, now=now)
    return granted


def end(db: Db, person: Person, *, now: datetime) -> bool:
    """End the person's membership, if its time is over; False, and nothing done, if it goes on.

    They pay what they paid before, or what anything else gives them by now.
    """
    if not rows.end(db, person.id, now=now):
        return False
    failpoints.reached("membership.ended")
    tiers.settle(db, person.id, now=now)
    _record(db, person, "membership ended", by="clock", why="", now=now)
    return True


def current(db: Db, person: Person) -> Membership | None:
    """The person's membership; None if they have none."""
    found = rows.of_person(db, person.id)
    return found if found is not None and found.ended_at is None else None


def the_membership(db: Db, person: Person) -> Membership:
    """The person's membership, current or ended. Raises LookupError if they never had one."""
    found = rows.of_person(db, person.id)
    if found is None:
        raise LookupError(f"person {person.id} was never a member")
    return found


def _lengthen(db: Db, person: Person, tier: Tier, more: timedelta, *, now: datetime) -> Membership:
    was = rows.lock(db, person.id)
    if was is None:
        if rows.begin(db, person_id=person.id, tier=tier, until=now + more):
            return the_membership(db, person)
        was = rows.lock(db, person.id)  # it began at this moment
    if was is None or not rows.renew(db, was, tier=tier, until=_until(was, tier, more, now=now)):
        raise WrongRowCount(1, 0)
    return the_membership(db, person)


def _until(was: Membership, tier: Tier, more: timedelta, *, now: datetime) -> datetime:
    """Until when it goes on. Raises OtherMembership."""
    if was.until <= now:
        return now + more
    if was.tier != tier:
        raise OtherMembership(tier=was.tier, until=was.until)
    return was.until + more


def _record(db: Db, person: Person, what: str, *, by: str, why: str, now: datetime) -> None:
    audit_trail.record(db, subject=f"person:{person.id}", what=what, by=by, why=why, now=now)
