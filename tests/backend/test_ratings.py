"""Ratings: once by each person for each thing, changeable for a day, and low ones known as such."""

from datetime import timedelta

import pytest

from backend import ratings
from backend.errors import RatingClosed
from storage import audit_trail
from storage.database import Db
from tests.backend import given
from tests.backend.given import NOW

ORDER = "order:1"


@pytest.mark.parametrize(("stars", "is_low"), [(1, True), (2, True), (3, False), (5, False)])
def test_up_to_two_stars_are_low(db: Db, stars: int, is_low: bool) -> None:
    rated = ratings.rate(db, given.person(db), ORDER, stars, now=NOW)

    assert (rated.rating.stars, rated.turned_low) == (stars, is_low)


def test_the_same_stars_again_change_nothing_and_alarm_nobody(db: Db) -> None:
    ana = given.person(db)
    first = ratings.rate(db, ana, ORDER, 1, now=NOW)

    again = ratings.rate(db, ana, ORDER, 1, now=NOW + timedelta(days=9))

    assert again.rating == first.rating
    assert not again.turned_low
    assert [act.what for act in audit_trail.acts_on(db, f"rating:{first.rating.id}")] == ["rated 1"]


def test_for_a_day_it_may_be_changed_and_then_no_more(db: Db) -> None:
    ana = given.person(db)
    ratings.rate(db, ana, ORDER, 5, now=NOW)

    changed = ratings.rate(db, ana, ORDER, 2, now=NOW + timedelta(hours=23))
    better = ratings.rate(db, ana, ORDER, 1, now=NOW + timedelta(hours=23, minutes=30))
    with pytest.raises(RatingClosed):
        ratings.rate(db, ana, ORDER, 5, now=NOW + timedelta(days=1))

    assert changed.turned_low
    assert not better.turned_low  # it was low before
    kept = ratings.the_rating(db, ana, ORDER)
    assert (kept.stars, kept.rated_at) == (1, NOW)
    trail = audit_trail.acts_on(db, f"rating:{kept.id}")
    assert [(act.what, act.by, act.why) for act in trail] == [
        ("rated 5", ana.who, ORDER),
        ("rated 2", ana.who, ORDER),
        ("rated 1", ana.who, ORDER),
    ]


def test_everybody_has_a_rating_of_their_own_for_each_thing(db: Db) -> None:
    ana, bo = given.person(db, 1), given.person(db, 2)

    ratings.rate(db, ana, ORDER, 5, now=NOW)
    ratings.rate(db, bo, ORDER, 3, now=NOW)
    ratings.rate(db, ana, "ticket:1", 4, now=NOW)

    assert ratings.the_rating(db, ana, ORDER).stars == 5
    assert ratings.the_rating(db, bo, ORDER).stars == 3
    assert ratings.rating_of(db, bo, "ticket:1") is None


def test_a_remark_is_kept_with_the_rating_and_cut_to_what_is_read(db: Db) -> None:
    ana = given.person(db)
    rated = ratings.rate(db, ana, ORDER, 1, now=NOW).rating

    ratings.add_remark(db, ana, ORDER, "x" * 501, now=NOW)

    assert ratings.the_rating(db, ana, ORDER).remark == "x" * 500
    assert [act.what for act in audit_trail.acts_on(db, f"rating:{rated.id}")] == ["rated 1", "remarked"]


def test_nobody_remarks_on_what_they_have_not_rated(db: Db) -> None:
    ana, bo = given.person(db, 1), given.person(db, 2)
    ratings.rate(db, ana, ORDER, 1, now=NOW)

    with pytest.raises(LookupError):
        ratings.add_remark(db, bo, ORDER, "mine", now=NOW)
