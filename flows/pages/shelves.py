"""The shelves: categories, the products of one, what a search found, and one product.

Not here: buying (flows.checkout) or prices and stock (backend).
"""

from collections.abc import Sequence
from typing import Any

from backend import catalogue, preorders, pricing, stock, suppliers, waiting_list
from backend.catalogue import AccountKind, Category, Product
from backend.pages import Page
from backend.preorders import ForSale
from backend.stock import Supply
from backend.waiting_list import Standing
from flows.pages.prices import with_terms
from flows.screens import LABEL_WIDTH, Button, Row, Screen, button, width
from flows.turn import Turn
from flows.words import Words, words

LONGEST_ECHO = 60
"""How much of what was searched for is repeated: a message as long as the platform allows leaves no room for ours."""

PRODUCTS_PER_PAGE = 8
"""As many rows as fit a phone without scrolling past the text."""

SHORT_NAME = LABEL_WIDTH // 2 - 3
"""The widest name of a category that leaves room for its emoji and for another one beside it."""


def categories(turn: Turn) -> Screen:
    """The categories that have something on sale."""
    rows = _in_pairs(turn, catalogue.categories(turn.db))
    return Screen(words("categories"), (*rows, (button("button-menu", "menu"),)))


def category(turn: Turn, shelf: Category, *, page: int) -> Screen:
    """One page of a category, with this person's prices and what is left."""
    shown = catalogue.products_in(turn.db, shelf.id, page=page, per_page=PRODUCTS_PER_PAGE)
    language = turn.person.language
    return Screen(
        words("category", emoji=shelf.emoji, name=shelf.name_in(language), page=shown.number, pages=shown.count),
        (
            *_product_rows(turn, shown.items, page=shown.number),
            *page_row("category", shown, category=shelf.id),
            (button("button-categories", "categories"), button("button-menu", "menu")),
        ),
    )


def found(turn: Turn, text: str, products: Sequence[Product], *, is_sure: bool = True) -> Screen:
    """What a search found, or what it guesses and asks about; an empty result offers the shelves."""
    text = _echo(text)
    return Screen(
        _heading(text, len(products), is_sure=is_sure),
        (
            *_product_rows(turn, products, page=1),
            (button("button-browse", "categories"), button("button-human", "human")),
        ),
    )


def which(turn: Turn, text: str, products: Sequence[Product], *, quantity: int) -> Screen:
    """'Which of these?' for an order that fits several products; a tap orders as many as were asked for."""
    rows: list[Row] = []
    for item in products[:PRODUCTS_PER_PAGE]:
        label = {"product": item.name_in(turn.person.language), "quantity": quantity}
        rows.append((button("button-heard-item", "buy", label, product=item.id, quantity=quantity),))
    ways_out = (button("button-browse", "categories"), button("button-human", "human"))
    return Screen(words("search-which", text=_echo(text)), (*rows, ways_out))


def instead(
    turn: Turn, text: str, products: Sequence[Product], *, quantity: int | None = None, account: str | None = None
) -> Screen:
    """'Not found', with what comes near: a tap begins to buy it, with what was said of how many and for whom."""
    if quantity is None and account is None:
        return found(turn, text, products, is_sure=False)
    said = {} if quantity is None else {"quantity": quantity}
    rows: list[Row] = []
    for item in products[:PRODUCTS_PER_PAGE]:
        label = {"product": item.name_in(turn.person.language), "quantity": quantity or 1}
        its = said if account is None or item.account is AccountKind.NONE else {**said, "account": account}
        rows.append((button("button-heard-item", "buy", label, product=item.id, **its),))
    ways_out = (button("button-browse", "categories"), button("button-human", "human"))
    return Screen(_heading(_echo(text), len(products), is_sure=False), (*rows, ways_out))


