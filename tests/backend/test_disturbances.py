"""Disturbances: gateways that say nothing, suppliers that rest, incidents; named to those alone whom they hinder."""

from datetime import timedelta

from backend import incidents, payments, suppliers
from backend.diagnosis import diagnose
from backend.disturbances import SILENT_FROM
from backend.findings import Cause, Finding, Symptom, Wanted
from backend.suppliers import Catalogued, Sold
from storage import suppliers as supplier_rows
from storage.database import Db
from storage.incidents import Severity
from storage.secrets import Vault
from storage.suppliers import Offer
from tests.backend import given as shop
from tests.backend.diagnosing import cause, look
from tests.backend.given import CARD, NOW, PRICE

LATER = NOW + timedelta(minutes=3)


def test_a_gateway_is_silent_when_several_people_hear_nothing_and_nobody_does(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 9)
    ana = shop.person(db)
    waiting = [shop.open_payment(db, shop.order(db, shop.person(db, number))) for number in range(11, 10 + SILENT_FROM)]
    assert cause(db, ana, Symptom.SLOW, now=LATER) is None

    waiting.append(shop.open_payment(db, shop.order(db, shop.person(db, 20))))
    assert look(db, ana, Symptom.SLOW, now=LATER).first == Finding(Cause.GATEWAY_SILENT, NOW)
    assert cause(db, ana, Symptom.SLOW, now=NOW + timedelta(hours=1)) is None

    payments.receive(db, shop.notice(waiting[0]), now=LATER)
    assert cause(db, ana, Symptom.SLOW, now=LATER) is None


def test_a_supplier_that_rests_is_named_where_an_order_waits_for_it(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 1)
    ana = shop.person(db, balance=PRICE)
    suppliers.declare(db, [Catalogued("east", (Sold(CARD, "E-50", is_top_up=False),))])
    supplier_rows.set_offers(
        db, "east", [Offer("east", CARD, "E-50", False, 4000, "CNY", 5, is_withheld=False)], now=NOW
    )
    for _ in range(suppliers.FAILURES_BEFORE_REST):
        suppliers.note_failure(db, "east", now=NOW)
    assert cause(db, ana, Symptom.SLOW) is None

    shop.paid(db, shop.order(db, ana), now=NOW)
    found = look(db, ana, Symptom.ARRIVAL)

    assert Finding(Cause.SUPPLIER_SILENT, NOW + suppliers.SHORTEST_REST) in found.findings
    later = look(db, ana, Symptom.SLOW, now=NOW + timedelta(hours=1))
    assert [each.cause for each in later.findings] == [Cause.WAITING]


def test_an_incident_matters_to_who_wants_what_it_is_about(db: Db) -> None:
    shop.shelves(db)
    ana, admin = shop.person(db), shop.person(db, 99)
    trouble = incidents.open_incident(
        db, title="slow", product_id=CARD, severity=Severity.LIGHT, since=NOW, by=admin, now=NOW
    )

    assert cause(db, ana, Symptom.SLOW) is None
    found = diagnose(db, ana, Symptom.SLOW, wanted=Wanted(CARD), now=NOW)
    assert found.findings[-1] == Finding(Cause.INCIDENT, NOW, product_id=CARD)
    incidents.close(db, trouble.id, by="test", now=NOW)
    assert Cause.INCIDENT not in [
        each.cause for each in diagnose(db, ana, Symptom.SLOW, wanted=Wanted(CARD), now=NOW).findings
    ]
