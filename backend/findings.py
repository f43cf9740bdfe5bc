"""Findings: what may be the matter with somebody, an order of theirs or the shop, and what they say is wrong.

Not here: looking for it (backend.refusals, whereabouts, disturbances, letterbox), or what of it
matters (backend.diagnosis).
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backend.errors import Refused
from backend.orders import Order


class Symptom(StrEnum):
    """What somebody says is wrong."""

    ORDERING = "ordering"  # I can't order
    ARRIVAL = "arrival"  # it has not arrived
    LOGIN = "login"  # I am logged out, I am blocked
    SLOW = "slow"  # nothing happens
    CODE = "code"  # the code does not work


class Cause(StrEnum):
    """What hinders somebody, or is the matter with an order of theirs."""

    FROZEN = "frozen"
    OFF_SALE = "off-sale"
    LICENCE_NEEDED = "licence-needed"
    LICENCE_IN_REVIEW = "licence-in-review"
    LICENCE_ENDED = "licence-ended"
    OUTSIDE_HOURS = "outside-hours"
    ALLOCATION_SPENT = "allocation-spent"
    SOLD_OUT = "sold-out"
    LIMIT_REACHED = "limit-reached"
    QUANTITY = "quantity"
    MAINTENANCE = "maintenance"
    TOO_MANY_UNPAID = "too-many-unpaid"
    GATEWAY_SILENT = "gateway-silent"
    SUPPLIER_SILENT = "supplier-silent"
    INCIDENT = "incident"
    UNPAID = "unpaid"
    UNVERIFIED = "unverified"  # who pays must first show that it is they
    UNHEARD = "unheard"  # a payment was opened outside, and nobody has told us of money
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    CREDITED = "credited"
    BEING_BOUGHT = "being-bought"
    WAITING = "waiting"  # paid, and nobody has any
    PREORDERED = "preordered"
    LATE = "late"
    DOUBT = "doubt"
    REFUND_UNDER_WAY = "refund-under-way"
    REFUND_LATE = "refund-late"
    REFUNDED = "refunded"
    UNSENT = "unsent"  # delivered, and the message with it never left
    UNSEEN = "unseen"
    SEEN = "seen"
    REISSUE_WAITS = "reissue-waits"
    REISSUED = "reissued"
    MISSED = "missed"  # messages that could not be sent to somebody who had blocked us
    HELD = "held"  # messages that wait to be sent


@dataclass(frozen=True)
class Finding:
    """One thing that is so. `at` is the moment that matters for it: until when, or since when.

    `refusal` is what somebody is told who tries to buy all the same.
    """

    cause: Cause
    at: datetime | None = None
    order: Order | None = None
    product_id: str | None = None
    count: int = 0
    refusal: Refused | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to buy."""

    product_id: str
    quantity: int = 1
