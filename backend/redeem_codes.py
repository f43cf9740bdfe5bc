"""Redeem codes: making a batch of them, and giving what one is worth to the first who redeems it.

Not here: the file in which they reach whoever made them (bot.courier). A code is made of the shop's key and the batch's
seed; only its keyed fingerprint is kept, and the seed is forgotten once the codes have been handed over.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend import campaigns, freezes, ledger, memberships, points
from backend.coupons import Coupon
from backend.errors import CampaignHad, OtherMembership
from backend.memberships import Membership
from backend.money import Money
from backend.people import Person, Tier
from storage import audit_trail, failpoints
from storage import redeem_codes as rows
from storage.database import Db, WrongRowCount, savepoint
from storage.redeem_codes import Batch as Batch
from storage.redeem_codes import Prize as Prize
from storage.secrets import Secret, Vault

TRIES = 5
TRIES_WITHIN = timedelta(hours=1)
MOST_CODES = 1000
HANDED_OVER_WITHIN = timedelta(minutes=10)
"""So long a file that was not sent can be sent once more; after that nobody can make the codes again."""

MARK = "XE"
"""What every code begins with, so that one is known in a chat for what it is."""

_LETTERS = 20
"""Of 5 bits each: 100 bits that nobody can guess."""

_GROUP = 5
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True)
class Worth:
    """What each code of a batch gives: a coupon of the campaign, money, points, or so many days in a tier."""

    campaign_id: int | None = None
    amount: Money | None = None
    points: int | None = None
    tier: Tier | None = None
    days: int | None = None

    @property
    def prize(self) -> Prize:
        """Which of them."""
        if self.campaign_id is not None:
            return Prize.COUPON
        if self.amount is not None:
            return Prize.BALANCE
        return Prize.POINTS if self.points is not None else Prize.MEMBERSHIP


class Failure(StrEnum):
    """Why a code gave nothing. What is wrong with a code that can't be redeemed is nobody's to know."""

    NO_GOOD = "no-good"
    TOO_OFTEN = "too-often"
    HAD = "had"
    OTHER_MEMBERSHIP = "other-membership"


@dataclass(frozen=True)
class Redeemed:
    """What came of trying a code: what it gave, or why not."""

    failure: Failure | None = None
    coupon: Coupon | None = None
    amount: Money | None = None
    points: int | None = None
    membership: Membership | None = None


class _Not(Exception):
    """The code is good, but the person can't have what it gives: what was begun is undone with the savepoint."""

    def __init__(self, reason: Failure) -> None:
        super().__init__(reason)
        self.reason = reason


def make(
    db: Db, worth: Worth, count: int, *, lasts_days: int, seed: str, vault: Vault, by: Person, now: datetime
) -> Batch:
    """Make so many codes, at most MOST_CODES. The same `seed` makes the same codes. Raises CampaignOver.

    Codes for coupons last no longer than their campaign, and each has its coupon set aside.
    """
    if not 0 < count <= MOST_CODES:
        raise ValueError(f"{count} codes can't be made at once")
    expires_at = now + timedelta(days=lasts_days)
    if worth.campaign_id is not None:
        expires_at = min(expires_at, campaigns.set_aside(db, worth.campaign_id, count, now=now).ends_at)
    made = rows.add_batch(
        db,
        prize=worth.prize,
        campaign_id=worth.campaign_id,
        amount_minor=None if worth.amount is None else worth.amount.minor,
        currency=None if worth.amount is None else worth.amount.currency,
        points=worth.points,
        tier=worth.tier,
        days=worth.days,
        seed=seed,
        fingerprints=[_fingerprint(code, vault) for code in _codes(seed, count, vault)],
        made_by_id=by.id,
        now=now,
        expires_at=expires_at,
    )
    failpoints.reached("codes.made")
    _record(db, made, f"made {count} codes", by=by.who, now=now)
    return made


def the_batch(db: Db, batch_id: int) -> Batch:
    """The batch with this id. Raises LookupError if there is none."""
    found = rows.batch_with_id(db, batch_id)
    if found is None:
        raise LookupError(f"no batch {batch_id}")
    return found


def redeemed_of(db: Db, batch: Batch) -> int:
    """How many of its codes have been redeemed."""
    return rows.count_redeemed(db, batch.id)


def file_of(db: Db, batch_id: int, *, vault: Vault) -> Secret | None:
    """The codes of a batch, a line each, for whoever made it; None once they were handed over."""
    batch = the_batch(db, batch_id)
    if batch.seed is None:
        return None
    return Secret("".join(f"{code}\n" for code in _codes(batch.seed, batch.count, vault)))


