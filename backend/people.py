"""People: meeting them, the language they are spoken to in, the tier whose prices they pay, the role they have.

Not here: how somebody is invited to the staff (backend.staff), or a person's orders and money (backend.orders,
backend.ledger).
"""

import unicodedata
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.errors import UnknownTimeZone
from storage import audit_trail, failpoints
from storage import people as rows
from storage.database import Db
from storage.people import Person as Person
from storage.people import Role as Role
from storage.people import Tier as Tier

LONGEST_NAME = 64

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories no name keeps: controls, direction marks, zero-width characters, line separators."""


def meet(
    db: Db,
    *,
    telegram_id: int,
    name: str,
    username: str | None,
    language: str,
    known: Person | None = None,
    now: datetime,
) -> Person:
    """Know the person from now on, or again, by their present name; whoever is met can be written to.

    `language` counts the first time only; `known` is the person if they have been read before.
    """
    name = readable_name(name)
    known = known or rows.with_telegram_id(db, telegram_id)
    if known is not None and (known.name, known.username, known.blocked_at) == (name, username, None):
        return known
    met = rows.add_or_rename(db, telegram_id=telegram_id, name=name, username=username, language=language, now=now)
    failpoints.reached("person.met")
    return met


def the_person(db: Db, person_id: int) -> Person:
    """The person with this id. Raises LookupError if there is none."""
    person = rows.with_id(db, person_id)
    if person is None:
        raise LookupError(f"no person {person_id}")
    return person


def with_telegram_ids(db: Db, telegram_ids: Collection[int]) -> dict[int, Person]:
    """The people with these numbers whom we have met, by their numbers."""
    return rows.with_telegram_ids(db, telegram_ids)


def with_telegram_id(db: Db, telegram_id: int) -> Person | None:
    """The person with this number of the chat platform, if we have met."""
    return rows.with_telegram_id(db, telegram_id)


def called(db: Db, name: str) -> Person | None:
    """The person whose name or user name has this in it; of several, who came last."""
    found = rows.called(db, name.removeprefix("@"), most=1)
    return rows.with_id(db, found[0]) if found else None


def choose_language(db: Db, person: Person, language: str) -> None:
    """Speak to the person in `language` from now on."""
    rows.set_language(db, person.id, language)


def appoint(db: Db, person: Person, role: Role, *, by: str, why: str = "", now: datetime) -> Person:
    """Give the person a role; one they have already changes nothing."""
    if person.role is role:
        return person
    rows.set_role(db, person.id, role, was=person.role)
    failpoints.reached("person.appointed")
    audit_trail.record(db, subject=f"person:{person.id}", what=f"became {role}", by=by, why=why, now=now)
    return replace(person, role=role)


def staff(db: Db, least: Role) -> list[Person]:
    """Everybody whose role reaches `least`."""
    return rows.with_roles(db, [role for role in Role if role.reaches(least)])


def set_time_zone(db: Db, person: Person, time_zone: str | None) -> None:
    """Reckon the person's day and night in this zone (an IANA name); None for the shop's. Raises UnknownTimeZone."""
    if time_zone is not None:
        _require_zone(time_zone)
    rows.set_time_zone(db, person.id, time_zone)


def set_wants_follow_ups(db: Db, person: Person, *, wants: bool) -> None:
    """Ask and remind the person from now on, or stop."""
    rows.set_wants_follow_ups(db, person.id, wants=wants)


def set_wants_news(db: Db, person: Person, *, wants: bool) -> None:
    """Send the person the shop's news from now on, or stop."""
    rows.set_wants_news(db, person.id, wants=wants)


def mark_unreachable(db: Db, *, telegram_id: int, now: datetime) -> None:
    """Remember that the person can't be written to: they blocked the bot or closed their account.

    They can be again once the shop meets them. A number that is nobody's, such as a group's, changes nothing.
    """
    rows.note_blocked(db, telegram_id, now=now)


@lru_cache(maxsize=1024)  # who writes now writes again soon
def readable_name(name: str) -> str:
    """The name without what can't be seen or would turn the text around it about, and not too long."""
    composed = unicodedata.normalize("NFKC", name)
    visible = "".join(char for char in composed if unicodedata.category(char) not in _INVISIBLE)
    return " ".join(visible.split())[:LONGEST_NAME].strip()


def _require_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise UnknownTimeZone(name=name) from unknown
