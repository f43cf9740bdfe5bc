"""Tiers: whose prices a person pays, by all that gives them a tier: their own, their licence, their membership.

Not here: how a licence or a membership comes and goes (backend.licences, backend.memberships), or what the prices are
(backend.pricing). Of what holds at a moment the best counts, so when one ends the others stay.
"""

from datetime import datetime

from backend import opening_hours
from storage import licences, memberships, people
from storage.database import Db
from storage.licences import LicenceStatus
from storage.people import Tier


def give(db: Db, person_id: int, tier: Tier, *, now: datetime) -> Tier:
    """Give the person a tier of their own; returns the one whose prices they pay, which may be better."""
    people.set_own_tier(db, person_id, tier)
    return settle(db, person_id, now=now)


def settle(db: Db, person_id: int, *, now: datetime) -> Tier:
    """Let the person pay the prices of the best tier that anything gives them now; returns it.

    Whoever changes a licence or a membership calls this afterwards, in the same transaction.
    """
    own = people.lock_own_tier(db, person_id)  # two changes at once: who comes second sees what the first did
    best = max(own, _by_licence(db, person_id, now), _by_membership(db, person_id, now), key=list(Tier).index)
    people.set_present_tier(db, person_id, best)
    return best


def _by_licence(db: Db, person_id: int, now: datetime) -> Tier:
    """What an approved licence gives, up to and with its last day in the shop's zone."""
    licence = licences.of_person(db, person_id)
    if licence is None or licence.status is not LicenceStatus.APPROVED or licence.tier is None:
        return Tier.RETAIL
    is_over = licence.ends_on < now.astimezone(opening_hours.shop_zone(db)).date()
    return Tier.RETAIL if is_over else Tier(licence.tier)


def _by_membership(db: Db, person_id: int, now: datetime) -> Tier:
    """What a membership gives until its moment."""
    member = memberships.of_person(db, person_id)
    return Tier.RETAIL if member is None or member.until <= now else Tier(member.tier)
