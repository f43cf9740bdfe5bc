"""News: the buttons under a broadcast, which open beside it and leave the message as it is.

Not here: the broadcasts themselves (handlers.admin.broadcasts), or the page of all settings.
"""

from collections.abc import Mapping
from typing import Any

from backend import broadcasts, catalogue, people
from backend.broadcasts import Link
from backend.people import Role
from flows.pages import shelves
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to


@open_to(Role.CUSTOMER)
def open_link(turn: Turn, args: Mapping[str, Any]) -> None:
    """Go where the broadcast leads; a product that is gone by now leads to the shelves."""
    about = broadcasts.the_broadcast(turn.db, args["broadcast"])
    product = None if about.link_product_id is None else catalogue.product(turn.db, about.link_product_id)
    if about.link is not Link.PRODUCT:
        turn.notify(shelves.categories(turn))
    elif product is None or not product.is_on_sale:
        turn.notify(shelves.categories(turn).below(words("product-gone")))
    else:
        turn.notify(shelves.product(turn, product, page=1))


@open_to(Role.CUSTOMER)
def stop(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send the person no more of them."""
    del args
    people.set_wants_news(turn.db, turn.person, wants=False)
    turn.toast("news-stopped")
