"""The waiting list: a place in line for a product that is sold out, and an offer for a stated time when it is back.

Not here: telling people (handlers.customer.waiting_list), or keeping what is on offer from others: the statement that
holds cards leaves one free for each who waits (storage.stock).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend import stock
from backend.errors import NotSoldOut, OfferLapsed
from backend.people import Person, Tier
from storage import audit_trail, failpoints
from storage import waiting_list as rows
from storage.database import Db
from storage.waiting_list import Place as Place
from storage.waiting_list import PlaceStatus as PlaceStatus

OFFER_MINUTES = 30
"""Long enough to see the message and buy; the next in line waits no longer than that for somebody who sleeps."""

ESTIMATED_FROM_DAYS = 14
LEAST_OFFERS = 3
"""From fewer offers in that time nothing is foretold."""

_LANES = {Tier.RETAIL: 0, Tier.SILVER: 0, Tier.GOLD: 1}
"""Gold customers have a lane of their own, which is served first."""

_LIVE = (PlaceStatus.WAITING, PlaceStatus.OFFERED)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in line: 1 is next. `hours` is about how long it takes, None when nobody can say."""

    place: Place
    position: int
    hours: int | None

    @property
    def is_vip(self) -> bool:
        """Whether it is the lane that is served first."""
        return self.place.lane > 0


def join(db: Db, person: Person, product_id: str, *, now: datetime) -> Standing:
    """Give the person a place in line; whoever has one keeps it. Raises NotSoldOut while it can be bought."""
    if rows.live_of(db, product_id=product_id, person_id=person.id) is None:
        if stock.on_shelf(db, product_id).available:
            raise NotSoldOut
        if rows.add(db, product_id=product_id, person_id=person.id, lane=_LANES[person.tier], now=now):
            _record(db, product_id, "joined", by=person.who, now=now)
            failpoints.reached("place.taken")
    return the_standing(db, person, product_id, now=now)


def standing(db: Db, person: Person, product_id: str, *, now: datetime) -> Standing | None:
    """Where the person stands in line for the product, if they do."""
    place = rows.live_of(db, product_id=product_id, person_id=person.id)
    if place is None:
        return None
    position = 1 + (0 if place.status is PlaceStatus.OFFERED else rows.count_before(db, place))
    return Standing(place, position, _hours(db, place, position, now=now))


def the_standing(db: Db, person: Person, product_id: str, *, now: datetime) -> Standing:
    """Where the person stands. Raises OfferLapsed if they have no place (any more)."""
    found = standing(db, person, product_id, now=now)
    if found is None:
        raise OfferLapsed
    return found


def leave(db: Db, person: Person, product_id: str, *, now: datetime) -> bool:
    """Give up the person's place, and what is on offer to them; False if they have none."""
    place = rows.live_of(db, product_id=product_id, person_id=person.id)
    if place is None or not rows.end(db, place.id, was=_LIVE, to=PlaceStatus.LEFT, now=now):
        return False
    _record(db, product_id, PlaceStatus.LEFT, by=person.who, now=now)
    return True


def serve(db: Db, *, now: datetime) -> list[Place]:
    """Offer all that came back to those who are next, each one piece until a stated time; returns their places."""
    offered: list[Place] = []
    for product_id in rows.products_to_serve(db):
        offered += rows.offer(db, product_id, now=now, until=now + timedelta(minutes=OFFER_MINUTES))
    if offered:
        failpoints.reached("place.offered")
    return offered


def lapse(db: Db, place_id: int, *, now: datetime) -> Place | None:
    """End an offer that was not taken in time, and return its place; None if it was, or has time left."""
    if not rows.end(db, place_id, was=(PlaceStatus.OFFERED,), to=PlaceStatus.LAPSED, now=now, until=now):
        return None
    return rows.with_id(db, place_id)


def with_id(db: Db, place_id: int) -> Place | None:
    """The place, whatever became of it."""
    return rows.with_id(db, place_id)


def _hours(db: Db, place: Place, position: int, *, now: datetime) -> int | None:
    """From how often something came back lately, in begun hours."""
    since = now - timedelta(days=ESTIMATED_FROM_DAYS)
    came_back = rows.count_offered_since(db, place.product_id, since)
    if came_back < LEAST_OFFERS:
        return None
    return -(-position * ESTIMATED_FROM_DAYS * 24 // came_back)


def _record(db: Db, product_id: str, what: str, *, by: str, now: datetime) -> None:
    audit_trail.record(db, subject=f"waiting-list:{product_id}", what=what, by=by, why="", now=now)
