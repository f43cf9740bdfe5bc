"""What staff see of pre-orders: what is announced, how many are ordered ahead and paid, and how many are due today.

Not here: what buyers are told (handlers.customer.preorders), or announcing something (flows.announcement).
"""

from backend import announcements, preorders, products
from backend.announcements import Ahead
from backend.catalogue import Product
from backend.people import Role
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

MOST_SHOWN = 20
"""So many products are named; a message has room for them."""


def overview(turn: Turn) -> Screen:
    """Everything announced, and what was announced before and somebody still waits for: what is due comes first."""
    ahead = {each.product_id: each for each in announcements.ahead(turn.db, now=turn.now)}
    concerned = [each for each in products.every_product(turn.db) if each.expected_on or each.id in ahead]
    none = Ahead("", 0, 0, 0, 0)
    concerned.sort(key=lambda each: _urgency(ahead.get(each.id, none)))
    shown = concerned[:MOST_SHOWN]
    ways_on = (button("button-look-again", "preorders"), button("button-menu", "menu"))
    if not shown:
        return Screen(words("preorders-none"), (ways_on,))
    lines = [_line(turn, each, ahead.get(each.id, none)) for each in shown]
    text = words("preorders", lines=lines, more=len(concerned) - len(shown))
    return Screen(text, (*_desks(turn, shown), ways_on))


def announced(turn: Turn, product: Product) -> Words | None:
    """What an admin reads on a product's page; None if it is not announced and nobody waits for it."""
    ahead = announcements.ahead_of(turn.db, product.id, now=turn.now)
    if product.expected_on is None:
        return words("product-still-awaited", paid=ahead.paid) if ahead.paid else None
    return words(
        "product-announced",
        day=product.expected_on,
        state=_state(turn, product),
        paid=ahead.paid,
        unpaid=ahead.unpaid,
        most=product.most_preorders or 0,
    )


def ways(product: Product) -> Row:
    """What can be changed about its announcement."""
    if product.expected_on is None:
        return (button("button-announce", "announcement", product=product.id),)
    return (
        button("button-announce-anew", "announcement", product=product.id),
        button("button-withdraw", "announcement.withdraw", product=product.id),
    )


def _urgency(ahead: Ahead) -> tuple[bool, bool, bool]:
    return ahead.late == 0, ahead.due == 0, ahead.paid == 0


def _state(turn: Turn, product: Product) -> str:
    if product.expected_on is None:
        return "withdrawn"
    return "over" if preorders.end_of(turn.db, product.expected_on) <= turn.now else "open"


def _line(turn: Turn, product: Product, ahead: Ahead) -> Words:
    return words(
        "preorder-line",
        product=_name(turn, product),
        state=_state(turn, product),
        day=product.expected_on or "",
        most=product.most_preorders or 0,
        paid=ahead.paid,
        unpaid=ahead.unpaid,
        due=ahead.due,
        late=ahead.late,
    )


def _desks(turn: Turn, shown: list[Product]) -> tuple[Row, ...]:
    """A way to each product, for those who may change it."""
    if not turn.person.role.reaches(Role.ADMIN):
        return ()
    return tuple(
        (button("button-announced", "product.desk", {"product": _name(turn, each)}, product=each.id),) for each in shown
    )


def _name(turn: Turn, product: Product) -> str:
    return product.name_in(turn.person.language)
