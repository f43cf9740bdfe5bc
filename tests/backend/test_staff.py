"""The staff: an invite makes one person a member, once; nobody is demoted, promoted or dismissed by mistake."""

from concurrent.futures import wait
from datetime import timedelta
from functools import partial

import pytest

from backend import people, staff
from backend.errors import AlreadyStaff, InviteNotFound, InviteSpent, NotOnesOwnRole, OwnerStays
from backend.people import Person, Role
from storage import audit_trail
from storage.database import Database, Db
from tests.backend import given
from tests.backend.given import NOW


def boss(db: Db) -> Person:
    """An admin."""
    return people.appoint(db, given.person(db, 900), Role.ADMIN, by="settings", now=NOW)


def test_the_invite_says_what_one_becomes(db: Db) -> None:
    staff.invite(db, Role.SUPERVISOR, token="t", by=boss(db), now=NOW)

    joined = staff.join(db, given.person(db, 1), "t", now=NOW)

    assert people.the_person(db, joined.id).role is Role.SUPERVISOR


@pytest.mark.parametrize(("hours", "works"), [(47, True), (48, False)])
def test_it_works_for_two_days(db: Db, hours: int, works: bool) -> None:
    staff.invite(db, Role.AGENT, token="t", by=boss(db), now=NOW)
    later = NOW + timedelta(hours=hours)

    if works:
        assert staff.join(db, given.person(db, 1), "t", now=later).role is Role.AGENT
    else:
        with pytest.raises(InviteSpent):
            staff.join(db, given.person(db, 1), "t", now=later)


def test_a_second_person_is_refused(db: Db) -> None:
    staff.invite(db, Role.AGENT, token="t", by=boss(db), now=NOW)
    staff.join(db, given.person(db, 1), "t", now=NOW)

    with pytest.raises(InviteSpent):
        staff.join(db, given.person(db, 2), "t", now=NOW)


def test_another_token_is_not_ours(db: Db) -> None:
    staff.invite(db, Role.AGENT, token="t", by=boss(db), now=NOW)

    with pytest.raises(InviteNotFound):
        staff.join(db, given.person(db, 1), "u", now=NOW)


def test_nobody_is_demoted_by_an_invite_and_it_stays_good(db: Db) -> None:
    admin = boss(db)
    staff.invite(db, Role.AGENT, token="t", by=admin, now=NOW)

    with pytest.raises(AlreadyStaff):
        staff.join(db, admin, "t", now=NOW)

    assert staff.join(db, given.person(db, 1), "t", now=NOW).role is Role.AGENT


def test_who_was_promoted_since_is_not_put_back_by_their_own_link(db: Db) -> None:
    admin = boss(db)
    staff.invite(db, Role.AGENT, token="t", by=admin, now=NOW)
    member = staff.join(db, given.person(db, 1), "t", now=NOW)
    member = staff.change_role(db, member, Role.SUPERVISOR, by=admin, owners=(), now=NOW)

    with pytest.raises(AlreadyStaff):
        staff.join(db, member, "t", now=NOW)


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.AGENT, Role.SUPERVISOR])
def test_the_invites_of_a_former_admin_are_spent(db: Db, role: Role) -> None:
    other = people.appoint(db, given.person(db, 2), Role.ADMIN, by="test", now=NOW)
    staff.invite(db, Role.ADMIN, token="t", by=other, now=NOW)
    staff.change_role(db, other, role, by=boss(db), owners=(), now=NOW)

    with pytest.raises(InviteSpent):
        staff.join(db, given.person(db, 1), "t", now=NOW)


def test_nobody_changes_their_own_role_or_an_owners(db: Db) -> None:
    admin = boss(db)
    other = people.appoint(db, given.person(db, 2), Role.ADMIN, by="test", now=NOW)

    with pytest.raises(NotOnesOwnRole):
        staff.change_role(db, admin, Role.CUSTOMER, by=admin, owners=(), now=NOW)
    with pytest.raises(OwnerStays):
        staff.change_role(db, admin, Role.CUSTOMER, by=other, owners=(900,), now=NOW)

    assert people.the_person(db, admin.id).role is Role.ADMIN


def test_every_change_is_in_the_trail(db: Db) -> None:
    admin, person = boss(db), given.person(db, 1)
    made = staff.invite(db, Role.AGENT, token="t", by=admin, now=NOW)
    member = staff.join(db, person, "t", now=NOW)
    staff.change_role(db, member, Role.CUSTOMER, by=admin, owners=(), now=NOW)

    acts = audit_trail.acts_on(db, f"person:{person.id}")

    assert [(act.what, act.by, act.why) for act in acts] == [
        ("became agent", admin.who, f"invite:{made.id}"),
        ("became customer", admin.who, ""),
    ]
    assert [act.what for act in audit_trail.acts_on(db, f"invite:{made.id}")] == ["invited agent", "used"]


def test_of_twenty_who_open_it_at_once_one_joins(database: Database) -> None:
    with database.transaction() as db:
        staff.invite(db, Role.AGENT, token="t", by=boss(db), now=NOW)
        crowd = [given.person(db, number) for number in range(1, 21)]

    answers = [database.write(partial(staff.join, person=person, token="t", now=NOW)) for person in crowd]
    wait(answers)

    refused = [answer for answer in answers if answer.exception() is not None]
    assert all(isinstance(answer.exception(), InviteSpent) for answer in refused)
    assert len(refused) == 19
    with database.read() as db:
        assert [person.role for person in people.staff(db, Role.AGENT)].count(Role.AGENT) == 1
