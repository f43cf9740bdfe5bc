"""Maintenance: begins and ends when it should, refuses orders meanwhile, and tells each who waits once."""

from datetime import timedelta

import pytest

from backend import maintenance, orders, payments
from backend.errors import ClosedForMaintenance, MaintenanceMoved, MaintenanceTaken
from backend.maintenance import Maintenance, MaintenanceStatus
from storage import audit_trail
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW, PRICE

REASONS = {"zh-CN": "升级", "en": "an upgrade"}
STARTS = NOW + timedelta(hours=1)
ENDS = NOW + timedelta(hours=2)


def planned(db: Db) -> Maintenance:
    return maintenance.plan(db, reasons=REASONS, starts_at=STARTS, ends_at=ENDS, by="admin:1", now=NOW)


def on(db: Db) -> Maintenance:
    return maintenance.begin(db, planned(db).id, by="admin:1", now=NOW)


def test_the_shop_is_open_until_it_begins_and_after_it_ends(db: Db) -> None:
    window = planned(db)
    maintenance.require_open(db)

    assert maintenance.begin_if_due(db, window.id, now=STARTS - timedelta(seconds=1)) is None
    assert maintenance.begin_if_due(db, window.id, now=STARTS) is not None
    with pytest.raises(ClosedForMaintenance) as refused:
        maintenance.require_open(db)
    assert refused.value.arguments == {"until": ENDS}

    assert maintenance.end_if_due(db, window.id, now=ENDS - timedelta(seconds=1)) is None
    assert maintenance.end_if_due(db, window.id, now=ENDS) is not None
    maintenance.require_open(db)
    assert maintenance.present(db) is None


def test_only_one_is_planned_or_on(db: Db) -> None:
    window = planned(db)
    with pytest.raises(MaintenanceTaken):
        planned(db)
    maintenance.call_off(db, window.id, by="admin:1", now=NOW)

    assert planned(db).id != window.id


def test_one_called_off_never_begins(db: Db) -> None:
    window = planned(db)
    maintenance.call_off(db, window.id, by="admin:1", now=NOW)

    assert maintenance.begin_if_due(db, window.id, now=STARTS) is None
    with pytest.raises(MaintenanceMoved):
        maintenance.begin(db, window.id, by="admin:1", now=NOW)
    maintenance.require_open(db)


def test_the_end_can_be_put_off_while_it_is_on(db: Db) -> None:
    window = planned(db)
    later = ENDS + timedelta(minutes=30)
    with pytest.raises(MaintenanceMoved):
        maintenance.put_off_end(db, window.id, to=later, by="admin:1", now=NOW)
    maintenance.begin(db, window.id, by="admin:1", now=NOW)

    put_off = maintenance.put_off_end(db, window.id, to=later, by="admin:1", now=NOW)

    assert (put_off.ends_at, put_off.promised_until) == (later, ENDS)
    assert maintenance.end_if_due(db, window.id, now=ENDS) is None
    assert maintenance.end_if_due(db, window.id, now=later) is not None


def test_each_who_waits_is_told_once(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintenance, "TOLD_AT_ONCE", 2)
    window = on(db)
    waiting = [given.person(db, number) for number in range(1, 4)]
    for person in (*waiting, waiting[0]):
        assert maintenance.wait_for_end(db, person) == window
    maintenance.end(db, window.id, by="admin:1", now=NOW)

    told = [maintenance.next_waiters(db, window.id, now=NOW) for _ in range(3)]

    assert told == [[waiting[0].id, waiting[1].id], [waiting[2].id], []]


def test_two_turns_that_tell_at_once_tell_each_once(database: Database) -> None:
    with database.transaction() as db:
        window = on(db)
        waiting = [given.person(db, number) for number in range(1, 11)]
        for person in waiting:
            maintenance.wait_for_end(db, person)

    told = [database.write(lambda db: maintenance.next_waiters(db, window.id, now=NOW)) for _ in range(4)]

    assert sorted(person_id for each in told for person_id in each.result()) == [person.id for person in waiting]


def test_nobody_waits_while_the_shop_is_open(db: Db) -> None:
    planned(db)

    assert maintenance.wait_for_end(db, given.person(db, 1)) is None


def test_every_change_is_in_the_trail(db: Db) -> None:
    window = on(db)
    maintenance.put_off_end(db, window.id, to=ENDS + timedelta(minutes=30), by="admin:1", now=NOW)
    maintenance.end(db, window.id, by="admin:1", now=NOW)

    acts = audit_trail.acts_on(db, f"maintenance:{window.id}")

    assert [act.what for act in acts] == ["planned", "on", "put-off", "over"]


def test_orders_and_payments_are_not_begun_meanwhile_and_paid_ones_go_on(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 3)
    ana = given.person(db, 1, balance=PRICE)
    waiting = given.order(db, ana)
    sent_to_gateway = given.open_payment(db, waiting)
    offer = given.quote(db, ana)
    window = on(db)
    assert window.status is MaintenanceStatus.ON

    with pytest.raises(ClosedForMaintenance):
        orders.place(db, quote=offer, person=ana, account="", note="", key="second", now=NOW)
    with pytest.raises(ClosedForMaintenance):
        given.paid(db, waiting, now=NOW)
    with pytest.raises(ClosedForMaintenance):
        payments.open_gateway_payment(db, waiting, gateway="sandbox", now=NOW)
    assert given.order(db, ana) == waiting  # placed before, asked for once more

    assert payments.receive(db, given.notice(sent_to_gateway), now=NOW).outcome is payments.Outcome.CAPTURED
