"""Diagnosis: the first cause named is what really refuses; orders, gateways, suppliers, messages as the books say."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import event, example, given, settings

from backend import (
    catalogue,
    freezes,
    fulfilment,
    incidents,
    licences,
    maintenance,
    orders,
    payments,
    people,
    price_rules,
    products,
    promises,
    suppliers,
)
from backend.diagnosis import MATTERS, SILENT_FROM, Cause, Diagnosis, Finding, Symptom, Wanted, diagnose
from backend.errors import Refused
from backend.freezes import FreezeReason
from backend.people import Person, Tier
from backend.suppliers import Catalogued, Sold
from flows.checkout import Checkout
from flows.conversation import Frame
from flows.events import Chat, Event, Said, Sender
from flows.shop import Shop
from flows.turn import Turn
from storage import conversations, outbox
from storage import suppliers as supplier_rows
from storage.database import Database, Db
from storage.incidents import Severity
from storage.outbox import Draft, Kind
from storage.schema import METADATA
from storage.secrets import Vault
from storage.suppliers import Offer
from tests.backend import given as shop
from tests.backend.given import CARD, NOW, PRICE

MONDAY = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
"""Noon in the shop."""

NIGHT = MONDAY + timedelta(hours=12)
LATER = NOW + timedelta(minutes=3)


@dataclass(frozen=True)
class State:
    """A shop and a customer who wants some cards of it."""

    quantity: int
    cards: int
    is_on_sale: bool
    is_in_maintenance: bool
    licence: str
    has_bought: int
    limit: int | None
    is_frozen: bool
    now: datetime


states = st.builds(
    State,
    quantity=st.integers(1, 6),
    cards=st.integers(0, 4),
    is_on_sale=st.sampled_from([True, True, True, False]),
    is_in_maintenance=st.booleans(),
    licence=st.sampled_from(["not needed", "not needed", "none", "submitted", "approved", "ended"]),
    has_bought=st.integers(0, 2),
    limit=st.sampled_from([None, None, 1, 3]),
    is_frozen=st.sampled_from([False, False, False, True]),
    now=st.sampled_from([MONDAY, NIGHT]),
)


def set_up(db: Db, vault: Vault, state: State) -> Person:
    """Make it so; returns the customer."""
    text = shop.SHELVES
    if state.licence != "not needed":
        window = '{ days = ["mon"], opens = "09:00", closes = "18:00" }'
        terms = f'licensed = {{ period = "month", silver = 3, windows = [{window}] }}\n'
        text = text.replace("max_per_order = 5\n", f"max_per_order = 5\n{terms}")
    assert not catalogue.load(db, shop.SHELVES, now=NOW).problems
    buyer, admin = shop.person(db, 1, balance=PRICE * 100), shop.person(db, 99)
    shop.cards(db, vault, state.cards + state.has_bought)
    if state.has_bought:
        shop.paid(db, shop.order(db, buyer, quantity=state.has_bought, now=state.now), now=state.now)
    assert not catalogue.load(db, text, now=NOW).problems
    _give_licence(db, vault, buyer, admin, state)
    product = catalogue.the_product(db, CARD)
    if state.limit is not None:
        price_rules.set_rules(
            db, product, price_rules.read_rules(f"max={state.limit}/30", product), by="test", now=state.now
        )
    if not state.is_on_sale:
        products.set_on_sale(db, CARD, is_on_sale=False, by="test", now=state.now)
    if state.is_in_maintenance:
        until = state.now + timedelta(hours=1)
        planned = maintenance.plan(db, reasons={}, starts_at=state.now, ends_at=until, by="test", now=state.now)
        maintenance.begin(db, planned.id, by="test", now=state.now)
    if state.is_frozen:
        freezes.freeze(db, people.the_person(db, buyer.id), FreezeReason.OTHER, why="test", by=admin, now=state.now)
    return people.the_person(db, buyer.id)


def _give_licence(db: Db, vault: Vault, buyer: Person, admin: Person, state: State) -> None:
    if state.licence in ("not needed", "none"):
        return
    ends_on = date(2026, 3, 8) if state.licence == "ended" else date(2026, 12, 31)
    added = licences.submit(db, buyer, number="AB12CD34", ends_on=ends_on, vault=vault, now=NOW)
    if state.licence != "submitted":
        licences.approve(db, added.id, tier=Tier.SILVER, by=admin, now=NOW)


def buys(db: Db, vault: Vault, buyer: Person, state: State) -> None:
    """Buy as a customer in the chat does: each question of the checkout, the summary, and the order."""
    turn = _turn(db, vault, buyer, now=state.now)
    steps = Checkout.steps
    steps["product"].question.check(turn, CARD)
    frame = Frame("checkout", 1, "quantity", {"product": CARD})
    turn.conversation.frames.append(frame)
    frame.answers["quantity"] = steps["quantity"].question.check(turn, state.quantity)
    agreed = steps["confirm"].question.prompt(turn).rows[0][0].action
    assert agreed is not None
    Checkout().done(turn, {**frame.answers, "confirm": agreed.args["answer"]})


def _turn(db: Db, vault: Vault, buyer: Person, *, now: datetime) -> Turn:
    place = Shop(vault, b"key", "bot", ("en",), {}, (), {}, ZoneInfo("Asia/Shanghai"))
    sender, chat = Sender(buyer.telegram_id, "Ana", None, "en"), Chat(buyer.telegram_id, "private")
    said = Event(1, Said("yes", 1), sender, chat, now)
    return Turn(db, said, person=buyer, chat_id=chat.id, shop=place, now=now)


def refused(db: Db, vault: Vault, buyer: Person, state: State) -> type[Refused] | None:
    try:
        buys(db, vault, buyer, state)
    except Refused as refusal:
        return type(refusal)
    return None


def look(db: Db, person: Person, symptom: Symptom = Symptom.ARRIVAL, *, now: datetime = NOW) -> Diagnosis:
    return diagnose(db, person, symptom, now=now)


def cause(db: Db, person: Person, symptom: Symptom = Symptom.ARRIVAL, *, now: datetime = NOW) -> Cause | None:
    first = look(db, person, symptom, now=now).first
    return None if first is None else first.cause


@pytest.mark.slow
def test_what_is_named_first_is_what_refuses_the_purchase(sqlite_database: Database, vault: Vault) -> None:
    @settings(max_examples=100, deadline=None)
    @example(state=State(2, 4, True, False, "approved", 2, None, False, MONDAY))  # two more than the licence allows
    @given(state=states)
    def agree(state: State) -> None:
        with sqlite_database.read() as db:
            buyer = set_up(db, vault, state)

            found = diagnose(db, buyer, Symptom.ORDERING, wanted=Wanted(CARD, state.quantity), now=state.now)
            really = refused(db, vault, buyer, state)

            named = None if found.first is None or found.first.refusal is None else type(found.first.refusal)
            assert named is really, state
            event(str(really))

    agree()


def test_every_cause_matters_to_some_symptom() -> None:
    mattering = {cause for groups in MATTERS.values() for causes in groups for cause in causes}

    assert mattering == set(Cause)


def test_without_a_product_only_what_hinders_everything_is_found(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    ana = shop.person(db)

    assert look(db, ana, Symptom.ORDERING).findings == ()
    freezes.freeze(db, ana, FreezeReason.OTHER, why="test", by=shop.person(db, 99), now=NOW)
    assert cause(db, people.the_person(db, ana.id), Symptom.ORDERING) is Cause.FROZEN
    assert cause(db, people.the_person(db, ana.id), Symptom.LOGIN) is Cause.FROZEN


def test_a_product_nobody_knows_is_not_on_sale(db: Db) -> None:
    shop.shelves(db)
    found = diagnose(db, shop.person(db), Symptom.ORDERING, wanted=Wanted("gone"), now=NOW)

    assert found.first == Finding(Cause.OFF_SALE, product_id="gone")


def test_an_order_on_its_way_through_life(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 1)
    ana = shop.person(db, balance=PRICE * 3)
    assert cause(db, ana) is None

    placed = shop.order(db, ana)
    assert look(db, ana).findings == (Finding(Cause.UNPAID, placed.pay_until, placed),)
    bought = shop.paid(db, placed, now=NOW)
    delivered = shop.delivered(db, bought, now=NOW)
    assert look(db, ana).first == Finding(Cause.UNSEEN, NOW, delivered)
    fulfilment.codes(db, delivered, person=ana, vault=vault, now=LATER)
    assert look(db, ana, Symptom.CODE).first == Finding(Cause.SEEN, LATER, delivered)


def test_a_delivery_whose_message_never_left_is_told_from_one_nobody_opened(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 1)
    ana = shop.person(db, balance=PRICE)
    delivered = shop.delivered(db, shop.paid(db, shop.order(db, ana), now=NOW), now=NOW)
    screen_id = shown(db, ana, f"delivery:{delivered.id}")

    assert cause(db, ana) is Cause.UNSENT
    conversations.note_shown(db, screen_id, message_id=5, token="t")
    assert cause(db, ana) is Cause.UNSEEN


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


def test_who_can_not_pay_now_is_told_why_and_not_to_pay(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 1)
    ana, admin = shop.person(db), shop.person(db, 99)
    shop.order(db, ana)
    planned = maintenance.plan(db, reasons={}, starts_at=NOW, ends_at=LATER, by="test", now=NOW)
    maintenance.begin(db, planned.id, by="test", now=NOW)
    assert [each.cause for each in look(db, ana).findings] == [Cause.MAINTENANCE]

    maintenance.end(db, planned.id, by="test", now=NOW)
    freezes.freeze(db, ana, FreezeReason.OTHER, why="test", by=admin, now=NOW)

    assert [each.cause for each in look(db, people.the_person(db, ana.id)).findings] == [Cause.FROZEN]


def test_a_named_order_is_the_only_one_looked_at(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 3)
    ana = shop.person(db, balance=PRICE * 3)
    one, other = shop.order(db, ana, key="first"), shop.order(db, ana, key="second")

    found = diagnose(db, ana, Symptom.ARRIVAL, order=one, now=NOW)

    assert [each.order for each in found.findings] == [one]
    assert other != one


def test_a_payment_is_unheard_once_people_have_had_time_to_pay(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 1)
    ana = shop.person(db)
    placed = shop.order(db, ana)
    shop.open_payment(db, placed)

    assert cause(db, ana, now=NOW + timedelta(minutes=1)) is Cause.UNPAID
    assert look(db, ana, now=LATER).first == Finding(Cause.UNHEARD, NOW, orders.the_order(db, placed.id))


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


def test_messages_that_wait_or_were_given_up_are_counted(db: Db) -> None:
    shop.shelves(db)
    ana = shop.person(db)
    outbox.post(db, [Draft(ana.telegram_id, Kind.NOTICE), Draft(ana.telegram_id, Kind.NOTICE)], cause=1, now=NOW)

    assert cause(db, ana, Symptom.SLOW, now=NOW + timedelta(seconds=5)) is None
    assert look(db, ana, Symptom.SLOW, now=LATER).first == Finding(Cause.HELD, LATER, count=2)
    outbox.drop_waiting(db, ana.telegram_id, failure="blocked", now=LATER)
    assert look(db, ana, Symptom.LOGIN, now=LATER).first == Finding(Cause.MISSED, LATER, count=2)
    assert cause(db, ana, Symptom.LOGIN, now=NOW + timedelta(days=8)) is None


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


def shown(db: Db, person: Person, subject: str) -> int:
    """A screen about this that was not sent yet."""
    screen: dict[str, object] = {
        "chat_id": person.telegram_id,
        "person_id": person.id,
        "topic": None,
        "token": "t",
        "subject": subject,
        "language": "en",
        "content": {},
        "actions": [],
        "shown_at": NOW,
    }
    return conversations.new_screen(db, screen)


def everything(db: Db) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in METADATA.sorted_tables
    }
