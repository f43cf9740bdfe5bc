"""Campaigns: making one, giving out its coupons within its limits, and closing it.

Not here: what becomes of a coupon (backend.coupons), or codes that give one (backend.redeem_codes). A coupon counts
towards the limits from when it is given, whether it is used or not.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend import coupons, freezes
from backend.coupons import Coupon
from backend.errors import CampaignHad, CampaignOver, NotAWorth
from backend.money import InvalidAmount, Money
from backend.people import Person, Tier
from storage import audit_trail, failpoints
from storage import campaigns as rows
from storage.campaigns import Campaign as Campaign
from storage.database import Db, WrongRowCount, savepoint

SHOWN_AT_ONCE = 10

_WORTH = re.compile(r"(?:(?P<percent>[0-9]{1,2})\s*%\s*)?(?P<amount>[0-9.]+)\s*(?P<currency>[A-Z]{3})?")


@dataclass(frozen=True)
class Terms:
    """What a campaign's coupons are worth, for whom and for what, and how many there are.

    They take off `amount`, or `percent` and then at most `amount`; from `threshold` on; last `days` days, but not
    beyond the campaign's own `runs_for` days. Empty `products`, `categories` and `tiers` mean all.
    """

    name: str
    amount: Money
    threshold: Money
    percent: int | None = None
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    is_stackable: bool = False
    is_public: bool = True
    days: int = 30
    runs_for: int = 30
    total: int = 100
    per_person: int = 1


def read_worth(text: str, *, currency: str) -> tuple[int | None, Money]:
    """A percentage, if there is one, and the amount or cap: as in `5`, `5 USD`, or `10% 20` for a tenth up to 20.

    `currency` is meant where none is named. Raises NotAWorth.
    """
    plain = unicodedata.normalize("NFKC", text).upper().strip().replace("¥", "").replace("$", "")
    match = _WORTH.fullmatch(plain)
    if match is None or match["percent"] == "0":
        raise NotAWorth
    try:
        amount = Money.parse(match["amount"], match["currency"] or currency)
    except InvalidAmount as reason:
        raise NotAWorth from reason
    if amount.minor == 0:
        raise NotAWorth
    return None if match["percent"] is None else int(match["percent"]), amount


def begin(db: Db, terms: Terms, *, by: str, now: datetime) -> Campaign:
    """Begin a campaign on these terms."""
    begun = rows.add(
        db,
        name=terms.name,
        amount=terms.amount,
        percent=terms.percent,
        threshold=terms.threshold,
        scope=_scope(terms),
        is_stackable=terms.is_stackable,
        is_public=terms.is_public,
        days=terms.days,
        starts_at=now,
        ends_at=now + timedelta(days=terms.runs_for),
        total=terms.total,
        per_person=terms.per_person,
        now=now,
    )
    failpoints.reached("campaign.begun")
    _record(db, begun.id, "begun", by=by, now=now)
    return begun


def the_campaign(db: Db, campaign_id: int) -> Campaign:
    """The campaign with this id. Raises LookupError if there is none."""
    found = rows.with_id(db, campaign_id)
    if found is None:
        raise LookupError(f"no campaign {campaign_id}")
    return found


def latest(db: Db) -> list[Campaign]:
    """The newest campaigns, newest first."""
    return rows.latest(db, most=SHOWN_AT_ONCE)


def to_be_had(db: Db, person: Person, *, now: datetime) -> list[Campaign]:
    """The public campaigns of which the person may take a coupon now, those that end first in front."""
    found = rows.to_be_had(db, person.id, now=now, most=SHOWN_AT_ONCE)
    return [each for each in found if is_for_tier(each.scope, person.tier)]


def take(db: Db, person: Person, campaign_id: int, *, now: datetime) -> Coupon:
    """Give the person a coupon of a public campaign. Raises CampaignOver, CampaignHad or AccountFrozen."""
    freezes.require_good(person)
    campaign = the_campaign(db, campaign_id)
    if not campaign.is_public or not is_for_tier(campaign.scope, person.tier):
        raise CampaignOver
    with savepoint(db):
        if not rows.count_given(db, campaign.id, now=now):
            raise CampaignOver
        failpoints.reached("campaign.counted")
        return give(db, person, campaign, by=person.who, why="taken", now=now)


def set_aside(db: Db, campaign_id: int, count: int, *, now: datetime) -> Campaign:
    """Count so many coupons as given, for codes that will give them. Raises CampaignOver if there are not so many."""
    if not rows.count_given(db, campaign_id, more=count, now=now):
        raise CampaignOver
    return the_campaign(db, campaign_id)


def give(db: Db, person: Person, campaign: Campaign, *, by: str, why: str, now: datetime) -> Coupon:
    """Give the person a coupon that the campaign has counted already. Raises CampaignHad; the caller undoes then."""
    nth = rows.count_claim(db, campaign.id, person.id, most=campaign.per_person)
    if nth is None:
        raise CampaignHad(most=campaign.per_person)
    given = coupons.give(
        db,
        person,
        amount=campaign.amount,
        percent=campaign.percent,
        threshold=campaign.threshold,
        expires_at=min(now + timedelta(days=campaign.days), campaign.ends_at),
        ref=f"campaign:{campaign.id}:{person.id}:{nth}",
        by=by,
        why=why,
        now=now,
        campaign_id=campaign.id,
        scope=campaign.scope,
        is_stackable=campaign.is_stackable,
    )
    if given is None:
        raise WrongRowCount(1, 0)
    return given


def close(db: Db, campaign_id: int, *, by: str, now: datetime) -> Campaign:
    """Give no more coupons of the campaign; those given, and codes for them, stay good. A closed one stays as it is."""
    if rows.close(db, campaign_id, now=now):
        _record(db, campaign_id, "closed", by=by, now=now)
    return the_campaign(db, campaign_id)


def is_for_tier(scope: Mapping[str, Any] | None, tier: Tier) -> bool:
    """Whether somebody of this tier can use such coupons."""
    tiers: Sequence[str] = (scope or {}).get("tiers", ())
    return not tiers or tier.value in tiers


def _scope(terms: Terms) -> dict[str, Any] | None:
    named = {"products": terms.products, "categories": terms.categories, "tiers": terms.tiers}
    return {kind: list(values) for kind, values in named.items() if values} or None


def _record(db: Db, campaign_id: int, what: str, *, by: str, now: datetime) -> None:
    audit_trail.record(db, subject=f"campaign:{campaign_id}", what=what, by=by, why="", now=now)
