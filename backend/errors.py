"""Refusals: what a person asked for and cannot have, and why. Nothing was changed when one is raised.

Not here: the sentences people read (locales/*.ftl, one for each key; the docstrings are the English of it).

    Refused
    ├── ProductNotOnSale         QuantityOutOfRange    OutOfStock        InvalidAccount
    ├── QuoteNotFound            QuoteLapsed
    ├── OrderNotFound            CannotCancel          CannotPay         CannotRefund     NotDeliveredYet
    └── NotEnoughBalance
    TryLater                     the world cannot now; the same request may work in a moment
"""

from typing import ClassVar

from backend.money import Money

Argument = str | int | Money


class Refused(Exception):
    """The person cannot have this. `arguments` holds what the sentence named by `key` needs."""

    key: ClassVar[str] = "refused"

    def __init__(self, **arguments: Argument) -> None:
        super().__init__(self.key, arguments)
        self.arguments = arguments


class ProductNotOnSale(Refused):
    """This product is not on sale."""

    key = "refused-product-not-on-sale"


class QuantityOutOfRange(Refused):
    """Between { $least } and { $most } can be bought at once."""

    key = "refused-quantity-out-of-range"


class OutOfStock(Refused):
    """{ $wanted } were wanted and only { $left } are left."""

    key = "refused-out-of-stock"


class InvalidAccount(Refused):
    """This is not an account of the kind this product needs: { $kind }."""

    key = "refused-invalid-account"


class QuoteNotFound(Refused):
    """There is no such offer."""

    key = "refused-quote-not-found"


class QuoteLapsed(Refused):
    """The price was held for a limited time, which is over, or it has been used."""

    key = "refused-quote-lapsed"


class OrderNotFound(Refused):
    """There is no such order, or it is somebody else's: the answer does not tell which."""

    key = "refused-order-not-found"


class CannotCancel(Refused):
    """Order { $number } can't be cancelled any more: it is { $status }."""

    key = "refused-cannot-cancel"


class CannotPay(Refused):
    """Order { $number } takes no payment: it is { $status }."""

    key = "refused-cannot-pay"


class CannotRefund(Refused):
    """Order { $number } can't be refunded: it is { $status }."""

    key = "refused-cannot-refund"


class NotDeliveredYet(Refused):
    """Order { $number } has nothing to show yet: it is { $status }."""

    key = "refused-not-delivered-yet"


class NotEnoughBalance(Refused):
    """The balance is { $balance }, and { $needed } is needed."""

    key = "refused-not-enough-balance"


class TryLater(Exception):
    """The world cannot do it now: a time-out, a lock, a limit. The same request may work in a moment."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
