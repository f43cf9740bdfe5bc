"""Phones: a number has one account, another one takes its place after a day, and none is kept in the clear."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import people, phones
from backend.errors import NotOnesContact, PhoneTaken
from backend.phones import CHANGED_AFTER, Sharing
from storage import audit_trail
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW

MINE, OTHER = "8613800001234", "8613900005678"


def test_the_first_number_is_bound_at_once_and_proves_who_it_is(db: Db, vault: Vault) -> None:
    ana = given.person(db)

    shared = phones.share(db, ana, "+86 138-0000-1234", vault=vault, now=NOW)

    assert (shared.sharing, shared.is_proof) == (Sharing.BOUND, True)
    assert people.the_person(db, ana.id).verified_at == NOW
    assert phones.number_of(shared.phone, vault=vault).reveal() == MINE
    assert phones.masked(shared.phone, vault=vault) == "138****1234"


@pytest.mark.parametrize(("number", "shown"), [("447700900123", "447****0123"), ("3545551", "****51")])
def test_a_number_of_elsewhere_is_masked_as_well(db: Db, vault: Vault, number: str, shown: str) -> None:
    phone = phones.share(db, given.person(db), number, vault=vault, now=NOW).phone

    assert phones.masked(phone, vault=vault) == shown


def test_what_is_no_number_proves_nothing(db: Db, vault: Vault) -> None:
    for text in ("", "12345", "1" * 16, "call me"):
        with pytest.raises(NotOnesContact):
            phones.share(db, given.person(db), text, vault=vault, now=NOW)


def test_a_number_that_is_somebodys_or_about_to_be_is_refused(db: Db, vault: Vault) -> None:
    ana, bo = given.person(db), given.person(db, 2)
    phones.share(db, ana, MINE, vault=vault, now=NOW)
    phones.share(db, ana, OTHER, vault=vault, now=NOW)

    for number in (MINE, OTHER):
        with pytest.raises(PhoneTaken):
            phones.share(db, bo, number, vault=vault, now=NOW)
    assert phones.of_person(db, bo) is None


def test_another_number_waits_a_day_and_is_no_proof_meanwhile(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    phones.share(db, ana, MINE, vault=vault, now=NOW)

    shared = phones.share(db, ana, OTHER, vault=vault, now=NOW)

    assert (shared.sharing, shared.is_proof, shared.phone.due_at) == (Sharing.COMING, False, NOW + timedelta(hours=24))
    assert phones.share(db, ana, OTHER, vault=vault, now=NOW + timedelta(hours=1)).phone == shared.phone
    assert phones.change_if_due(db, ana.id, now=NOW + CHANGED_AFTER - timedelta(seconds=1)) is None
    changed = phones.change_if_due(db, ana.id, now=NOW + CHANGED_AFTER)
    assert changed is not None
    assert phones.number_of(changed, vault=vault).reveal() == OTHER
    assert phones.change_if_due(db, ana.id, now=NOW + CHANGED_AFTER) is None
    assert phones.share(db, given.person(db, 2), MINE, vault=vault, now=NOW).sharing is Sharing.BOUND


def test_a_change_that_was_stopped_never_comes(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    phones.share(db, ana, MINE, vault=vault, now=NOW)
    phones.share(db, ana, OTHER, vault=vault, now=NOW)

    assert phones.keep(db, ana, now=NOW)
    assert not phones.keep(db, ana, now=NOW)

    assert phones.change_if_due(db, ana.id, now=NOW + CHANGED_AFTER) is None
    bound = phones.of_person(db, ana)
    assert bound is not None
    assert phones.number_of(bound, vault=vault).reveal() == MINE


def test_no_number_stands_anywhere_in_the_clear(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    phones.share(db, ana, MINE, vault=vault, now=NOW)
    phones.share(db, ana, OTHER, vault=vault, now=NOW)

    kept = str(db.execute(sa.text("select * from phones")).all())
    trail = str(audit_trail.acts_on(db, f"person:{ana.id}"))

    assert not any(number[2:] in kept + trail for number in (MINE, OTHER))
    assert "phone bound" in trail
