"""Prices as people read them: why one costs what it does, what is cheaper by the dozen, and how many they may have.

Not here: what the prices are (backend.pricing), or what coupons take off (flows.pages.coupons).
"""

from backend import pricing
from backend.catalogue import Product
from backend.money import Money
from backend.people import Tier
from backend.pricing import Quote
from flows.turn import Turn
from flows.words import Words, words


def terms(turn: Turn, item: Product) -> list[Words]:
    """A line for each quantity from which the product costs this person less, and one for how many they may have."""
    tier = turn.person.tier
    lines = [
        words("price-from", least=each.least, price=Money(each.price_minor, item.currency))
        for each in pricing.breaks_for(turn.db, item, tier)
        if each.least <= item.max_per_order
    ]
    limit = pricing.limit_for(turn.db, item.id, tier)
    return lines if limit is None else [*lines, words("price-limit", most=limit.most, days=limit.days)]


def with_terms(turn: Turn, item: Product, text: Words) -> Words:
    """The text, with the product's terms below it if it has any."""
    lines = terms(turn, item)
    return words("with-terms", text=text, lines=lines) if lines else text


def explained(turn: Turn, item: Product, offer: Quote) -> list[Words]:
    """What one costs at this quote, and what makes that less than others pay: so many, or the person's tier."""
    tier = turn.person.tier
    usual, retail = pricing.price_for(item, tier), pricing.price_for(item, Tier.RETAIL)
    if offer.unit_price < usual:
        return [words("checkout-price-lower", price=offer.unit_price, usual=usual, quantity=offer.quantity)]
    if tier is not Tier.RETAIL and offer.unit_price < retail:
        name = words(f"membership-{tier}")
        return [words("checkout-price-tier", price=offer.unit_price, tier=name, retail=retail)]
    return [words("checkout-price", price=offer.unit_price)]
