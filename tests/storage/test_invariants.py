"""Every invariant, broken once: in a shop where all went well, without the constraints that forbid it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from backend import (
    audit,
    broadcasts,
    bulk_orders,
    campaigns,
    compensation,
    freezes,
    fulfilment,
    ledger,
    licences,
    maintenance,
    orders,
    payments,
    people,
    phones,
    points,
    products,
    redeem_codes,
    refunds,
    seals,
    stock,
    stock_files,
    supplier_purchases,
    suppliers,
    tickets,
    waiting_list,
)
from backend.broadcasts import Message, Segment
from backend.bulk_orders import BulkStatus
from backend.campaigns import Terms
from backend.fees import Fee
from backend.freezes import FreezeReason
from backend.money import Money
from backend.people import Role, Tier
from backend.redeem_codes import Worth
from backend.supplier_purchases import Bought
from backend.suppliers import Catalogued, Listed, Refusal, Rejected, Sold
from backend.tickets import Side
from storage import audit_trail, conversations, inbox, outbox, timers, topics
from storage.database import Database, Db
from storage.grants import GiftKind
from storage.inbox import Arrival
from storage.invariants import INVARIANTS, Invariant
from storage.outbox import Draft, Kind
from storage.schema import METADATA
from storage.secrets import Vault
from storage.timers import Timer
from tests.backend import given
from tests.backend.given import NOW, PRICE
from tests.databases import Databases

NEXT_DAY = NOW + timedelta(days=1)
TIMES = ("since", "yesterday", "tomorrow")
FEE = Fee(percent_hundredths=150)

BREAKAGES = [
    ("I01", "insert into ledger_entries values (999, 1, 'sales', null, 1, 'CNY')"),
    ("I01", "delete from ledger_entries"),
    ("I02", "insert into ledger_entries values (999, 999, 'sales', null, 1, 'CNY')"),
    ("I03", "insert into ledger_transactions select id + 1000, kind, ref, at from ledger_transactions"),
    ("I04", "update payments set amount_minor = amount_minor + 1 where gateway = 'sandbox'"),
    ("I05", "insert into deliveries select id + 1000, order_id, card_id, delivered_at from deliveries"),
    ("I06", "update cards set fingerprint = 'same'"),
    ("I07", "delete from cards where status = 'free'"),
    ("I08", "update cards set order_id = null where status = 'sold'"),
    ("I08", "update cards set order_id = 1 where status = 'free'"),
    ("I09", "update cards set order_id = order_id + 1 where status = 'sold'"),
    ("I09", "delete from deliveries"),
    ("I10", "update orders set quantity = quantity + 1 where status = 'delivered'"),
    ("I10", "update deliveries set order_id = (select max(id) from orders where status = 'cancelled')"),
    ("I11", "delete from payments"),
    ("I12", "update payments set amount_minor = amount_minor - 1"),
    ("I12", "update payments set fee_minor = fee_minor + 1"),
    ("I12", "update payments set currency = 'USD'"),
    ("I13", "update payments set status = 'captured'"),
    ("I14", "update payments set provider_txn = 'same'"),
    ("I14", "update payment_notices set event_id = 'same'"),
    ("I15", "update orders set status = 'paid' where status = 'delivered'"),
    ("I16", "update payments set status = 'refunded' where status = 'captured'"),
    ("I16", "delete from ledger_transactions where kind = 'refund'"),
    ("I16", "update payments set refunded_minor = 1"),
    ("I16", "update payments set refunded_minor = amount_minor where status = 'captured'"),
    ("I16", "update refunds set amount_minor = amount_minor + 1"),
    ("I16", "update payments set refunded_minor = 0"),
    ("I17", "update refunds set status = 'asked'"),
    ("I17", "update refunds set key = 'same'"),
    ("I18", "update orders set status = 'refunded' where status = 'delivered'"),
    ("I19", "update outbox set status = 'waiting'"),
    ("I19", "update outbox set cause = 1, n = 1"),
    ("I20", "update outbox set kind = 'broadcast', may_repeat = true, attempts = 2"),
    ("I21", "update inbox set status = 'new'"),
    ("I22", "update inbox set source = 'same', key = 'same'"),
    ("I23", "update supplier_purchases set status = 'unknown', settled_at = null"),
    (
        "I24",
        "insert into grants select id + 1000, cause, subject, person_id, kind, worth_minor, currency, points, "
        "day, granted_at from grants",
    ),
    ("I24", "insert into amended_orders select order_id, grant_id + 1000 from amended_orders"),
    ("I24", "delete from amended_orders"),
    ("I25", "update coupons set status = 'used' where status = 'granted'"),
    ("I25", "update coupons set status = 'granted' where status = 'used'"),
    ("I25", "update coupons set status = 'reserved' where status = 'used'"),
    ("I25", "update coupons set person_id = person_id + 1 where status = 'used'"),
    ("I25", "update orders set coupon_id = (select min(id) from coupons) where coupon_id is null"),
    ("I25", "delete from quote_coupons"),
    ("I50", "update campaigns set given = 0"),
    ("I50", "delete from campaign_claims"),
    ("I51", "delete from points where ref like 'code:%'"),
    ("I51", "delete from membership_spells"),
    ("I51", "update ledger_transactions set ref = 'other' where ref like 'code:%'"),
    ("I52", "update point_purses set got = got + 1"),
    ("I52", "delete from points_spent"),
    ("I52", "update points_spent set short = 1"),
    ("I52", "update point_purses set overdrawn = overdrawn + 1"),
    ("I53", "update people set tier = 'gold' where tier = 'retail'"),
    ("I53", "update people set tier = 'retail' where tier = 'silver'"),
    ("I53", "update people set tier = 'retail' where tier = 'gold'"),
    ("I53", "update people set own_tier = 'gold' where tier = 'silver'"),
    ("I53", "update licences set ends_on = '2026-02-28' where status = 'approved'"),
    ("I53", "update licences set tier = 'gold' where status = 'approved'"),
    ("I53", "update memberships set ended_at = until"),
    ("I46", "update payments set fee_minor = 0"),
    ("I46", "update payments set fee_minor = 0 where order_id is null"),
    ("I46", "delete from ledger_entries where account = 'fees'"),
    ("I26", "update tickets set owner_id = null"),
    ("I26", "update tickets set status = 'waiting'"),
    ("I26", "update audit_trail set what = 'claimed' where what = 'accepted'"),
    ("I26", "update audit_trail set what = 'returned' where what = 'accepted'"),
    ("I26", "delete from audit_trail where what = 'claimed'"),
    ("I27", "update cards set status = 'held' where status = 'sold'"),
    ("I27", "update orders set status = 'awaiting-payment' where status = 'cancelled'"),
    ("I27", "update timers set fired_at = null"),
    ("I28", "update reveals set person_id = person_id + 1"),
    ("I29", "update audit_trail set by = 'nobody' where id = 1"),
    ("I29", "update audit_seals set number = 2"),
    ("I30", "update cards set sealed_code = 'STEAM-0000'"),
    ("I60", "update cards set expires_at = '2026-03-01 00:00:00'"),
    ("I61", "delete from cards where batch like '%-S2'"),
    ("I31", "update balances set amount_minor = amount_minor + 1"),
    ("I31", "delete from balances"),
    ("I32", "update orders set status = 'completed' where status = 'delivered'"),
    ("I33", "update payment_notices set outcome = null"),
    ("I33", "delete from ledger_transactions where kind = 'surplus'"),
    ("I34", "delete from coupons where ref like 'grant:%'"),
    ("I34", "update coupons set amount_minor = amount_minor - 1"),
    ("I34", "delete from points"),
    ("I34", "update points set count = count - 1"),
    ("I34", "delete from ledger_transactions where ref like 'grant:%'"),
    ("I35", "update grant_allowances set most_grants = 0"),
    ("I35", "update grant_allowances set most_worth_minor = 0"),
    ("I35", "delete from grant_allowances"),
    ("I35", "update grant_allowances set worth_minor = worth_minor + 1, most_worth_minor = most_worth_minor + 1"),
    ("I36", "update tickets set status = 'claimed'"),
    ("I36", "update tickets set status = 'resolved'"),
    ("I37", "update ticket_messages set screen_id = null where side = 'staff'"),
    ("I37", "update screens set person_id = person_id + 1"),
    ("I38", "update ticket_messages set screen_id = null where side = 'customer'"),
    ("I38", "update ticket_messages set screen_id = 1 where side = 'note'"),
    ("I38", "update screens set topic = null"),
    ("I39", "update tickets set person_id = 1, order_id = null, status = 'claimed'"),
    ("I39", "update ticket_messages set chat_id = 1, message_id = 1"),
    ("I39", "update ticket_messages set screen_id = 1"),
    ("I40", "update broadcasts set recipients = recipients + 1"),
    ("I40", "delete from broadcast_recipients where status = 'skipped'"),
    ("I40", "update broadcasts set enlisted_to = 0"),
    ("I41", "update broadcast_recipients set person_id = 1"),
    ("I41", "update broadcast_recipients set screen_id = (select min(screen_id) from broadcast_recipients)"),
    ("I41", "update screens set person_id = person_id + 1"),
    ("I41", "delete from outbox where kind = 'broadcast'"),
    ("I42", "update broadcast_recipients set status = 'pending' where status = 'skipped'"),
    ("I42", "update broadcasts set last_person_id = last_person_id + 1"),
    ("I43", "update broadcasts set status = 'running'"),
    ("I44", "update maintenance set status = 'on'"),
    ("I44", "update maintenance set status = 'planned'"),
    ("I45", "update stock_files set status = 'dropped' where status = 'checked'"),
    ("I45", "delete from stock_file_parts"),
    (
        "I70",
        "insert into bulk_orders (id, person_id, status, lines, bad, bought, failed) values (9, 1, 'done', 1, 0, 1, 0)",
    ),
    (
        "I70",
        "insert into bulk_orders (id, person_id, status, lines, bad, bought, failed) "
        "values (9, 2, 'done', 1, 0, 1, 0); "
        "insert into bulk_order_lines (bulk_order_id, number, product_id, quantity, status, order_id) "
        "values (9, 1, 'steam-50', 1, 'bought', 1)",
    ),
    (
        "I71",
        "insert into waiting_list (id, product_id, person_id, status, offered_until) "
        "values (9, 'steam-50', 1, 'offered', '2026-03-08 12:00:00')",
    ),
    ("I72", "update waiting_list set status = 'waiting', ended_at = null, person_id = 1"),
    ("I72", "update waiting_list set person_id = 999 where status = 'served'"),
    ("I72", "update waiting_list set ended_at = null"),
    ("I76", "update orders set promise = 'preorder' where status = 'delivered'"),
    (
        "I76",
        "update orders set promise = 'preorder', expected_on = '2027-01-15', status = 'paid' "
        "where status = 'delivered'; update cards set status = 'held' where status = 'sold'",
    ),
    ("I73", "update licences set fingerprint = 'same'"),
    ("I73", "update licences set person_id = 1"),
    ("I73", "update licences set sealed_number = 'SHOP20260001'"),
    ("I73", "update licences set status = 'withdrawn' where status = 'approved'"),
    ("I73", "delete from audit_trail where subject like 'licence%'"),
    ("I74", "update bulk_orders set status = 'buying'"),
    ("I77", "update people set frozen_at = null, freeze_reason = null"),
    ("I77", "update people set freeze_reason = 'other'"),
    ("I77", "update freezes set lifted_at = frozen_at, lifted_by = 'customer:1', lifted_why = 'x'"),
    ("I77", "update freezes set why = ''"),
    ("I77", "delete from audit_trail where what = 'frozen'"),
    (
        "I78",
        "update orders set placed_at = '2026-03-08 13:00:00', "
        "person_id = (select person_id from freezes where lifted_at is null)",
    ),
    ("I79", "update phones set fingerprint = 'same'"),
    ("I79", "update phones set person_id = (select min(person_id) from phones)"),
    ("I79", "update phones set sealed_number = '8613800001234'"),
    ("I79", "delete from phones"),
    ("I79", "update people set verified_at = null"),
]


_PLAIN_COPY = "CREATE TABLE %(table)s AS SELECT * FROM kept_%(table)s"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, databases: Databases, vault: Vault) -> Iterator[Database]:
    """A shop after a day in which everything happened and was settled, without what protects its rows."""
    with databases.fresh(request.param) as database:
        given.a_shop(database, vault, cards_in_stock=10)
        with database.transaction() as db:
            _sell_from_balance(db, vault)
            _sell_through_a_gateway_and_be_paid_twice(db)
            _top_up_for_a_fee(db)
            _refund(db)
            _refund_through_a_gateway(db)
            _be_paid_for_a_cancelled_order(db)
            _write_and_answer(db)
            _talk(db)
            _make_up_for_late_orders(db)
            _send_files_of_codes(db, vault)
            _wait_in_line(db, vault)
            _buy_of_suppliers(db, vault)
            _run_a_campaign(db, vault)
            _become_merchants(db, vault)
            _buy_in_bulk(db, vault)
            _freeze_two(db, vault)
            _seal(db)
            _unprotect(db)
        yield database


def test_a_shop_in_which_all_went_well_breaks_none(shop: Database) -> None:
    assert given.broken(shop, now=NEXT_DAY) == []


@pytest.mark.parametrize(("invariant", "breakage"), BREAKAGES)
def test_a_broken_invariant_is_named(shop: Database, invariant: str, breakage: str) -> None:
    with shop.read() as db:
        for statement in breakage.split("; "):
            db.execute(sa.text(statement))

        assert invariant in given.broken_in(db, now=NEXT_DAY)


def test_every_invariant_has_been_broken_here() -> None:
    every = {invariant.id for invariant in INVARIANTS} | {audit.SEALED}
    assert every == {invariant for invariant, _ in BREAKAGES}


def test_invariants_have_numbers_of_their_own() -> None:
    assert len({invariant.id for invariant in INVARIANTS}) == len(INVARIANTS)


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda invariant: invariant.id)
def test_no_invariant_looks_through_a_table_for_each_row_of_another(
    sqlite_database: Database, invariant: Invariant
) -> None:
    """A shop of a million orders is audited in half a minute: 200,000 took 2.4 s, and their seals 4.3 s."""
    assert repeated_scans(sqlite_database, invariant.offenders) == []


def test_a_scan_for_each_row_is_found(sqlite_database: Database) -> None:
    for_each = "select id from orders o where not exists (select 1 from cards c where c.batch = o.number)"
    by_index = "select id from orders o where not exists (select 1 from cards c where c.fingerprint = o.number)"

    assert repeated_scans(sqlite_database, for_each) == ["SCAN c"]
    assert repeated_scans(sqlite_database, by_index) == []


def repeated_scans(database: Database, query: str) -> list[str]:
    """The tables that SQLite would look through from end to end again and again."""
    explained = f"explain query plan {query}"
    with database.read() as db:
        plan = db.execute(sa.text(explained), {name: NOW.isoformat() for name in TIMES if f":{name}" in query}).all()
    parents = {step.id: step.parent for step in plan}
    repeated = {step.id for step in plan if "CORRELATED" in step.detail}
    inner = {step.id for before, step in pairwise(plan) if before.parent == step.parent and _is_loop(before, step)}
    scans = [step for step in plan if step.detail.startswith("SCAN")]
    return [step.detail for step in scans if step.id in inner or _is_below(step.id, parents, repeated)]


def _is_loop(before: sa.Row[tuple[int, int, int, str]], step: sa.Row[tuple[int, int, int, str]]) -> bool:
    """Of two tables joined in this order, the second is looked through for each row of the first."""
    both = str(before.detail), str(step.detail)
    return both[0].startswith(("SCAN", "SEARCH")) and both[1].startswith("SCAN")


def _is_below(step: int, parents: dict[int, int], above: set[int]) -> bool:
    while step in parents:
        if step in above:
            return True
        step = parents[step]
    return False


def _seal(db: Db) -> None:
    horizon = audit_trail.horizon(db)
    assert horizon is not None
    seal = seals.next_seal(db, horizon, now=NOW)
    assert seal is not None
    assert audit_trail.put_on(db, seal)


def _unprotect(db: Db) -> None:
    """Put a plain copy in the place of each table: no constraint, no trigger, no index."""
    for table in METADATA.sorted_tables:
        for statement in ("ALTER TABLE %(table)s RENAME TO kept_%(table)s", _PLAIN_COPY):
            copying = sa.DDL(statement)  # type: ignore[no-untyped-call]  # its __init__ lacks "-> None"
            db.execute(copying.against(table))


def _freeze_two(db: Db, vault: Vault) -> None:
    """Two people have a phone; one was frozen and lifted it by that, the other still is."""
    boss = people.appoint(db, given.person(db, 180), Role.SUPERVISOR, by="test", now=NOW)
    for telegram_id in (181, 182):
        frozen = given.person(db, telegram_id)
        freezes.freeze(db, frozen, FreezeReason.ACTIVITY, why="many orders", by=boss, now=NOW)
        phones.share(db, frozen, f"8613800001{telegram_id}", vault=vault, now=NOW)
    assert freezes.lift_by_phone(db, people.the_person(db, given.person(db, 181).id), now=NOW)


def _run_a_campaign(db: Db, vault: Vault) -> None:
    """Somebody has a coupon of a campaign and one for points on one order, and has redeemed three codes."""
    buyer = given.person(db, 71, balance=PRICE)
    terms = Terms("Spring", Money(500, "CNY"), Money(0, "CNY"), is_stackable=True)
    campaigns.take(db, buyer, campaigns.begin(db, terms, by="admin:1", now=NOW).id, now=NOW)
    worths = [Worth(amount=PRICE), Worth(points=300), Worth(tier=Tier.GOLD, days=30)]
    for number, worth in enumerate(worths):
        made = redeem_codes.make(db, worth, 2, lasts_days=9, seed=f"{number}", vault=vault, by=buyer, now=NOW)
        file = redeem_codes.file_of(db, made.id, vault=vault)
        assert file is not None
        redeem_codes.redeem(db, buyer, file.reveal().split()[0], vault=vault, now=NOW)
    points.exchange(db, buyer, 200, "CNY", key="exchange", now=NOW)
    order = given.order(db, buyer, key="with two coupons")
    given.delivered(db, given.paid(db, order, now=NOW), now=NOW)


def _wait_in_line(db: Db, vault: Vault) -> None:
    """Two wait for a product that is sold out; one is served and buys, the other leaves."""
    first, second = (given.person(db, number, balance=PRICE * 2) for number in (90, 91))
    for person in (first, second):
        waiting_list.join(db, person, given.TOP_UP, now=NOW)
    stock.import_cards(db, given.TOP_UP, "BACK-1", vault=vault, batch="back", now=NOW)
    assert len(waiting_list.serve(db, now=NOW)) == 1
    offer = given.quote(db, first, product_id=given.TOP_UP)
    order = orders.place(db, quote=offer, person=first, account="13800138000", note="", key="was offered", now=NOW)
    given.delivered(db, given.paid(db, order, now=NOW), now=NOW)
    assert waiting_list.leave(db, second, given.TOP_UP, now=NOW)


def _become_merchants(db: Db, vault: Vault) -> None:
    """Two licences are handed in, and one of them is approved."""
    boss = given.person(db, 900)
    day = (NOW + timedelta(days=300)).date()
    approved, _ = (
        licences.submit(db, given.person(db, number), number=f"SHOP-{number:08}", ends_on=day, vault=vault, now=NOW)
        for number in (93, 94)
    )
    licences.approve(db, approved.id, tier=Tier.SILVER, by=boss, now=NOW)


def _buy_in_bulk(db: Db, vault: Vault) -> None:
    """A file of one row that is bought and one that can't be."""
    merchant = given.person(db, 93)
    ledger.credit(db, merchant, PRICE, ref="for a file", why="test", now=NOW)
    file = f"product,quantity\n{given.CARD},1\nnothing,1\n".encode()
    bulk = bulk_orders.keep(db, merchant, file, name="orders.csv", key="file", vault=vault, now=NOW)
    bulk_orders.check(db, bulk.id, bulk_orders.read(file), vault=vault, now=NOW)
    bulk_orders.begin(db, merchant, bulk.id, now=NOW)
    assert bulk_orders.buy_some(db, bulk.id, most=9, now=NOW).status is BulkStatus.DONE


