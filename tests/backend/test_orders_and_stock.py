"""Orders, what is set aside for them, and the line for what is sold out.

A plain model and the shop agree after every step.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend import audit, orders, payments, pricing, stock, waiting_list
from backend.errors import CannotCancel, CannotPay, NotSoldOut, OutOfStock, Refused, ShelfCrowded, TooManyUnpaid
from backend.orders import Order, OrderStatus
from backend.payments import Outcome, Payment
from storage.database import Database
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE

PEOPLE = 3
CARDS = 5
UNPAID = OrderStatus.AWAITING_PAYMENT
HOLD, OFFER, PAY = timedelta(minutes=5), timedelta(minutes=30), timedelta(minutes=15)


@dataclass
class Bought:
    """An order as the model has it; `held_until` is None when nothing is set aside."""

    who: int
    quantity: int
    status: OrderStatus
    pay_until: datetime
    held_until: datetime | None


@dataclass
class InLine:
    """A live place as the model has it; `until` is set once it is on offer."""

    who: int
    until: datetime | None = None


class Model:
    """The rules once more, as somebody would tell them, with lists in place of tables."""

    def __init__(self) -> None:
        self.free = CARDS
        self.bought: dict[int, Bought] = {}
        self.line: list[InLine] = []

    def level(self, who: int) -> int:
        """How many this person may have."""
        left = max(0, self.free - len(self.line))
        return left or int(self.is_offered(who))

    def is_offered(self, who: int) -> bool:
        return any(place.who == who and place.until is not None for place in self.line)

    def set_aside(self, who: int, quantity: int, now: datetime, pay_until: datetime) -> datetime | type[Refused]:
        """Until when goods are set aside for an unpaid order, or the refusal."""
        held = sum(each.quantity for each in self.bought.values() if self._is_holding(each))
        theirs = [e for e in self.bought.values() if e.who == who and e.status is UNPAID and e.held_until is not None]
        left = self.free - len(self.line)
        if len(theirs) < 3 and 2 * (held + quantity) <= held + left + 1:
            return self._take(quantity, pay_until)
        if not theirs and 5 * (held + quantity) <= 4 * (held + left):
            return self._take(quantity, min(pay_until, now + HOLD))
        if quantity == 1 and self.is_offered(who) and self.free:
            self.line = [place for place in self.line if place.who != who]
            return self._take(quantity, min(pay_until, now + HOLD))
        return OutOfStock if max(0, self.free - len(self.line)) < quantity else ShelfCrowded

    def hold_at_once(self, who: int, quantity: int) -> bool:
        """Whether an order that is paid at this moment gets its cards."""
        if self.free - len(self.line) >= quantity:
            self.free -= quantity
            return True
        if quantity == 1 and self.is_offered(who) and self.free:
            self.line = [place for place in self.line if place.who != who]
            self.free -= 1
            return True
        return False

    def serve(self, now: datetime) -> None:
        """Offer what is free to the next in line."""
        for place in self.line:
            offered = sum(each.until is not None for each in self.line)
            if place.until is None and offered < self.free:
                place.until = now + OFFER

    def _take(self, quantity: int, until: datetime) -> datetime:
        self.free -= quantity
        return until

    def _is_holding(self, each: Bought) -> bool:
        return each.status is OrderStatus.PAID or (each.status is UNPAID and each.held_until is not None)


class Shop(RuleBasedStateMachine):
    """Three customers with money enough, five cards, and all that can happen to them."""

    placed: Bundle[int] = Bundle("placed")

    def __init__(self, database: Database, vault: Vault) -> None:
        super().__init__()
        self._transaction = database.read()
        self.db = self._transaction.__enter__()
        given.shelves(self.db)
        given.cards(self.db, vault, CARDS)
        self.people = [given.person(self.db, number, balance=PRICE * 500) for number in range(PEOPLE)]
        self.vault = vault
        self.now = NOW
        self.step = 0
        self.model = Model()

    def teardown(self) -> None:
        self._transaction.__exit__(None, None, None)

    @rule(target=placed, who=st.integers(0, PEOPLE - 1), quantity=st.integers(1, 3))
    def place(self, who: int, quantity: int) -> int:
        self.step += 1
        person = self.people[who]
        level = stock.on_shelf_for(self.db, person, CARD)
        assert level.available == min(10, self.model.level(who))
        if level.available < quantity:
            with pytest.raises(OutOfStock):
                pricing.quote(self.db, person=person, product_id=CARD, quantity=quantity, level=level, now=self.now)
            return 0
        quote = pricing.quote(self.db, person=person, product_id=CARD, quantity=quantity, level=level, now=self.now)
        key = f"tap-{self.step}"
        until = self.model.set_aside(who, quantity, self.now, self.now + PAY)
        if until is OutOfStock:
            with pytest.raises(OutOfStock):
                orders.place(self.db, quote=quote, person=person, account="", note="", key=key, now=self.now)
            return 0
        order = orders.place(self.db, quote=quote, person=person, account="", note="", key=key, now=self.now)
        held_until = until if isinstance(until, datetime) else None
        self.model.bought[order.id] = Bought(who, quantity, UNPAID, self.now + PAY, held_until)
        return order.id

    @rule(order_id=placed)
    def pay_from_balance(self, order_id: int) -> None:
        known = self.model.bought.get(order_id)
        if known is None or known.status not in (UNPAID, OrderStatus.EXPIRED, OrderStatus.CANCELLED):
            return
        order = self._order(order_id)
        if known.status is not UNPAID:
            with pytest.raises(CannotPay):
                given.paid(self.db, order, now=self.now)
        elif known.held_until is not None or self.model.hold_at_once(known.who, known.quantity):
            given.paid(self.db, order, now=self.now)
            known.status = OrderStatus.PAID
        else:
            with pytest.raises(OutOfStock):
                given.paid(self.db, order, now=self.now)

    @rule(order_id=placed, comes=st.booleans())
    def go_to_the_gateway_and_perhaps_pay(self, order_id: int, comes: bool) -> None:
        known = self.model.bought.get(order_id)
        if known is None or known.status is not UNPAID:
            return
        order = self._order(order_id)
        extended = min(known.pay_until, self.now + HOLD)
        if known.held_until is None:
            until = self.model.set_aside(known.who, known.quantity, self.now, known.pay_until)
            if not isinstance(until, datetime):
                with pytest.raises((OutOfStock, ShelfCrowded, TooManyUnpaid)):
                    payments.open_gateway_payment(self.db, order, gateway="sandbox", now=self.now)
                return
            known.held_until = until
        else:
            known.held_until = max(known.held_until, extended)
        payment = payments.open_gateway_payment(self.db, order, gateway="sandbox", now=self.now)
        if comes:
            self._money_comes(payment, known)

    @rule(order_id=placed)
    def money_comes_when_it_likes(self, order_id: int) -> None:
        """For whatever became of the order, and perhaps a second time."""
        known = self.model.bought.get(order_id)
        if known is None:
            return
        payment = payments.with_number(self.db, f"{self._order(order_id).number}-1")
        if payment is not None and payment.gateway != payments.BALANCE:
            self._money_comes(payment, known)

    @rule(order_id=placed)
    def cancel(self, order_id: int) -> None:
        known = self.model.bought.get(order_id)
        if known is None:
            return
        if known.status not in (UNPAID, OrderStatus.CANCELLED):
            with pytest.raises(CannotCancel):
                orders.cancel(self.db, self._order(order_id), by="customer", now=self.now)
            return
        orders.cancel(self.db, self._order(order_id), by="customer", now=self.now)
        self._ends_unpaid(known, OrderStatus.CANCELLED)

    @rule(order_id=placed)
    def deliver_it(self, order_id: int) -> None:
        self.deliver(order_id)

    def deliver(self, order_id: int) -> None:
        """Hand over what is paid for."""
        known = self.model.bought.get(order_id)
        if known is not None and known.status is OrderStatus.PAID:
            given.delivered(self.db, self._order(order_id), now=self.now)
            known.status = OrderStatus.DELIVERED

    @rule(order_id=placed)
    def refund(self, order_id: int) -> None:
        known = self.model.bought.get(order_id)
        if known is not None and known.status is OrderStatus.PAID:
            payments.refund_to_balance(self.db, self._order(order_id), by="shop", why="", now=self.now)
            known.status = OrderStatus.REFUNDED
            self.model.free += known.quantity

    @rule(who=st.integers(0, PEOPLE - 1))
    def join(self, who: int) -> None:
        if any(place.who == who for place in self.model.line):
            waiting_list.join(self.db, self.people[who], CARD, now=self.now)
        elif self.model.free > len(self.model.line):
            with pytest.raises(NotSoldOut):
                waiting_list.join(self.db, self.people[who], CARD, now=self.now)
        else:
            waiting_list.join(self.db, self.people[who], CARD, now=self.now)
            self.model.line.append(InLine(who))

    @rule(who=st.integers(0, PEOPLE - 1))
    def leave(self, who: int) -> None:
        is_there = any(place.who == who for place in self.model.line)
        assert waiting_list.leave(self.db, self.people[who], CARD, now=self.now) == is_there
        self.model.line = [place for place in self.model.line if place.who != who]

    @rule(count=st.integers(1, 2))
    def restock(self, count: int) -> None:
        codes = "\n".join(f"more-{self.step}-{number}" for number in range(count))
        self.step += 1
        done = stock.import_cards(self.db, CARD, codes, vault=self.vault, batch="more", now=self.now)
        self.model.free += done.added

    @rule()
    def serve(self) -> None:
        waiting_list.serve(self.db, now=self.now)
        self.model.serve(self.now)

    @rule(minutes=st.sampled_from([1, 5, 15, 30]))
    def let_time_pass(self, minutes: int) -> None:
        """All that is due happens, as the timers have it."""
        self.now += timedelta(minutes=minutes)
        for order_id in self.model.bought:
            self.deliver(order_id)
        for order_id, known in self.model.bought.items():
            self._let_go(order_id, known)
        for person, place in [(self.people[each.who], each) for each in list(self.model.line)]:
            row = waiting_list.the_standing(self.db, person, CARD, now=self.now).place
            is_over = place.until is not None and place.until <= self.now
            assert (waiting_list.lapse(self.db, row.id, now=self.now) is not None) == is_over
            if is_over:
                self.model.line.remove(place)
        assert audit.check(self.db, now=self.now) == []

    @invariant()
    def orders_are_as_the_model_has_them(self) -> None:
        found = {order_id: self._order(order_id) for order_id in self.model.bought}
        told = {
            order_id: (each.status, each.held_until if each.status is UNPAID else None)
            for order_id, each in self.model.bought.items()
        }
        assert told == {
            order_id: (order.status, order.hold_until if order.status is UNPAID else None)
            for order_id, order in found.items()
        }
        held = {order_id: each.quantity for order_id, each in self.model.bought.items() if self.model._is_holding(each)}
        assert held == {order.id: count for order in found.values() if (count := given.held(self.db, order))}

    @invariant()
    def so_much_is_free_and_so_many_wait(self) -> None:
        assert stock.level(self.db, CARD).available == self.model.free
        for who, person in enumerate(self.people):
            standing = waiting_list.standing(self.db, person, CARD, now=self.now)
            expected = next((place for place in self.model.line if place.who == who), None)
            found = None if standing is None else InLine(who, standing.place.offered_until)
            assert found == expected

    def _order(self, order_id: int) -> Order:
        return orders.the_order(self.db, order_id)

    def _money_comes(self, payment: Payment, known: Bought) -> None:
        self.step += 1
        notice = given.notice(payment, event=f"event-{self.step}", txn=f"txn-{self.step}")
        expected = Outcome.CREDITED
        if known.status is UNPAID and (known.held_until is not None or self._takes(known)):
            expected = Outcome.CAPTURED
        elif known.status is OrderStatus.EXPIRED and self._takes(known):
            expected = Outcome.CAPTURED_LATE
        if expected is not Outcome.CREDITED:
            known.status = OrderStatus.PAID
        assert payments.receive(self.db, notice, now=self.now).outcome is expected

    def _takes(self, known: Bought) -> bool:
        """Money that came takes any card there is."""
        if self.model.free < known.quantity:
            return False
        self.model.free -= known.quantity
        return True

    def _let_go(self, order_id: int, known: Bought) -> None:
        is_over = known.status is UNPAID and known.held_until is not None and known.held_until <= self.now
        assert orders.let_go(self.db, order_id, now=self.now) == is_over
        if is_over:
            self.model.free += known.quantity
            known.held_until = None
        is_expired = known.status is UNPAID and known.pay_until <= self.now
        assert orders.expire(self.db, order_id, now=self.now) == is_expired
        if is_expired:
            self._ends_unpaid(known, OrderStatus.EXPIRED)

    def _ends_unpaid(self, known: Bought, status: OrderStatus) -> None:
        if known.status is UNPAID and known.held_until is not None:
            self.model.free += known.quantity
        known.status = status
        known.held_until = None


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_a_plain_model_and_the_shop_agree_whatever_happens(database: Database, vault: Vault) -> None:
    run_state_machine_as_test(
        lambda: Shop(database, vault),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