def product(turn: Turn, item: Product, *, page: int) -> Screen:
    """A product card: what it is, this person's price, what is left; `page` of its category is the way back."""
    sale = preorders.for_sale(turn.db, turn.person, item.id, now=turn.now)
    text = words(
        "product",
        name=item.name_in(turn.person.language),
        about=item.about_in(turn.person.language),
        price=pricing.price_for(item, turn.person.tier),
        stock=_stock_words(sale),
        account=words(f"product-account-{item.account}"),
        goods="later" if sale.expected_on else _goods(turn, item),
    )
    text = with_terms(turn, item, text)
    if not item.is_on_sale:
        acts: tuple[Row, ...] = ()
    elif sale.expected_on is not None:
        text, in_line = _in_line(turn, item, text)
        acts = ((button("button-preorder", "buy", product=item.id),), *in_line)
    elif sale.level.word is Supply.SOLD_OUT:
        text, acts = _in_line(turn, item, text)
    else:
        acts = ((button("button-buy", "buy", product=item.id),),)
    return Screen(
        text,
        (
            *acts,
            (
                button("button-back", "category", category=item.category_id, page=page),
                button("button-menu", "menu"),
            ),
        ),
    )


def place_in_line(standing: Standing) -> Words:
    """Somebody's place in line, and what is known of how long it takes."""
    place = {"position": standing.position, "lane": "vip" if standing.is_vip else "usual"}
    if standing.hours is None:
        return words("waiting-place", **place)
    return words("waiting-place-hours", **place, hours=standing.hours)


def page_row(action: str, shown: Page[Any], **args: str | int) -> tuple[Row, ...]:
    """The buttons to the pages before and after this one, if there are any."""
    buttons: list[Button] = []
    if shown.has_previous:
        buttons.append(button("button-page-before", action, None, page=shown.number - 1, **args))
    if shown.has_next:
        buttons.append(button("button-page-after", action, None, page=shown.number + 1, **args))
    return (tuple(buttons),) if buttons else ()


def _echo(text: str) -> str:
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"


def _heading(text: str, count: int, *, is_sure: bool) -> Words:
    if not count:
        return words("search-nothing", text=text)
    return words("search-found", text=text, count=count) if is_sure else words("search-near", text=text)


def _to_category(turn: Turn, shelf: Category) -> Button:
    label_args = {"emoji": shelf.emoji, "name": shelf.name_in(turn.person.language)}
    return button("button-category", "category", label_args, category=shelf.id, page=1)


def _product_rows(turn: Turn, products: Sequence[Product], *, page: int) -> tuple[Row, ...]:
    levels = stock.on_shelves(turn.db, [item.id for item in products])
    rows: list[Row] = []
    for item in products:
        label_args = {
            "name": item.name_in(turn.person.language),
            "price": pricing.price_for(item, turn.person.tier),
            "stock": _stock_label(turn, item, levels[item.id].word),
        }
        rows.append((button("button-product", "product", label_args, product=item.id, page=page),))
    return tuple(rows)


def _in_line(turn: Turn, item: Product, text: Words) -> tuple[Words, tuple[Row, ...]]:
    """What a sold-out product's card says of the line for it, and the way into it or out of it."""
    standing = waiting_list.standing(turn.db, turn.person, item.id, now=turn.now)
    if standing is None:
        return text, ((button("button-wait", "waiting.join", product=item.id),),)
    leave = button("button-stop-waiting", "waiting.leave", product=item.id)
    return words("product-in-line", product=text, place=place_in_line(standing)), ((leave,),)


def _goods(turn: Turn, item: Product) -> str:
    """What the buyer is handed: a top-up only where the shop has no code of its own, for that would go first."""
    if suppliers.is_topped_up(turn.db, item.id) and stock.level(turn.db, item.id).available == 0:
        return "top-up"
    return "codes"


def _stock_label(turn: Turn, item: Product, supply: Supply) -> str:
    is_announced = supply is Supply.SOLD_OUT and item.expected_on is not None
    return "preorder" if is_announced and preorders.has_room(turn.db, item.id, 1, now=turn.now) else supply.value


def _stock_words(sale: ForSale) -> Words:
    if sale.expected_on is not None:
        return words("stock-preorder", day=sale.expected_on)
    return words(f"stock-{sale.level.word}", left=sale.level.available)


def _in_pairs(turn: Turn, shelves: Sequence[Category]) -> tuple[Row, ...]:
    """Two in a row where both fit, in the shop's order."""
    rows: list[Row] = []
    has_room = False
    for shelf in shelves:
        is_short = width(shelf.name_in(turn.person.language)) <= SHORT_NAME
        if has_room and is_short:
            rows[-1] = (*rows[-1], _to_category(turn, shelf))
        else:
            rows.append((_to_category(turn, shelf),))
        has_room = is_short and not has_room
    return tuple(rows)