def _sell_from_balance(db: Db, vault: Vault) -> None:
    ana = given.person(db, 1, balance=PRICE)
    order = given.order(db, ana)
    given.paid(db, order, now=NOW)
    given.delivered(db, order, now=NOW)
    fulfilment.codes(db, order, person=ana, vault=vault, now=NOW)


def _sell_through_a_gateway_and_be_paid_twice(db: Db) -> None:
    order = given.order(db, given.person(db, 2))
    payment = given.open_payment(db, order)
    payments.receive(db, given.notice(payment), now=NOW)
    payments.receive(db, given.notice(payment, event="event-2", txn="TXN-2"), now=NOW)
    given.delivered(db, order, now=NOW)


def _top_up_for_a_fee(db: Db) -> None:
    buyer = given.person(db, 82)
    payment = payments.open_top_up(db, buyer, PRICE, gateway="sandbox", fee=FEE, key="event:82", now=NOW)
    payments.receive(db, given.notice(payment, event="event-82", txn="TXN-82"), now=NOW)


def _refund(db: Db) -> None:
    order = given.order(db, given.person(db, 3, balance=PRICE))
    given.paid(db, order, now=NOW)
    payments.refund_to_balance(db, order, by="shop", why="test", now=NOW)


def _refund_through_a_gateway(db: Db) -> None:
    """Twice a part of what was paid for an order: once it went through, once it came back to the balance."""
    order = given.order(db, given.person(db, 80))
    payment = payments.open_gateway_payment(db, order, gateway="sandbox", fee=FEE, now=NOW)
    payments.receive(db, given.notice(payment, event="event-80", txn="TXN-80"), now=NOW)
    given.delivered(db, order, now=NOW)
    for number, settle in enumerate((refunds.note_done, refunds.note_rejected)):
        captured = payments.the_payment(db, payment.id)
        refund = refunds.want(db, captured, Money(1000, "CNY"), key=str(number), by="shop", why="test", now=NOW)
        refunds.begin(db, refund.id, now=NOW)
        settle(db, refund.id, answer="", now=NOW)


