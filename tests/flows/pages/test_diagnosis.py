"""Whatever was found can be said in each language, fits a phone, and leads on; so can what staff read of it."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from backend import people
from backend.connection import RoundTrip
from backend.diagnosis import Diagnosis
from backend.errors import (
    AllocationSpent,
    ClosedForMaintenance,
    LicenceLapsed,
    LicenceNeeded,
    OutOfStock,
    OutsideOrderingHours,
    ProductNotOnSale,
    PurchaseLimitReached,
    QuantityOutOfRange,
    Refused,
    TooManyUnpaid,
)
from backend.findings import Cause, Finding, Symptom, Wanted
from backend.orders import Order
from flows.events import Event, Said
from flows.pages import crossing, diagnosis
from flows.screens import Screen
from flows.shop import Shop
from flows.turn import Turn
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW
from tests.flows.pages.test_phone import VOICE, rendered, too_big

REFUSALS: dict[Cause, Refused] = {
    Cause.OFF_SALE: ProductNotOnSale(),
    Cause.LICENCE_NEEDED: LicenceNeeded(),
    Cause.LICENCE_ENDED: LicenceLapsed(ended="2026-03-01"),
    Cause.OUTSIDE_HOURS: OutsideOrderingHours(opens=NOW),
    Cause.ALLOCATION_SPENT: AllocationSpent(most=3, left=0, period="week", again=NOW),
    Cause.SOLD_OUT: OutOfStock(wanted=1, left=0),
    Cause.LIMIT_REACHED: PurchaseLimitReached(most=1, days=30, left=0),
    Cause.QUANTITY: QuantityOutOfRange(least=1, most=3),
    Cause.MAINTENANCE: ClosedForMaintenance(until=NOW),
    Cause.TOO_MANY_UNPAID: TooManyUnpaid(count=3),
}
NEEDS_ONLY_TIME = {Cause.LICENCE_IN_REVIEW, Cause.HELD, Cause.INCIDENT, Cause.SUPPLIER_SILENT, Cause.FROZEN}
"""What no button settles; of a freeze that is over already there is nothing to settle either."""


@pytest.fixture
def db(sqlite_database: Database) -> Iterator[Db]:
    """A shop of the test's own."""
    with sqlite_database.transaction() as db:
        yield db


@pytest.fixture
def turn(db: Db, vault: Vault) -> Turn:
    """A customer's turn, in front of the shelves."""
    given.shelves(db)
    given.cards(db, vault, 1)
    ana = people.meet(db, telegram_id=1, name="W" * 64, username=None, language="en", now=NOW)
    shop = Shop(vault, b"key", "bot", VOICE.languages, {}, (), {}, ZoneInfo("UTC"))
    return Turn(db, Event(1, Said("", 1), None, None, NOW), person=ana, chat_id=1, shop=shop, now=NOW)


@pytest.fixture
def order(turn: Turn) -> Order:
    """An order of theirs."""
    return given.order(turn.db, turn.person)


def found(cause: Cause, order: Order) -> Finding:
    if cause in REFUSALS and cause is not Cause.TOO_MANY_UNPAID:
        return Finding(cause, NOW, product_id=CARD, refusal=REFUSALS[cause])
    of_shop = (Cause.GATEWAY_SILENT, Cause.SUPPLIER_SILENT, Cause.INCIDENT, Cause.MISSED, Cause.HELD, Cause.FROZEN)
    is_about_order = cause not in (*of_shop, Cause.LICENCE_IN_REVIEW)
    return Finding(cause, NOW, order if is_about_order else None, count=2, refusal=REFUSALS.get(cause))


def page(turn: Turn, order: Order, *findings: Finding, symptom: Symptom = Symptom.ORDERING) -> Screen:
    return diagnosis.page(turn, Diagnosis(symptom, findings), order=order, wanted=Wanted(CARD, 2))


@pytest.mark.parametrize("language", VOICE.languages)
def test_every_cause_is_said_on_a_page_that_fits(turn: Turn, order: Order, language: str) -> None:
    shown = {cause: page(turn, order, *[found(cause, order)] * 4) for cause in Cause}

    assert [cause for cause, each in shown.items() if too_big(each, language)] == []
    assert {rendered(each, language).text.count("· ") for each in shown.values()} == {3}


def test_every_cause_that_can_be_settled_has_a_button_for_it_first(turn: Turn, order: Order) -> None:
    first = {cause: page(turn, order, found(cause, order)).rows[0][0].action for cause in Cause}

    helpless = {cause for cause, action in first.items() if action is None or action.name == "diagnosis.human"}
    assert helpless == NEEDS_ONLY_TIME


@pytest.mark.parametrize("language", VOICE.languages)
def test_that_nothing_was_found_is_said_for_every_symptom(turn: Turn, order: Order, language: str) -> None:
    shown = [page(turn, order, symptom=symptom) for symptom in Symptom]

    assert [each for each in shown if too_big(each, language)] == []
    assert {each.rows[0][0].action and each.rows[0][0].action.name for each in shown} == {"diagnosis.human"}


@pytest.mark.parametrize("language", VOICE.languages)
def test_what_staff_read_survives_being_kept(turn: Turn, order: Order, language: str) -> None:
    everything = Diagnosis(Symptom.SLOW, tuple(found(cause, order) for cause in Cause))

    kept = crossing.keep_words(diagnosis.note(turn, everything))

    assert VOICE.say(crossing.read_words(kept), language).count("· ") == len(Cause)


@pytest.mark.parametrize("language", VOICE.languages)
@pytest.mark.parametrize(
    ("ours", "platform", "verdict"),
    [(0, 0, "fine"), (4, 0, "ours"), (0, 4, "platform"), (4, 4, "ours")],
)
def test_a_connection_is_blamed_where_it_is_slow(language: str, ours: int, platform: int, verdict: str) -> None:
    trip = RoundTrip(timedelta(seconds=ours), timedelta(seconds=platform), timedelta(milliseconds=1250))

    shown = diagnosis.connection(trip)

    assert shown.text.args["verdict"] == verdict
    assert "1.2" in rendered(shown, language).text


@pytest.mark.parametrize("language", VOICE.languages)
def test_the_other_pages_fit(language: str) -> None:
    for each in (diagnosis.symptoms(), diagnosis.tap_here(asked=1), diagnosis.connection(None)):
        assert not too_big(each, language)
