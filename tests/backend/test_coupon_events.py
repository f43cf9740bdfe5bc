"""Any sequence of orders, payments, cancellations and gifts: a coupon is on one order at most, and never lost."""

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

from backend import audit, coupons, ledger, orders, payments
from backend.coupons import Coupon, CouponStatus
from backend.errors import (
    CannotCancel,
    CannotPay,
    CannotRefund,
    CouponLapsed,
    CouponTaken,
    NotEnoughBalance,
    OutOfStock,
    QuoteLapsed,
)
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.payments import Payment
from backend.pricing import Quote
from storage.database import Database
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW, PRICE

LIVE = {OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID, OrderStatus.DELIVERED, OrderStatus.COMPLETED}
EARNED = LIVE - {OrderStatus.AWAITING_PAYMENT}


class Shop(RuleBasedStateMachine):
    """Two customers with prices and coupons, and time that goes on."""

    promised: Bundle[Quote] = Bundle("promised")
    placed: Bundle[Order] = Bundle("placed")
    opened: Bundle[Payment] = Bundle("opened")

    def __init__(self, database: Database, vault: Vault) -> None:
        super().__init__()
        self._transaction = database.read()
        self.db = self._transaction.__enter__()
        given.shelves(self.db)
        given.cards(self.db, vault, 6)
        self.people = [given.person(self.db, number, balance=PRICE * 4) for number in (1, 2)]
        self.now = NOW
        self.money_in = PRICE * 8
        self.given: list[Coupon] = []
        self.step = 0

    def teardown(self) -> None:
        self._transaction.__exit__(None, None, None)

    @rule(who=st.integers(0, 1), minor=st.integers(1, 9000), minutes=st.sampled_from([5, 12, 60, 9000]))
    def give_a_coupon(self, who: int, minor: int, minutes: int) -> None:
        self.step += 1
        until = self.now + timedelta(minutes=minutes)
        ref = f"gift-{self.step}"
        self.given.append(given.coupon(self.db, self.people[who], minor=minor, ref=ref, expires_at=until))

    @rule(target=promised, who=st.integers(0, 1), quantity=st.integers(1, 2))
    def promise(self, who: int, quantity: int) -> Quote | MultipleResults[Quote]:
        try:
            return given.quote(self.db, self.people[who], quantity=quantity, now=self.now)
        except OutOfStock:
            return multiple()

    @rule(target=placed, quote=promised)
    def place(self, quote: Quote) -> Order | MultipleResults[Order]:
        self.step += 1
        buyer = next(person for person in self.people if person.id == quote.person_id)
        try:
            return orders.place(
                self.db, quote=quote, person=buyer, account="", note="", key=f"{self.step}", now=self.now
            )
        except (QuoteLapsed, CouponLapsed, CouponTaken, OutOfStock):
            return multiple()

    @rule(order=placed)
    def pay_from_balance(self, order: Order) -> None:
        try:
            given.paid(self.db, order, now=self.now)
        except (CannotPay, NotEnoughBalance):
            return

    @rule(target=opened, order=placed)
    def go_to_the_gateway(self, order: Order) -> Payment | MultipleResults[Payment]:
        try:
            return payments.open_gateway_payment(self.db, order, gateway="sandbox", now=self.now)
        except CannotPay:
            return multiple()

    @rule(payment=opened)
    def hear_that_money_came(self, payment: Payment) -> None:
        self.step += 1
        notice = given.notice(payment, event=f"event-{self.step}", txn=f"txn-{self.step}")
        payments.receive(self.db, notice, now=self.now)
        self.money_in += payment.amount

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
    def refund(self, order: Order) -> None:
        try:
            payments.refund_to_balance(self.db, order, by="shop", why="", now=self.now)
        except CannotRefund:
            return

    @rule(minutes=st.sampled_from([3, 16]))
    def let_time_pass(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for order in self._all_orders():
            orders.expire(self.db, order.id, now=self.now)
            given.delivered(self.db, order, now=self.now)

    @invariant()
    def the_audit_finds_nothing(self) -> None:
        assert audit.check(self.db, now=self.now) == []

    @invariant()
    def every_coupon_is_with_one_live_order_or_with_its_owner(self) -> None:
        live = [order for order in self._all_orders() if order.status in LIVE]
        for coupon in self.given:
            status = coupons.the_coupon(self.db, coupon.id).status
            having = [order.status for order in live if order.coupon_id == coupon.id]
            expected = {CouponStatus.GRANTED: 0, CouponStatus.RESERVED: 1, CouponStatus.USED: 1}
            assert len(having) == expected[status]
            assert (status is CouponStatus.USED) == any(each in EARNED for each in having)

    @invariant()
    def all_money_is_on_a_balance_or_earned(self) -> None:
        held = [ledger.balance(self.db, person, "CNY") for person in self.people]
        earned = [order.total for order in self._all_orders() if order.status in EARNED]
        assert sum((money.minor for money in held + earned), 0) == self.money_in.minor

    @invariant()
    def every_order_costs_its_goods_less_its_coupon(self) -> None:
        for order in self._all_orders():
            assert order.total == order.unit_price * order.quantity - order.discount
            assert order.total > Money(0, "CNY")

    def _all_orders(self) -> list[Order]:
        return [
            order for person in self.people for order in orders.orders_of(self.db, person, page=1, per_page=1000).items
        ]


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_no_sequence_of_events_loses_or_doubles_a_coupon(database: Database, vault: Vault) -> None:
    run_state_machine_as_test(
        lambda: Shop(database, vault),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
