"""Any sequence of top-ups, payments, late and double money, refunds and lost replies: a plain model and the shop agree.

The model keeps sums, and what the world outside really took and gave back; reconciliation has to find just that.
"""

from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from backend import audit, ledger, orders, payments, reconciliation, refunds
from backend.errors import (
    CannotCancel,
    CannotPay,
    CannotRefund,
    NotEnoughBalance,
    RefundTooLarge,
    TooManyUnpaid,
)
from backend.fees import NO_FEE, Fee
from backend.money import Money
from backend.orders import Order
from backend.payments import GatewayNotice, Outcome, Payment
from backend.reconciliation import DifferenceKind, Line, LineKind
from backend.refunds import Refund
from bot.gateways.gateway import Missing, Ok, Rejected, Unknown
from bot.jobs.refunds import give_back
from storage import payments as payment_rows
from storage.database import Database
from storage.ledger import Account, EntryRow
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW

GATEWAY = "epay"
FEES = (NO_FEE, Fee(percent_hundredths=150, fixed_hundredths=10), Fee(percent_hundredths=33))
CARDS = 60
MODES = ("fine", "fine", "reply-lost", "never-arrived", "refused")
OUT_OF_CONTACT = Unknown("time-out")


@dataclass(frozen=True)
class Transaction:
    """Money that the world outside took."""

    name: str
    payment: Payment
    at: datetime


@dataclass
class World:
    """The gateway, with its own books; it may act and lose its reply. A stand-in for `GivingBack`."""

    refunds_are_idempotent = True
    missing_is_final_after: timedelta | None = None
    took: dict[str, Transaction] = field(default_factory=dict)
    gave: dict[str, Line] = field(default_factory=dict)
    mode: str = "fine"
    now: datetime = NOW

    def take(self, payment: Payment) -> Transaction:
        """Somebody pays; the shop is not told yet."""
        name = f"TXN-{len(self.took) + 1}"
        self.took[name] = Transaction(name, payment, self.now)
        return self.took[name]

    async def refund(self, refund: Refund, payment: Payment) -> Ok | Rejected | Unknown:
        """Give back, once for each number, as the mode has it."""
        if self.mode == "never-arrived":
            return OUT_OF_CONTACT
        if self.mode == "refused":
            return Rejected("not today")
        assert payment.provider_txn in self.took
        assert refund.number not in self.gave, "asked for although it was given"
        self.gave[refund.number] = Line(LineKind.REFUND, refund.number, f"R-{refund.number}", refund.amount, self.now)
        return OUT_OF_CONTACT if self.mode == "reply-lost" else Ok(f"R-{refund.number}")

    async def find_refund(self, refund: Refund, payment: Payment) -> Ok | Missing | Unknown:
        """Whether it was given."""
        if self.mode == "never-arrived":
            return OUT_OF_CONTACT
        given_back = self.gave.get(refund.number)
        return Missing() if given_back is None else Ok(given_back.reference)

    async def query(self, payment: Payment) -> Unknown:
        """Not asked here."""
        return OUT_OF_CONTACT

    async def statement(self, *, since: datetime, until: datetime) -> list[Line]:
        """All that moved."""
        came = [
            Line(LineKind.PAYMENT, each.payment.number, each.name, each.payment.amount, each.at)
            for each in self.took.values()
        ]
        return [*came, *self.gave.values()]


@dataclass
class Bought:
    """An order, as the model has it."""

    status: str = "open"
    source: str = ""
    """Which payment it took: 'balance', 'by-hand', or that of a gateway."""
    given_back: int = 0
    fee: int = 0
    """Of the payment it took."""


