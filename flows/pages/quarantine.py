"""What was put aside of one product: which cards, why, and whether they go back on the shelf or are written off.

Not here: doing either (handlers.admin.quarantine). Never a code.
"""

from collections.abc import Sequence

from backend import catalogue, quarantine, stock_files
from backend.catalogue import Product
from backend.money import Money
from backend.quarantine import Aside
from flows.screens import Button, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

MOST_BATCHES_NAMED = 12
"""A message has room for so many."""


def put_aside(turn: Turn, product_id: str) -> Screen:
    """The product's cards that were put aside, batch by batch, and what can be done about them."""
    product = catalogue.the_product(turn.db, product_id)
    aside = quarantine.aside_of(turn.db, product_id)
    name = product.name_in(turn.person.language)
    if not aside:
        return Screen(words("aside-none", product=name), (_ways_on(product),))
    lines = [_line(turn, product, each) for each in aside[:MOST_BATCHES_NAMED]]
    total, good = _count(aside), _count([each for each in aside if _is_good(turn, each)])
    args: dict[str, str | int] = {"product": product.id}
    rows: list[Row] = [(button("button-put-back", "aside.put-back", {"count": good}, **args),)] if good else []
    newest = max(each.last_id for each in aside)
    write_off = button("button-write-off", "aside.ask", {"count": total}, up_to=newest, **args)
    text = words("aside", product=name, count=total, lines=lines, more=max(0, len(aside) - len(lines)))
    return Screen(text, (*rows, (write_off,), _ways_on(product)))


def sure(turn: Turn, product_id: str, *, up_to: int) -> Screen:
    """'Really give them up?', with what they had cost."""
    product = catalogue.the_product(turn.db, product_id)
    aside = [each for each in quarantine.aside_of(turn.db, product_id) if each.last_id <= up_to]
    if not aside:
        return put_aside(turn, product_id)
    lost = Money(sum((each.cost_minor or 0) * each.count for each in aside), product.currency)
    text = words("ask-write-off", product=product.name_in(turn.person.language), count=_count(aside), lost=lost)
    yes = button("button-write-off-sure", "aside.write-off", product=product_id, up_to=up_to)
    return Screen(text, ((yes,), (button("button-back", "aside", product=product_id),)))


def _line(turn: Turn, product: Product, each: Aside) -> Words:
    day = None if each.expires_at is None else stock_files.last_day(each.expires_at, turn.shop.time_zone)
    return words(
        "aside-line",
        batch=each.batch,
        count=each.count,
        why="good" if _is_good(turn, each) else "expired",
        day="" if day is None else day.isoformat(),
        priced="no" if each.cost_minor is None else "yes",
        cost=Money(each.cost_minor or 0, product.currency),
    )


def _is_good(turn: Turn, each: Aside) -> bool:
    return each.expires_at is None or each.expires_at > turn.now


def _count(aside: Sequence[Aside]) -> int:
    return sum(each.count for each in aside)


def _ways_on(product: Product) -> tuple[Button, ...]:
    return (
        button("button-suppliers", "suppliers"),
        button("button-desk-back", "product.desk", product=product.id),
    )
