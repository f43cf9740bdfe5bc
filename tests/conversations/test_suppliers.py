"""Transcripts of orders that a supplier delivers: bought once, told about before anybody asks, never lost."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
import sqlalchemy as sa

from backend import orders, stock, tiers
from backend.money import Money
from backend.people import Tier
from backend.suppliers import FAILURES_BEFORE_REST
from bot.clock import Clock
from bot.jobs.worker import JOBS_AT_ONCE
from bot.suppliers.declared import Named
from sandbox.supplier.faults import FaultKind
from storage import jobs
from storage.database import Database
from storage.inbox import Arrival
from storage.secrets import Vault
from storage.stock import CardRow, CardStatus
from storage.supplier_purchases import PurchaseRow
from tests.backend.given import broken
from tests.conversations.chats import ADMIN, PersonInTest, ShopInTest
from tests.databases import Databases
from tests.supply import STEAM, Market

MOST_ROUNDS = 5
COST = Money(4500, "CNY")
BULK_ROWS = 5
"""Of each bulk order; 5,000 are put down, and overtaken, in the same way."""


class Dealer(ShopInTest):
    """A shop without a card of its own, whose suppliers have all it sells."""

    market: Market

    def buys(self, person: PersonInTest, what: str = "Steam ¥50", *, count: int = 1, account: str = "") -> None:
        """Let somebody with money order and pay."""
        person.says("/start")
        self.give(person, "500")
        person.says(what)
        person.taps("Buy")
        if account:
            person.says(account)
        else:
            person.taps(str(count))
        person.taps("Order for")
        person.taps("Pay from balance")

    def does_jobs(self) -> None:
        """Let what was put down as jobs be done, and what comes of that, until nothing is left."""
        for _ in range(MOST_ROUNDS):
            with self.database.read() as db:
                if not jobs.is_any_due(db, now=self.clock.now()):
                    return
            super().does_jobs()

    def waits(self, **length: float) -> None:
        """Let time pass, what is due happen, and the jobs that come of it be done."""
        self.forward(**length)
        self.does_jobs()

    def purchases(self) -> list[tuple[str, str, int]]:
        """Of whom it bought, what became of it, and how many codes came."""
        with self.database.read() as db:
            rows = db.execute(sa.select(PurchaseRow.__table__).order_by(PurchaseRow.id)).mappings()
            return [(row["supplier_id"], row["status"], row["received"]) for row in rows]

    def cards(self, status: CardStatus) -> int:
        """How many cards are so."""
        with self.database.read() as db:
            counted = sa.select(sa.func.count()).where(CardRow.status == status)
            return db.execute(counted).scalar_one()


@pytest.fixture
def dealer(databases: Databases, _furnished: Database, vault: Vault) -> Iterator[Dealer]:
    """The shop, its suppliers asked once what they have."""
    with databases.fresh("sqlite", like=_furnished) as database, asyncio.Runner() as runner:
        with database.transaction() as db:
            db.execute(sa.delete(CardRow))
            db.execute(sa.text("update stock_counts set loaded = 0"))
        markets: list[Market] = []

        def named(clock: Clock) -> Sequence[Named]:
            markets.append(Market(clock))
            return markets[0].named()

        shop = Dealer(database, vault, runner, is_furnished=True, suppliers=named)
        shop.market = markets[0]
        shop.syncs()
        yield shop
        assert broken(database, now=shop.clock.now()) == []


@pytest.fixture
def ana(dealer: Dealer) -> PersonInTest:
    """An English-speaking customer."""
    return dealer.person(501, "Ana")


def test_what_the_shop_has_no_cards_of_is_bought_and_delivered(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.buys(ana, count=2)
    ana.sees("paid, on its way")

    dealer.does_jobs()

    ana.sees("is here!")
    ana.taps("Show codes")
    ana.sees("EAST-STEAM50-000001", "EAST-STEAM50-000002")
    assert dealer.purchases() == [("east", "done", 2)]
    assert (dealer.market.issued("east"), dealer.market.issued("west")) == (2, 0)


def test_a_supplier_that_acted_and_dropped_its_answer_is_asked_what_became_of_it(
    dealer: Dealer, ana: PersonInTest
) -> None:
    dealer.market.breaks("east", FaultKind.ACT_THEN_DROP)
    dealer.buys(ana)

    dealer.does_jobs()
    ana.sees("paid, on its way")
    dealer.waits(seconds=10)

    ana.sees("is here!")
    assert dealer.purchases() == [("east", "done", 1)]
    assert (dealer.market.issued("east"), dealer.market.issued("west")) == (1, 0)


@pytest.mark.parametrize("kind", [FaultKind.REJECT, FaultKind.BUSY])
def test_a_supplier_that_has_surely_not_acted_is_followed_by_the_next(
    dealer: Dealer, ana: PersonInTest, kind: FaultKind
) -> None:
    dealer.market.breaks("east", kind)
    dealer.buys(ana)

    dealer.does_jobs()

    ana.sees("is here!")
    assert dealer.purchases() == [("east", "rejected", 0), ("west", "done", 1)]
    assert (dealer.market.issued("east"), dealer.market.issued("west")) == (0, 1)


def test_a_supplier_that_can_not_be_reached_is_followed_by_the_next(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.market.is_down.add("east")
    dealer.buys(ana)

    dealer.does_jobs()

    ana.sees("is here!")
    assert dealer.purchases() == [("east", "rejected", 0), ("west", "done", 1)]


def test_while_it_is_unknown_whether_the_first_acted_nobody_else_is_asked(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.market.breaks("east", FaultKind.ACT_THEN_DROP)
    dealer.buys(ana)
    dealer.does_jobs()
    dealer.market.is_down.add("east")

    for seconds in (10, 20, 30, 60, 180):
        dealer.waits(seconds=seconds)
        assert dealer.purchases() == [("east", "unknown", 0)]
    dealer.market.is_down.clear()
    dealer.waits(minutes=5)

    ana.sees("is here!")
    assert (dealer.market.issued("east"), dealer.market.issued("west")) == (1, 0)


def test_what_is_promised_for_later_comes_by_the_suppliers_call(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.market.breaks("east", FaultKind.LATE, seconds=45)
    dealer.buys(ana)
    dealer.does_jobs()
    dealer.forward(seconds=46)

    dealer.take_in(Arrival("supplier", "east:call-1", "chat:501", json.dumps({"purchase": 1})))
    dealer.does_jobs()

    ana.sees("is here!")
    assert dealer.purchases() == [("east", "done", 1)]


def test_the_rest_of_a_short_delivery_is_bought_and_never_more(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.market.breaks("east", FaultKind.PARTIAL)
    dealer.buys(ana, count=3)

    dealer.does_jobs()

    ana.sees("is here!")
    ana.taps("Show codes")
    ana.sees("EAST-STEAM50-000001", "EAST-STEAM50-000002", "EAST-STEAM50-000003")
    assert dealer.purchases() == [("east", "done", 2), ("east", "done", 1)]
    assert dealer.cards(CardStatus.QUARANTINED) == 0


def test_a_delivery_in_two_parts_is_handed_over_as_one(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.market.breaks("east", FaultKind.SPLIT, seconds=25)
    dealer.buys(ana, count=3)
    dealer.does_jobs()
    ana.sees("paid, on its way")

    dealer.waits(seconds=10)
    dealer.waits(seconds=20)

    ana.sees("is here!")
    assert dealer.purchases() == [("east", "done", 3)]
    assert dealer.cards(CardStatus.SOLD) == 3


def test_a_code_that_was_sold_to_us_before_goes_to_nobody_and_is_claimed(dealer: Dealer, ana: PersonInTest) -> None:
    bo = dealer.person(502, "Bo")
    dealer.buys(bo)
    dealer.does_jobs()
    dealer.market.breaks("east", FaultKind.DUPLICATE)

    dealer.buys(ana)
    dealer.does_jobs()

    ana.sees("is here!")
    ana.taps("Show codes")
    ana.misses("EAST-STEAM50-000001")
    assert dealer.purchases()[1:] == [("east", "done", 0), ("west", "done", 1)]
    assert any("索赔" in told for told in dealer.told)


def test_a_new_price_is_taken_as_long_as_it_is_no_loss(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.market.breaks("east", FaultKind.PRICE_CHANGED)
    dealer.buys(ana)

    dealer.does_jobs()

    ana.sees("is here!")
    assert dealer.purchases() == [("east", "rejected", 0), ("east", "done", 1)]


def test_nothing_is_bought_at_a_loss(dealer: Dealer, ana: PersonInTest) -> None:
    for depot in dealer.market.depots.values():
        depot.stock(replace(STEAM, unit_cost_minor=5001))
    dealer.buys(ana)

    dealer.does_jobs()

    assert {status for _, status, _ in dealer.purchases()} == {"rejected"}
    ana.sees("seeing to this order by hand")
    assert any("库存不够" in told for told in dealer.told)


def test_a_late_order_is_told_first_and_given_back_by_the_promised_time(dealer: Dealer, ana: PersonInTest) -> None:
    for name in ("east", "west"):
        dealer.market.breaks(name, FaultKind.REJECT, times=100)
    dealer.buys(ana)
    dealer.does_jobs()

    dealer.waits(minutes=10)
    ana.sees("takes longer than usual", "¥50.00 is back on your balance")
    assert any("付款 10 分钟" in told for told in dealer.told)
    dealer.waits(minutes=20)
    dealer.waits(seconds=1)

    ana.sees("we couldn’t deliver order", "your money is back")
    assert dealer.balance_of(ana).minor == 50000
    assert dealer.market.issued("east") == dealer.market.issued("west") == 0


def test_a_code_that_comes_after_the_refund_is_put_aside(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.market.breaks("east", FaultKind.ACT_THEN_DROP)
    dealer.buys(ana)
    dealer.does_jobs()
    dealer.market.is_down.update(("east", "west"))
    dealer.waits(minutes=31)
    assert dealer.balance_of(ana).minor == 50000
    dealer.market.is_down.clear()

    dealer.take_in(Arrival("supplier", "east:call-1", "chat:501", json.dumps({"purchase": 1})))
    dealer.does_jobs()

    assert dealer.purchases() == [("east", "abandoned", 1)]
    assert dealer.cards(CardStatus.QUARANTINED) == 1
    boss = dealer.person(ADMIN, "Boss")
    boss.says("/suppliers")
    boss.sees("east", "Put aside: Steam ¥50, 1")
    boss.taps("Put aside: Steam")
    boss.sees("one piece", "came too late, still good", "¥45.00 each")
    boss.taps("On the shelf (1)")
    boss.sees("One piece is on the shelf", "Nothing of Steam ¥50 is put aside")
    assert dealer.left("steam-50") == 1


def test_an_order_nobody_knows_of_goes_to_the_next_once_that_is_final(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.market.ports["east"].is_idempotent = False
    dealer.market.breaks("east", FaultKind.SILENT)
    dealer.buys(ana)
    dealer.does_jobs()

    for _ in range(6):
        dealer.waits(minutes=1)

    ana.sees("is here!")
    assert dealer.purchases() == [("east", "rejected", 0), ("west", "done", 1)]
    assert dealer.market.issued("east") == 0


def test_a_silent_supplier_that_honours_numbers_is_asked_again_under_the_same_one(
    dealer: Dealer, ana: PersonInTest
) -> None:
    dealer.market.breaks("east", FaultKind.SILENT)
    dealer.buys(ana)
    dealer.does_jobs()

    dealer.waits(seconds=10)

    ana.sees("is here!")
    assert dealer.purchases() == [("east", "done", 1)]
    assert dealer.market.issued("east") == 1


def test_an_account_is_topped_up_and_its_receipt_shown(dealer: Dealer, ana: PersonInTest) -> None:
    ana.says("/start")
    ana.says("Mobile top-up ¥100")
    ana.sees("straight to your account")
    dealer.buys(ana, "Mobile top-up ¥100", account="13800138000")

    dealer.does_jobs()

    ana.sees("is topped up!", "13800138000", "EAST-00000001")
    ana.taps("Order details")
    ana.offers("Receipt or codes")
    ana.taps("Receipt or codes")
    ana.sees("EAST-00000001")
    assert dealer.market.depots["east"].journal.all()[0].account == "13800138000"


def test_a_top_up_in_doubt_is_not_given_back_but_looked_into(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.market.breaks("east", FaultKind.ACT_THEN_DROP)
    dealer.buys(ana, "Mobile top-up ¥100", account="13800138000")
    dealer.does_jobs()
    dealer.market.is_down.update(("east", "west"))

    dealer.waits(minutes=31)

    ana.sees("hasn’t confirmed yet", "13800138000")
    assert dealer.balance_of(ana).minor == 50000 - 9950
    assert any("没有自动退款" in told for told in dealer.told)
    dealer.market.is_down.clear()
    dealer.waits(minutes=10)
    ana.sees("is topped up!")
    assert dealer.market.issued("east") == 1


def test_a_supplier_that_keeps_silent_is_left_alone_and_comes_back_by_itself(dealer: Dealer) -> None:
    dealer.market.is_down.add("east")
    for number in range(FAILURES_BEFORE_REST):
        dealer.buys(dealer.person(510 + number, "Bo"))
        dealer.does_jobs()
    assert any("连续没有回应" in told for told in dealer.told)
    boss = dealer.person(ADMIN, "Boss")
    boss.says("/suppliers")
    boss.sees("🟠 east")

    dealer.market.is_down.clear()
    dealer.syncs()

    boss.says("/suppliers")
    boss.sees("🟢 east")


def test_an_admin_switches_a_supplier_off_and_on(dealer: Dealer, ana: PersonInTest) -> None:
    boss = dealer.person(ADMIN, "Boss")
    boss.says("/suppliers")

    boss.taps("Switch east off")
    boss.sees("east is off", "⚪️ east")
    dealer.buys(ana)
    dealer.does_jobs()
    boss.taps("Switch east on")

    boss.sees("east is on again", "🟢 east")
    ana.sees("is here!")
    assert dealer.purchases() == [("west", "done", 1)]


def test_without_anybody_to_deliver_the_product_is_sold_out(dealer: Dealer, ana: PersonInTest) -> None:
    boss = dealer.person(ADMIN, "Boss")
    for name in ("east", "west"):
        boss.says("/suppliers")
        boss.taps(f"Switch {name} off")

    ana.says("/start")
    ana.says("Steam ¥50")

    ana.misses("Buy")


def test_what_the_job_brings_back_holds_no_code(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.buys(ana)
    dealer.does_jobs()

    with dealer.database.read() as db:
        kept = db.execute(sa.text("select payload from inbox where source = 'job'")).scalars().all()
    assert kept
    assert not any("EAST-STEAM50" in each for each in kept)


def test_what_costs_more_than_it_is_sold_for_is_withheld_and_told_until_it_costs_less(dealer: Dealer) -> None:
    boss = dealer.person(ADMIN, "Boss")
    ana = dealer.person(501, "Ana")
    boss.says("/start")
    for depot in dealer.market.depots.values():
        depot.stock(replace(STEAM, unit_cost_minor=4801))

    dealer.syncs()
    dealer.waits(seconds=1)
    dealer.syncs()
    dealer.waits(seconds=1)

    told = [text for text in dealer.told if "4801" in text or "48.01" in text]
    assert len(told) == 2  # of each supplier once
    boss.says("/suppliers")
    boss.sees("⛔ Steam ¥50 from east costs CN¥48.01", "your lowest price is CN¥48.00")
    ana.says("Steam ¥50")
    ana.misses("Buy")

    dealer.market.depots["east"].stock(STEAM)
    dealer.syncs()

    ana.says("Steam ¥50")
    ana.offers("Buy")


def test_codes_that_expire_on_the_shelf_are_told_and_written_off_on_a_second_word(dealer: Dealer, vault: Vault) -> None:
    boss = dealer.person(ADMIN, "Boss")
    boss.says("/start")
    now = dealer.clock.now()
    with dealer.database.transaction() as db:
        stock.load(db, "steam-50", ["A", "B"], vault=vault, batch="march.txt", expires_at=now, cost=COST, now=now)

    dealer.syncs()
    dealer.waits(seconds=1)

    assert any("2 codes have expired" in text for text in dealer.told)
    boss.says("/suppliers")
    boss.taps("Put aside: Steam")
    boss.sees("2 pieces", "march.txt: 2, expired on", "CN¥45.00 each")
    boss.misses("On the shelf")
    boss.taps("Write off (2)")
    boss.sees("Write off 2 pieces of Steam ¥50?", "CN¥90.00")
    boss.taps("Yes, write off")
    boss.sees("2 pieces are written off. They had cost CN¥90.00", "Nothing of Steam ¥50 is put aside")
    assert dealer.cards(CardStatus.WRITTEN_OFF) == 2


@pytest.mark.slow
def test_bulk_orders_do_not_hold_up_anybodys_single_one(dealer: Dealer, ana: PersonInTest) -> None:
    vip = dealer.person(702, "Vic")
    vip.says("/start")
    with dealer.database.transaction() as db:
        tiers.give(db, vip.known_as(db).id, Tier.GOLD, now=dealer.clock.now())
    # Each has one job done at a time: fewer of them would leave room for others.
    merchants = [dealer.person(710 + number, "Mei") for number in range(JOBS_AT_ONCE + 1)]
    for merchant in merchants:
        sends_bulk_order(dealer, merchant)
    for merchant in merchants:
        merchant.taps(f"Buy {BULK_ROWS} for")
    ShopInTest.does_jobs(dealer)  # the rows are bought; the suppliers are not asked yet
    dealer.buys(ana)
    dealer.buys(vip)

    ShopInTest.does_jobs(dealer)

    asked = [each.number for each in dealer.market.depots["east"].journal.all()]
    assert {f"{number_of(dealer, person)}-S1" for person in (vip, ana)} <= set(asked[:JOBS_AT_ONCE])
    assert len(asked) > JOBS_AT_ONCE


def test_what_becomes_late_while_it_waits_goes_before_everybody_else(dealer: Dealer, ana: PersonInTest) -> None:
    dealer.buys(ana)
    dealer.forward(minutes=5)
    golden = [dealer.person(720 + number, "Vic") for number in range(JOBS_AT_ONCE)]
    for vip in golden:
        vip.says("/start")
        with dealer.database.transaction() as db:
            tiers.give(db, vip.known_as(db).id, Tier.GOLD, now=dealer.clock.now())
        dealer.buys(vip)
    dealer.forward(minutes=5)
    ana.sees("takes longer than usual")

    ShopInTest.does_jobs(dealer)

    asked = [each.number for each in dealer.market.depots["east"].journal.all()]
    assert f"{number_of(dealer, ana)}-S1" in asked[:JOBS_AT_ONCE]
    assert len(asked) == JOBS_AT_ONCE + 1


def sends_bulk_order(dealer: Dealer, merchant: PersonInTest) -> None:
    """Send a file of orders, and let it be checked."""
    merchant.says("/start")
    dealer.give(merchant, "900")
    with dealer.database.transaction() as db:
        tiers.give(db, merchant.known_as(db).id, Tier.SILVER, now=dealer.clock.now())
    dealer.driver.files["orders.csv"] = b"product,quantity,account,note\n" + b"steam-50,1,,\n" * BULK_ROWS
    merchant.sends(document={"file_id": "orders.csv", "file_name": "orders.csv", "file_size": 10})
    dealer.forward(seconds=1)
    dealer.does_jobs()


def number_of(dealer: Dealer, person: PersonInTest) -> str:
    """The number of the person's only order."""
    with dealer.database.read() as db:
        (order,) = orders.orders_of(db, person.known_as(db), page=1, per_page=2).items
    return order.number