class Books(RuleBasedStateMachine):
    """Two people, plenty of cards, and a gateway that is slow, forgetful and now and then gone."""

    placed: Bundle[Order] = Bundle("placed")
    came: Bundle[Transaction] = Bundle("came")
    wanted: Bundle[Refund] = Bundle("wanted")

    def __init__(self, database: Database, vault: Vault) -> None:
        super().__init__()
        self._transaction = database.read()
        self.db = self._transaction.__enter__()
        given.shelves(self.db)
        given.cards(self.db, vault, CARDS)
        self.people = [given.person(self.db, number) for number in (1, 2)]
        self.world = World()
        self.now = NOW
        self.step = 0
        self.held: Counter[int] = Counter()
        self.earned = 0
        self.fees = 0
        self.fee = FEES[1]
        self.outside = 0
        self.bought: dict[int, Bought] = {}
        self.pages: dict[int, Payment] = {}
        self.told: set[str] = set()
        self.topped_up: set[str] = set()
        self.receipts: set[str] = set()
        self.settled: dict[str, str] = {}
        self.stuck: set[str] = set()

    def teardown(self) -> None:
        self._transaction.__exit__(None, None, None)

    @initialize(target=placed)
    def begin_with_orders(self) -> MultipleResults[Order]:
        """Each of them has gone to the page with two; the first was paid and is delivered."""
        orders_placed = [self._place(who) for who in (0, 0, 1, 1)]
        for order in orders_placed:
            self.open_the_page(order)
        self.pay_and_be_heard(orders_placed[0])
        self.deliver(orders_placed[0])
        return multiple(*orders_placed)

    @initialize(target=came)
    def and_with_a_top_up(self) -> Transaction:
        return self._top_up(who=0, units=60)

    @rule(target=came, who=st.integers(0, 1), units=st.integers(1, 120))
    def top_up_there(self, who: int, units: int) -> Transaction:
        return self._top_up(who=who, units=units)

    @rule(fee=st.sampled_from(FEES))
    def let_the_owner_change_the_fee(self, fee: Fee) -> None:
        """What was opened before keeps its own."""
        self.fee = fee

    @rule(target=placed, who=st.integers(0, 1))
    def order(self, who: int) -> Order:
        return self._place(who)

    @rule(order=placed)
    def open_the_page(self, order: Order) -> None:
        is_open = self.bought[order.id].status == "open"
        known = self.pages.get(order.id)
        try:
            page = payments.open_gateway_payment(self.db, order, gateway=GATEWAY, fee=self.fee, now=self.now)
        except CannotPay:
            assert not is_open
        except TooManyUnpaid:
            return
        else:
            assert is_open
            assert page.fee == (self.fee.on(order.total) if known is None else known.fee)
            self.pages[order.id] = page

    @rule(target=came, order=placed)
    def pay_on_the_page(self, order: Order) -> Transaction | MultipleResults[Transaction]:
        """It may have been open for long, and there may be money on it already."""
        self.open_the_page(order)
        page = self.pages.get(order.id)
        return multiple() if page is None else self.world.take(page)

    @rule(target=wanted, order=placed)
    def pay_and_be_heard(self, order: Order) -> Refund | MultipleResults[Refund]:
        """As it is on a good day; what an order can't take, or takes a second time, is seen to as well."""
        self.open_the_page(order)
        page = self.pages.get(order.id)
        return multiple() if page is None else self.hear_of_it(self.world.take(page))

    @rule(target=came, came=came)
    def pay_a_second_time(self, came: Transaction) -> Transaction:
        return self.world.take(came.payment)

    @rule(target=wanted, came=came)
    def hear_of_it(self, came: Transaction) -> Refund | MultipleResults[Refund]:
        self.step += 1
        payment = came.payment
        notice = GatewayNotice(GATEWAY, payment.number, came.name, f"event-{self.step}", payment.amount, came.at)
        wanted = self._expected(came)
        receipt = payments.receive(self.db, notice, may_return=True, now=self.now)
        assert receipt.outcome is wanted
        return multiple() if receipt.refund is None else receipt.refund

    @rule(order=placed, receipt=st.sampled_from(["A", "B", "C"]))
    def staff_say_it_was_paid(self, order: Order, receipt: str) -> None:
        bought = self.bought[order.id]
        if receipt in self.receipts:
            wanted = Outcome.REPEATED
        else:
            self.outside += order.total.minor
            wanted = self._take(order, "by-hand")
        self.receipts.add(receipt)
        got = payments.confirm_paid(self.db, order, ref=receipt, by="boss", why="", now=self.now)
        assert got.outcome is wanted, bought

    @rule(order=placed)
    def pay_from_the_balance(self, order: Order) -> None:
        bought, owner = self.bought[order.id], order.person_id
        if bought.status == "open" and self.held[owner] >= order.total.minor:
            self.held[owner] -= order.total.minor
            self.earned += order.total.minor
            self.bought[order.id] = Bought("paid", "balance")
        try:
            given.paid(self.db, order, now=self.now)
        except (CannotPay, NotEnoughBalance):
            assert self.bought[order.id].status in ("open", "expired", "cancelled", "refunded")

    @rule(order=placed)
    def cancel(self, order: Order) -> None:
        try:
            orders.cancel(self.db, order, by="customer", now=self.now)
        except CannotCancel:
            assert self.bought[order.id].status not in ("open", "cancelled")
            return
        self.bought[order.id].status = "cancelled"

    @rule(order=placed)
    def deliver(self, order: Order) -> None:
        given.delivered(self.db, order, now=self.now)
        if self.bought[order.id].status == "paid":
            self.bought[order.id].status = "delivered"

    @rule(order=placed)
    def give_it_to_the_balance(self, order: Order) -> None:
        bought = self.bought[order.id]
        is_paid = bought.status == "paid"
        try:
            payments.refund_to_balance(self.db, order, by="shop", why="", now=self.now)
        except CannotRefund:
            assert not is_paid
            return
        if is_paid:
            bought.status = "refunded"
            self.earned -= order.total.minor
            self.fees -= bought.fee
            self.held[order.person_id] += order.total.minor + bought.fee

    @rule(target=wanted, order=placed)
    def send_it_back(self, order: Order) -> Refund | MultipleResults[Refund]:
        bought = self.bought[order.id]
        may = bought.status == "paid" and bought.source == GATEWAY
        try:
            refund = payments.refund_to_source(self.db, order, by="boss", why="", now=self.now)
        except CannotRefund:
            assert not may
            return multiple()
        assert may
        bought.status = "refunded"
        self.earned -= order.total.minor
        self.fees -= bought.fee
        self.outside -= order.total.minor + bought.fee
        return refund

    @rule(target=wanted, order=placed, minor=st.integers(1, 6000))
    def send_a_part_back(self, order: Order, minor: int) -> Refund | MultipleResults[Refund]:
        self.step += 1
        bought = self.bought[order.id]
        left = order.total.minor - bought.given_back
        may = bought.status == "delivered" and bought.source == GATEWAY and minor <= left
        key, amount = f"question-{self.step}", Money(minor, "CNY")
        try:
            refund = payments.refund_part(self.db, order, amount, key=key, by="boss", why="", now=self.now)
        except (CannotRefund, RefundTooLarge):
            assert not may
            return multiple()
        assert may
        again = payments.refund_part(self.db, order, amount, key=key, by="boss", why="", now=self.now)
        assert again.id == refund.id
        bought.given_back += minor
        self.earned -= minor
        self.outside -= minor
        return refund

    @rule(target=wanted, came=came)
    def want_back_what_came_too_late(self, came: Transaction) -> Refund | MultipleResults[Refund]:
        payment = self._row_of(came)
        if payment is None:
            return multiple()
        owner = next(person for person in self.people if person.id == payment.person_id)
        known = {each.key for each in refunds.of_payment(self.db, payment)}
        try:
            refund = payments.refund_credited(self.db, owner, payment.id, now=self.now)
        except (CannotRefund, NotEnoughBalance, RefundTooLarge):
            return multiple()
        if refund.key in known:
            return multiple()
        is_top_up = payment.order_id is None
        back = payment.without_fee if is_top_up else payment.amount
        self.held[owner.id] -= back.minor
        self.outside -= back.minor
        return refund

    @rule(refund=wanted, mode=st.sampled_from(MODES))
    def ask_the_gateway(self, refund: Refund, mode: str) -> None:
        self._ask(refund, mode)

    @rule(refund=wanted, mode=st.sampled_from(MODES))
    def lose_the_reply_and_ask_again(self, refund: Refund, mode: str) -> None:
        self._ask(refund, "reply-lost")
        self._ask(refund, mode)

    @rule()
    def let_twenty_minutes_pass(self) -> None:
        """Unpaid orders expire, paid ones are delivered, and for refunds that nobody answered a person is called."""
        for refund in self._refunds():
            if not refund.is_settled and refund.number not in self.stuck:
                refunds.note_stuck(self.db, refund.id, answer="silence")
                self.stuck.add(refund.number)
        self.now += timedelta(minutes=20)
        self.world.now = self.now
        for order_id, bought in self.bought.items():
            orders.expire(self.db, order_id, now=self.now)
            given.delivered(self.db, orders.the_order(self.db, order_id), now=self.now)
            bought.status = {"open": "expired", "paid": "delivered"}.get(bought.status, bought.status)

    @rule()
    def the_gateway_comes_back_and_all_is_settled(self) -> None:
        for refund in self._refunds():
            self._ask(refund, "fine")
            assert refunds.the_refund(self.db, refund.id).is_settled
        done = {number for number, became in self.settled.items() if became == "done"}
        assert done == set(self.world.gave)

    @invariant()
    def the_audit_finds_nothing(self) -> None:
        assert audit.check(self.db, now=self.now) == []

    @invariant()
    def every_sum_is_that_of_the_model(self) -> None:
        balances = {person.id: ledger.balance(self.db, person, "CNY").minor for person in self.people}
        assert balances == {person.id: self.held[person.id] for person in self.people}
        assert self._sum_of(Account.SALES) == self.earned
        assert self._sum_of(Account.FEES) == self.fees
        assert self._sum_of(Account.GATEWAY) == -self.outside

    @invariant()
    def every_order_stands_where_the_model_has_it(self) -> None:
        names = {"awaiting-payment": "open"}
        found = {id: orders.the_order(self.db, id).status.value for id in self.bought}
        wanted = {id: bought.status for id, bought in self.bought.items()}
        assert {id: names.get(status, status) for id, status in found.items()} == wanted

    @invariant()
    def reconciliation_finds_what_nobody_told_us_and_nothing_else(self) -> None:
        since, until = NOW - timedelta(hours=1), self.now + timedelta(hours=1)
        statement = _done(self.world.statement(since=since, until=until))
        found = reconciliation.reconcile(self.db, gateway=GATEWAY, statement=statement, since=since, until=until)
        assert {each.kind for each in found} <= {DifferenceKind.UNHEARD}
        assert {each.reference for each in found} == set(self.world.took) - self.told

    def _top_up(self, *, who: int, units: int) -> Transaction:
        self.step += 1
        amount = Money(units * 100, "CNY")
        key = f"tap-{self.step}"
        opened = payments.open_top_up(
            self.db, self.people[who], amount, gateway=GATEWAY, fee=self.fee, key=key, now=self.now
        )
        assert (opened.without_fee, opened.fee) == (amount, self.fee.on(amount))
        return self.world.take(opened)

    def _place(self, who: int) -> Order:
        self.step += 1
        placed = given.order(self.db, self.people[who], key=f"tap-{self.step}", now=self.now)
        self.bought[placed.id] = Bought()
        return placed

    def _expected(self, came: Transaction) -> Outcome:
        """What this notice has to come to, counted in the model at once."""
        if came.name in self.told:
            return Outcome.REPEATED
        self.told.add(came.name)
        self.outside += came.payment.amount_minor
        if came.payment.order_id is None:
            self._top_up_of_the_model(came.payment)
            return Outcome.TOPPED_UP
        order = orders.the_order(self.db, came.payment.order_id)
        if self.bought[order.id].status in ("paid", "delivered"):
            self.outside -= came.payment.amount_minor
            return Outcome.RETURNED
        return self._take(order, GATEWAY, fee=came.payment.fee_minor)

    def _top_up_of_the_model(self, payment: Payment) -> None:
        """The fee is charged once; what is paid for the same once more is on the balance, all of it."""
        fee = 0 if payment.number in self.topped_up else payment.fee_minor
        self.topped_up.add(payment.number)
        self.fees += fee
        self.held[payment.person_id] += payment.amount_minor - fee

    def _take(self, order: Order, source: str, *, fee: int = 0) -> Outcome:
        """Money came for an order: it takes it, or its buyer has it on the balance."""
        was = self.bought[order.id].status
        if was in ("open", "expired"):
            self.bought[order.id] = Bought("paid", source, fee=fee)
            self.earned += order.total.minor
            self.fees += fee
            return Outcome.CAPTURED if was == "open" else Outcome.CAPTURED_LATE
        self.held[order.person_id] += order.total.minor + fee
        return Outcome.CREDITED

    def _refunds(self) -> list[Refund]:
        rows = [self._row_of(each) for each in self.world.took.values()]
        return [refund for row in rows if row is not None for refund in refunds.of_payment(self.db, row)]

    def _row_of(self, came: Transaction) -> Payment | None:
        return payment_rows.with_provider_txn(self.db, gateway=GATEWAY, provider_txn=came.name)

    def _ask(self, refund: Refund, mode: str) -> None:
        """What the job and the turn after it do."""
        self.world.mode = mode
        begun = refunds.begin(self.db, refund.id, now=self.now)
        if begun is None:
            assert refund.number in self.settled
            return
        payment = payments.the_payment(self.db, begun.payment_id)
        match _done(give_back(self.world, begun, payment, now=self.now)):
            case Ok(reference):
                assert refunds.note_done(self.db, begun.id, answer=reference, now=self.now)
                self.settled[begun.number] = "done"
            case Rejected(why):
                assert refunds.note_rejected(self.db, begun.id, answer=why, now=self.now)
                self.settled[begun.number] = "rejected"
                self.outside += begun.amount_minor
                self.held[begun.person_id] += begun.amount_minor

    def _sum_of(self, account: Account) -> int:
        return self.db.scalar(sa.select(sa.func.sum(EntryRow.amount_minor)).where(EntryRow.account == account)) or 0


def _done(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What it returns; nothing in it waits."""
    try:
        coroutine.send(None)
    except StopIteration as returned:
        return returned.value
    raise AssertionError("it waits for something")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_a_plain_model_and_the_books_agree_whatever_happens(database: Database, vault: Vault) -> None:
    run_state_machine_as_test(
        lambda: Books(database, vault),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=12 if database.is_sqlite else 5,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
