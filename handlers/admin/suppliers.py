"""Suppliers, for admins: seeing how they are, switching one off and on, hearing of what they ask too much for.

Not here: how the page looks (flows.pages.suppliers), or who is asked for what (backend.suppliers).
"""

from collections.abc import Mapping
from typing import Any

from backend import suppliers
from backend.people import Role
from flows.pages import suppliers as pages
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to


@open_to(Role.ADMIN)
def supplier_list(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show every supplier and what was put aside."""
    del args
    turn.show(pages.supplier_list(turn))


@open_to(Role.ADMIN)
def switch(turn: Turn, args: Mapping[str, Any]) -> None:
    """Switch one on or off; a second tap changes nothing."""
    is_on, supplier_id = bool(args["is_on"]), str(args["supplier"])
    suppliers.switch(turn.db, supplier_id, is_on=is_on, by=turn.person.who, now=turn.now)
    effect = words("supplier-switched-on" if is_on else "supplier-switched-off", supplier=supplier_id)
    turn.show(pages.supplier_list(turn).below(effect))


@open_to(Role.ADMIN)
def tell_withheld(turn: Turn, args: Mapping[str, Any]) -> None:
    """Tell admins what a supplier asks too much for, unless it does so no more."""
    supplier_id, product_id = str(args["supplier"]), str(args["product"])
    for offer in suppliers.offers_by(turn.db, supplier_id):
        if offer.product_id == product_id and offer.is_withheld:
            turn.notify_admins(pages.withheld(turn, "admin-offer-withheld", offer))
