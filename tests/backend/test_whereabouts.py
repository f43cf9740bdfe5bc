"""Whereabouts: what is said of an order from its placing to the look at its codes."""

from datetime import timedelta

from backend import freezes, fulfilment, maintenance, orders, people, reissues
from backend.findings import Cause, Finding, Symptom
from backend.freezes import FreezeReason
from backend.people import Person
from storage import conversations
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given as shop
from tests.backend.diagnosing import cause, look
from tests.backend.given import NOW, PRICE

LATER = NOW + timedelta(minutes=3)


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


def test_a_payment_is_unheard_once_people_have_had_time_to_pay(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 1)
    ana = shop.person(db)
    placed = shop.order(db, ana)
    shop.open_payment(db, placed)

    assert cause(db, ana, now=NOW + timedelta(minutes=1)) is Cause.UNPAID
    assert look(db, ana, now=LATER).first == Finding(Cause.UNHEARD, NOW, orders.the_order(db, placed.id))


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


def test_of_several_codes_the_one_that_waits_is_told_of_then_the_one_given_last(db: Db, vault: Vault) -> None:
    shop.shelves(db)
    shop.cards(db, vault, 4)
    ana = shop.person(db, balance=PRICE * 2)
    done = shop.delivered(db, shop.paid(db, shop.order(db, ana, quantity=2), now=NOW), now=NOW)
    fulfilment.codes(db, done, person=ana, vault=vault, now=NOW)
    first, second = (each.card.id for each in reissues.suspects(db, done))
    early = reissues.want(db, done, second, by="agent:9", now=NOW)
    reissues.give(db, early.id, proof="stock", now=NOW)

    late = reissues.want(db, done, first, by="agent:9", now=LATER)
    assert look(db, ana, Symptom.CODE).first == Finding(Cause.REISSUE_WAITS, LATER, done)
    reissues.give(db, late.id, proof="stock", now=LATER)
    assert look(db, ana, Symptom.CODE).first == Finding(Cause.REISSUED, LATER, done)
