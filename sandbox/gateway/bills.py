"""A bill: what the shop asks somebody to pay, and the signature that proves the shop asked it.

Not here: whether it was paid (`journal`). The signature is HMAC-SHA256 over the signed fields, sorted and
joined as in a query but not encoded; the subject is for the eye only.
"""

import hmac
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit


class BadBill(Exception):
    """A bill the gateway does not take; the message says why."""


@dataclass(frozen=True)
class Bill:
    """`notify` is the address that hears of the payment; `number` is the shop's own."""

    number: str
    amount_minor: int
    currency: str
    notify: str
    subject: str = ""

    @property
    def signed_text(self) -> str:
        return f"amount_minor={self.amount_minor}&currency={self.currency}&notify={self.notify}&number={self.number}"


def sign(key: str, content: bytes) -> str:
    """Return the signature of what both sides sign, as hex digits."""
    return hmac.new(key.encode(), content, "sha256").hexdigest()


def check(bill: Bill, signature: str, *, key: str) -> None:
    """Raise BadBill unless the shop signed this bill and it is one that can be paid here."""
    wanted = sign(key, bill.signed_text.encode())
    if not hmac.compare_digest(wanted.encode(), signature.encode()):
        raise BadBill("The signature is wrong: this address was not made by the shop, or was changed.")
    if bill.amount_minor <= 0:
        raise BadBill("There is nothing to pay.")
    if not is_on_loopback(bill.notify):
        raise BadBill("The gateway of a sandbox only notifies addresses on this machine.")


def is_on_loopback(url: str) -> bool:
    """Whether calling this address stays on this machine."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return False
    try:
        return ip_address(parts.hostname).is_loopback
    except ValueError:
        return parts.hostname == "localhost"
