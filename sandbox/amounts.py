"""Amounts as people read them: Stars with a star, other money with its currency's own symbol and digits.

Not here: arithmetic. Amounts are whole minor units, as the Bot API and the gateway give them.
"""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

from sandbox.invoices import STARS


def written(amount_minor: int, currency: str, *, language_code: str | None) -> str:
    """Write an amount of minor units in the person's language."""
    if currency == STARS:
        return f"⭐ {amount_minor:,}"
    locale = "zh_CN" if (language_code or "").startswith("zh") else "en_US"
    amount = Decimal(amount_minor).scaleb(-get_currency_precision(currency))
    return str(format_currency(amount, currency, locale=locale))
