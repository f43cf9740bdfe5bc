"""Opening hours: when people answer, when they do so next, and what can be promised by then.

Not here: the file they come from (backend.catalogue_file). A shop without hours is open all the time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage import shop_profile
from storage.database import Db
from storage.shop_profile import ShopProfile as ShopProfile

LONGEST_LOOK_AHEAD_DAYS = 400
"""No promise is longer; a day whose hours a change of the clocks swallowed is passed over."""


@dataclass(frozen=True)
class Spell:
    """A time during which people answer, in UTC; `until` is no longer part of it."""

    since: datetime
    until: datetime


def profile(db: Db) -> ShopProfile | None:
    """The shop's name, notice and hours; None as long as its catalogue file has none."""
    return shop_profile.the_profile(db)


def shop_zone(db: Db) -> ZoneInfo:
    """The zone that the shop's days are reckoned in."""
    hours = profile(db)
    return ZoneInfo("UTC" if hours is None else hours.time_zone)


def opening(db: Db, now: datetime) -> datetime | None:
    """When people answer next, in UTC; None when they do now."""
    hours = profile(db)
    if hours is None:
        return None
    spell = next(spells(hours, since=now))
    return None if spell.since <= now else spell.since


def promised_at(db: Db, now: datetime, within: timedelta) -> datetime:
    """The moment by which `within` of opening time will have passed: nights don't count."""
    hours = profile(db)
    return now + within if hours is None else _reckon(hours, now, within)


def spells(hours: ShopProfile, *, since: datetime) -> Iterator[Spell]:
    """The opening times that aren't over at `since`, the earliest first, for a year or so."""
    zone = ZoneInfo(hours.time_zone)
    opens, closes = time.fromisoformat(hours.opens), time.fromisoformat(hours.closes)
    yesterday = since.astimezone(zone).date() - timedelta(days=1)
    for offset in range(LONGEST_LOOK_AHEAD_DAYS):
        day = yesterday + timedelta(days=offset)
        last = day if closes > opens else day + timedelta(days=1)
        spell = Spell(
            datetime.combine(day, opens, zone).astimezone(UTC), datetime.combine(last, closes, zone).astimezone(UTC)
        )
        if max(since, spell.since) < spell.until:
            yield spell


def _reckon(hours: ShopProfile, now: datetime, within: timedelta) -> datetime:
    left, until = within, now
    for spell in spells(hours, since=now):
        begins = max(now, spell.since)
        if left <= spell.until - begins:
            return begins + left
        left, until = left - (spell.until - begins), spell.until
    return until
