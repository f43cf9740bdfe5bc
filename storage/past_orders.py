"""Past orders by the million: what a shop keeps of each, written set-based, so that its indexes are as deep.

Not here: measuring with them (bot.bench). Of an order's updates and calls two are kept for eight: an index of eight
times as many rows is as deep. Everything paid came through a gateway and was delivered; no invariant is broken.
"""

from datetime import datetime

import sqlalchemy as sa

from storage.database import Db, UtcDateTime

_PAST = sa.Table(
    "past",
    sa.MetaData(),
    sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("padded", sa.BigInteger),
    sa.Column("id", sa.BigInteger),
    sa.Column("person_id", sa.BigInteger),
    sa.Column("chat_id", sa.BigInteger),
    sa.Column("product_id", sa.Text),
    sa.Column("at", UtcDateTime()),
    prefixes=["TEMPORARY"],
)

_NUMBERED = """
    insert into past (n, padded, id, person_id, chat_id, product_id, at)
    with recursive
        numbers(n) as (select 1 union all select n + 1 from numbers where n < :count),
        buyers as (select id, telegram_id, row_number() over (order by id) - 1 as k from people),
        goods as (select id, row_number() over (order by id) - 1 as k from products)
    select n, 1000000000 + n, n + :first, buyers.id, buyers.telegram_id, goods.id, :at
    from numbers
    join buyers on buyers.k = n % (select count(*) from people)
    join goods on goods.k = n % (select count(*) from products)
"""

_EVERYTHING = (
    """
    insert into quotes (id, person_id, product_id, quantity, unit_price_minor, discount_minor, total_minor, currency,
                        created_at, locked_until)
    select id, person_id, product_id, 1, 5000, 0, 5000, 'CNY', at, at from past order by n
    """,
    """
    insert into orders (id, number, key, person_id, quote_id, product_id, quantity, unit_price_minor, discount_minor,
                        total_minor, currency, account, note, status, placed_at, pay_until, paid_at, delivered_at)
    select id, 'P' || padded, 'past:' || padded, person_id, id, product_id, 1, 5000, 0, 5000, 'CNY', '', '',
           'delivered', at, at, at, at
    from past order by n
    """,
    """
    insert into payments (number, order_id, person_id, gateway, amount_minor, currency, status, provider_txn,
                          opened_at, settled_at)
    select 'P' || padded || '-1', id, person_id, 'past', 5000, 'CNY', 'captured', 'T' || padded, at, at
    from past order by n
    """,
    """
    insert into ledger_transactions (id, kind, ref, at)
    select id, 'payment', 'P' || padded || '-1', at from past order by n
    """,
    """
    insert into ledger_entries (transaction_id, account, amount_minor, currency)
    select id, 'gateway', -5000, 'CNY' from past union all select id, 'sales', 5000, 'CNY' from past
    """,
    """
    insert into cards (id, product_id, fingerprint, sealed_code, status, order_id, batch, loaded_at)
    select id, product_id, 'past:' || padded, 'v1:past:x', 'sold', id, 'past', at from past order by n
    """,
    """
    insert into stock_counts (product_id, loaded) select product_id, count(*) from past where true group by product_id
    on conflict (product_id) do update set loaded = stock_counts.loaded + excluded.loaded
    """,
    "insert into deliveries (order_id, card_id, delivered_at) select id, id, at from past order by n",
    """
    insert into audit_trail (subject, what, "by", why, at)
    select 'order:' || id, 'awaiting-payment', 'customer', '', at from past
    union all select 'order:' || id, 'paid', 'gateway:past', '', at from past
    union all select 'order:' || id, 'delivered', 'shop', '', at from past
    """,
    """
    insert into screens (chat_id, person_id, message_id, token, shown_token, subject, language, content, actions,
                         shown_at)
    select chat_id, person_id, n, 'o' || padded, 'o' || padded, 'order:' || id, 'zh-CN', '{}', '[]', at from past
    """,
    """
    insert into screens (chat_id, person_id, message_id, token, shown_token, subject, language, content, actions,
                         shown_at)
    select chat_id, person_id, n, 'd' || padded, 'd' || padded, 'delivery:' || id, 'zh-CN', '{}', '[]', at from past
    """,
    """
    insert into inbox (source, key, lane, payload, status, attempts, received_at, done_at)
    select 'past:1', 'a' || padded, 'chat:' || chat_id, '{"past": true}', 'done', 0, at, at from past
    union all select 'past:1', 'b' || padded, 'chat:' || chat_id, '{"past": true}', 'done', 0, at, at from past
    """,
    """
    insert into outbox (cause, n, chat_id, kind, priority, status, attempts, may_repeat, created_at, settled_at)
    select -n, 0, chat_id, 'ack', 1, 'sent', 1, false, at, at from past
    union all select -n, 1, chat_id, 'screen', 2, 'sent', 1, false, at, at from past
    """,
    *(
        f"""
        insert into timers (kind, subject, lane, args, due_at, fired_at)
        select '{kind}', 'order:' || id, 'chat:' || chat_id, '{{}}', at, at from past
        """  # noqa: S608 - these three
        for kind in ("order-remind", "order-expire", "arrival-check")
    ),
)
"""No union has a JSON column: PostgreSQL would take its literals for text."""

_NUMBERED_BY_HAND = ("quotes", "orders", "ledger_transactions", "cards")


def add_past_orders(db: Db, count: int, *, at: datetime) -> None:
    """Give the shop so many orders, delivered then, of all its people and products in turn."""
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("PRAGMA cache_size = -500000")  # KiB: else it writes the same pages again and again
    _PAST.create(db)
    first = sa.select(sa.func.max(sa.text("id")))
    highest = max(db.scalar(first.select_from(sa.table(name))) or 0 for name in _NUMBERED_BY_HAND)
    numbered = sa.text(_NUMBERED).bindparams(sa.bindparam("at", type_=UtcDateTime()))
    db.execute(numbered, {"count": count, "first": highest, "at": at})
    for statement in _EVERYTHING:
        db.execute(sa.text(statement))
    _PAST.drop(db)
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("PRAGMA cache_size = -2000")
    else:
        for name in _NUMBERED_BY_HAND:
            sequence = sa.func.pg_get_serial_sequence(name, "id")
            db.execute(sa.select(sa.func.setval(sequence, highest + count)))
