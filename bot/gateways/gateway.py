"""A payment gateway, as the bot needs it: where a payment is paid, what its callbacks say, what it answers when asked.

Not here: any gateway's own dialect (one file each beside this one). Money that may have moved is asked about before
anything is repeated, so every answer says how much is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from backend.fees import Fee
from backend.payments import GatewayNotice, Payment
from backend.reconciliation import Line
from backend.refunds import Refund


class BadCallback(Exception):
    """A callback that is not believed: signature, age or form is wrong. The message is for the log only."""


@dataclass(frozen=True)
class Ok:
    """The gateway did it; `reference` is its own name for what it did."""

    reference: str


@dataclass(frozen=True)
class Rejected:
    """The gateway surely did not do it, and won't."""

    why: str


@dataclass(frozen=True)
class Missing:
    """The gateway answered, and knows of no such thing."""


@dataclass(frozen=True)
class Unknown:
    """No believable answer: it may have acted."""

    why: str


class Gateway(Protocol):
    """A way to pay."""

    name: str

    is_told_by_get: bool
    """Whether its callbacks come by GET as well, signed like any other; only where the dialect has it so."""

    label: str | None
    """What the owner calls it before customers; None for what the locales say."""

    @property
    def fee(self) -> Fee:
        """What paying there costs besides, for payments that are opened from now on."""
        ...

    @property
    def gives_back(self) -> bool:
        """Whether it can be asked about payments and gives money back: then it is a `GivingBack` as well."""
        ...

    def takes(self, currency: str) -> bool:
        """Whether amounts of this currency can be paid here."""
        ...

    def address(self, payment: Payment) -> str | None:
        """Where the customer pays this payment, made without asking the gateway; None for an invoice in the chat."""
        ...

    def read_callback(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> GatewayNotice:
        """What a callback says; raises BadCallback unless its signature holds over the raw body."""
        ...


@runtime_checkable
class GivingBack(Protocol):
    """A gateway that can be asked. None of its methods raises for what the network or the gateway does."""

    refunds_are_idempotent: bool
    """Whether a refund of the same number acts once, however often it is asked for."""

    missing_is_final_after: timedelta | None
    """How long after the first attempt 'no such refund' means that it never happened; None if never."""

    async def query(self, payment: Payment) -> GatewayNotice | Missing | Unknown:
        """What came for this payment; Missing if nothing did so far."""
        ...

    async def refund(self, refund: Refund, payment: Payment) -> Ok | Rejected | Unknown:
        """Give this much of the payment back. What was done before under the same number is Ok."""
        ...

    async def find_refund(self, refund: Refund, payment: Payment) -> Ok | Missing | Unknown:
        """Whether this refund was given."""
        ...

    async def statement(self, *, since: datetime, until: datetime) -> list[Line] | Unknown:
        """All that moved from `since` until before `until`, oldest first."""
        ...