def _be_paid_for_a_cancelled_order(db: Db) -> None:
    order = given.order(db, given.person(db, 4))
    payment = given.open_payment(db, order)
    orders.cancel(db, order, by="customer", now=NOW)
    payments.receive(db, given.notice(payment, event="event-3", txn="TXN-3"), now=NOW)


def _write_and_answer(db: Db) -> None:
    """Two events, answered, each with a call that was sent; a timer that fired."""
    inbox.store(db, [Arrival("bot", key, "chat:1", "{}") for key in ("1", "2")], now=NOW)
    drafts = [Draft(1, Kind.NOTICE, content={}), Draft(1, Kind.NOTICE, content={})]
    outbox.post(db, drafts, cause=1, now=NOW)
    timers.set_timers(db, [Timer("remind", "order:1", "chat:1", NOW, {})])
    _broadcast(db)
    db.execute(sa.text("update inbox set status = 'done'"))
    db.execute(sa.text("update outbox set status = 'sent'"))
    db.execute(sa.text("update timers set fired_at = due_at"))


def _make_up_for_late_orders(db: Db) -> None:
    """Three late orders, made up for with a coupon, points and money; then an order that uses the coupon."""
    for number, kind in enumerate(GiftKind, 5):
        buyer = given.person(db, number, balance=PRICE * 2)
        late = given.order(db, buyer)
        given.paid(db, late, now=NOW)
        late = given.delivered(db, late, now=NOW + timedelta(hours=1))
        case = compensation.case_of(db, late)
        assert case is not None
        compensation.make_up(db, given.policy(kind), case, by="shop", today=NOW.date(), now=NOW)
        if kind is GiftKind.COUPON:
            given.coupon(db, buyer, ref="spare", minor=1)
            order = given.order(db, buyer, key="with a coupon")
            given.paid(db, order, now=NOW)
            given.delivered(db, order, now=NOW)


