"""Upgrading a shop that has customers: every row is there afterwards, and whoever waited for a human still does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from backend import coupons, ledger, orders, payments, people, points, tickets, tiers
from backend.ledger import Account, Entry
from backend.money import Money
from backend.people import Role, Tier
from storage.database import Database, ForeignKeysBroken
from storage.schema import alembic_config, migrate

FIRST_RELEASE = "0002"

ROWS = (
    "insert into people (id, telegram_id, name, language, tier, created_at) "
    "values (1, 501, 'Ana', 'en', 'retail', '2026-03-02 04:00:00')",
    "insert into categories (id, emoji, name, position) values ('cards', '🎮', '{}', 1)",
    "insert into products (id, category_id, name, about, aliases, account, currency, retail_minor, silver_minor, "
    "gold_minor, max_per_order, position, is_on_sale) values ('steam-50', 'cards', '{\"en\": \"Steam\"}', '{}', '[]', "
    "'none', 'CNY', 5000, 4900, 4800, 3, 1, true)",
    "insert into quotes (id, person_id, product_id, quantity, unit_price_minor, total_minor, currency, created_at, "
    "locked_until) values (1, 1, 'steam-50', 2, 5000, 10000, 'CNY', '2026-03-02 04:00:00', '2026-03-02 04:10:00')",
    "insert into orders (id, number, key, person_id, quote_id, product_id, quantity, unit_price_minor, total_minor, "
    "currency, account, note, status, placed_at, pay_until) values (1, 'ABCDEFGHJK', 'event:1', 1, 1, 'steam-50', 2, "
    "5000, 10000, 'CNY', '', '', 'awaiting-payment', '2026-03-02 04:01:00', '2026-03-02 04:16:00')",
    "insert into payments (id, number, order_id, person_id, gateway, amount_minor, currency, status, provider_txn, "
    "opened_at, settled_at) values (1, 'ABCDEFGHJK-1', 1, 1, 'sandbox', 10000, 'CNY', 'credited', 'TXN-1', "
    "'2026-03-02 04:02:00', '2026-03-02 04:03:00')",
    "insert into payment_notices (id, gateway, event_id, payment_number, provider_txn, amount_minor, currency, "
    "paid_at, received_at, outcome) values (1, 'sandbox', 'event-1', 'ABCDEFGHJK-1', 'TXN-1', 10000, 'CNY', "
    "'2026-03-02 04:03:00', '2026-03-02 04:03:00', 'credited')",
    "insert into ledger_transactions (id, kind, ref, at) "
    "values (1001, 'surplus', 'ABCDEFGHJK-1', '2026-03-02 04:03:00')",
    "insert into ledger_entries (id, transaction_id, account, person_id, amount_minor, currency) "
    "values (1001, 1001, 'gateway', null, -10000, 'CNY')",
    "insert into ledger_entries (id, transaction_id, account, person_id, amount_minor, currency) "
    "values (1002, 1001, 'balance', 1, 10000, 'CNY')",
    "insert into cards (id, product_id, fingerprint, sealed_code, status, order_id, batch, loaded_at) "
    "values (1, 'steam-50', 'f', 'v1:k:x', 'held', 1, 'first', '2026-03-02 03:00:00')",
    "insert into help_requests (person_id, order_id, asked_at) values (1, 1, '2026-03-02 04:02:00')",
    "insert into screens (id, chat_id, person_id, message_id, token, language, content, actions, shown_at) "
    "values (1, 501, 1, 7, 'token', 'en', '{}', '[]', '2026-03-02 04:01:00')",
    "insert into conversations (person_id, answers, trail, suspended, screen_id, revision, answered_at) "
    "values (1, '{}', '[]', '[]', 1, 4, '2026-03-02 04:01:00')",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def old_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A shop of the first release in which somebody has ordered and waits for a human."""
    on_disk = f"sqlite:///{tmp_path / 'old.db'}"
    database = Database(on_disk if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    with database.rebuilding() as db:
        command.upgrade(alembic_config(db), FIRST_RELEASE)
    with database.transaction() as db:
        for row in ROWS:
            db.execute(sa.text(row.replace(":", r"\:")))
    yield database
    database.close()


def test_orders_and_people_are_as_they_were(old_shop: Database) -> None:
    migrate(old_shop)

    with old_shop.read() as db:
        ana = people.the_person(db, 1)
        assert (ana.role, ana.wants_news, ana.wants_follow_ups, ana.time_zone) == (Role.CUSTOMER, True, True, None)
        order = orders.the_order(db, 1)
        assert (order.number, order.total_minor, order.discount_minor, order.coupon_id) == (
            "ABCDEFGHJK",
            10000,
            0,
            None,
        )
        assert db.execute(sa.text("select order_id from cards")).scalar_one() == 1
        assert db.execute(sa.text("select token from screens")).scalar_one() == "token"


def test_what_was_paid_is_as_it_was_and_nothing_of_it_has_gone_back(old_shop: Database) -> None:
    migrate(old_shop)

    with old_shop.read() as db:
        paid = payments.the_payment(db, 1)
        assert (paid.order_id, paid.amount_minor, paid.status, paid.refunded_minor) == (1, 10000, "credited", 0)
        assert db.execute(sa.text("select outcome from payment_notices")).scalar_one() == "credited"


def test_the_ledger_is_as_it_was_has_an_account_for_fees_and_can_be_changed_by_nobody(old_shop: Database) -> None:
    migrate(old_shop)

    with old_shop.transaction() as db:
        paid = payments.the_payment(db, 1)
        assert (paid.fee_minor, paid.without_fee) == (0, paid.amount)
        kept = db.execute(sa.text("select id, account, person_id, amount_minor from ledger_entries order by id"))
        assert [tuple(row) for row in kept] == [(1001, "gateway", None, -10000), (1002, "balance", 1, 10000)]
        ana = people.the_person(db, 1)
        fee = Money(10, "CNY")
        entries = [Entry(Account.GATEWAY, -fee), Entry(Account.FEES, fee)]
        assert ledger.post(db, kind="top-up", ref="new", entries=entries, now=ana.created_at)
    for change in ("update ledger_entries set amount_minor = 1", "delete from ledger_entries"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), old_shop.transaction() as db:
            db.execute(sa.text(change))


def test_who_waited_for_a_human_has_a_ticket_that_waits(old_shop: Database) -> None:
    migrate(old_shop)

    with old_shop.read() as db:
        [waiting] = tickets.queue(db)
    assert (waiting.person_id, waiting.order_id, waiting.category) == (1, 1, None)


def test_a_migration_that_leaves_rows_without_their_order_is_undone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'shop.db'}")
    migrate(database)

    with (
        pytest.raises(ForeignKeysBroken, match="2 references lead nowhere, the first in quotes"),
        database.rebuilding() as db,
    ):
        db.execute(
            sa.text(
                "insert into quotes (person_id, product_id, quantity, unit_price_minor, total_minor, discount_minor, "
                "currency, created_at, locked_until) values (404, 'steam-50', 1, 1, 1, 0, 'CNY', '2026-03-02', "
                "'2026-03-02')"
            )
        )

    with database.read() as db:
        assert db.execute(sa.text("select count(*) from quotes")).scalar_one() == 0
        assert db.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_coupons_points_and_tiers_keep_their_worth(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    on_disk = f"sqlite:///{tmp_path / 'old.db'}"
    database = Database(on_disk if kind == "sqlite" else request.getfixturevalue("postgres_url"))
    with database.rebuilding() as db:
        command.upgrade(alembic_config(db), "0009")
    with database.transaction() as db:
        for row in (
            "insert into people (id, telegram_id, name, language, tier, created_at) "
            "values (1, 501, 'Ana', 'en', 'gold', '2026-03-02 04:00:00')",
            "insert into coupons (id, ref, person_id, amount_minor, threshold_minor, currency, status, granted_at, "
            "expires_at) values (1, 'gift', 1, 500, 0, 'CNY', 'granted', '2026-03-02 04:00:00', '2099-03-02 04:00:00')",
            "insert into points (id, ref, person_id, count, given_at) values (1, 'a', 1, 30, '2026-03-02 04:00:00')",
            "insert into points (id, ref, person_id, count, given_at) values (2, 'b', 1, 12, '2026-03-02 04:00:00')",
        ):
            db.execute(sa.text(row.replace(":", r"\:")))

    migrate(database)

    with database.transaction() as db:
        ana = people.the_person(db, 1)
        coupon = coupons.the_coupon(db, 1)
        assert (coupon.amount_minor, coupon.campaign_id, coupon.scope, coupon.is_stackable) == (500, None, None, False)
        assert points.of_person(db, ana) == 42
        assert tiers.settle(db, ana.id, now=ana.created_at) is Tier.GOLD
    database.close()
