"""Staff: how somebody joins them, changes place and leaves, and the group they serve in.

Not here: what a role may do (handlers.audience).
"""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from backend import people
from backend.errors import AlreadyStaff, InviteNotFound, InviteSpent, NotOnesOwnRole, OwnerStays
from backend.people import Person, Role
from storage import audit_trail, failpoints, staff_groups
from storage import invites as rows
from storage.database import Db
from storage.invites import Invite as Invite

INVITE_LASTS = timedelta(hours=48)


def invite(db: Db, role: Role, *, token: str, by: Person, now: datetime) -> Invite:
    """Let whoever opens the link with this token first become `role`. Only the token's hash is kept."""
    made = rows.add(db, token_hash=_hash(token), role=role, made_by_id=by.id, expires_at=now + INVITE_LASTS, now=now)
    failpoints.reached("invite.made")
    audit_trail.record(db, subject=_subject(made), what=f"invited {role}", by=by.who, why="", now=now)
    return made


def join(db: Db, person: Person, token: str, *, now: datetime) -> Person:
    """Make the person what the invite says; opening one's own used link again changes nothing.

    Raises InviteNotFound, InviteSpent (used, withdrawn or too old), or AlreadyStaff, which leaves it for another.
    """
    found = rows.with_hash(db, _hash(token))
    if found is None:
        raise InviteNotFound
    if found.used_by_id == person.id and person.role is found.role:
        return person
    if person.role.reaches(found.role):
        raise AlreadyStaff(role=person.role.value)
    if not rows.use(db, found.id, by_id=person.id, now=now):
        raise InviteSpent
    failpoints.reached("invite.used")
    audit_trail.record(db, subject=_subject(found), what="used", by=person.who, why="", now=now)
    maker = people.the_person(db, found.made_by_id)
    return people.appoint(db, person, found.role, by=maker.who, why=_subject(found), now=now)


def change_role(db: Db, person: Person, role: Role, *, by: Person, owners: Collection[int], now: datetime) -> Person:
    """Give somebody another place, or with `customer` none; who is no admin any more has no invites out.

    `owners` are the numbers on the platform of those whom only the settings can dismiss. Raises NotOnesOwnRole or
    OwnerStays.
    """
    if person.id == by.id:
        raise NotOnesOwnRole
    if person.telegram_id in owners:
        raise OwnerStays(name=person.name)
    if not role.reaches(Role.ADMIN):
        rows.withdraw_of(db, person.id, now=now)
    return people.appoint(db, person, role, by=by.who, now=now)


def staff_group(db: Db) -> int | None:
    """The chat of the group that staff serve in; None while none is connected."""
    return staff_groups.connected(db)


def connect_group(db: Db, chat_id: int, *, by: str, now: datetime) -> bool:
    """Let staff serve in this group from now on, in place of any other; False if it is the one already."""
    if staff_groups.connected(db) == chat_id:
        return False
    staff_groups.connect(db, chat_id, now=now)
    audit_trail.record(db, subject=f"group:{chat_id}", what="connected", by=by, why="", now=now)
    return True


def _hash(token: str) -> str:
    """A token has too many bits to be guessed, so a plain hash hides it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _subject(found: Invite) -> str:
    return f"invite:{found.id}"
