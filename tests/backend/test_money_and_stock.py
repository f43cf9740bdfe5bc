"""Any sequence of orders, payments, cancellations and notices, however odd: no money and no card gets lost."""

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from backend import audit, fulfilment, ledger, orders, payments, stock
from backend.errors import (
    CannotCancel,
    CannotPay,
    CannotRefund,
    NotEnoughBalance,
    OutOfStock,
    ShelfCrowded,
    TooManyUnpaid,
)
from backend.fees import Fee
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.payments import GatewayNotice, Outcome, Payment
from storage.database import Database
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE

CARDS = 4
FEE = Fee(percent_hundredths=150, fixed_hundredths=10)
HOLDING = {OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID, OrderStatus.DELIVERED, OrderStatus.COMPLETED}
EARNED = {OrderStatus.PAID, OrderStatus.DELIVERED, OrderStatus.COMPLETED}


class Shop(RuleBasedStateMachine):
    """Two customers, four cards, and a gateway that tells whatever it likes, as often as it likes."""

    placed: Bundle[Order] = Bundle("placed")
    opened: Bundle[Payment] = Bundle("opened")
    notices: Bundle[GatewayNotice] = Bundle("notices")

    def __init__(self, database: Database, vault: Vault) -> None:
        super().__init__()
        self._transaction = database.read()
        self.db = self._transaction.__enter__()
        given.shelves(self.db)
        given.cards(self.db, vault, CARDS)
        self.people = [given.person(self.db, number, balance=PRICE * 3) for number in (1, 2)]
        self.vault = vault
        self.now = NOW
        self.money_in = PRICE * 6
        self.step = 0

    def teardown(self) -> None:
        self._transaction.__exit__(None, None, None)

    @rule(target=placed, who=st.integers(0, 1), quantity=st.integers(1, 3))
    def place(self, who: int, quantity: int) -> Order | MultipleResults[Order]:
        self.step += 1
        try:
            return given.order(self.db, self.people[who], quantity=quantity, key=f"tap-{self.step}", now=self.now)
        except OutOfStock:
            return multiple()

    @rule(order=placed)
    def pay_from_balance(self, order: Order) -> None:
        try:
            given.paid(self.db, order, now=self.now)
        except (CannotPay, NotEnoughBalance, OutOfStock):
            return

    @rule(target=opened, order=placed)
    def go_to_the_gateway(self, order: Order) -> Payment | MultipleResults[Payment]:
        try:
            return payments.open_gateway_payment(self.db, order, gateway="sandbox", fee=FEE, now=self.now)
        except (CannotPay, OutOfStock, ShelfCrowded, TooManyUnpaid):
            return multiple()

    @rule(target=notices, payment=opened, short_by=st.sampled_from([0, 0, 0, 1]))
    def hear_that_money_came(self, payment: Payment, short_by: int) -> GatewayNotice:
        self.step += 1
        notice = given.notice(
            payment,
            event=f"event-{self.step}",
            txn=f"txn-{self.step}",
            amount=payment.amount - Money(short_by, "CNY"),
        )
        receipt = payments.receive(self.db, notice, now=self.now)
        assert (receipt.outcome is Outcome.REFUSED) == bool(short_by)
        if not short_by:
            self.money_in += payment.amount
        return notice

    @rule(notice=notices)
    def hear_it_again(self, notice: GatewayNotice) -> None:
        assert payments.receive(self.db, notice, now=self.now).outcome is Outcome.REPEATED

    @rule(order=placed)
    def cancel(self, order: Order) -> None:
        try:
            orders.cancel(self.db, order, by="customer", now=self.now)
        except CannotCancel:
            return

    @rule(order=placed)
    def deliver(self, order: Order) -> None:
        given.delivered(self.db, order, now=self.now)

    @rule(order=placed)
    def complete(self, order: Order) -> None:
        fulfilment.complete(self.db, order, by="clock", now=self.now)

    @rule(order=placed)
    def refund(self, order: Order) -> None:
        try:
            payments.refund_to_balance(self.db, order, by="shop", why="", now=self.now)
        except CannotRefund:
            return

    @rule()
    def let_twenty_minutes_pass(self) -> None:
        """All that is due happens: unpaid orders expire, paid ones are delivered."""
        self.now += timedelta(minutes=20)
        for order in self._all_orders():
            orders.expire(self.db, order.id, now=self.now)
            given.delivered(self.db, order, now=self.now)

    @invariant()
    def the_audit_finds_nothing(self) -> None:
        assert audit.check(self.db, now=self.now) == []

    @invariant()
    def all_money_is_on_a_balance_or_earned(self) -> None:
        """What an order took has the fee in it, if it was paid outside."""
        held = [ledger.balance(self.db, person, "CNY") for person in self.people]
        earned = [payments.taken_for(self.db, order) for order in self._all_orders() if order.status in EARNED]
        assert sum((money.minor for money in held + earned), 0) == self.money_in.minor

    @invariant()
    def every_card_is_free_or_with_an_order(self) -> None:
        with_orders = sum(order.quantity for order in self._all_orders() if _is_holding(order))
        assert stock.level(self.db, CARD).available + with_orders == CARDS

    def _all_orders(self) -> list[Order]:
        return [
            order for person in self.people for order in orders.orders_of(self.db, person, page=1, per_page=1000).items
        ]


def _is_holding(order: Order) -> bool:
    """Whether it has cards: an unpaid one only as long as they are set aside."""
    is_unpaid = order.status is OrderStatus.AWAITING_PAYMENT
    return order.status in HOLDING and (not is_unpaid or order.hold_until is not None)


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_no_sequence_of_events_loses_money_or_cards(database: Database, vault: Vault) -> None:
    run_state_machine_as_test(
        lambda: Shop(database, vault),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
