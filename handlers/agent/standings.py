"""A person as staff see them: finding them, and what is done to their account.

Not here: how that looks (flows.pages.standings), or asking for the reason (flows.standing).
"""

import re
from collections.abc import Mapping
from typing import Any

from backend import order_search, people, tickets
from backend.errors import NobodyCalledSo
from backend.people import Person, Role
from flows.engine import Engine
from flows.pages import standings as pages
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to

_TICKET = re.compile(r"[tT]-?(\d{1,15})")
_TELEGRAM_ID = re.compile(r"\d{3,15}")


@open_to(Role.AGENT)
def person(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show somebody, found by Telegram number, ticket, order or name. Raises NobodyCalledSo or TicketNotFound."""
    asked = str(args.get("argument", "")).strip()
    if not asked:
        turn.show(Screen(words("ask-whom"), ((button("button-menu", "menu"),),)))
        return
    turn.show(pages.person_page(turn, _find(turn, asked)))


@open_to(Role.AGENT)
def act(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to do something to somebody's account: ask why."""
    engine.start(turn, "standing", person=args["person"], act=args["act"])


def _find(turn: Turn, asked: str) -> Person:
    if named := _TICKET.fullmatch(asked):
        return people.the_person(turn.db, tickets.the_ticket(turn.db, int(named.group(1))).person_id)
    if _TELEGRAM_ID.fullmatch(asked) and (found := people.with_telegram_id(turn.db, int(asked))):
        return found
    orders = order_search.search(turn.db, asked, most=1)
    if orders:
        return people.the_person(turn.db, orders[0].person_id)
    if found := people.called(turn.db, asked):
        return found
    raise NobodyCalledSo
