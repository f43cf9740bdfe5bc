"""Licences: a number bound to one person until a day, reviewed by staff; and what goods sold on licence alone allow.

Not here: where the terms come from (backend.catalogue_file), or the prices of a tier (backend.pricing).

    submitted ──> approved ──> withdrawn
        └──> refused
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend import opening_hours, people, tiers
from backend.accounts import read_account
from backend.errors import (
    AllocationSpent,
    LicenceBound,
    LicenceEnded,
    LicenceLapsed,
    LicenceMoved,
    LicenceNeeded,
    LicenceOver,
    LicenceTaken,
    NotOnesLicence,
    OutsideOrderingHours,
)
from backend.people import Person, Tier
from storage import audit_trail, failpoints, orders, timers
from storage import licences as rows
from storage.catalogue import AccountKind
from storage.database import Db
from storage.licences import Licence as Licence
from storage.licences import LicenceStatus as LicenceStatus
from storage.licences import LicenceTerms as LicenceTerms
from storage.licences import Period as Period
from storage.secrets import Secret, Vault
from storage.timers import Timer

MOST_SHOWN = 20
END_TIMER = "licence-end"
LONGEST_LIFE = timedelta(days=366 * 30)
"""A licence that ends later than that is a slip of the pen."""


def read_number(text: str) -> str:
    """The number in its one spelling. Raises InvalidAccount."""
    return read_account(AccountKind.LICENCE, text)


def submit(db: Db, person: Person, *, number: str, ends_on: date, vault: Vault, now: datetime) -> Licence:
    """Keep a person's licence for a review; one of theirs that has ended gives way.

    Raises InvalidAccount, LicenceOver, LicenceTaken if the number is somebody else's, or LicenceBound if the person has
    one already.
    """
    number = read_number(number)
    if not today(db, now) <= ends_on <= today(db, now) + LONGEST_LIFE:
        raise LicenceOver(ended=ends_on.isoformat())
    former = rows.lock_of_person(db, person.id)
    if former is not None and former.status is LicenceStatus.APPROVED and former.ends_on < today(db, now):
        _move(db, former, to=LicenceStatus.WITHDRAWN, by="shop", why="has ended", now=now)
    fingerprint = vault.fingerprint(number)
    added = rows.add(
        db,
        person_id=person.id,
        fingerprint=fingerprint,
        sealed_number=vault.seal(number, **_place(fingerprint)),
        ends_on=ends_on,
        now=now,
    )
    if added is None:
        raise LicenceBound if rows.of_person(db, person.id) else LicenceTaken
    failpoints.reached("licence.kept")
    _record(db, added, by=person.who, why="", now=now)
    return added


def approve(db: Db, licence_id: int, *, tier: Tier, by: Person, now: datetime) -> Licence:
    """Accept a submitted licence, and give its holder the prices of a tier.

    Raises LicenceMoved, or LicenceEnded if it has while it waited.
    """
    licence = the_licence(db, licence_id)
    if licence.status is LicenceStatus.SUBMITTED and licence.ends_on < today(db, now):
        raise LicenceEnded(ended=licence.ends_on.isoformat())
    return _move(db, licence, to=LicenceStatus.APPROVED, tier=tier, by=by.who, now=now)


def refuse(db: Db, licence_id: int, *, by: Person, now: datetime) -> Licence:
    """Turn a submitted licence down; its number and its sender are free for another. Raises LicenceMoved."""
    return _move(db, the_licence(db, licence_id), to=LicenceStatus.REFUSED, by=by.who, now=now)


def withdraw(db: Db, licence_id: int, *, by: Person, now: datetime) -> Licence:
    """End an approved licence before its day, and with it the tier that it gave. Raises LicenceMoved."""
    return _move(db, the_licence(db, licence_id), to=LicenceStatus.WITHDRAWN, by=by.who, now=now)


def end(db: Db, licence: Licence, *, now: datetime) -> bool:
    """End the tier that an approved licence gave, once its last day is over; False, and nothing done, otherwise.

    The licence itself stays: its holder is told that it has ended, until they hand in the next one.
    """
    if licence.status is not LicenceStatus.APPROVED or today(db, now) <= licence.ends_on:
        return False
    tiers.settle(db, licence.person_id, now=now)
    who = f"person:{licence.person_id}"
    audit_trail.record(db, subject=who, what="licence ended", by="clock", why=_subject(licence), now=now)
    return True


def put(
    db: Db, person: Person, *, number: str, ends_on: date, tier: Tier, vault: Vault, by: str, now: datetime
) -> bool:
    """Let the person have this licence, reviewed elsewhere; False if it stands so already.

    Raises InvalidAccount, LicenceOver or LicenceTaken.
    """
    number = read_number(number)
    former = rows.lock_of_person(db, person.id)
    if former is not None:
        same = former.fingerprint == vault.fingerprint(number) and former.ends_on == ends_on
        if same and former.status is LicenceStatus.APPROVED and former.tier == tier:
            return False
        to = LicenceStatus.REFUSED if former.status is LicenceStatus.SUBMITTED else LicenceStatus.WITHDRAWN
        _move(db, former, to=to, by=by, why="replaced", now=now)
    added = submit(db, person, number=number, ends_on=ends_on, vault=vault, now=now)
    _move(db, added, to=LicenceStatus.APPROVED, tier=tier, by=by, now=now)
    return True


def the_licence(db: Db, licence_id: int) -> Licence:
    """The licence. Raises LookupError if there never was one: its id is from a row of ours."""
    found = rows.with_id(db, licence_id)
    if found is None:
        raise LookupError(f"there is no licence {licence_id}")
    return found


def of_person(db: Db, person: Person) -> Licence | None:
    """The licence that binds the person, submitted or approved."""
    return rows.of_person(db, person.id)


def submitted(db: Db) -> list[Licence]:
    """Those that wait for a review, oldest first."""
    return rows.submitted(db, most=MOST_SHOWN)


def number_of(licence: Licence, *, vault: Vault) -> Secret:
    """The licence's number, for who reviews it and for its holder."""
    return vault.open(licence.sealed_number, **_place(licence.fingerprint))


