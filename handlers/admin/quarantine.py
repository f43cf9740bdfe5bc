"""Quarantine, for admins: seeing what was put aside of a product, putting it on the shelf, writing it off.

Not here: how the page looks (flows.pages.quarantine), or what is put aside (backend.quarantine).
"""

from collections.abc import Mapping
from typing import Any

from backend import catalogue, quarantine
from backend.money import Money
from backend.people import Role
from flows.pages import quarantine as pages
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to


@open_to(Role.ADMIN)
def page(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show what was put aside of a product."""
    turn.show(pages.put_aside(turn, str(args["product"])))


@open_to(Role.ADMIN)
def put_back(turn: Turn, args: Mapping[str, Any]) -> None:
    """Put on the shelf, where orders that wait find it, what has not expired."""
    product_id = str(args["product"])
    count = quarantine.put_back(turn.db, product_id, by=turn.person.who, now=turn.now)
    turn.show(pages.put_aside(turn, product_id).below(words("aside-put-back", count=count)))


@open_to(Role.ADMIN)
def ask(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask whether it is really to be written off: nothing brings it back."""
    turn.show(pages.sure(turn, str(args["product"]), up_to=args["up_to"]))


@open_to(Role.ADMIN)
def write_off(turn: Turn, args: Mapping[str, Any]) -> None:
    """Write off what the question was about; a second tap finds nothing left."""
    product = catalogue.the_product(turn.db, str(args["product"]))
    gone = quarantine.write_off(turn.db, product.id, up_to=args["up_to"], by=turn.person.who, now=turn.now)
    effect = words("aside-written-off", count=gone.count, lost=Money(gone.lost_minor, product.currency))
    turn.show(pages.put_aside(turn, product.id).below(effect))


@open_to(Role.ADMIN)
def tell_expired(turn: Turn, args: Mapping[str, Any]) -> None:
    """Tell admins that codes have expired on the shelf."""
    turn.notify_admins(words("admin-stock-expired", count=args["count"]))