def _broadcast(db: Db) -> None:
    """A broadcast, which one person wanted no part of; a maintenance, which ended."""
    admin = given.person(db, 1)
    people.mark_unreachable(db, telegram_id=2, now=NOW)
    draft = broadcasts.compose(db, Message({"zh-CN": "news"}), segment=Segment.ALL, by=admin, now=NOW)
    running = broadcasts.start(db, draft.id, by=admin.who, now=NOW)
    for recipient in broadcasts.next_recipients(db, running):
        showing = {"token": f"token-{recipient.id}", "language": "en", "content": {}, "actions": [], "shown_at": NOW}
        row = {"chat_id": recipient.person_id, "person_id": recipient.person_id, **showing}
        screen_id = conversations.new_screen(db, row)
        outbox.post(db, [Draft(recipient.person_id, Kind.BROADCAST, screen_id)], cause=100 + recipient.id, now=NOW)
        broadcasts.note_queued(db, recipient, screen_id=screen_id)
    db.execute(sa.text("update outbox set status = 'sent'"))
    assert broadcasts.finish_if_over(db, running.id, now=NOW) is not None
    reasons, until = {"zh-CN": "upgrade"}, NOW + timedelta(hours=1)
    planned = maintenance.plan(db, reasons=reasons, starts_at=NOW, ends_at=until, by=admin.who, now=NOW)
    maintenance.begin(db, planned.id, by=admin.who, now=NOW)
    maintenance.end(db, planned.id, by=admin.who, now=NOW)


