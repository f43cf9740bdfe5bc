"""Invariants: what must hold in a shop's database at any moment, each as the query that finds what breaks it.

Not here: when they are checked and who is told (backend.audit). Every query only reads and runs on both
databases. The numbers are stable: whoever speaks of I05 means the same for ever, and some are still to come.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from storage.database import Db, UtcDateTime

MOST_ROWS = 20
"""How many offending rows are named: enough to see the pattern."""

_A_DAY = timedelta(days=1)


class Concern(StrEnum):
    """What is in danger where an invariant is broken."""

    MONEY = "money"
    STOCK = "stock"
    TRAIL = "trail"  # what was done can't be told any more
    WORK = "work"  # something waits that nobody does
    BOOKS = "books"  # rows that must fit together don't
    TALK = "talk"  # messages, tickets and broadcasts


@dataclass(frozen=True)
class Invariant:
    """A sentence that must be true, and a query for the rows that make it false.

    `:since` in the query is the moment `grace` ago, `:yesterday` and `:tomorrow` are the days around the present one
    in UTC.
    """

    id: str
    sentence: str
    offenders: str
    grace: timedelta = timedelta(0)
    concern: Concern = Concern.BOOKS


INVARIANTS = (
    Invariant(
        "I01",
        "The entries of each ledger transaction sum to zero in each currency, and there are some.",
        """
        select t.id as ledger_transaction, e.currency, sum(e.amount_minor) as minor
        from ledger_transactions t left join ledger_entries e on e.transaction_id = t.id
        group by t.id, e.currency having count(e.id) = 0 or sum(e.amount_minor) <> 0
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I02",
        "The whole ledger sums to zero in each currency.",
        "select currency, sum(amount_minor) as minor from ledger_entries group by currency "
        "having sum(amount_minor) <> 0",
        concern=Concern.MONEY,
    ),
    Invariant(
        "I03",
        "Each business fact is posted to the ledger once.",
        "select kind, ref, count(*) as times from ledger_transactions group by kind, ref having count(*) > 1",
        concern=Concern.MONEY,
    ),
    Invariant(
        "I04",
        "What came through gateways is what the ledger says came from them, in each currency.",
        """
        select currency, sum(minor) as difference from (
            select currency, amount_minor as minor from payments
            where gateway <> 'balance' and status <> 'open'
            union all select currency, -amount_minor from refunds where status <> 'rejected'
            union all select currency, amount_minor from ledger_entries where account = 'gateway'
        ) as both_sides group by currency having sum(minor) <> 0
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I05",
        "A card is delivered at most once.",
        "select card_id, count(*) as times from deliveries group by card_id having count(*) > 1",
        concern=Concern.STOCK,
    ),
    Invariant(
        "I06",
        "A code is in stock at most once.",
        "select min(id) as card, count(*) as times from cards group by fingerprint having count(*) > 1",
        concern=Concern.STOCK,
    ),
    Invariant(
        "I07",
        "No card was lost or came from nowhere: there are as many as were loaded.",
        """
        select product_id, sum(loaded) as loaded, sum(there) as there from (
            select product_id, loaded, 0 as there from stock_counts
            union all select product_id, 0, count(*) from cards group by product_id
        ) as counted group by product_id having sum(loaded) <> sum(there)
        """,
        concern=Concern.STOCK,
    ),
    Invariant(
        "I08",
        "A held or sold card belongs to an order, a free one or one put aside to none.",
        "select id as card, status, order_id from cards where (status in ('held', 'sold')) <> (order_id is not null)",
        concern=Concern.STOCK,
    ),
    Invariant(
        "I09",
        "A card is sold to an order if and only if it was delivered for it.",
        """
        select d.card_id as card, d.order_id from deliveries d join cards c on c.id = d.card_id
        where c.status <> 'sold' or c.order_id is null or c.order_id <> d.order_id
        union all
        select c.id, c.order_id from cards c left join deliveries d on d.card_id = c.id
        where c.status = 'sold' and d.id is null
        """,
        concern=Concern.STOCK,
    ),
    Invariant(
        "I10",
        "A delivered order got exactly the quantity ordered and what took a dead code's place, any other got nothing.",
        """
        select o.id as order_id, o.status, o.quantity, count(d.id) as delivered, max(t.quantity) as topped_up
        from orders o left join deliveries d on d.order_id = o.id left join top_ups t on t.order_id = o.id
        left join reissues r on r.new_card_id = d.card_id and r.order_id = o.id
        group by o.id, o.status, o.quantity
        having count(d.id) - count(r.id) + coalesce(max(t.quantity), 0)
            <> case when o.status in ('delivered', 'completed') then o.quantity else 0 end
        """,
        concern=Concern.STOCK,
    ),
    Invariant(
        "I11",
        "Nothing is delivered for an order that took no payment.",
        """
        select distinct d.order_id from (
            select order_id from deliveries union all select order_id from top_ups
        ) as d where not exists (
            select 1 from payments p where p.order_id = d.order_id and p.status in ('captured', 'refunded'))
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I12",
        "A paid order took the whole amount, and its payment's fee, in its own currency.",
        """
        select o.id as order_id, o.status from orders o
        where o.status in ('paid', 'delivered', 'completed') and not exists (
            select 1 from payments p where p.order_id = o.id and p.status = 'captured'
            and p.currency = o.currency and p.amount_minor = o.total_minor + p.fee_minor)
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I13",
        "An order takes at most one payment.",
        "select order_id, count(*) as times from payments where status = 'captured' "
        "group by order_id having count(*) > 1",
        concern=Concern.MONEY,
    ),
    Invariant(
        "I14",
        "A gateway's transaction, and each of its notices, counts once.",
        """
        select gateway, provider_txn as name, count(*) as times from payments
        where provider_txn is not null group by gateway, provider_txn having count(*) > 1
        union all
        select gateway, event_id, count(*) from payment_notices group by gateway, event_id having count(*) > 1
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I15",
        "A paid order is delivered, refunded, promised for later or put before staff within a quarter of an hour.",
        """
        select id as order_id, paid_at from orders where status = 'paid' and attention is null and paid_at < :since
        and not (expected_on is not null and promise = 'preorder' and promised_at > :since)
        and not (key like 'bulk:%' and promise = 'supplier' and promised_at > :since)
        """,
        grace=timedelta(minutes=15),
        concern=Concern.WORK,
    ),
    Invariant(
        "I16",
        "A payment goes back once, to the balance or to where it came from, and never more than came.",
        """
        select p.number, p.status, count(e.id) as refunds from payments p
        left join ledger_transactions t on t.kind = 'refund' and t.ref = p.number
        left join ledger_entries e on e.transaction_id = t.id and e.account = 'balance'
            and e.person_id = p.person_id and e.amount_minor = p.amount_minor and e.currency = p.currency
        group by p.number, p.status, p.refunded_minor
        having count(e.id) <> case when p.status = 'refunded' and p.refunded_minor = 0 then 1 else 0 end
        union all
        select p.number, p.status, p.refunded_minor from payments p
        where p.refunded_minor <> (select coalesce(sum(r.amount_minor), 0) from refunds r where r.payment_id = p.id)
        union all
        select r.number, r.status, r.amount_minor from refunds r where
        (select coalesce(sum(e.amount_minor), 0) from ledger_transactions t
            join ledger_entries e on e.transaction_id = t.id and e.account = 'gateway' and e.currency = r.currency
            where t.kind in ('refund', 'refund-back') and t.ref = r.number)
        <> case when r.status = 'rejected' then 0 else r.amount_minor end
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I17",
        "One reason gives back once, and a refund is answered or before staff within half an hour.",
        """
        select number as refund, status from refunds where status in ('wanted', 'asked') and wanted_at < :since
        union all
        select min(number), 'twice' from refunds group by key having count(*) > 1
        """,
        grace=timedelta(minutes=30),
        concern=Concern.MONEY,
    ),
    Invariant(
        "I18",
        "A refunded order keeps no card.",
        "select o.id as order_id, c.id as card from orders o join cards c on c.order_id = o.id "
        "where o.status = 'refunded'",
        concern=Concern.STOCK,
    ),
    Invariant(
        "I19",
        "Each outgoing call exists once and is settled within an hour.",
        """
        select min(id) as call, count(*) as times from outbox group by cause, n having count(*) > 1
        union all
        select id, 1 from outbox where status in ('waiting', 'claimed') and created_at < :since
        """,
        grace=timedelta(hours=1),
        concern=Concern.WORK,
    ),
    Invariant(
        "I20",
        "What may be sent at most once is not repeated after an attempt that may have acted.",
        "select id as call, kind, attempts from outbox "
        "where kind in ('ack', 'broadcast') and may_repeat and attempts > 1",
        concern=Concern.TALK,
    ),
    Invariant(
        "I21",
        "Each event that came in is answered or parked within five minutes.",
        "select id as event from inbox where status = 'new' and received_at < :since",
        grace=timedelta(minutes=5),
        concern=Concern.WORK,
    ),
    Invariant(
        "I22",
        "Each event that came in is there once.",
        "select source, key, count(*) as times from inbox group by source, key having count(*) > 1",
        concern=Concern.TALK,
    ),
    Invariant(
        "I23",
        "Of a supplier nothing is bought while it is unknown what became of the last purchase for the same order, and "
        "within a quarter of an hour staff know of one that is, or when the promise of a bulk order's row is over.",
        """
        select min(number) as purchase, count(*) as times from supplier_purchases
        where status in ('intended', 'asked', 'unknown') group by order_id having count(*) > 1
        union all
        select p.number, 0 from supplier_purchases p join orders o on o.id = p.order_id
        where p.status in ('intended', 'asked', 'unknown') and p.intended_at < :since
            and o.status = 'paid' and o.attention is null
            and not (o.key like 'bulk:%' and o.promise = 'supplier' and o.promised_at > :since)
        """,
        grace=timedelta(minutes=15),
        concern=Concern.STOCK,
    ),
    Invariant(
        "I24",
        "Nobody is given something twice for one order or incident, and no order is made up for twice.",
        """
        select subject, person_id, count(*) as times from grants group by subject, person_id having count(*) > 1
        union all
        select 'order:' || order_id, min(grant_id), count(*) from amended_orders
        group by order_id having count(*) > 1
        union all
        select subject, person_id, 0 from grants g
        where not exists (select 1 from amended_orders a where a.grant_id = g.id)
        """,
    ),
    Invariant(
        "I25",
        "A reserved coupon is on one unpaid order of its owner's, a used one on one paid, any other on none.",
        """
        with taken as (
            select id, quote_id, person_id, status, coupon_id from orders where coupon_id is not null
            union all
            select o.id, o.quote_id, o.person_id, o.status, q.coupon_id
            from orders o join quote_coupons q on q.quote_id = o.quote_id
        )
        select c.id as coupon, c.status, count(o.id) as orders from coupons c
        left join taken o on o.coupon_id = c.id and o.status not in ('cancelled', 'expired', 'refunded')
        group by c.id, c.status having count(o.id) <> case when c.status = 'granted' then 0 else 1 end
        union all
        select c.id, c.status, o.id from coupons c join taken o on o.coupon_id = c.id
        where o.person_id <> c.person_id
        or (o.status = 'awaiting-payment' and c.status <> 'reserved')
        or (o.status in ('paid', 'delivered', 'completed') and c.status <> 'used')
        """,
    ),
    Invariant(
        "I26",
        "An open ticket waits or has an owner, and changes owners only by an offer: it is claimed once, and once more "
        "each time its owner has left the staff.",
        """
        select 'ticket:' || id as subject, status from tickets
        where (status = 'claimed') <> (owner_id is not null) and status <> 'resolved'
        union all
        select 'ticket:' || t.id, 'claimed otherwise' from tickets t
        left join audit_trail a on a.subject = 'ticket:' || t.id and a.what in ('claimed', 'returned')
        group by t.id, t.owner_id
        having sum(case a.what when 'claimed' then 1 when 'returned' then -1 else 0 end)
            <> case when t.owner_id is null then 0 else 1 end
        """,
        concern=Concern.TALK,
    ),
    Invariant(
        "I27",
        "No hold or timer is left behind once its time is over.",
        """
        select 'card' as what, c.id from cards c join orders o on o.id = c.order_id
        where c.status = 'held' and o.status not in ('awaiting-payment', 'paid')
        union all
        select 'order', id from orders where status = 'awaiting-payment' and pay_until < :since
        union all
        select 'timer', id from timers where fired_at is null and due_at < :since
        """,
        grace=timedelta(minutes=2),
        concern=Concern.WORK,
    ),
    Invariant(
        "I28",
        "A code is shown to the buyer of its card and to nobody else.",
        """
        select r.id as reveal, r.person_id from reveals r join cards c on c.id = r.card_id
        left join orders o on o.id = c.order_id where o.id is null or o.person_id <> r.person_id
        """,
        concern=Concern.STOCK,
    ),
    Invariant(
        "I30",
        "A code is kept only sealed, and says with which key.",
        r"select id as card from cards where sealed_code not like 'v1\:_%\:_%'",
        concern=Concern.STOCK,
    ),
    Invariant(
        "I31",
        "A person's balance is the sum of their ledger entries, and never below zero.",
        """
        select person_id, currency, sum(held) as held, sum(posted) as posted from (
            select person_id, currency, amount_minor as held, 0 as posted from balances
            union all
            select person_id, currency, 0, amount_minor from ledger_entries where account = 'balance'
        ) as both_sides group by person_id, currency having sum(held) <> sum(posted) or sum(held) < 0
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I32",
        "The last status in an order's trail is the one it has.",
        """
        select o.id as order_id, o.status from orders o where o.status <> coalesce((
            select a.what from audit_trail a where a.subject = 'order:' || o.id
            and a.what <> 'needs-attention' and a.what not like 'promise%' order by a.id desc limit 1), '')
        """,
        concern=Concern.TRAIL,
    ),
    Invariant(
        "I33",
        "Each notice of a gateway came to something, and each payment taken has its place in the ledger.",
        """
        select 'notice' as what, event_id as name from payment_notices where outcome is null
        union all
        select 'payment', p.number from payments p where p.status <> 'open' and not exists (
            select 1 from ledger_transactions t
            where t.ref = p.number
            and t.kind = case when p.order_id is null then 'top-up' when p.status = 'credited' then 'surplus'
                else 'payment' end)
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I46",
        "The fees that the shop has are those of the payments it kept, in each currency.",
        """
        select currency, sum(minor) as difference from (
            select currency, fee_minor as minor from payments
            where status = 'captured' or (status = 'credited' and order_id is null)
            union all select currency, -amount_minor from ledger_entries where account = 'fees'
        ) as both_sides group by currency having sum(minor) <> 0
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I34",
        "Each grant has its worth in full: its coupon, its points or its money.",
        """
        select g.id as grant_id, g.kind from grants g where
        (g.kind = 'coupon' and not exists (
            select 1 from coupons c where c.ref = 'grant:' || g.id and c.person_id = g.person_id
            and c.amount_minor = g.worth_minor and c.currency = g.currency))
        or (g.kind = 'points' and not exists (
            select 1 from points p where p.ref = 'grant:' || g.id and p.person_id = g.person_id
            and p.count = g.points))
        or (g.kind = 'balance' and not exists (
            select 1 from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
            where t.kind = 'credit' and t.ref = 'grant:' || g.id and e.account = 'balance'
            and e.person_id = g.person_id and e.amount_minor = g.worth_minor and e.currency = g.currency))
        """,
    ),
    Invariant(
        "I35",
        "Nobody was given more on a day than that day's limits, and every gift counts towards them.",
        """
        select person_id, day from grant_allowances where grants > most_grants or worth_minor > most_worth_minor
        union all
        select person_id, day from (
            select person_id, day, grants, worth_minor from grant_allowances
            union all select person_id, day, -1, -worth_minor from grants
        ) as both_sides group by person_id, day having sum(grants) <> 0 or sum(worth_minor) <> 0
        """,
    ),
    Invariant(
        "I36",
        "The last change in a ticket's trail is the status it has.",
        """
        select t.id as ticket, t.status from tickets t where t.status <> coalesce((
            select case when a.what = 'resolved' then 'resolved'
                when a.what = 'opened' or t.owner_id is null then 'waiting' else 'claimed' end
            from audit_trail a where a.subject = 'ticket:' || t.id
            and a.what in ('opened', 'claimed', 'resolved', 'reopened') order by a.id desc limit 1), '')
        """,
        concern=Concern.TRAIL,
    ),
    Invariant(
        "I37",
        "What staff say about a ticket goes to its customer, and to nobody else.",
        """
        select m.id as message, s.person_id from ticket_messages m join tickets t on t.id = m.ticket_id
        left join screens s on s.id = m.screen_id
        where m.side = 'staff' and (s.person_id is null or s.person_id <> t.person_id)
        """,
        concern=Concern.TALK,
    ),
    Invariant(
        "I38",
        "What a customer says about an open ticket stands in its topic, once it has one; a note is copied nowhere.",
        """
        select m.id as message, m.side, s.topic from ticket_messages m join tickets t on t.id = m.ticket_id
        left join screens s on s.id = m.screen_id
        where (m.side = 'customer' and s.id is null and t.status <> 'resolved'
            and exists (select 1 from topics p where p.subject = 'ticket:' || t.id))
        or (m.side = 'customer' and s.id is not null and coalesce(s.topic, '') <> 'ticket:' || t.id)
        or (m.side in ('note', 'shop') and m.screen_id is not null)
        """,
        concern=Concern.TALK,
    ),
    Invariant(
        "I39",
        "Nothing about tickets is there twice: an open one about the same, a message, a copy.",
        """
        select 'ticket' as what, person_id as id, count(*) as times from tickets
        where status <> 'resolved' group by person_id, order_id having count(*) > 1
        union all
        select 'message', message_id, count(*) from ticket_messages
        where message_id is not null group by chat_id, message_id having count(*) > 1
        union all
        select 'copy', screen_id, count(*) from ticket_messages
        where screen_id is not null group by screen_id having count(*) > 1
        """,
        concern=Concern.TALK,
    ),
    Invariant(
        "I40",
        "A broadcast has as many recipients as were counted, all of them among the people it has come to.",
        """
        select b.id as broadcast, b.recipients as counted, count(r.id) as recipients, max(r.person_id) as last_person
        from broadcasts b left join broadcast_recipients r on r.broadcast_id = b.id
        group by b.id, b.recipients, b.enlisted_to
        having count(r.id) <> b.recipients or max(r.person_id) > b.enlisted_to
        """,
        concern=Concern.TALK,
    ),
    Invariant(
        "I41",
        "Nobody gets a broadcast twice: one recipient, one screen in their own chat, one call.",
        """
        select 'person' as what, person_id as id, count(*) as times from broadcast_recipients
        group by broadcast_id, person_id having count(*) > 1
        union all
        select 'screen', screen_id, count(*) from broadcast_recipients
        where screen_id is not null group by screen_id having count(*) > 1
        union all
        select 'recipient', r.id, count(o.id) from broadcast_recipients r
        left join screens s on s.id = r.screen_id and s.person_id = r.person_id
        left join outbox o on o.screen_id = s.id and o.kind = 'broadcast'
        where r.status = 'queued' group by r.id having count(o.id) <> 1
        """,
        concern=Concern.TALK,
    ),
    Invariant(
        "I42",
        "A broadcast that is over leaves nobody waiting.",
        """
        select b.id as broadcast, b.status, count(r.id) as pending from broadcasts b
        left join broadcast_recipients r on r.broadcast_id = b.id and r.status = 'pending'
        where b.status in ('done', 'cancelled') group by b.id, b.status, b.enlisted_to, b.last_person_id
        having count(r.id) > 0 or (b.status = 'done' and b.enlisted_to < b.last_person_id)
        """,
        concern=Concern.TALK,
    ),
    Invariant(
        "I43",
        "A broadcast that is running is fed.",
        r"""
        select b.id as broadcast from broadcasts b where b.status = 'running' and not exists (
            select 1 from timers t where t.kind = 'broadcast-feed' and t.subject like 'broadcast\:' || b.id || '\:%'
            and (t.fired_at is null or t.fired_at >= :since))
        """,
        grace=timedelta(minutes=2),
        concern=Concern.WORK,
    ),
    Invariant(
        "I44",
        "A maintenance begins and ends when it is time.",
        """
        select id as maintenance, status from maintenance
        where (status = 'planned' and starts_at < :since) or (status = 'on' and ends_at < :since)
        """,
        grace=timedelta(minutes=2),
        concern=Concern.WORK,
    ),
    Invariant(
        "I45",
        "Codes sent in a file are kept as long as they may be taken in, and no longer.",
        """
        select f.id as stock_file, f.status from stock_files f
        where (f.status in ('checked', 'loading')) <>
            exists (select 1 from stock_file_parts p where p.file_id = f.id)
        """,
        concern=Concern.STOCK,
    ),
    Invariant(
        "I50",
        "A campaign counts each of its coupons: all of them together, and those of each person.",
        """
        select g.id as campaign, g.given, count(c.id) as coupons from campaigns g
        left join coupons c on c.campaign_id = g.id
        group by g.id, g.given having count(c.id) > g.given
        union all
        select c.campaign_id, c.person_id, count(*) from coupons c
        left join campaign_claims k on k.campaign_id = c.campaign_id and k.person_id = c.person_id
        where c.campaign_id is not null
        group by c.campaign_id, c.person_id, k.count having count(*) <> coalesce(k.count, 0)
        """,
    ),
    Invariant(
        "I51",
        "Each redeemed code gave what it is worth.",
        """
        select b.id as batch, b.prize from redeem_codes r join redeem_batches b on b.id = r.batch_id
        where r.redeemed_at is not null and (
            (b.prize = 'balance' and not exists (
                select 1 from ledger_transactions t where t.kind = 'credit' and t.ref = 'code:' || r.fingerprint))
            or (b.prize = 'points' and not exists (select 1 from points p where p.ref = 'code:' || r.fingerprint))
            or (b.prize = 'membership' and not exists (
                select 1 from membership_spells m where m.ref = 'code:' || r.fingerprint)))
        """,
    ),
    Invariant(
        "I52",
        "Each purse holds what its owner was given and has spent, and is overdrawn by what was short.",
        """
        with got as (select person_id, sum(count) as sum from points group by person_id),
        spent as (
            select person_id, sum(count) as sum, sum(short) as short from points_spent group by person_id)
        select w.id as person, p.got, p.spent, p.overdrawn from people w
        left join got g on g.person_id = w.id
        left join spent s on s.person_id = w.id
        left join point_purses p on p.person_id = w.id
        where coalesce(g.sum, 0) <> coalesce(p.got, 0) or coalesce(s.sum, 0) <> coalesce(p.spent, 0)
            or coalesce(s.short, 0) <> coalesce(p.overdrawn, 0)
        """,
    ),
    Invariant(
        "I53",
        "Everybody pays the prices of the best tier that their own, their licence or their membership gives them.",
        # A licence's last day is one in the shop's zone: on the days around it either tier may be right.
        """
        with tiers as (
            select id as person_id, own_tier as tier, 1 as is_sure from people
            union all
            select person_id, tier, case when ends_on >= :tomorrow then 1 else 0 end from licences
            where status = 'approved' and ends_on >= :yesterday
            union all
            select person_id, tier, case when until > :since then 1 else 0 end from memberships where ended_at is null
        ), ranked as (
            select person_id, is_sure, case tier when 'gold' then 2 when 'silver' then 1 else 0 end as height
            from tiers
        ), bounds as (
            select person_id, max(is_sure * height) as lowest, max(height) as highest from ranked group by person_id
        )
        select p.id as person, p.tier from people p join bounds b on b.person_id = p.id
        where case p.tier when 'gold' then 2 when 'silver' then 1 else 0 end not between b.lowest and b.highest
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I60",
        "Nothing was delivered that had expired.",
        """
        select d.card_id as card, d.order_id from deliveries d join cards c on c.id = d.card_id
        where c.expires_at is not null and c.expires_at <= d.delivered_at
        """,
        concern=Concern.STOCK,
    ),
    Invariant(
        "I61",
        "Whatever codes came of a purchase are in stock: sold, held, free or put aside.",
        """
        select p.number as purchase, p.received, count(c.id) as there
        from supplier_purchases p left join cards c on c.batch = p.number
        group by p.id, p.number, p.received having p.received <> count(c.id)
        """,
        concern=Concern.STOCK,
    ),
    Invariant(
        "I70",
        "A bulk order counts its rows as they are, and what was bought for a row is what the row asks for.",
        """
        select b.id as bulk_order, b.status from bulk_orders b left join bulk_order_lines l on l.bulk_order_id = b.id
        where b.status in ('checked', 'buying', 'paused', 'done')
        group by b.id, b.status, b.lines, b.bad, b.bought, b.failed
        having b.lines <> count(l.number) or b.bad <> sum(case when l.status = 'bad' then 1 else 0 end)
            or b.bought <> sum(case when l.status = 'bought' then 1 else 0 end)
            or b.failed <> sum(case when l.status = 'failed' then 1 else 0 end)
        union all
        select b.id, o.number from bulk_order_lines l
        join bulk_orders b on b.id = l.bulk_order_id join orders o on o.id = l.order_id
        where o.person_id <> b.person_id or o.product_id <> l.product_id or o.quantity <> l.quantity
        """,
    ),
    Invariant(
        "I71",
        "What was kept for somebody who waited is offered to them no longer than they were told.",
        "select id as place, product_id from waiting_list where status = 'offered' and offered_until < :since",
        grace=timedelta(minutes=2),
        concern=Concern.WORK,
    ),
    Invariant(
        "I72",
        "Nobody stands in line twice for the same product, and whoever was served has ordered it.",
        """
        select min(id) as place, 'twice' as what from waiting_list where status in ('waiting', 'offered')
        group by product_id, person_id having count(*) > 1
        union all
        select w.id, 'not ordered' from waiting_list w where w.status = 'served' and not exists (
            select 1 from orders o where o.person_id = w.person_id and o.product_id = w.product_id)
        union all
        select id, 'ended' from waiting_list where (status in ('waiting', 'offered')) <> (ended_at is null)
        """,
    ),
    Invariant(
        "I76",
        "Nothing is set aside for what is paid ahead of its stock, and only that is promised for a day.",
        """
        select o.id as order_id, count(c.id) as held from orders o join cards c on c.order_id = o.id
        where o.status = 'paid' and o.promise = 'preorder' and c.status = 'held'
        and not exists (select 1 from supplier_purchases p where p.order_id = o.id) group by o.id
        union all
        select id, 0 from orders where promise = 'preorder' and (expected_on is null or status <> 'paid')
        """,
        concern=Concern.STOCK,
    ),
    Invariant(
        "I73",
        "A licence number is kept sealed and binds one person, who is bound by no other, and is as its trail says.",
        r"""
        select min(id) as licence, 'number' as what from licences where status in ('submitted', 'approved')
        group by fingerprint having count(*) > 1
        union all
        select min(id), 'person' from licences where status in ('submitted', 'approved')
        group by person_id having count(*) > 1
        union all
        select l.id, l.status from licences l where l.sealed_number not like 'v1\:_%\:_%' or l.status <> coalesce((
            select a.what from audit_trail a where a.subject = 'licence\:' || l.id order by a.id desc limit 1), '')
        """,
        concern=Concern.TRAIL,
    ),
    Invariant(
        "I77",
        "Whoever is frozen has one freeze that is not lifted and says why, nobody else has one, and the trail knows.",
        r"""
        select p.id as person, p.freeze_reason as reason from people p
        left join freezes f on f.person_id = p.id and f.lifted_at is null
        where (p.frozen_at is not null or f.id is not null) and (
            p.frozen_at is null or f.id is null or f.frozen_at <> p.frozen_at or f.reason <> p.freeze_reason)
        union all
        select f.person_id, 'no reason' from freezes f where f.why = '' or f.lifted_why = ''
        union all
        select f.person_id, f.reason from freezes f where not exists (
            select 1 from audit_trail a where a.subject = 'person\:' || f.person_id
            and a.what = 'frozen' and a.at = f.frozen_at)
        """,
        concern=Concern.TRAIL,
    ),
    Invariant(
        "I78",
        "Nobody has placed an order while they were frozen.",
        """
        select o.id as order_id, o.person_id as person from orders o join freezes f on f.person_id = o.person_id
        where o.placed_at > f.holds_from and (f.lifted_at is null or o.placed_at < f.lifted_at)
        """,
        concern=Concern.MONEY,
    ),
    Invariant(
        "I79",
        "A phone is kept sealed and has one account, which has one phone; who has none has verified none.",
        r"""
        select min(id) as phone, 'number' as what from phones group by fingerprint having count(*) > 1
        union all
        select min(id), 'person' from phones group by person_id, status having count(*) > 1
        union all
        select id, 'open' from phones where sealed_number not like 'v1\:_%\:_%'
        union all
        select p.id, 'unproved' from people p where (p.verified_at is not null) <> exists (
            select 1 from phones n where n.person_id = p.id and n.status = 'bound')
        """,
    ),
    Invariant(
        "I74",
        "A bulk order that is being bought goes on.",
        """
        select b.id as bulk_order, b.bought, b.failed from bulk_orders b where b.status = 'buying'
        and not exists (
            select 1 from audit_trail a where a.subject = 'bulk-order:' || b.id and a.at >= :since)
        and not exists (
            select 1 from bulk_order_lines l join orders o on o.id = l.order_id
            where l.bulk_order_id = b.id and o.placed_at >= :since)
        """,
        grace=timedelta(minutes=5),
        concern=Concern.WORK,
    ),
)


def offenders(db: Db, invariant: Invariant, *, now: datetime) -> list[str]:
    """The rows that break the invariant, in words, at most MOST_ROWS of them; none if it holds."""
    times = (
        sa.bindparam("since", now - invariant.grace, UtcDateTime()),
        sa.bindparam("yesterday", (now - _A_DAY).date(), sa.Date()),
        sa.bindparam("tomorrow", (now + _A_DAY).date(), sa.Date()),
    )
    named = (each for each in times if f":{each.key}" in invariant.offenders)
    found = db.execute(sa.text(invariant.offenders).bindparams(*named)).mappings().fetchmany(MOST_ROWS)
    return [", ".join(f"{name} {value}" for name, value in row.items()) for row in found]
