"""The products as an admin sees them: all of them, on sale or not, and one with what can be changed about it.

Not here: the shelves customers see (flows.pages.shelves), or changing a price (flows.price).
"""

from collections.abc import Sequence

from backend import pricing, products, quarantine, stock
from backend.catalogue import Product
from backend.people import Tier
from flows.pages import preorders
from flows.pages.shelves import page_row
from flows.screens import Button, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

PRODUCTS_PER_PAGE = 8


def product_list(turn: Turn, *, page: int) -> Screen:
    """One page of all products, with what is left of each."""
    shown = products.products(turn.db, page=page, per_page=PRODUCTS_PER_PAGE)
    rows = _desk_rows(turn, shown.items)
    return Screen(
        words("products", page=shown.number, pages=shown.count),
        (*rows, *page_row("products", shown), (button("button-menu", "menu"),)),
    )


def found_products(turn: Turn, found: Sequence[Product]) -> Screen:
    """The products that a name may mean."""
    text = words("products-found", count=len(found)) if found else words("products-none-found")
    return Screen(text, (*_desk_rows(turn, found), (_to_list(), button("button-menu", "menu"))))


def product_desk(turn: Turn, product: Product) -> Screen:
    """One product: its prices, its stock, and what can be changed."""
    prices = {str(tier): pricing.price_for(product, tier) for tier in Tier}
    text = words(
        "product-desk",
        name=name_of(turn, product),
        id=product.id,
        sale=sale_of(product),
        left=stock.level(turn.db, product.id).available,
        **prices,
    )
    if announced := preorders.announced(turn, product):
        text = words("lines", lines=[text, announced])
    switch = button(
        "button-take-off-sale" if product.is_on_sale else "button-put-on-sale",
        "product.sale",
        product=product.id,
        is_on_sale=not product.is_on_sale,
    )
    aside = quarantine.count_put_aside(turn.db).get(product.id, 0)
    label_args = {"product": name_of(turn, product), "count": aside}
    to_aside: tuple[Row, ...] = ((button("button-aside", "aside", label_args, product=product.id),),) if aside else ()
    return Screen(
        text,
        (
            (
                button("button-new-price", "price", product=product.id),
                button("button-add-cards", "stock", product=product.id),
            ),
            (button("button-price-rules", "price-rules", product=product.id),),
            preorders.ways(product),
            (switch,),
            *to_aside,
            (_to_list(), button("button-menu", "menu")),
        ),
    )


def name_of(turn: Turn, product: Product) -> str:
    """The product's name in the person's language."""
    return product.name_in(turn.person.language)


def sale_of(product: Product) -> Words:
    """Whether it is on sale, in words."""
    return words("product-on-sale" if product.is_on_sale else "product-off-sale")


def label_of(turn: Turn, product: Product) -> dict[str, str | int]:
    """What a button to the product says of it."""
    left = stock.level(turn.db, product.id).available
    return {"name": name_of(turn, product), "left": left, "sale": "on" if product.is_on_sale else "off"}


def _desk_rows(turn: Turn, shown: Sequence[Product]) -> tuple[Row, ...]:
    return tuple((button("button-desk", "product.desk", label_of(turn, each), product=each.id),) for each in shown)


def _to_list() -> Button:
    return button("button-products", "products")