def _talk(db: Db) -> None:
    """A ticket that was talked about and changed hands, and one that was settled."""
    customer, other = given.person(db, 60), given.person(db, 61)
    bo, cai = (people.appoint(db, given.person(db, number), Role.AGENT, by="test", now=NOW) for number in (62, 63))
    topics.open_topic(db, "ticket:1", chat_id=-1, title="T-1", lane="chat:60")
    for person in (customer, other):
        opened = tickets.open_ticket(db, person, order_id=None, category=None, now=NOW, promised_at=NOW)
        tickets.claim(db, opened.ticket.id, bo, now=NOW)
    tickets.offer(db, 1, to=cai, by=bo, now=NOW)
    ticket = tickets.accept(db, 1, cai, now=NOW)
    tickets.resolve(db, 2, bo, now=NOW)
    for number, (side, author) in enumerate([(Side.CUSTOMER, customer), (Side.STAFF, cai), (Side.NOTE, cai)]):
        tickets.say(
            db,
            ticket,
            side=side,
            author_id=author.id,
            text="x",
            chat_id=-1,
            message_id=number,
            screen_id=_copy(db, side, customer.id),
            now=NOW,
        )


def _copy(db: Db, side: Side, customer_id: int) -> int | None:
    """The screen that carries what one side said to the other."""
    if side is Side.NOTE:
        return None
    place = {"chat_id": 1, "person_id": customer_id} if side is Side.STAFF else {"chat_id": -1, "topic": "ticket:1"}
    shown = {"token": f"ticket-{side}", "language": "en", "content": {}, "actions": [], "shown_at": NOW}
    return conversations.new_screen(db, place | shown)


