"""Whose it is: every button a customer can have, with somebody else's order, ticket, coupon or rating in it.

Not here: which role may use a button at all (tests.handlers.test_authorisation). Such a button can't be had by
honest means, as it stands in its owner's chat; the handler still has to ask.
"""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from backend.people import Role
from handlers.audience import audience_of
from handlers.entries import CONVERSATION_TAPS, TAPS
from storage import conversations
from storage.database import Table
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, has_delivery

HANDLERS: dict[str, Callable[..., Any]] = {**TAPS, **CONVERSATION_TAPS}
CUSTOMER_TAPS = [name for name, handler in HANDLERS.items() if audience_of(handler) is Role.CUSTOMER]

PERSONAL = (
    "orders",
    "payments",
    "deliveries",
    "reveals",
    "tickets",
    "ticket_messages",
    "ratings",
    "coupons",
    "balances",
)
"""Tables in which somebody would see that a stranger had been at their things."""


def rows_of(shop: ShopInTest) -> dict[str, list[Any]]:
    """All that stands in the personal tables."""
    with shop.database.read() as db:
        return {name: [tuple(row) for row in db.execute(sa.select(Table.metadata.tables[name]))] for name in PERSONAL}


def taps_every_button(shop: ShopInTest, person: PersonInTest, args: dict[str, Any]) -> None:
    """Tap a button of one's own for each thing a customer can do, with these ids in it."""
    for name in CUSTOMER_TAPS:
        taps_forged(shop, person, name, args | OTHERWISE)


def taps_forged(shop: ShopInTest, person: PersonInTest, name: str, args: dict[str, Any]) -> None:
    """Tap a button of one's own that the shop never showed."""
    token = f"forged-{name}-{args.get('subject')}"
    with shop.database.transaction() as db:
        screen: dict[str, Any] = {
            "chat_id": person.id,
            "person_id": person.known_as(db).id,
            "topic": None,
            "message_id": 7,
            "token": token,
            "subject": None,
            "language": "en",
            "content": {"text": {"key": "menu", "args": {"name": "x"}}, "rows": [], "codes_of": None},
            "actions": [{"name": name, "args": args}],
            "shown_at": shop.clock.now(),
        }
        conversations.new_screen(db, screen)
    person.taps_data(f"b:{token}:0", 7)


@pytest.mark.parametrize("kind", ["order", "ticket"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_strangers_taps_change_nothing_and_show_nothing(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest, kind: str, number: int
) -> None:
    has_delivery(shop, xiaomei)
    delivered = xiaomei.order_number()
    at_the_account(xiaomei)
    xiaomei.says("13800138000")
    xiaomei.taps("✅")
    unpaid = xiaomei.order_number()
    xiaomei.says("人工")
    xiaomei.says("卡密不对")
    ana.says("/start")
    before = rows_of(shop)
    seen = len(xiaomei.messages)

    ids = dict.fromkeys(("order", "ticket", "coupon", "broadcast"), number)
    taps_every_button(shop, ana, ids | {"subject": f"{kind}:{number}"})

    after = rows_of(shop)
    assert {table: rows for table, rows in after.items() if table != "tickets"} == {
        table: rows for table, rows in before.items() if table != "tickets"
    }
    assert after["tickets"][: len(before["tickets"])] == before["tickets"]
    shown = "\n".join(message.text for message in ana.messages)
    assert delivered not in shown
    assert unpaid not in shown
    assert "T-1 " not in shown
    assert "CODE-" not in shown
    assert len(xiaomei.messages) == seen


OTHERWISE = {
    "product": "steam-50",
    "category": "cards",
    "page": 1,
    "language": "en",
    "gateway": "sandbox",
    "step": "quantity",
    "answer": 1,
    "stars": 1,
    "time_zone": "UTC",
}
"""What else buttons carry: nothing that belongs to anybody."""
