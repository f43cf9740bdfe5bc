"""Diagnosis: what hinders most comes first, whatever else is found, and looking changes nothing."""

from datetime import timedelta

import sqlalchemy as sa

from backend import fulfilment, orders, promises, reissues
from backend.diagnosis import MATTERS, diagnose
from backend.findings import Cause, Symptom, Wanted
from storage.database import Database, Db
from storage.schema import METADATA
from storage.secrets import Vault
from tests.backend import given as shop
from tests.backend.diagnosing import look
from tests.backend.given import CARD, NOW, PRICE

LATER = NOW + timedelta(minutes=3)


def test_every_cause_matters_to_some_symptom() -> None:
    mattering = {cause for groups in MATTERS.values() for causes in groups for cause in causes}

    assert mattering == set(Cause)


def test_what_is_open_comes_before_what_is_done_with(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 3)
    ana = shop.person(db, balance=PRICE * 3)
    first = shop.paid(db, shop.order(db, ana, key="first"), now=NOW)
    promises.promise_delivery(db, orders.lock(db, first.id), is_bought=False, now=NOW)
    orders.cancel(db, shop.order(db, ana, key="second"), by="test", now=NOW)

    found = look(db, ana)

    assert [each.cause for each in found.findings] == [Cause.WAITING, Cause.CANCELLED]
    assert found.further == found.findings[1:]


def test_a_named_order_is_the_only_one_looked_at(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 3)
    ana = shop.person(db, balance=PRICE * 3)
    one, other = shop.order(db, ana, key="first"), shop.order(db, ana, key="second")

    found = diagnose(db, ana, Symptom.ARRIVAL, order=one, now=NOW)

    assert [each.order for each in found.findings] == [one]
    assert other != one


def test_looking_changes_nothing(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        shop.shelves(db)
        shop.cards(db, vault, 2)
        ana = shop.person(db, balance=PRICE)
        shop.open_payment(db, shop.order(db, ana))
    with database.read() as db:
        before = everything(db)

        for symptom in Symptom:
            diagnose(db, ana, symptom, wanted=Wanted(CARD), now=LATER)

        assert everything(db) == before


def everything(db: Db) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in METADATA.sorted_tables
    }


def test_of_codes_that_do_not_work_the_ones_seen_last_are_meant(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 5)
    ana = shop.person(db, balance=PRICE * 3)
    unseen, older, newer = (
        shop.delivered(db, shop.paid(db, shop.order(db, ana, key=key), now=NOW), now=NOW)
        for key in ("unseen", "older", "newer")
    )
    for order in (older, newer):
        fulfilment.codes(db, order, person=ana, vault=vault, now=NOW)
    asked = reissues.want(db, older, reissues.suspects(db, older)[0].card.id, by="agent:9", now=NOW)
    reissues.give(db, asked.id, proof="stock", now=NOW)

    found = look(db, ana, Symptom.CODE).findings

    assert [(each.cause, each.order) for each in found] == [
        (Cause.SEEN, newer),
        (Cause.REISSUED, older),
        (Cause.UNSEEN, unseen),
    ]
