"""Incidents: whom one touched, what a dry run says, and that the real run does exactly that."""

from collections import Counter
from datetime import timedelta

import pytest

from backend import compensation, incidents, orders, payments
from backend.compensation import Cause, GiftKind, Reason
from backend.errors import IncidentNotClosed, IncidentNotFound
from backend.incidents import BATCH, Incident, IncidentStatus, Severity
from backend.orders import Order
from backend.people import Person
from storage import audit_trail
from storage.database import Db
from storage.secrets import Vault
from tests.backend import crowds, given
from tests.backend.given import CARD, NOW, PRICE, TOP_UP

TODAY = NOW.date()
POLICY = given.policy(GiftKind.COUPON, cause=Cause.INCIDENT)
HOUR = timedelta(hours=1)


@pytest.fixture
def boss(db: Db, vault: Vault) -> Person:
    """The owner of a shop with cards."""
    given.shelves(db)
    given.cards(db, vault, 20)
    return given.person(db, 900)


def opened(db: Db, boss: Person, *, product_id: str | None = None) -> Incident:
    """An incident that began now."""
    return incidents.open_incident(
        db, title="Slow", product_id=product_id, severity=Severity.SERIOUS, since=NOW, by=boss, now=NOW
    )


def paid(db: Db, number: int, *, minutes: int = 5) -> Order:
    """Somebody's order, paid so many minutes after it began."""
    buyer = given.person(db, number, balance=PRICE)
    order = given.order(db, buyer, now=NOW + timedelta(minutes=minutes))
    given.paid(db, order, now=NOW + timedelta(minutes=minutes))
    return orders.the_order(db, order.id)


def touched(db: Db, incident: Incident) -> list[int]:
    """Whom it touched."""
    return [verdict.case.person_id for verdict in incidents.preview(db, POLICY, incident, today=TODAY)]


def run(db: Db, incident: Incident) -> Counter[Reason]:
    """Give to everybody, and count what became of them."""
    incidents.start_granting(db, incident.id, by="boss", now=NOW)
    reasons: Counter[Reason] = Counter()
    after: int | None = 0
    while after is not None:
        batch = incidents.grant_batch(db, POLICY, incident, after=after, by="boss", today=TODAY, now=NOW)
        reasons.update(award.decision.reason for award in batch.awards)
        after = batch.next_after
    return reasons


def test_it_touched_whose_orders_came_late_failed_or_waited(db: Db, boss: Person) -> None:
    incident = opened(db, boss)
    late, waiting, failed, in_time = (paid(db, number) for number in range(1, 5))
    given.delivered(db, late, now=NOW + timedelta(minutes=20))
    payments.refund_to_balance(db, failed, by="shop", why="", now=NOW + timedelta(minutes=8))
    given.delivered(db, in_time, now=NOW + timedelta(minutes=6))

    closed = incidents.close(db, incident.id, by=boss.who, now=NOW + HOUR)

    assert touched(db, closed) == [late.person_id, waiting.person_id, failed.person_id]


def test_it_did_not_touch_who_paid_before_or_after_or_took_the_money_back(db: Db, boss: Person) -> None:
    incident = opened(db, boss)
    paid(db, 1, minutes=-1)
    own = paid(db, 2)
    payments.refund_to_balance(db, own, by=f"customer:{own.person_id}", why="", now=NOW + timedelta(minutes=50))
    closed = incidents.close(db, incident.id, by=boss.who, now=NOW + HOUR)
    paid(db, 3, minutes=61)

    assert touched(db, closed) == []


def test_it_touched_only_its_own_product(db: Db, boss: Person) -> None:
    cards, top_ups = opened(db, boss, product_id=CARD), opened(db, boss, product_id=TOP_UP)
    order = paid(db, 1)

    closed = [incidents.close(db, each.id, by=boss.who, now=NOW + HOUR) for each in (cards, top_ups)]

    assert [touched(db, each) for each in closed] == [[order.person_id], []]


