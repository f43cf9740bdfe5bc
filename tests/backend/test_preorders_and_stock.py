"""What is paid ahead, what comes in, and who has it: in the order of payment, then the line, then anybody.

A plain model and the shop agree after every step.
"""

from dataclasses import dataclass
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend import audit, orders, payments, preorders, stock, waiting_list
from backend.errors import NotSoldOut, OutOfStock
from backend.orders import Order, OrderStatus
from backend.payments import Outcome
from storage.database import Database
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE
from tests.backend.test_preorders import announce, preordered

PEOPLE = 3
MOST = 4


@dataclass
class Ahead:
    """A pre-order as the model has it."""

    who: int
    quantity: int
    status: OrderStatus = OrderStatus.AWAITING_PAYMENT


class Shop(RuleBasedStateMachine):
    """Three customers with money enough, an empty shelf, and four that may be paid ahead."""

    placed: Bundle[int] = Bundle("placed")

    def __init__(self, database: Database, vault: Vault) -> None:
        super().__init__()
        self._transaction = database.read()
        self.db = self._transaction.__enter__()
        announce(self.db, most=MOST)
        self.people = [given.person(self.db, number, balance=PRICE * 500) for number in range(PEOPLE)]
        self.vault = vault
        self.now = NOW
        self.step = 0
        self.free = 0
        self.known: dict[int, Ahead] = {}
        self.queue: list[int] = []  # what is paid and not delivered, in the order of payment
        self.line: list[tuple[int, bool]] = []  # who waits, and whether one is on offer to them

    def teardown(self) -> None:
        self._transaction.__exit__(None, None, None)

    @rule(target=placed, who=st.integers(0, PEOPLE - 1), quantity=st.integers(1, 3))
    def order_ahead(self, who: int, quantity: int) -> int:
        sale = preorders.for_sale(self.db, self.people[who], CARD, now=self.now)
        if self._on_shelf() or (who, True) in self.line:
            assert sale.expected_on is None
            return 0
        assert sale.level.available == self._room()
        if quantity > self._room():
            return 0
        self.step += 1
        key = f"tap-{self.step}"
        order = preordered(self.db, self.people[who], quantity=quantity, key=key, now=self.now)
        self.known[order.id] = Ahead(who, quantity)
        return order.id

    @rule(order_id=placed, is_outside=st.booleans())
    def pay(self, order_id: int, is_outside: bool) -> None:
        known = self.known.get(order_id)
        if known is None or known.status is not OrderStatus.AWAITING_PAYMENT:
            return
        self._tick()
        has_room, is_offered = known.quantity <= self._room(), (known.who, True) in self.line
        if not has_room and (self._on_shelf() or is_offered):
            return  # it may have what is on the shelf: told in test_preorders
        if is_outside and has_room:
            payment = payments.open_gateway_payment(self.db, self._order(order_id), gateway="sandbox", now=self.now)
            notice = given.notice(payment, event=f"event-{self.step}", txn=f"txn-{self.step}")
            assert payments.receive(self.db, notice, now=self.now).outcome is Outcome.CAPTURED
        elif has_room:
            given.paid(self.db, self._order(order_id), now=self.now)
        else:
            with pytest.raises(OutOfStock):
                given.paid(self.db, self._order(order_id), now=self.now)
            return
        known.status = OrderStatus.PAID
        self.queue.append(order_id)

    @rule(order_id=placed)
    def deliver(self, order_id: int) -> None:
        if order_id not in self.queue:
            return
        before = self.queue[: self.queue.index(order_id) + 1]
        needed = sum(self.known[each].quantity for each in before)
        is_there = self.free - self._offered() >= needed
        delivered = given.delivered(self.db, self._order(order_id), now=self.now)
        assert (delivered.status is OrderStatus.DELIVERED) == is_there
        if is_there:
            self.known[order_id].status = OrderStatus.DELIVERED
            self.queue.remove(order_id)
            self.free -= self.known[order_id].quantity

    @rule(order_id=placed)
    def give_back(self, order_id: int) -> None:
        if order_id in self.queue:
            payments.refund_to_balance(self.db, self._order(order_id), by="customer", why="", now=self.now)
            self.known[order_id].status = OrderStatus.REFUNDED
            self.queue.remove(order_id)

    @rule(count=st.integers(1, 3))
    def restock(self, count: int) -> None:
        self.step += 1
        codes = "\n".join(f"more-{self.step}-{number}" for number in range(count))
        self.free += stock.import_cards(self.db, CARD, codes, vault=self.vault, batch="more", now=self.now).added

    @rule(who=st.integers(0, PEOPLE - 1))
    def buy_at_once(self, who: int) -> None:
        """As anybody does who comes anew."""
        is_offered = (who, True) in self.line
        if not self._on_shelf() and not is_offered:
            with pytest.raises(OutOfStock):
                given.quote(self.db, self.people[who], now=self.now)
            return
        self.step += 1
        order = given.order(self.db, self.people[who], key=f"quick-{self.step}", now=self.now)
        if not self._on_shelf():
            self.line.remove((who, True))
        given.delivered(self.db, given.paid(self.db, order, now=self.now), now=self.now)
        self.free -= 1

    @rule(who=st.integers(0, PEOPLE - 1))
    def join(self, who: int) -> None:
        if any(each == who for each, _ in self.line):
            return
        if self._on_shelf():
            with pytest.raises(NotSoldOut):
                waiting_list.join(self.db, self.people[who], CARD, now=self.now)
            return
        waiting_list.join(self.db, self.people[who], CARD, now=self.now)
        self.line.append((who, False))

    @rule()
    def serve(self) -> None:
        offered = {place.person_id for place in waiting_list.serve(self.db, now=self.now)}
        waiting = [who for who, is_offered in self.line if not is_offered]
        served = waiting[: max(0, self.free - self._offered() - self._waited_for())]
        assert offered == {self.people[who].id for who in served}
        self.line = [(who, is_offered or who in served) for who, is_offered in self.line]

    @invariant()
    def the_shop_is_as_the_model_has_it(self) -> None:
        for order_id, known in self.known.items():
            order = self._order(order_id)
            assert (order.status, given.held(self.db, order)) == (known.status, 0)
        assert stock.level(self.db, CARD).available == self.free
        assert stock.on_shelf(self.db, CARD).available == self._on_shelf()
        assert self._waited_for() <= MOST
        left, ready = self.free - self._offered(), []
        for order_id in self.queue:
            left -= self.known[order_id].quantity
            ready += [order_id] if left >= 0 else []
        assert preorders.deliverable(self.db) == ready
        assert audit.check(self.db, now=self.now) == []

    def _order(self, order_id: int) -> Order:
        return orders.the_order(self.db, order_id)

    def _tick(self) -> None:
        self.step += 1
        self.now += timedelta(seconds=1)

    def _waited_for(self) -> int:
        return sum(self.known[order_id].quantity for order_id in self.queue)

    def _offered(self) -> int:
        return sum(is_offered for _, is_offered in self.line)

    def _on_shelf(self) -> int:
        return min(10, max(0, self.free - len(self.line) - self._waited_for()))

    def _room(self) -> int:
        return MOST - self._waited_for()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_those_who_paid_come_first_whatever_happens(kind: str, request: pytest.FixtureRequest, vault: Vault) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    examples = 20 if kind == "sqlite" else 8
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        lambda: Shop(database, vault),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(max_examples=examples, stateful_step_count=30, deadline=None, suppress_health_check=checks),
    )
