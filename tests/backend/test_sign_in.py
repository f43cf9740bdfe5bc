"""Signing in to the console: a link works once and for ten minutes, and staff are asked anew each time."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import people, sign_in
from backend.errors import ConsoleLinkSpent, NotAllowed
from backend.people import Person, Role
from storage.console_logins import ConsoleLoginRow
from storage.console_sessions import ConsoleSessionRow
from storage.database import Db
from storage.secrets import Secret
from tests.backend import given
from tests.backend.given import NOW

KEY = b"k" * 32
COOKIE = Secret("a-cookie-of-a-browser")
SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def agent(db: Db) -> Person:
    """Somebody who may come in."""
    return people.appoint(db, given.person(db), Role.AGENT, by="test", now=NOW)


def a_token(db: Db, person: Person, *, event_id: int = 1) -> str:
    """What the person's link carries."""
    return sign_in.make_token(db, person, event_id=event_id, key=KEY, now=NOW).reveal()


def test_a_link_lets_its_person_in(db: Db, agent: Person) -> None:
    token = a_token(db, agent)

    assert sign_in.sign_in(db, token, cookie=COOKIE, now=SOON) == agent
    assert sign_in.signed_in(db, COOKIE.reveal(), now=SOON) == agent


def test_a_link_works_once(db: Db, agent: Person) -> None:
    token = a_token(db, agent)
    sign_in.sign_in(db, token, cookie=COOKIE, now=SOON)

    with pytest.raises(ConsoleLinkSpent):
        sign_in.sign_in(db, token, cookie=Secret("another"), now=SOON)

    assert sign_in.signed_in(db, "another", now=SOON) is None


@pytest.mark.parametrize(("seconds", "is_good"), [(599, True), (600, False), (3600, False)])
def test_a_link_lasts_ten_minutes(db: Db, agent: Person, seconds: int, is_good: bool) -> None:
    token = a_token(db, agent)
    then = NOW + timedelta(seconds=seconds)

    if is_good:
        assert sign_in.sign_in(db, token, cookie=COOKIE, now=then) == agent
    else:
        with pytest.raises(ConsoleLinkSpent):
            sign_in.sign_in(db, token, cookie=COOKIE, now=then)


def test_a_token_that_was_never_made_is_refused_like_a_spent_one(db: Db, agent: Person) -> None:
    a_token(db, agent)

    with pytest.raises(ConsoleLinkSpent):
        sign_in.sign_in(db, "x" * 32, cookie=COOKIE, now=SOON)


def test_an_event_tried_again_makes_the_same_link_and_another_event_another(db: Db, agent: Person) -> None:
    first, again, other = a_token(db, agent), a_token(db, agent), a_token(db, agent, event_id=2)

    assert first == again != other
    assert len(first) >= 32
    assert db.scalar(sa.select(sa.func.count()).select_from(ConsoleLoginRow)) == 2


def test_nobody_signs_in_with_what_the_database_holds(db: Db, agent: Person) -> None:
    token = a_token(db, agent)
    sign_in.sign_in(db, a_token(db, agent, event_id=2), cookie=COOKIE, now=SOON)
    kept = [*db.scalars(sa.select(ConsoleLoginRow.token_hash)), *db.scalars(sa.select(ConsoleSessionRow.cookie_hash))]

    assert token not in kept
    assert COOKIE.reveal() not in kept
    for hash_ in kept:
        assert sign_in.signed_in(db, hash_, now=SOON) is None
        with pytest.raises(ConsoleLinkSpent):
            sign_in.sign_in(db, hash_, cookie=Secret("other"), now=SOON)


def test_a_session_lasts_twelve_hours(db: Db, agent: Person) -> None:
    sign_in.sign_in(db, a_token(db, agent), cookie=COOKIE, now=NOW)
    end = NOW + timedelta(hours=12)

    assert sign_in.signed_in(db, COOKIE.reveal(), now=end - timedelta(seconds=1)) == agent
    assert sign_in.signed_in(db, COOKIE.reveal(), now=end) is None


def test_who_signs_out_is_out(db: Db, agent: Person) -> None:
    sign_in.sign_in(db, a_token(db, agent), cookie=COOKIE, now=NOW)

    sign_in.sign_out(db, COOKIE.reveal(), now=SOON)

    assert sign_in.signed_in(db, COOKIE.reveal(), now=SOON) is None


def test_who_is_dismissed_is_out_at_once(db: Db, agent: Person) -> None:
    sign_in.sign_in(db, a_token(db, agent), cookie=COOKIE, now=NOW)

    people.appoint(db, agent, Role.CUSTOMER, by="test", now=SOON)

    assert sign_in.signed_in(db, COOKIE.reveal(), now=SOON) is None


def test_a_link_of_somebody_dismissed_meanwhile_lets_nobody_in(db: Db, agent: Person) -> None:
    token = a_token(db, agent)
    people.appoint(db, agent, Role.CUSTOMER, by="test", now=SOON)

    with pytest.raises(NotAllowed):
        sign_in.sign_in(db, token, cookie=COOKIE, now=SOON)


def test_what_a_promotion_brings_is_seen_at_once(db: Db, agent: Person) -> None:
    sign_in.sign_in(db, a_token(db, agent), cookie=COOKIE, now=NOW)

    people.appoint(db, agent, Role.SUPERVISOR, by="test", now=SOON)

    seen = sign_in.signed_in(db, COOKIE.reveal(), now=SOON)
    assert seen is not None
    assert seen.role is Role.SUPERVISOR
