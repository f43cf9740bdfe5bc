"""The licence file: licences reviewed elsewhere, as rows of a sheet, each with the tier it gives.

Not here: licences handed in and reviewed in the chat (backend.licences).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend import licences, people
from backend.errors import InvalidAccount, LicenceOver, LicenceTaken
from backend.people import Person, Tier
from backend.sheets import Row
from storage.database import Db, savepoint
from storage.secrets import Vault

MOST_ROWS = 10_000

HEADINGS: Mapping[str, Sequence[str]] = {
    "telegram_id": ("telegram_id", "telegram id"),
    "number": ("number", "licence", "licence number"),
    "ends_on": ("ends_on", "ends on", "until"),
    "tier": ("tier",),
}
NEEDED = tuple(HEADINGS)

_DAY_ZERO = date(1899, 12, 30)
"""From which a spreadsheet counts days (Source: ECMA-376 part 1, 18.17.4.1, the 1900 system from March 1900 on)."""

_DAYS = range(36_526, 73_051)
"""2000 to 2099, as such a count."""


@dataclass(frozen=True)
class LicenceImport:
    """What a licence file did, or the problems for which it must not be kept."""

    added: int = 0
    unchanged: int = 0
    problems: tuple[str, ...] = ()


class _Wrong(Exception):
    """What is wrong with a row, in a sentence."""


def take_in(db: Db, rows: Sequence[Row], *, vault: Vault, by: str, now: datetime) -> LicenceImport:
    """Let people have these licences; where there are problems, the caller undoes what was done of it.

    A problem names the row, never the number.
    """
    added = unchanged = 0
    problems: list[str] = []
    for row in rows:
        try:
            with savepoint(db):
                is_new = _take_in(db, row, vault=vault, by=by, now=now)
        except _Wrong as wrong:
            problems.append(f"row {row.number}: {wrong}")
        else:
            added, unchanged = added + is_new, unchanged + (not is_new)
    return LicenceImport(problems=tuple(problems)) if problems else LicenceImport(added, unchanged)


def _take_in(db: Db, row: Row, *, vault: Vault, by: str, now: datetime) -> bool:
    person, ends_on, tier = _person(db, row), _day(row), _tier(row)
    number = row.cells.get("number", "")
    try:
        return licences.put(db, person, number=number, ends_on=ends_on, tier=tier, vault=vault, by=by, now=now)
    except InvalidAccount:
        raise _Wrong("the number must be 8 to 20 letters or digits") from None
    except LicenceOver:
        raise _Wrong(f"{ends_on} is over, or too far away") from None
    except LicenceTaken:
        raise _Wrong("the number is bound to somebody else") from None


def _person(db: Db, row: Row) -> Person:
    text = row.cells.get("telegram_id", "")
    person = people.with_telegram_id(db, int(text)) if text.isdecimal() and len(text) < 19 else None
    if person is None:
        raise _Wrong(f"nobody with the number {text!r} has written to the bot yet")
    return person


def _day(row: Row) -> date:
    """A day as in 2027-01-31, or as a spreadsheet counts it."""
    text = row.cells.get("ends_on", "")
    if text.isdecimal() and len(text) < 6 and int(text) in _DAYS:
        return _DAY_ZERO + timedelta(days=int(text))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Wrong(f"the last day must be written as in 2027-01-31, and is {text!r}") from None


def _tier(row: Row) -> Tier:
    text = row.cells.get("tier", "").lower()
    if text not in list(Tier):
        raise _Wrong(f"the tier must be one of {', '.join(Tier)}, and is {text!r}")
    return Tier(text)
