"""Races through the whole bot: many people at once, one person many times at once; on either database.

Not here: races of single operations (tests/backend/test_races.py), or kills (tests/chaos).
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from backend import audit, ledger, people
from backend.money import Money
from storage.database import Database
from storage.inbox import Arrival, InboxRow
from storage.orders import OrderRow, OrderStatus
from storage.payments import PaymentRow
from storage.secrets import Vault
from storage.stock import CardRow
from tests.conversations.chats import PersonInTest, ShopInTest

PATIENCE_SECONDS = 100
SOLD_OUT = "Sorry, it has just sold out. Nothing was charged"
TOO_FEW = "Sorry, only"


class Crowd(ShopInTest):
    """A shop in which many things can happen at once."""

    _gathered: list[Arrival] | None = None

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Let all that is said and tapped in this context arrive together, and the whole bot work on it."""
        self._gathered = []
        yield
        arrivals, self._gathered = self._gathered, None
        self._runner.run(self._rush(arrivals))

    def take_in(self, arrival: Arrival) -> None:
        """Let an event come in, now or with the others."""
        if self._gathered is None:
            super().take_in(arrival)
        else:
            self._gathered.append(arrival)

    def person_with_money(self, telegram_id: int) -> PersonInTest:
        """A customer who has written before and can pay."""
        somebody = self.person(telegram_id, f"Customer {telegram_id}")
        with self.database.transaction() as db:
            now = self.clock.now()
            known = people.meet(db, telegram_id=telegram_id, name="C", username=None, language="en", now=now)
            ledger.credit(db, known, Money.parse("500", "CNY"), ref=f"gift-{telegram_id}", why="test", now=now)
        return somebody

    def balance_of(self, person: PersonInTest) -> Money:
        """What the person has left."""
        with self.database.read() as db:
            known = people.with_telegram_id(db, person.id)
            assert known is not None
            return ledger.balance(db, known, "CNY")

    def count(self, what: sa.ColumnElement[bool]) -> int:
        """How many rows there are of which this is true."""
        with self.database.read() as db:
            return db.scalar(sa.select(sa.func.count()).where(what)) or 0

    def quantities_ordered(self) -> list[int]:
        """How much each open or delivered order is for."""
        with self.database.read() as db:
            return list(db.scalars(sa.select(OrderRow.quantity)))

    def is_sound(self) -> bool:
        """No event was given up, and the books are right."""
        with self.database.read() as db:
            unanswered = db.scalar(sa.select(sa.func.count()).where(InboxRow.status != "done"))
            return unanswered == 0 and audit.check(db, now=self.clock.now()) == []

    async def _rush(self, arrivals: list[Arrival]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as tasks:
            serving = [tasks.create_task(self.bot.dispatch.run()), tasks.create_task(self.bot.courier.run())]
            await self.bot.intake.store(arrivals)
            await self.bot.dispatch.lanes.at_rest()
            await self.bot.courier.chats.at_rest()
            for each in serving:
                each.cancel()


@pytest.fixture
def crowd(database: Database, vault: Vault) -> Iterator[Crowd]:
    """A shop with twenty cards to sell."""
    with asyncio.Runner() as runner:
        shop = Crowd(database, vault, runner)
        shop.restock("steam-50", *(f"MORE-{number}" for number in range(15)))
        yield shop


def at_the_till(crowd: Crowd, wants: dict[PersonInTest, int]) -> None:
    """Bring everybody as far as the button that places the order."""
    with crowd.at_once():
        for person in wants:
            person.says("/start p_steam-50")
    with crowd.at_once():
        for person in wants:
            person.taps("Buy")
    with crowd.at_once():
        for person, quantity in wants.items():
            person.taps(str(quantity))


def codes_before(person: PersonInTest) -> list[str]:
    """The codes a person can copy from their messages."""
    return [
        key["copy_text"]["text"]
        for message in person.messages
        for row in message.keyboard
        for key in row
        if "copy_text" in key
    ]


def test_fifty_people_race_for_twenty_cards_and_exactly_twenty_get_one(crowd: Crowd) -> None:
    wants = {crowd.person_with_money(1000 + number): 1 for number in range(50)}
    at_the_till(crowd, wants)

    with crowd.at_once():
        for person in wants:
            person.taps("Order for")
    with crowd.at_once():
        for person in wants:
            person.taps("Pay from balance")

    winners = [person for person in wants if "is here!" in person.screen]
    losers = [person for person in wants if SOLD_OUT in person.screen]
    assert (len(winners), len(losers)) == (20, 30)

    with crowd.at_once():
        for person in winners:
            person.taps("Show codes")

    codes = [code for person in winners for code in codes_before(person)]
    assert len(codes) == len(set(codes)) == 20
    assert {crowd.balance_of(person) for person in winners} == {Money.parse("450", "CNY")}
    assert {crowd.balance_of(person) for person in losers} == {Money.parse("500", "CNY")}
    assert crowd.is_sound()


def test_nobody_gets_fewer_cards_than_they_ordered(crowd: Crowd) -> None:
    wants = {crowd.person_with_money(1000 + number): number % 3 + 1 for number in range(30)}
    at_the_till(crowd, wants)

    with crowd.at_once():
        for person in wants:
            person.taps("Order for")
    with crowd.at_once():
        for person in wants:
            person.taps("Pay from balance")

    winners = {person: wants[person] for person in wants if "is here!" in person.screen}
    losers = {person: wants[person] for person in wants if person not in winners}
    left = 20 - sum(winners.values())
    assert min(losers.values()) > left  # nobody was sent away for whom there was enough
    assert [person.screen for person in losers if SOLD_OUT not in person.screen and TOO_FEW not in person.screen] == []

    with crowd.at_once():
        for person in winners:
            person.taps("Show codes")

    assert {person: len(codes_before(person)) for person in winners} == winners
    assert crowd.is_sound()


def test_twenty_taps_on_every_button_make_one_order_and_one_charge(crowd: Crowd) -> None:
    ana = crowd.person_with_money(1000)
    ana.says("/start p_steam-50")

    for button in ("Buy", "2", "Order for", "Pay from balance"):
        with crowd.at_once():
            for _ in range(20):
                ana.taps(button)

    assert crowd.quantities_ordered() == [2]
    assert crowd.balance_of(ana) == Money.parse("400", "CNY")
    assert crowd.count(PaymentRow.status == "captured") == 1
    assert crowd.count(CardRow.status == "sold") == 2
    assert len([message for message in ana.messages if "is here!" in message.text]) == 1
    assert crowd.is_sound()


def test_an_update_that_is_delivered_five_times_acts_once(crowd: Crowd) -> None:
    ana = crowd.person_with_money(1000)
    at_the_till(crowd, {ana: 1})
    order = next(key["callback_data"] for row in ana.messages[-1].keyboard for key in row if "Order for" in key["text"])
    message = {"message_id": ana.messages[-1].message_id, "chat": {"id": ana.id, "type": "private"}}
    tap = {"id": "q", "from": {"id": ana.id, "is_bot": False, "first_name": "C"}, "message": message, "data": order}
    update = {"update_id": crowd.update_id(), "callback_query": tap}

    with crowd.at_once():
        for _ in range(4):
            crowd.receive(update)
    crowd.receive(update)

    assert crowd.quantities_ordered() == [1]
    ana.sees("Order placed")
    assert crowd.count(InboxRow.key == str(update["update_id"])) == 1
    assert crowd.is_sound()


def test_what_one_person_sends_at_once_is_answered_one_after_the_other(crowd: Crowd) -> None:
    ana = crowd.person_with_money(1000)
    ana.says("/start p_steam-50")
    ana.taps("Buy")

    with crowd.at_once():
        ana.says("lots")
        ana.says("2")
        ana.says("human")
        ana.says("/cancel")
        ana.says("/orders")

    told = [message.text for message in ana.messages[-5:]]
    due = ["Please send a number", "check your order", "called someone", "Cancelled", "no orders yet"]
    assert [words for words, text in zip(due, told, strict=True) if words not in text] == []
    assert crowd.is_sound()


def test_an_order_is_paid_or_cancelled_but_never_both(crowd: Crowd) -> None:
    buyers = [crowd.person_with_money(1000 + number) for number in range(6)]
    at_the_till(crowd, dict.fromkeys(buyers, 1))
    with crowd.at_once():
        for person in buyers:
            person.taps("Order for")

    with crowd.at_once():
        for person in buyers:
            person.taps("Cancel order")
            person.taps("Pay from balance")
            person.taps("Cancel order")

    paid = crowd.count(OrderRow.status == OrderStatus.DELIVERED)
    assert paid + crowd.count(OrderRow.status == OrderStatus.AWAITING_PAYMENT) == 6
    assert sum((Money.parse("500", "CNY").minor - crowd.balance_of(each).minor) for each in buyers) == paid * 5000
    assert crowd.is_sound()
