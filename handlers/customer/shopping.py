"""Looking around and beginning to buy: shelves, product cards, search.

Not here: the purchase itself (flows.checkout).
"""

from collections.abc import Mapping
from typing import Any

from backend import catalogue
from flows.engine import Engine
from flows.pages import menu, shelves
from flows.turn import Turn
from flows.understanding.search import search
from flows.words import words

PRODUCT_LINK = "p_"
"""How a deep link to a product begins: `/start p_<product>`."""


def categories(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the categories."""
    del args
    turn.show(shelves.categories(turn))


def category(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show a page of a category; one that is gone leads back to all of them."""
    shelf = catalogue.category(turn.db, args["category"])
    if shelf is None:
        turn.show(shelves.categories(turn).below(words("category-gone")))
    else:
        turn.show(shelves.category(turn, shelf, page=args["page"]))


def product(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show a product card; a product that is gone leads to the shelves."""
    found = catalogue.product(turn.db, args["product"])
    if found is None or not found.is_on_sale:
        turn.show(shelves.categories(turn).below(words("product-gone")))
    else:
        turn.show(shelves.product(turn, found, page=args.get("page", 1)))


def buy(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to buy a product."""
    engine.start(turn, "checkout", product=args["product"])


def look_for(turn: Turn, text: str) -> None:
    """Show the products a text may mean; a single one is shown at once."""
    found = search(catalogue.products(turn.db), text)
    if len(found) == 1:
        turn.show(shelves.product(turn, found[0], page=1))
    else:
        turn.show(shelves.found(turn, text, found))


def start(turn: Turn, argument: str) -> None:
    """Greet, or go where the deep link leads."""
    if argument.startswith(PRODUCT_LINK):
        product(turn, {"product": argument.removeprefix(PRODUCT_LINK)})
    else:
        turn.show(menu.menu(turn))
