"""Price rules of a product: lower prices for more of it, and how many one person may buy; as an admin writes them.

Not here: what a quote makes of them (backend.pricing).

    5=48  10=47.50  gold:5=46  max=3/30      from 5 on 48 each; gold members from 5 on 46; 3 to one person in 30 days
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.errors import NotAPriceRule
from backend.money import InvalidAmount, Money
from backend.people import Tier
from storage import audit_trail, failpoints
from storage import price_rules as rows
from storage.catalogue import Product
from storage.database import Db
from storage.price_rules import ANY_TIER, PriceBreak, PurchaseLimit

LONGEST_DAYS = 365
MOST_AT_ONCE = 10_000

_RULE = re.compile(
    rf"(?:(?P<tier>{'|'.join(Tier)}):)?"
    r"(?:max=(?P<most>[0-9]{1,6})/(?P<days>[0-9]{1,3})|(?P<least>[0-9]{1,5})=(?P<price>[0-9.]+))"
)


@dataclass(frozen=True)
class PriceRules:
    """All rules of one product."""

    breaks: tuple[PriceBreak, ...]
    limits: tuple[PurchaseLimit, ...]


def read_rules(text: str, product: Product) -> PriceRules:
    """The rules that a text is, perhaps none. Raises NotAPriceRule, which names the first that is wrong."""
    breaks: dict[tuple[str, int], PriceBreak] = {}
    limits: dict[str, PurchaseLimit] = {}
    for word in unicodedata.normalize("NFKC", text).lower().split():
        rule = _read(word, product)
        if isinstance(rule, PriceBreak):
            breaks[rule.tier, rule.least] = rule
        else:
            limits[rule.tier] = rule
    return PriceRules(tuple(breaks.values()), tuple(limits.values()))


def rules_of(db: Db, product: Product) -> PriceRules:
    """The rules of the product as they are."""
    return PriceRules(tuple(rows.breaks_of(db, product.id)), tuple(rows.limits_of(db, product.id)))


def written(rules: PriceRules, product: Product) -> str:
    """The rules as `read_rules` reads them."""
    words: Sequence[str] = [
        *(
            f"{_prefix(each.tier)}{each.least}={Money(each.price_minor, product.currency).amount}"
            for each in rules.breaks
        ),
        *(f"{_prefix(each.tier)}max={each.most}/{each.days}" for each in rules.limits),
    ]
    return " ".join(words)


def set_rules(db: Db, product: Product, rules: PriceRules, *, by: str, now: datetime) -> None:
    """Have these rules and no others from now on; prices promised before stay as they were promised."""
    rows.set_breaks(db, product.id, rules.breaks)
    rows.set_limits(db, product.id, rules.limits)
    failpoints.reached("price-rules.set")
    what = f"price rules {written(rules, product) or 'none'}"
    audit_trail.record(db, subject=f"product:{product.id}", what=what, by=by, why="", now=now)


def _read(word: str, product: Product) -> PriceBreak | PurchaseLimit:
    match = _RULE.fullmatch(word)
    if match is None:
        raise NotAPriceRule(rule=word)
    tier = match["tier"] or ANY_TIER
    if match["most"] is not None:
        most, days = int(match["most"]), int(match["days"])
        if not (most > 0 and 0 < days <= LONGEST_DAYS):
            raise NotAPriceRule(rule=word)
        return PurchaseLimit(product.id, tier, most, days)
    least, price = int(match["least"]), _price(word, match["price"], product)
    if not (1 < least <= MOST_AT_ONCE and 0 < price < product.retail_minor):
        raise NotAPriceRule(rule=word)
    return PriceBreak(product.id, tier, least, price)


def _price(word: str, amount: str, product: Product) -> int:
    try:
        return Money.parse(amount, product.currency).minor
    except InvalidAmount as reason:
        raise NotAPriceRule(rule=word) from reason


def _prefix(tier: str) -> str:
    return "" if tier == ANY_TIER else f"{tier}:"
