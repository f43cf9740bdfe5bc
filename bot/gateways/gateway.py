"""A payment gateway, as the bot needs it: where a payment is paid, and what its callbacks say.

Not here: any gateway's own dialect (one file each beside this one).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from backend.payments import GatewayNotice, Payment


class BadCallback(Exception):
    """A callback that is not believed: signature, age or form is wrong. The message is for the log only."""


class Gateway(Protocol):
    """A way to pay outside the chat."""

    name: str

    def address(self, payment: Payment) -> str:
        """Where the customer pays this payment; made without asking the gateway."""
        ...

    def read_callback(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> GatewayNotice:
        """What a callback says; raises BadCallback unless its signature holds over the raw body."""
        ...
