"""Phones: which number a person has proved to be theirs by sharing their own contact, and how it is changed.

Not here: when somebody is asked for it (backend.risk). A number has one account, and an account one number; another one
takes its place only a day after it was shared, so that who has got hold of a chat can't have the account at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.errors import NotOnesContact, PhoneTaken
from backend.people import Person
from storage import audit_trail, failpoints, people
from storage import phones as rows
from storage.database import Db
from storage.phones import Phone as Phone
from storage.phones import PhoneStatus as PhoneStatus
from storage.secrets import Secret, Vault

CHANGED_AFTER = timedelta(hours=24)
"""How long the person can stop that another number takes the place of theirs."""

_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
"""Of a number with its country (Source: ITU-T E.164)."""

_CHINA, _CHINA_DIGITS = "86", 13
_SHORT_DIGITS = 9
"""Of a number as short as this only the end is shown."""


class Sharing(StrEnum):
    """What came of a shared contact."""

    BOUND = "bound"
    SAME = "same"
    COMING = "coming"


@dataclass(frozen=True)
class Shared:
    """What came of a shared contact, and the number it is about."""

    sharing: Sharing
    phone: Phone

    @property
    def is_proof(self) -> bool:
        """Whether the person has shown that the account's phone is theirs."""
        return self.sharing is not Sharing.COMING


def share(db: Db, person: Person, number: str, *, vault: Vault, now: datetime) -> Shared:
    """Take the number of the person's own contact: bind their first, know theirs again, or have another one coming.

    Raises PhoneTaken if it is somebody else's, or NotOnesContact for what is no number of a phone.
    """
    number = read_number(number)
    bound = rows.of_person(db, person.id, PhoneStatus.BOUND)
    fingerprint = vault.fingerprint(f"phone:{number}")
    if bound is None:
        phone = _add(db, person, number, PhoneStatus.BOUND, vault=vault, due_at=None, now=now)
        return _proved(db, person, Shared(Sharing.BOUND, phone), "phone bound", now=now)
    if bound.fingerprint == fingerprint:
        return _proved(db, person, Shared(Sharing.SAME, bound), "phone verified", now=now)
    coming = rows.of_person(db, person.id, PhoneStatus.COMING)
    if coming is not None and coming.fingerprint == fingerprint:
        return Shared(Sharing.COMING, coming)
    rows.drop(db, person.id, PhoneStatus.COMING)
    phone = _add(db, person, number, PhoneStatus.COMING, vault=vault, due_at=now + CHANGED_AFTER, now=now)
    _record(db, person.id, "phone change asked for", by=person.who, now=now)
    return Shared(Sharing.COMING, phone)


def keep(db: Db, person: Person, *, now: datetime) -> bool:
    """Stop that another number takes the place of the person's; False if none was about to."""
    if not rows.drop(db, person.id, PhoneStatus.COMING):
        return False
    _record(db, person.id, "phone change stopped", by=person.who, now=now)
    return True


def change_if_due(db: Db, person_id: int, *, now: datetime) -> Phone | None:
    """Bind the number that was coming, in place of the one there was; None if there is none, or it has time."""
    coming = rows.of_person(db, person_id, PhoneStatus.COMING)
    if coming is None or coming.due_at is None or coming.due_at > now:
        return None
    rows.drop(db, person_id, PhoneStatus.BOUND)
    bound = rows.bind_what_is_due(db, coming.id, now=now)
    people.set_verified(db, person_id, at=now)
    _record(db, person_id, "phone changed", by="clock", now=now)
    return bound


def of_person(db: Db, person: Person) -> Phone | None:
    """The number that is the person's."""
    return rows.of_person(db, person.id, PhoneStatus.BOUND)


def coming(db: Db, person: Person) -> Phone | None:
    """The number that is to be the person's."""
    return rows.of_person(db, person.id, PhoneStatus.COMING)


def number_of(phone: Phone, *, vault: Vault) -> Secret:
    """The number itself."""
    return vault.open(phone.sealed_number, **_place(phone.fingerprint))


def masked(phone: Phone, *, vault: Vault) -> str:
    """The number as it is shown: its owner knows it again, nobody else learns it."""
    number = number_of(phone, vault=vault).reveal()
    if number.startswith(_CHINA) and len(number) == _CHINA_DIGITS:
        number = number.removeprefix(_CHINA)
    return f"{number[:3]}****{number[-4:]}" if len(number) > _SHORT_DIGITS else f"****{number[-2:]}"


def read_number(text: str) -> str:
    """The number in its one spelling, digits with the country's code in front. Raises NotOnesContact if it is none."""
    digits = "".join(char for char in text if char in "0123456789")
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        raise NotOnesContact
    return digits


def _add(
    db: Db,
    person: Person,
    number: str,
    status: PhoneStatus,
    *,
    vault: Vault,
    due_at: datetime | None,
    now: datetime,
) -> Phone:
    fingerprint = vault.fingerprint(f"phone:{number}")
    added = rows.add(
        db,
        person_id=person.id,
        fingerprint=fingerprint,
        sealed_number=vault.seal(number, **_place(fingerprint)),
        status=status,
        due_at=due_at,
        now=now,
    )
    if added is None:
        raise PhoneTaken
    failpoints.reached("phone.kept")
    return added


def _proved(db: Db, person: Person, shared: Shared, what: str, *, now: datetime) -> Shared:
    people.set_verified(db, person.id, at=now)
    _record(db, person.id, what, by=person.who, now=now)
    return shared


def _record(db: Db, person_id: int, what: str, *, by: str, now: datetime) -> None:
    """Never the number: the trail can't forget."""
    audit_trail.record(db, subject=f"person:{person_id}", what=what, by=by, why="", now=now)


def _place(fingerprint: str) -> dict[str, str]:
    return {"table": "phones", "row": fingerprint, "column": "sealed_number"}