def require(db: Db, person: Person, product_id: str, *, quantity: int = 1, now: datetime) -> None:
    """Raise unless the person may order so many of the product now; anybody may what is not sold on licence alone.

    Raises LicenceNeeded, LicenceLapsed, OutsideOrderingHours or AllocationSpent, each with until when.
    """
    terms = rows.terms_of(db, product_id)
    if terms is not None:
        _require(db, person, terms, rows.of_person(db, person.id), quantity=quantity, now=now)


def take_allocation(db: Db, person: Person, product_id: str, quantity: int, *, now: datetime) -> None:
    """The same for an order that is placed at this moment: the person's other such orders wait until it is decided."""
    terms = rows.terms_of(db, product_id)
    if terms is not None:
        _require(db, person, terms, rows.lock_of_person(db, person.id), quantity=quantity, now=now)


def require_own_number(db: Db, person: Person, product_id: str, account: str, *, vault: Vault) -> None:
    """Raise NotOnesLicence if a product sold on licence alone is ordered on a number that is not the person's."""
    if rows.terms_of(db, product_id) is None:
        return
    licence = rows.of_person(db, person.id)
    if licence is None or licence.fingerprint != vault.fingerprint(account):
        raise NotOnesLicence


def today(db: Db, now: datetime) -> date:
    """The shop's own date."""
    return now.astimezone(opening_hours.shop_zone(db)).date()


def allocation(terms: LicenceTerms, tier: Tier) -> int:
    """How many a licensed person of this tier may order in a period."""
    return {Tier.RETAIL: terms.retail, Tier.SILVER: terms.silver, Tier.GOLD: terms.gold}[tier]


def next_opening(terms: LicenceTerms, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the product can next be ordered; None if it can now."""
    local = now.astimezone(zone)
    spells = [
        _spell(local.date() + timedelta(days=day), opens, closes, zone)
        for day in range(-1, 8)
        for weekday, opens, closes in terms.windows
        if (local.date() + timedelta(days=day)).weekday() == weekday
    ]
    if not spells or any(since <= now < until for since, until in spells):
        return None
    return min(since for since, _ in spells if since > now)


def _require(
    db: Db, person: Person, terms: LicenceTerms, licence: Licence | None, *, quantity: int, now: datetime
) -> None:
    if licence is None or licence.status is not LicenceStatus.APPROVED:
        raise LicenceNeeded
    zone = opening_hours.shop_zone(db)
    if licence.ends_on < today(db, now):
        raise LicenceLapsed(ended=licence.ends_on.isoformat())
    opening = next_opening(terms, now, zone)
    if opening is not None:
        raise OutsideOrderingHours(opens=opening)
    since, until = _period(terms.period, now, zone)
    most = allocation(terms, person.tier)
    bought = orders.count_bought(
        db, person_id=person.id, product_id=terms.product_id, since=since - timedelta(microseconds=1)
    )
    if bought + quantity > most:
        raise AllocationSpent(most=most, left=max(most - bought, 0), period=terms.period.value, again=until)


def _period(period: Period, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When the present day, week or month began in the shop's zone, and when the next one does."""
    day = now.astimezone(zone).date()
    if period is Period.WEEK:
        day -= timedelta(days=day.weekday())
    elif period is Period.MONTH:
        day = day.replace(day=1)
    longest = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31}[period]
    after = day + timedelta(days=longest)
    if period is Period.MONTH:
        after = (day + timedelta(days=longest + 1)).replace(day=1)
    return _midnight(day, zone), _midnight(after, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _spell(day: date, opens: str, closes: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """One window on one day; closing at or before the opening means on the next day."""
    since = datetime.combine(day, time.fromisoformat(opens), tzinfo=zone)
    until = datetime.combine(day, time.fromisoformat(closes), tzinfo=zone)
    return since, until if until > since else until + timedelta(days=1)


def _move(
    db: Db, licence: Licence, *, to: LicenceStatus, tier: Tier | None = None, by: str, why: str = "", now: datetime
) -> Licence:
    was = LicenceStatus.APPROVED if to is LicenceStatus.WITHDRAWN else LicenceStatus.SUBMITTED
    moved = rows.move(db, licence.id, was=was, to=to, by=by, now=now, tier=tier)
    if moved is None:
        raise LicenceMoved
    failpoints.reached("licence.moved")
    tiers.settle(db, moved.person_id, now=now)
    if tier is not None:
        _watch_end(db, moved)
    _record(db, moved, by=by, why=why or (f"tier {tier}" if tier else ""), now=now)
    return moved


def _watch_end(db: Db, licence: Licence) -> None:
    """Have its holder told when it is over. Here and not in a turn: licences are also taken in from a file."""
    over_at = _midnight(licence.ends_on + timedelta(days=1), opening_hours.shop_zone(db)).astimezone(UTC)
    lane = f"chat:{people.the_person(db, licence.person_id).telegram_id}"
    timers.set_timers(db, [Timer(END_TIMER, _subject(licence), lane, over_at, {"licence": licence.id})])


def _record(db: Db, licence: Licence, *, by: str, why: str, now: datetime) -> None:
    audit_trail.record(db, subject=_subject(licence), what=licence.status, by=by, why=why, now=now)


def _subject(licence: Licence) -> str:
    return f"licence:{licence.id}"


def _place(fingerprint: str) -> dict[str, str]:
    return {"table": "licences", "row": fingerprint, "column": "sealed_number"}
