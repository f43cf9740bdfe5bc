"""Refusals: what is found is what refuses a purchase, whatever state the shop and its customer are in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import event, example, given, settings

from backend import catalogue, freezes, licences, maintenance, people, price_rules, products
from backend.diagnosis import diagnose
from backend.errors import Refused
from backend.findings import Cause, Finding, Symptom, Wanted
from backend.freezes import FreezeReason
from backend.people import Person, Tier
from flows.checkout import Checkout
from flows.conversation import Frame
from flows.events import Chat, Event, Said, Sender
from flows.shop import Shop
from flows.turn import Turn
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given as shop
from tests.backend.diagnosing import cause, look
from tests.backend.given import CARD, NOW, PRICE

MONDAY = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
"""Noon in the shop."""

NIGHT = MONDAY + timedelta(hours=12)


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


def test_a_product_nobody_knows_is_not_on_sale(db: Db) -> None:
    shop.shelves(db)
    found = diagnose(db, shop.person(db), Symptom.ORDERING, wanted=Wanted("gone"), now=NOW)

    assert found.first == Finding(Cause.OFF_SALE, product_id="gone")


def test_without_a_product_only_what_hinders_everything_is_found(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    ana = shop.person(db)

    assert look(db, ana, Symptom.ORDERING).findings == ()
    freezes.freeze(db, ana, FreezeReason.OTHER, why="test", by=shop.person(db, 99), now=NOW)
    assert cause(db, people.the_person(db, ana.id), Symptom.ORDERING) is Cause.FROZEN
    assert cause(db, people.the_person(db, ana.id), Symptom.LOGIN) is Cause.FROZEN


def test_a_licence_is_named_only_where_what_is_wanted_may_need_one(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 1)
    ana, admin = shop.person(db), shop.person(db, 99)
    added = licences.submit(db, ana, number="AB12CD34", ends_on=date(2026, 3, 8), vault=vault, now=NOW)
    assert cause(db, ana, Symptom.LOGIN) is Cause.LICENCE_IN_REVIEW
    licences.approve(db, added.id, tier=Tier.SILVER, by=admin, now=NOW)

    assert cause(db, ana, Symptom.ORDERING, now=MONDAY) is Cause.LICENCE_ENDED
    assert diagnose(db, ana, Symptom.ORDERING, wanted=Wanted(CARD), now=MONDAY).findings == ()