def test_what_happens_after_it_was_closed_changes_nothing(db: Db, boss: Person) -> None:
    incident = opened(db, boss)
    waiting, short = paid(db, 1), paid(db, 2, minutes=55)
    refunded = paid(db, 3)
    closed = incidents.close(db, incident.id, by=boss.who, now=NOW + HOUR)
    before = touched(db, closed)

    given.delivered(db, waiting, now=NOW + HOUR * 2)
    given.delivered(db, short, now=NOW + HOUR * 9)
    payments.refund_to_balance(db, refunded, by=f"customer:{refunded.person_id}", why="", now=NOW + HOUR * 2)

    assert touched(db, closed) == before == [waiting.person_id, refunded.person_id]


def test_who_was_given_something_for_the_order_itself_gets_nothing_more(db: Db, boss: Person) -> None:
    incident = opened(db, boss)
    late = given.delivered(db, paid(db, 1), now=NOW + timedelta(minutes=30))
    closed = incidents.close(db, incident.id, by=boss.who, now=NOW + HOUR)
    case = compensation.case_of(db, late)
    assert case is not None
    compensation.make_up(db, POLICY, case, by="shop", today=TODAY, now=NOW)

    assert run(db, closed) == {Reason.HAD_BEFORE: 1}


def test_a_person_with_two_late_orders_is_given_one_gift_for_both(db: Db, boss: Person) -> None:
    incident = opened(db, boss)
    buyer = given.person(db, 1, balance=PRICE * 2)
    for key in ("a", "b"):
        given.paid(db, given.order(db, buyer, key=key), now=NOW)
    closed = incidents.close(db, incident.id, by=boss.who, now=NOW + HOUR)

    assert run(db, closed) == {Reason.GIVEN: 1}
    assert given.broken_in(db) == []


def test_an_open_incident_can_neither_be_looked_at_nor_granted(db: Db, boss: Person) -> None:
    incident = opened(db, boss)

    with pytest.raises(IncidentNotClosed):
        incidents.preview(db, POLICY, incident, today=TODAY)
    with pytest.raises(IncidentNotClosed):
        incidents.start_granting(db, incident.id, by="boss", now=NOW)
    with pytest.raises(IncidentNotFound):
        incidents.the_incident(db, incident.id + 1)


def test_granting_is_begun_once_and_ends(db: Db, boss: Person) -> None:
    incident = opened(db, boss)
    closed = incidents.close(db, incident.id, by=boss.who, now=NOW + HOUR)

    assert [incidents.start_granting(db, incident.id, by="boss", now=NOW) for _ in range(2)] == [True, False]
    assert incidents.close(db, incident.id, by=boss.who, now=NOW + HOUR * 2).closed_at == closed.closed_at
    run(db, closed)
    assert incidents.the_incident(db, incident.id).status is IncidentStatus.GRANTED
    acts = [act.what for act in audit_trail.acts_on(db, incident.subject)]
    assert acts == ["open", "closed", "granting", "granted"]


def test_a_dry_run_gives_nothing_and_says_what_the_real_run_gives(db: Db, boss: Person) -> None:
    crowds.late_orders(db, 210, now=NOW)
    incident = crowds.closed_incident(db, chat_id=901, now=NOW)

    dry = incidents.preview(db, POLICY, incident, today=TODAY)

    assert incidents.granted(db, incident).grants == 0
    assert run(db, incident) == Counter(verdict.decision.reason for verdict in dry) == {Reason.GIVEN: 210}
    worth = sum(verdict.decision.gift.amount.minor for verdict in dry if verdict.decision.gift)
    assert incidents.granted(db, incident).worth_minor == worth
    assert run(db, incident) == {Reason.HAD_BEFORE: 210}
    assert incidents.granted(db, incident).grants == 210


def test_a_batch_done_twice_gives_once(db: Db, boss: Person) -> None:
    crowds.late_orders(db, BATCH + 1, now=NOW)
    incident = crowds.closed_incident(db, chat_id=901, now=NOW)
    incidents.start_granting(db, incident.id, by="boss", now=NOW)

    batches = [incidents.grant_batch(db, POLICY, incident, after=0, by="boss", today=TODAY, now=NOW) for _ in range(2)]

    reasons = [{award.decision.reason for award in batch.awards} for batch in batches]
    assert reasons == [{Reason.GIVEN}, {Reason.HAD_BEFORE}]
    assert incidents.granted(db, incident).grants == BATCH