def _send_files_of_codes(db: Db, vault: Vault) -> None:
    boss = given.person(db, 900)
    for name in ("waits", "dropped", "loaded"):
        checked = stock.check_cards(db, f"code-{name}", vault=vault)
        file = stock_files.keep(db, given.CARD, checked, name=name, by=boss, vault=vault, now=NOW)
        if name == "dropped":
            stock_files.drop(db, file.id, by=boss.who, now=NOW)
        elif name == "loaded":
            stock_files.begin(db, file.id, by=boss, now=NOW)
            stock_files.load_part(db, file.id, by=boss, vault=vault, now=NOW)


def _buy_of_suppliers(db: Db, vault: Vault) -> None:
    """An order that was delivered by a second supplier, after the first had none."""
    buyer = given.person(db, 70, balance=PRICE)
    sold = (Sold(given.TOP_UP, "HF100", is_top_up=False),)
    for name in ("east", "west"):
        named = Catalogued(name, sold)
        suppliers.declare(db, [Catalogued("east", sold), Catalogued("west", sold)])
        suppliers.sync(db, named, [Listed("HF100", Money(9000, "CNY"), 5)], products.every_product(db), now=NOW)
    ledger.credit(db, buyer, Money(20000, "CNY"), ref="for a top-up", why="test", now=NOW)
    offer = given.quote(db, buyer, product_id=given.TOP_UP)
    order = orders.place(db, quote=offer, person=buyer, account="13800138000", note="", key="of a supplier", now=NOW)
    order = given.paid(db, order, now=NOW)
    given.delivered(db, order, now=NOW)
    for outcome in (Rejected(Refusal.SOLD_OUT), Bought((stock.seal("CODE-OF-WEST", vault),))):
        purchase = supplier_purchases.open_for(db, order.id)
        assert purchase is not None
        supplier_purchases.ask(db, purchase.id, now=NOW)
        supplier_purchases.settle(db, purchase.id, outcome, now=NOW)
        given.delivered(db, order, now=NOW)
