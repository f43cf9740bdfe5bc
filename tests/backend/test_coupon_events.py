"""Any sequence of orders, payments, gifts, campaigns, codes and points: a coupon is on one order at most, never lost.

The machine keeps books of its own, and holds the shop's against them after every step.
"""

from datetime import datetime, timedelta

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

from backend import audit, campaigns, coupons, ledger, orders, payments, points, pricing, redeem_codes
from backend.campaigns import Terms
from backend.coupons import Coupon, CouponStatus
from backend.errors import (
    CampaignHad,
    CampaignOver,
    CannotCancel,
    CannotPay,
    CannotRefund,
    CouponLapsed,
    CouponTaken,
    NotEnoughBalance,
    NotEnoughPoints,
    OutOfStock,
    QuoteLapsed,
)
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.payments import Payment
from backend.pricing import Quote
from backend.redeem_codes import Failure, Worth
from storage.database import Database
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE

LIVE = {OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID, OrderStatus.DELIVERED, OrderStatus.COMPLETED}
EARNED = LIVE - {OrderStatus.AWAITING_PAYMENT}
TOTAL, EACH = 4, 2
"""How many coupons the campaign of a machine has, and how many of them one person gets."""


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
        self._begin_campaigns(vault)

    def _begin_campaigns(self, vault: Vault) -> None:
        """A campaign that people take coupons of, and one of codes; and what the machine knows of either."""
        self.vault = vault
        free = Money(0, "CNY")
        terms = Terms("Spring", Money(700, "CNY"), free, is_stackable=True, total=TOTAL, per_person=EACH)
        self.campaign = campaigns.begin(self.db, terms, by="admin:1", now=NOW)
        by_code = Terms("Codes", Money(3000, "CNY"), free, percent=15, is_stackable=True, is_public=False, per_person=9)
        campaign_id = campaigns.begin(self.db, by_code, by="admin:1", now=NOW).id
        worth = Worth(campaign_id=campaign_id)
        made = redeem_codes.make(self.db, worth, 3, lasts_days=9, seed="seed", vault=vault, by=self.people[0], now=NOW)
        file = redeem_codes.file_of(self.db, made.id, vault=vault)
        assert file is not None
        self.codes = file.reveal().split()
        self.redeemed: set[int] = set()
        self.tries: list[list[datetime]] = [[], []]
        self.taken = [0, 0]
        self.is_closed = False
        self.purses = [0, 0]

    def teardown(self) -> None:
        try:
            assert audit.check(self.db, now=self.now) == []
        finally:
            self._transaction.__exit__(None, None, None)

    @rule(who=st.integers(0, 1), minor=st.integers(1, 9000), minutes=st.sampled_from([5, 12, 60, 9000]))
    def give_a_coupon(self, who: int, minor: int, minutes: int) -> None:
        self.step += 1
        until = self.now + timedelta(minutes=minutes)
        ref = f"gift-{self.step}"
        self.given.append(given.coupon(self.db, self.people[who], minor=minor, ref=ref, expires_at=until))

    @rule(who=st.integers(0, 1))
    def take_a_coupon(self, who: int) -> None:
        try:
            self.given.append(campaigns.take(self.db, self.people[who], self.campaign.id, now=self.now))
        except CampaignOver:
            assert self.is_closed or sum(self.taken) == TOTAL
        except CampaignHad:
            assert self.taken[who] == EACH
        else:
            self.taken[who] += 1

    @rule()
    def close_the_campaign(self) -> None:
        campaigns.close(self.db, self.campaign.id, by="admin:1", now=self.now)
        self.is_closed = True

    @rule(who=st.integers(0, 1), number=st.integers(0, 2))
    def redeem(self, who: int, number: int) -> None:
        result = redeem_codes.redeem(self.db, self.people[who], self.codes[number], vault=self.vault, now=self.now)
        if result.failure is Failure.TOO_OFTEN:
            assert len([at for at in self.tries[who] if at > self.now - timedelta(hours=1)]) >= redeem_codes.TRIES
            return
        self.tries[who].append(self.now)
        assert (result.coupon is None) == (number in self.redeemed)
        self.redeemed.add(number)
        if result.coupon is not None:
            self.given.append(result.coupon)

    @rule(who=st.integers(0, 1), count=st.integers(1, 400))
    def give_points(self, who: int, count: int) -> None:
        self.step += 1
        points.give(self.db, self.people[who], count, ref=f"gift-{self.step}", by="shop", why="", now=self.now)
        self.purses[who] += count

    @rule(who=st.integers(0, 1), count=st.integers(1, 400))
    def exchange_points(self, who: int, count: int) -> None:
        self.step += 1
        try:
            given_one = points.exchange(self.db, self.people[who], count, "CNY", key=f"{self.step}", now=self.now)
        except NotEnoughPoints:
            assert count > self.purses[who]
        else:
            self.purses[who] -= count
            self.given.append(given_one)

    @rule(target=promised, who=st.integers(0, 1), use=st.booleans())
    def promise_with_a_chosen_coupon(self, who: int, use: bool) -> Quote | MultipleResults[Quote]:
        """One coupon that the person chose, or none; the best is not asked for."""
        buyer = self.people[who]
        held = [each.id for each in coupons.unspent_of(self.db, buyer, now=self.now)][: int(use)]
        try:
            quote = pricing.quote(self.db, person=buyer, product_id=CARD, quantity=1, coupon_ids=held, now=self.now)
        except OutOfStock:
            return multiple()
        assert quote.coupon_id in (None, *held)
        return quote

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
    def every_coupon_is_with_one_live_order_or_with_its_owner(self) -> None:
        live = [order for order in self._all_orders() if order.status in LIVE]
        for coupon in self.given:
            status = coupons.the_coupon(self.db, coupon.id).status
            having = [order.status for order in live if coupon.id in self._coupons_of(order)]
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

    @invariant()
    def the_shops_books_are_those_of_the_machine(self) -> None:
        assert campaigns.the_campaign(self.db, self.campaign.id).given == sum(self.taken) <= TOTAL
        assert [points.of_person(self.db, person) for person in self.people] == self.purses

    @invariant()
    def a_discount_is_the_sum_of_what_its_coupons_take_off(self) -> None:
        for order in self._all_orders():
            each = coupons.discounts_of(self.db, order.quote_id, first=order.coupon_id, discount=order.discount)
            assert sum(one.amount.minor for one in each) == order.discount.minor
            assert all(0 < one.amount.minor <= one.coupon.amount_minor for one in each)

    def _coupons_of(self, order: Order) -> list[int]:
        return coupons.of_quote(self.db, order.quote_id, first=order.coupon_id)

    def _all_orders(self) -> list[Order]:
        return [
            order for person in self.people for order in orders.orders_of(self.db, person, page=1, per_page=1000).items
        ]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_no_sequence_of_events_loses_or_doubles_a_coupon(database: Database, vault: Vault) -> None:
    run_state_machine_as_test(
        lambda: Shop(database, vault),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=15 if database.is_sqlite else 6,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
