"""A code is replaced, as staff decided: its supplier is asked what it says of it, and the buyer is given another.

Not here: the decision (handlers.agent.reissues), or the question (bot.jobs.dead_code).
"""

from collections.abc import Mapping
from typing import Any

from backend import orders, reissues
from backend.errors import OutOfStock
from backend.people import Role
from backend.reissues import FROM_STOCK
from flows.events import JobEnded
from flows.pages import reissues as pages
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to


@open_to(Role.CUSTOMER)
def begin(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask the supplier that sold us the code; one of the shop's own is replaced at once."""
    wanted = reissues.with_id(turn.db, args["reissue"])
    if wanted is None or wanted.new_card_id is not None:
        return
    if reissues.purchase_of(turn.db, wanted) is None:
        _give(turn, wanted.id, proof=FROM_STOCK)
    else:
        turn.start_job("dead-code", reissue=wanted.id)


@open_to(Role.CUSTOMER)
def give(turn: Turn, ended: JobEnded) -> None:
    """The supplier was asked: whatever it said, and if it said nothing, its buyer waits no longer."""
    result = ended.result or {"proof": ended.failed_as or ""}
    _give(turn, ended.asked["reissue"], proof=result["proof"])


def _give(turn: Turn, reissue_id: int, *, proof: str) -> None:
    wanted = reissues.with_id(turn.db, reissue_id)
    if wanted is None:
        return
    number = orders.the_order(turn.db, wanted.order_id).number
    try:
        given = reissues.give(turn.db, reissue_id, proof=proof, now=turn.now)
    except OutOfStock:
        turn.notify_admins(words("admin-reissue-no-stock", number=number, proof=proof))
        return
    if given is not None:
        turn.notify(pages.replaced(turn, given))
        turn.notify_admins(words("admin-reissued", number=number, proof=proof))
