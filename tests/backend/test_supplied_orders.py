"""Any sequence of suppliers' answers, however odd or late: nobody gets more than they paid for, no code is lost."""

from dataclasses import replace
from datetime import timedelta

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend import audit, fulfilment, orders, payments, products, quarantine, stock, supplier_purchases, suppliers
from backend.errors import CannotRefund, OutOfStock
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.people import Tier
from backend.supplier_purchases import Bought, Outcome
from backend.suppliers import Catalogued, Listed, Refusal, Rejected, Sold, Unknown, Unseen
from storage.database import Database, Db
from storage.orders import OrderRow
from storage.secrets import Vault
from storage.stock import CardRow, CardStatus
from storage.supplier_purchases import PurchaseRow
from tests.backend import given
from tests.backend.given import CARD, NOW

NAMES = ("east", "west")
SOLD = (Sold(CARD, "STEAM50", is_top_up=False),)
COST = Money(4500, "CNY")


def offer(db: Db, *, left: int = 50) -> None:
    """Let both suppliers have so many."""
    named = [Catalogued(name, SOLD) for name in NAMES]
    suppliers.declare(db, named)
    for each in named:
        suppliers.sync(db, each, [Listed("STEAM50", COST, left)], products.every_product(db), now=NOW)


class Dealings(RuleBasedStateMachine):
    """Buyers who pay, and suppliers who answer whatever they like about any purchase there ever was."""

    def __init__(self, database: Database, vault: Vault) -> None:
        super().__init__()
        self._transaction = database.read()
        self.db = self._transaction.__enter__()
        self.vault = vault
        self.now = NOW
        self.step = 0
        self.codes: list[str] = []
        self.bought: dict[int, int] = {}
        given.shelves(self.db)
        offer(self.db)
        self.buyer = given.person(self.db, 1, balance=Money(10_000_000, "CNY"))

    def teardown(self) -> None:
        # No timer fires here: tests.conversations.test_suppliers has the one that calls staff after ten minutes.
        assert {each.id for each in audit.check(self.db, now=self.now)} <= {"I15", "I23"}
        self._transaction.__exit__(None, None, None)

    @rule(quantity=st.integers(1, 3))
    def buy(self, quantity: int) -> None:
        self.step += 1
        try:
            order = given.order(self.db, self.buyer, quantity=quantity, key=f"tap-{self.step}", now=self.now)
        except OutOfStock:
            return
        self._deliver(given.paid(self.db, order, now=self.now))
        self.bought[order.id] = quantity

    @rule(which=st.integers(0, 20), fresh=st.integers(0, 4), old=st.integers(0, 2), is_complete=st.booleans())
    def send_codes(self, which: int, fresh: int, old: int, is_complete: bool) -> None:
        sent = [*self.codes[:old], *(f"CODE-{len(self.codes) + number}" for number in range(fresh))]
        self.codes = list(dict.fromkeys([*self.codes, *sent]))
        cards = tuple(stock.seal(code, self.vault) for code in sent)
        self._answer(which, Bought(cards, is_complete=is_complete))

    @rule(which=st.integers(0, 20), reason=st.sampled_from(list(Refusal)))
    def refuse(self, which: int, reason: Refusal) -> None:
        self._answer(which, Rejected(reason))

    @rule(
        which=st.integers(0, 20), answer=st.sampled_from([Unknown("x"), Unseen(is_final=False), Unseen(is_final=True)])
    )
    def leave_in_doubt(self, which: int, answer: Unknown | Unseen) -> None:
        self._answer(which, answer)

    @rule(which=st.integers(0, 20))
    def give_back(self, which: int) -> None:
        order = self._order(which)
        if order is None or order.status is not OrderStatus.PAID:
            return
        supplier_purchases.abandon(self.db, order, now=self.now)
        try:
            payments.refund_to_balance(self.db, order, by="test", why="", now=self.now)
        except CannotRefund:
            return

    @rule(which=st.integers(0, 20))
    def try_again(self, which: int) -> None:
        order = self._order(which)
        if order is not None:
            self._deliver(order)

    @rule(count=st.integers(1, 3))
    def restock(self, count: int) -> None:
        self.step += 1
        lines = "\n".join(f"OWN-{self.step}-{number}" for number in range(count))
        stock.import_cards(self.db, CARD, lines, vault=self.vault, batch="own", now=self.now)

    @rule()
    def put_back(self) -> None:
        quarantine.put_back(self.db, CARD, by="test", now=self.now)

    @rule(minutes=st.integers(1, 400))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        offer(self.db)

    @invariant()
    def nobody_holds_more_than_they_bought(self) -> None:
        for order_id, quantity in self.bought.items():
            order = orders.the_order(self.db, order_id)
            counted = "select count(*) from cards where order_id = :id"
            has = self.db.execute(sa.text(counted), {"id": order_id}).scalar_one()
            assert has <= quantity
            assert has == (quantity if order.status is OrderStatus.DELIVERED else has)

    @invariant()
    def every_code_that_came_is_in_stock_once(self) -> None:
        counted = self.db.execute(sa.text("select count(*) from cards where batch <> 'own'")).scalar_one()
        assert counted == len(self.codes)

    def _answer(self, which: int, outcome: Outcome) -> None:
        """What the supplier says of a purchase, settled or not, once it has been asked."""
        ids = list(self.db.scalars(sa.select(PurchaseRow.id).order_by(PurchaseRow.id)))
        if not ids:
            self.codes = [code for code in self.codes if self._is_known(code)]
            return
        purchase_id = ids[which % len(ids)]
        supplier_purchases.ask(self.db, purchase_id, now=self.now)
        settled = supplier_purchases.settle(self.db, purchase_id, outcome, now=self.now)
        assert settled is not None
        if settled.is_to_deliver:
            self._deliver(settled.order)

    def _deliver(self, order: Order) -> None:
        fulfilment.deliver(self.db, orders.lock(self.db, order.id), now=self.now)

    def _order(self, which: int) -> Order | None:
        ids = list(self.bought)
        return orders.lock(self.db, ids[which % len(ids)]) if ids else None

    def _is_known(self, code: str) -> bool:
        card = stock.seal(code, self.vault)
        found = self.db.execute(sa.text("select 1 from cards where fingerprint = :f"), {"f": card.fingerprint})
        return found.first() is not None


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_no_sequence_of_answers_loses_a_code_or_gives_one_away(database: Database, vault: Vault) -> None:
    run_state_machine_as_test(
        lambda: Dealings(database, vault),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=12 if database.is_sqlite else 3,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_an_expired_card_is_never_sold_not_even_one_that_was_held_in_time(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 2)
    order = given.order(db, given.person(db, balance=given.PRICE))
    db.execute(sa.update(CardRow).where(CardRow.status == CardStatus.HELD).values(expires_at=NOW))

    delivered = given.delivered(db, given.paid(db, order, now=NOW), now=NOW)

    assert delivered.status is OrderStatus.DELIVERED
    assert quarantine.count_put_aside(db) == {CARD: 1}
    assert stock.level(db, CARD).available == 0
    assert given.broken_in(db) == []


def test_what_was_put_aside_goes_back_on_the_shelf_unless_it_has_expired(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 3)
    db.execute(sa.update(CardRow).values(status=CardStatus.QUARANTINED))
    first = sa.select(sa.func.min(CardRow.id)).scalar_subquery()
    db.execute(sa.update(CardRow).where(CardRow.id == first).values(expires_at=NOW))

    count = quarantine.put_back(db, CARD, by="boss", now=NOW)

    assert count == stock.level(db, CARD).available == 2
    assert quarantine.count_put_aside(db) == {CARD: 1}


def test_cards_loaded_with_an_end_and_a_cost_are_off_the_shelf_at_that_moment(db: Db, vault: Vault) -> None:
    given.shelves(db)
    until = NOW + timedelta(days=1)
    stock.load(db, CARD, ["A", "B"], vault=vault, batch="first", expires_at=until, cost=COST, now=NOW)

    before = quarantine.put_expired_aside(db, now=until - timedelta(seconds=1))
    after = quarantine.put_expired_aside(db, now=until)

    assert (before, after) == (0, 2)
    assert stock.level(db, CARD).available == 0


def test_late_and_gold_customers_purchases_go_first_and_bulk_orders_last(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 1)
    buyer = given.person(db, balance=given.PRICE)
    order = given.paid(db, given.order(db, buyer), now=NOW)

    normal = supplier_purchases.urgency(db, order, buyer, now=NOW)
    vip = supplier_purchases.urgency(db, order, replace(buyer, tier=Tier.GOLD), now=NOW)
    late = supplier_purchases.urgency(db, order, buyer, now=NOW + supplier_purchases.LATE_AFTER)
    db.execute(sa.update(OrderRow).where(OrderRow.id == order.id).values(key=f"{orders.BULK_KEY}1:2"))
    bulk = supplier_purchases.urgency(db, order, replace(buyer, tier=Tier.GOLD), now=NOW)
    waiting = supplier_purchases.urgency(db, order, buyer, now=NOW + supplier_purchases.LATE_AFTER)

    assert late > vip > normal > bulk
    assert waiting == bulk  # it is promised for later, and does not overtake anybody before that is over
    assert supplier_purchases.urgency(db, replace(order, attention="late"), buyer, now=NOW) == late


def test_a_card_that_expired_a_moment_ago_is_not_even_held(db: Db, vault: Vault) -> None:
    given.shelves(db)
    stock.load(db, CARD, ["A", "B"], vault=vault, batch="first", expires_at=NOW + timedelta(hours=1), now=NOW)
    stock.load(db, CARD, ["C"], vault=vault, batch="second", now=NOW)
    later = NOW + timedelta(hours=1)

    given.order(db, given.person(db, balance=given.PRICE), now=later)

    held = db.execute(sa.select(CardRow.batch).where(CardRow.status == CardStatus.HELD)).scalars().all()
    assert held == ["second"]
    with pytest.raises(OutOfStock):
        stock.hold(db, product_id=CARD, quantity=1, order_id=1, now=later)


def test_what_is_written_off_is_what_was_looked_at_and_stays_away(db: Db, vault: Vault) -> None:
    given.shelves(db)
    stock.load(db, CARD, ["A", "B"], vault=vault, batch="first", expires_at=NOW, cost=COST, now=NOW)
    quarantine.put_expired_aside(db, now=NOW)
    (seen,) = quarantine.aside_of(db, CARD)
    stock.load(db, CARD, ["C"], vault=vault, batch="second", expires_at=NOW, cost=COST, now=NOW)
    quarantine.put_expired_aside(db, now=NOW)

    gone = quarantine.write_off(db, CARD, up_to=seen.last_id, by="boss", now=NOW)
    again = quarantine.write_off(db, CARD, up_to=seen.last_id, by="boss", now=NOW)

    assert (seen.count, seen.cost_minor, gone.count, gone.lost_minor, again.count) == (2, 4500, 2, 9000, 0)
    assert quarantine.put_back(db, CARD, by="boss", now=NOW - timedelta(seconds=1)) == 1
    assert quarantine.count_put_aside(db) == {}
    assert given.broken_in(db) == []


def test_what_a_supplier_asks_too_much_for_is_withheld_and_told_once(db: Db) -> None:
    given.shelves(db)
    offer(db)
    named, dear = Catalogued("east", SOLD), [Listed("STEAM50", Money(given.PRICE.minor + 1, "CNY"), 50)]
    ours = products.every_product(db)

    first = suppliers.sync(db, named, dear, ours, now=NOW)
    second = suppliers.sync(db, named, dear, ours, now=NOW)
    suppliers.switch(db, "west", is_on=False, by="boss", now=NOW)

    assert [(each.supplier_id, each.product_id) for each in first] == [("east", CARD)]
    assert second == []
    assert suppliers.available(db, CARD) == 0
    suppliers.sync(db, named, [Listed("STEAM50", Money(4800, "CNY"), 50)], ours, now=NOW)
    assert suppliers.available(db, CARD) == 50


def test_a_supplier_who_asks_in_another_currency_is_withheld(db: Db) -> None:
    given.shelves(db)
    offer(db)

    found = suppliers.sync(
        db, Catalogued("east", SOLD), [Listed("STEAM50", Money(100, "USD"), 50)], products.every_product(db), now=NOW
    )

    assert [each.currency for each in found] == ["USD"]
