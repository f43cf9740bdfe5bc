"""Ratings: one to five stars for a delivery or a settled ticket, once by each person, changeable for a day.

Not here: when somebody is asked (backend.follow_ups) or thanked (flows.pages.ratings).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backend.errors import RatingClosed
from backend.people import Person
from storage import audit_trail, failpoints
from storage import ratings as rows
from storage.database import Db
from storage.ratings import Rating as Rating

CHANGEABLE_FOR = timedelta(days=1)
LOW = 2
"""Up to this many stars, supervisors want to know."""

LONGEST_REMARK = 500


@dataclass(frozen=True)
class Rated:
    """The rating as it is now. `turned_low` is true when it is low and was not before."""

    rating: Rating
    turned_low: bool


def rate(db: Db, person: Person, subject: str, stars: int, *, now: datetime) -> Rated:
    """Rate `subject`, as in `order:17`, or change what one said. Raises RatingClosed after a day.

    The caller has made sure that it is the person's own.
    """
    if added := rows.add(db, subject=subject, person_id=person.id, stars=stars, now=now):
        failpoints.reached("rating.given")
        _record(db, added, by=person.who, now=now)
        return Rated(added, turned_low=stars <= LOW)
    kept = the_rating(db, person, subject)
    if kept.stars == stars:
        return Rated(kept, turned_low=False)
    if now - kept.rated_at >= CHANGEABLE_FOR:
        raise RatingClosed(stars=kept.stars)
    rows.change(db, kept.id, stars=stars, was=kept.stars)
    changed = replace(kept, stars=stars)
    _record(db, changed, by=person.who, now=now)
    return Rated(changed, turned_low=stars <= LOW < kept.stars)


def rating_of(db: Db, person: Person, subject: str) -> Rating | None:
    """The person's rating of `subject`."""
    return rows.of(db, subject=subject, person_id=person.id)


def the_rating(db: Db, person: Person, subject: str) -> Rating:
    """The person's rating of `subject`. Raises LookupError if there is none."""
    found = rating_of(db, person, subject)
    if found is None:
        raise LookupError(f"{subject} has no rating by person {person.id}")
    return found


def add_remark(db: Db, person: Person, subject: str, remark: str, *, now: datetime) -> Rating:
    """Keep what the person has to say about their rating."""
    rated = the_rating(db, person, subject)
    rows.add_remark(db, rated.id, remark[:LONGEST_REMARK])
    audit_trail.record(db, subject=f"rating:{rated.id}", what="remarked", by=person.who, why="", now=now)
    return replace(rated, remark=remark[:LONGEST_REMARK])


def _record(db: Db, rated: Rating, *, by: str, now: datetime) -> None:
    audit_trail.record(db, subject=f"rating:{rated.id}", what=f"rated {rated.stars}", by=by, why=rated.subject, now=now)
