"""The products, for admins: looking at them, putting one on sale or off, giving one a new price, announcing one.

Not here: the questions about a price (flows.price) or an announcement (flows.announcement), or cards
(handlers.admin.stock).
"""

from collections.abc import Mapping
from typing import Any

from backend import announcements, catalogue, products
from backend.people import Role
from flows.engine import Engine
from flows.pages import products as pages
from flows.turn import Turn
from flows.understanding.search import search
from flows.words import words
from handlers.audience import open_to


@open_to(Role.ADMIN)
def product_list(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show a page of the products, or those that a name after the command may mean."""
    wanted = str(args.get("argument", "")).strip()
    if not wanted:
        turn.show(pages.product_list(turn, page=args.get("page", 1)))
        return
    found = search(products.every_product(turn.db), wanted)
    turn.show(pages.product_desk(turn, found[0]) if len(found) == 1 else pages.found_products(turn, found))


@open_to(Role.ADMIN)
def desk(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show one product with what can be changed about it."""
    turn.show(pages.product_desk(turn, catalogue.the_product(turn.db, args["product"])))


@open_to(Role.ADMIN)
def switch_sale(turn: Turn, args: Mapping[str, Any]) -> None:
    """Put a product on sale or take it off, and say what that means for whom."""
    is_on_sale = bool(args["is_on_sale"])
    product = products.set_on_sale(turn.db, args["product"], is_on_sale=is_on_sale, by=turn.person.who, now=turn.now)
    effect = words("product-put-on-sale" if is_on_sale else "product-taken-off-sale")
    turn.show(pages.product_desk(turn, product).below(effect))


@open_to(Role.ADMIN)
def withdraw(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let no more of a product be ordered ahead, and say what that means for whom; a second tap changes nothing."""
    is_withdrawn = announcements.withdraw(turn.db, args["product"], by=turn.person.who, now=turn.now)
    product = catalogue.the_product(turn.db, args["product"])
    ahead = announcements.ahead_of(turn.db, product.id, now=turn.now)
    effect = words("product-withdrawn", waiting=ahead.paid) if is_withdrawn else None
    turn.show(pages.product_desk(turn, product).below(effect))


@open_to(Role.ADMIN)
def new_price(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to give a product a new price."""
    engine.start(turn, "price", product=args["product"])


@open_to(Role.ADMIN)
def price_rules(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to say what more of a product costs, and how many one person may buy."""
    engine.start(turn, "price-rules", product=args["product"])


@open_to(Role.ADMIN)
def announce(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to say when a product is expected, and how many may be ordered ahead."""
    engine.start(turn, "announcement", product=args["product"])
