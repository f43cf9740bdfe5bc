"""Looking around and beginning to buy: shelves, product cards, search.

Not here: the purchase itself (flows.checkout).
"""

from collections.abc import Mapping
from typing import Any

from backend import catalogue, orders, preorders, pricing, stock
from backend.catalogue import AccountKind, Product
from backend.orders import Order
from backend.people import Role
from backend.stock import Supply
from flows.conversation import Answer
from flows.engine import Engine
from flows.pages import menu, shelves
from flows.pages.staff import INVITE_LINK
from flows.turn import Turn
from flows.understanding.search import look_up
from flows.words import Words, words
from handlers.admin import staff
from handlers.audience import open_to

PRODUCT_LINK = "p_"
"""How a deep link to a product begins: `/start p_<product>`."""


@open_to(Role.CUSTOMER)
def categories(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the categories; whoever comes here may name what they look for."""
    del args
    turn.conversation.is_talking = False
    turn.show(shelves.categories(turn))


@open_to(Role.CUSTOMER)
def category(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show a page of a category; one that is gone leads back to all of them."""
    shelf = catalogue.category(turn.db, args["category"])
    if shelf is None:
        turn.show(shelves.categories(turn).below(words("category-gone")))
    else:
        turn.show(shelves.category(turn, shelf, page=args["page"]))


@open_to(Role.CUSTOMER)
def product(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show a product card; a product that is gone leads to the shelves."""
    found = catalogue.product(turn.db, args["product"])
    if found is None or not found.is_on_sale:
        turn.show(shelves.categories(turn).below(words("product-gone")))
    else:
        turn.show(shelves.product(turn, found, page=args.get("page", 1)))


@open_to(Role.CUSTOMER)
def buy(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to buy a product, with the quantity and the account if they were said before."""
    said = {name: args[name] for name in ("quantity", "account") if name in args}
    engine.start(turn, "checkout", product=args["product"], **said)


@open_to(Role.CUSTOMER)
def buy_again(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Order the same once more, up to the summary with today's price; what is sold out can be waited for."""
    former = orders.own_order(turn.db, turn.person, args["order"])
    item = catalogue.product(turn.db, former.product_id)
    if item is None or not item.is_on_sale:
        turn.show(shelves.categories(turn).below(words("product-gone")))
    elif preorders.for_sale(turn.db, turn.person, item.id, now=turn.now).level.available == 0:
        turn.show(shelves.product(turn, item, page=1).below(words("again-sold-out", number=former.number)))
    else:
        engine.start(turn, "checkout", **_known_of(former, item))
        is_the_same = turn.conversation.open and turn.conversation.open.answers.get("quantity") == former.quantity
        if turn.screen is not None and is_the_same:
            turn.show(turn.screen.below(_price_today(turn, former, item)))


def look_for(turn: Turn, text: str) -> None:
    """Show the products a text may mean; a single one is shown at once, guesses are asked about."""
    findings = look_up(catalogue.products(turn.db), text)
    levels = stock.on_shelves(turn.db, [hit.product.id for hit in findings.hits])
    found = findings.with_last({each for each, level in levels.items() if level.word is Supply.SOLD_OUT}).nearest
    if findings.is_sure and len(found) == 1:
        turn.show(shelves.product(turn, found[0], page=1))
    else:
        turn.show(shelves.found(turn, text, found, is_sure=findings.is_sure))


def start(turn: Turn, argument: str) -> None:
    """Greet, or go where the deep link leads."""
    if argument.startswith(PRODUCT_LINK):
        product(turn, {"product": argument.removeprefix(PRODUCT_LINK)})
    elif argument.startswith(INVITE_LINK):
        staff.join(turn, argument.removeprefix(INVITE_LINK))
    else:
        turn.show(menu.menu(turn))


def _known_of(former: Order, item: Product) -> dict[str, Answer]:
    """The answers that need not be given twice. Whoever asks for the same again knows that it is the same."""
    known: dict[str, Answer] = {"product": item.id, "quantity": former.quantity, "again": "yes"}
    if former.account and item.account is not AccountKind.NONE:
        known["account"] = former.account
    return known


def _price_today(turn: Turn, former: Order, item: Product) -> Words:
    price = pricing.price_of_one(turn.db, item, turn.person.tier, quantity=former.quantity)
    if price == former.unit_price:
        return words("again-same-price", number=former.number, price=price)
    return words("again-new-price", number=former.number, price=price, was=former.unit_price)
