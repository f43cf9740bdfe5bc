"""Traces: what rows of many tables hold of one person, counted for them, and taken out of all of them at once.

Not here: when that may be done (backend.traces). Rows stay where books and the audit need them: orders, payments, the
ledger and the trail speak of a person by a number of ours. What they wrote, are called and can be reached by goes.
Unclear sentences were never a person's: what is kept of them has no names and numbers, nor who said them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from storage.database import Db

FORGOTTEN = "—"
"""What stands where words must stand."""

_NO_CELLS = ["", "", "", ""]


_STATEMENTS = (
    "update people set name = '', username = null, time_zone = null, verified_at = null where id = :person",
    "delete from phones where person_id = :person",
    "update freezes set why = :nothing, lifted_why = case when lifted_why is null then null else :nothing end "
    "where person_id = :person",
    "update orders set account = '', note = '' where person_id = :person",
    "update supplier_purchases set account = '' where order_id in (select id from orders where person_id = :person)",
    "update top_ups set receipt = '' where order_id in (select id from orders where person_id = :person)",
    "update bulk_orders set name = '' where person_id = :person",
    "update bulk_order_lines set account = '', cells = :cells "
    "where bulk_order_id in (select id from bulk_orders where person_id = :person)",
    "update ticket_messages set text = case when side = 'shop' then :words else '' end, file_id = null "
    "where ticket_id in (select id from tickets where person_id = :person)",
    "update ratings set remark = null where person_id = :person",
    "update topics set title = :nothing "
    "where subject in (select 'ticket\\:' || id from tickets where person_id = :person)",
    "update screens set content = :screen, actions = '[]' where chat_id = :chat or person_id = :person "
    "or topic in (select 'ticket\\:' || id from tickets where person_id = :person)",
    "update outbox set content = null where chat_id = :chat and content is not null and status in ('sent', 'dead')",
    "update inbox set payload = '{}', failure = case when failure is null then null else :nothing end "
    "where lane = :lane and (status <> 'new' or id = :event)",
    # what staff wrote to them, or about them, as it came in
    "update inbox set payload = '{}' where status <> 'new' and exists (select 1 from ticket_messages m "
    "join tickets t on t.id = m.ticket_id where t.person_id = :person and m.chat_id is not null "
    "and inbox.lane = 'chat\\:' || m.chat_id and inbox.payload like '%\"message_id\"\\:' || m.message_id || ',%')",
)

_NAMED_ON_SCREENS = (
    "update screens set content = :screen, actions = '[]' where "
    "(chat_id < 0 or chat_id in (select telegram_id from people where role <> 'customer')) "
    "and cast(content as varchar) like :pattern escape '!'"
)


@dataclass(frozen=True)
class Traces:
    """How much there is of a person, and what keeps them from being forgotten."""

    orders: int
    accounts: int
    tickets: int
    messages: int
    ratings: int
    open_orders: int
    open_tickets: int
    open_balances: int
    open_bulk_orders: int


_COUNTED = """
    select
        (select count(*) from orders where person_id = :person) as orders,
        (select count(*) from orders where person_id = :person and account <> '') as accounts,
        (select count(*) from tickets where person_id = :person) as tickets,
        (select count(*) from ticket_messages
            where ticket_id in (select id from tickets where person_id = :person)) as messages,
        (select count(*) from ratings where person_id = :person) as ratings,
        (select count(*) from orders where person_id = :person and status in ('awaiting-payment', 'paid'))
            as open_orders,
        (select count(*) from tickets where person_id = :person and status <> 'resolved') as open_tickets,
        (select count(*) from balances where person_id = :person and amount_minor <> 0) as open_balances,
        (select count(*) from bulk_orders where person_id = :person
            and status in ('reading', 'checked', 'buying', 'paused')) as open_bulk_orders
"""


def of_person(db: Db, person_id: int) -> Traces:
    """What there is of the person."""
    return Traces(**db.execute(sa.text(_COUNTED), {"person": person_id}).mappings().one())


def take_out(db: Db, person_id: int, *, telegram_id: int, names: tuple[str, ...], event_id: int, gone_key: str) -> None:
    """Take what is the person's own out of every table; `event_id` is the event that asks for it.

    Their former screens can't be tapped any more, and say what the message `gone_key` says; of staff's, those that call
    them by one of these names.
    """
    gone = {"key": gone_key, "args": {}}
    given = {
        "person": person_id,
        "chat": telegram_id,
        "lane": f"chat:{telegram_id}",
        "event": event_id,
        "nothing": FORGOTTEN,
        "words": json.dumps(gone),
        "screen": json.dumps({"text": gone, "rows": [], "codes_of": None, "is_protected": False}),
        "cells": json.dumps(_NO_CELLS),
    }
    for statement in _STATEMENTS:
        db.execute(sa.text(statement), {name: value for name, value in given.items() if f":{name}" in statement})
    for name in names:
        _take_name_off_screens(db, name, screen=given["screen"])


def _take_name_off_screens(db: Db, name: str, *, screen: object) -> None:
    """Cards and notices in the chats of staff."""
    for written in _spellings(name):
        db.execute(sa.text(_NAMED_ON_SCREENS), {"screen": screen, "pattern": f"%{written}%"})


def _spellings(name: str) -> Iterator[str]:
    """The name as a whole text in JSON, in letters and in their escapes."""
    for ascii_only in (False, True):
        written = json.dumps(name, ensure_ascii=ascii_only)
        yield written.replace("!", "!!").replace("%", "!%").replace("_", "!_")