def hand_over(db: Db, batch_id: int, *, by: str, now: datetime) -> None:
    """Forget how the codes were made: from here on only their file has them. A second time changes nothing."""
    if rows.forget_seed(db, batch_id):
        _record(db, the_batch(db, batch_id), "codes handed over", by=by, now=now)


def looks_like_one(text: str) -> bool:
    """Whether the text is meant to be a code: whatever its case, spaces and dashes."""
    plain = _plain(text)
    return plain.startswith(MARK) and len(plain) == len(MARK) + _LETTERS


def redeem(db: Db, person: Person, text: str, *, vault: Vault, now: datetime) -> Redeemed:
    """Give the person what the code is worth, if nobody has had it; a try is counted whatever comes of it.

    It returns why not instead of refusing, since a try that failed must be kept. A code that is unknown, redeemed or
    too old fails by the same one statement and with the same answer; one that only this person can't have stays good.
    Raises AccountFrozen, and counts nothing then.
    """
    freezes.require_good(person)
    if not rows.count_try(db, person.id, most=TRIES, within=TRIES_WITHIN, now=now):
        return Redeemed(Failure.TOO_OFTEN)
    try:
        with savepoint(db):
            batch_id = rows.redeem(db, _fingerprint(_plain(text), vault), person_id=person.id, now=now)
            if batch_id is None:
                return Redeemed(Failure.NO_GOOD)
            failpoints.reached("code.redeemed")
            return _give(db, person, the_batch(db, batch_id), _fingerprint(_plain(text), vault), now=now)
    except _Not as reason:
        return Redeemed(reason.reason)


def _give(db: Db, person: Person, batch: Batch, fingerprint: str, *, now: datetime) -> Redeemed:
    """Give what stands in the batch; the code is redeemed now, so it can't have been given before."""
    ref = f"code:{fingerprint}"
    why = f"redeem-batch:{batch.id}"
    if batch.campaign_id is not None:
        return Redeemed(coupon=_give_coupon(db, person, batch.campaign_id, why=why, now=now))
    if batch.tier is not None and batch.days is not None:
        membership = _give_membership(db, person, Tier(batch.tier), batch.days, ref=ref, why=why, now=now)
        return Redeemed(membership=membership)
    if batch.points is not None:
        given = Redeemed(points=batch.points)
        is_given = points.give(db, person, batch.points, ref=ref, by=person.who, why=why, now=now)
    else:
        amount = Money(batch.amount_minor or 0, batch.currency or "")
        given = Redeemed(amount=amount)
        is_given = ledger.credit(db, person, amount, ref=ref, by=person.who, why=why, now=now)
    if not is_given:
        raise WrongRowCount(1, 0)
    return given


def _give_coupon(db: Db, person: Person, campaign_id: int, *, why: str, now: datetime) -> Coupon:
    try:
        return campaigns.give(db, person, campaigns.the_campaign(db, campaign_id), by=person.who, why=why, now=now)
    except CampaignHad as had:
        raise _Not(Failure.HAD) from had


def _give_membership(db: Db, person: Person, tier: Tier, days: int, *, ref: str, why: str, now: datetime) -> Membership:
    try:
        return memberships.grant(db, person, tier, days=days, ref=ref, by=person.who, why=why, now=now)
    except OtherMembership as other:
        raise _Not(Failure.OTHER_MEMBERSHIP) from other


def _codes(seed: str, count: int, vault: Vault) -> list[str]:
    return [_code(vault.fingerprint(f"redeem code {number} of {seed}")) for number in range(count)]


def _code(digest: str) -> str:
    """The first 100 bits of the digest, as people can read and type them."""
    bits = int.from_bytes(hashlib.sha256(digest.encode()).digest())
    letters = "".join(_CROCKFORD[(bits >> (5 * place)) & 31] for place in range(_LETTERS))
    groups = [letters[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP)]
    return "-".join((MARK, *groups))


def _plain(text: str) -> str:
    """As it was meant: O is 0, I and L are 1."""
    return "".join(char for char in text.upper() if char.isalnum()).translate(_MISREAD)


def _fingerprint(code: str, vault: Vault) -> str:
    return vault.fingerprint(f"redeem:{_plain(code)}")


def _record(db: Db, batch: Batch, what: str, *, by: str, now: datetime) -> None:
    audit_trail.record(db, subject=f"redeem-batch:{batch.id}", what=what, by=by, why="", now=now)
