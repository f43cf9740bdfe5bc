"""The page of suppliers: how each is, what is under way with it, and what was put aside.

Not here: switching them (handlers.admin.suppliers).
"""

from backend import catalogue, quarantine, supplier_purchases, suppliers
from backend.money import Money
from backend.suppliers import Offer, Supplier
from flows.screens import Button, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

MOST_WITHHELD = 20
MOST_PUT_ASIDE = 20
"""So many products are named; a message has room for them."""


def supplier_list(turn: Turn) -> Screen:
    """Every supplier in the owner's order of preference."""
    everyone = suppliers.everyone(turn.db)
    aside = list(quarantine.count_put_aside(turn.db).items())[:MOST_PUT_ASIDE]
    ways_on = (button("button-look-again", "suppliers"), button("button-menu", "menu"))
    if not everyone and not aside:
        return Screen(words("suppliers-none"), (ways_on,))
    under_way = supplier_purchases.count_open(turn.db, [each.id for each in everyone])
    lines = [_line(turn, each, under_way.get(each.id, 0)) for each in everyone]
    put_aside = [words("supplier-aside", product=_name(turn, product), count=count) for product, count in aside]
    rows: list[Row] = [(_switch(each),) for each in everyone]
    rows += [(_to_aside(turn, product, count),) for product, count in aside]
    return Screen(words("suppliers", lines=lines, withheld=_all_withheld(turn), aside=put_aside), (*rows, ways_on))


def withheld(turn: Turn, key: str, offer: Offer) -> Words:
    """What a supplier asks too much for, beside the lowest price that somebody pays us."""
    product = catalogue.the_product(turn.db, offer.product_id)
    price = Money(product.gold_minor, product.currency)
    return words(key, supplier=offer.supplier_id, product=_name(turn, product.id), cost=offer.cost, price=price)


def _all_withheld(turn: Turn) -> list[Words]:
    every = [offer for each in suppliers.everyone(turn.db) for offer in suppliers.offers_by(turn.db, each.id)]
    return [withheld(turn, "supplier-withheld", each) for each in every if each.is_withheld][:MOST_WITHHELD]


def _line(turn: Turn, supplier: Supplier, under_way: int) -> Words:
    resting = supplier.is_on and supplier.rests_until is not None
    return words(
        "supplier-line",
        supplier=supplier.id,
        state="resting" if resting else "on" if supplier.is_on else "off",
        until=supplier.rests_until or turn.now,
        products=len(suppliers.offers_by(turn.db, supplier.id)),
        open=under_way,
        synced="never" if supplier.synced_at is None else "yes",
        at=supplier.synced_at or turn.now,
    )


def _switch(supplier: Supplier) -> Button:
    key = "button-supplier-off" if supplier.is_on else "button-supplier-on"
    return button(
        key, "supplier.switch", {"supplier": supplier.id}, supplier=supplier.id, is_on=int(not supplier.is_on)
    )


def _to_aside(turn: Turn, product_id: str, count: int) -> Button:
    label_args = {"product": _name(turn, product_id), "count": count}
    return button("button-aside", "aside", label_args, product=product_id)


def _name(turn: Turn, product_id: str) -> str:
    return catalogue.the_product(turn.db, product_id).name_in(turn.person.language)
