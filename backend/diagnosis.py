"""Diagnosis: why somebody can't order, or has not got what they ordered: of all that is found what hinders most, first.

Not here: looking for it (backend.refusals, whereabouts, disturbances, letterbox), the words (flows.pages.diagnosis), or
what is done about it (handlers.customer.diagnosis). Nothing is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend import refusals
from backend.disturbances import of_shop
from backend.findings import Cause, Finding, Symptom, Wanted
from backend.letterbox import of_messages
from backend.orders import Order
from backend.people import Person
from backend.risk_rules import RiskRules
from backend.whereabouts import of_order, worth_a_look
from storage.database import Db

MOST_FURTHER = 3


@dataclass(frozen=True)
class Diagnosis:
    """All that was found, what hinders most first. Nothing may have been found."""

    symptom: Symptom
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding | None:
        """The cause."""
        return self.findings[0] if self.findings else None

    @property
    def further(self) -> tuple[Finding, ...]:
        """What else there is."""
        return self.findings[1 : 1 + MOST_FURTHER]


_REFUSING = (Cause.FROZEN, *refusals.CAUSE_OF.values(), Cause.LICENCE_IN_REVIEW)
"""What ends a purchase. The first of these is found first, and stays first."""

_STUCK = (Cause.DOUBT, Cause.LATE, Cause.WAITING, Cause.BEING_BOUGHT, Cause.PREORDERED)
_HANDED_OVER = (Cause.UNSENT, Cause.UNSEEN, Cause.REISSUE_WAITS)
_UNPAID = (Cause.UNVERIFIED, Cause.UNHEARD, Cause.UNPAID)
_MONEY_BACK = (Cause.REFUND_LATE, Cause.REFUND_UNDER_WAY, Cause.REFUNDED)
_CAME_TO_NOTHING = (Cause.CREDITED, Cause.LAPSED, Cause.CANCELLED)
_OF_SHOP = (Cause.INCIDENT, Cause.SUPPLIER_SILENT, Cause.GATEWAY_SILENT, Cause.MAINTENANCE)
_OF_MESSAGES = (Cause.HELD, Cause.MISSED)
_OF_ORDERS = (
    *_STUCK,
    *_HANDED_OVER,
    *_UNPAID,
    *_MONEY_BACK,
    *_CAME_TO_NOTHING,
    Cause.REISSUED,
    Cause.SEEN,
)

MATTERS: dict[Symptom, tuple[tuple[Cause, ...], ...]] = {
    Symptom.ORDERING: (
        _REFUSING,
        (Cause.TOO_MANY_UNPAID,),
        (Cause.GATEWAY_SILENT,),
        _UNPAID,
        (Cause.INCIDENT,),
        _OF_MESSAGES,
    ),
    Symptom.ARRIVAL: tuple((each,) for each in (*_OF_ORDERS, *_OF_SHOP, *_OF_MESSAGES, Cause.FROZEN)),
    Symptom.LOGIN: (
        (Cause.FROZEN,),
        (Cause.MISSED,),
        (Cause.HELD,),
        (Cause.MAINTENANCE,),
        (Cause.INCIDENT,),
        (Cause.LICENCE_IN_REVIEW,),
        (Cause.LICENCE_ENDED,),
    ),
    Symptom.SLOW: (
        (Cause.FROZEN,),
        (Cause.MAINTENANCE,),
        (Cause.HELD,),
        (Cause.MISSED,),
        *((each,) for each in (*_STUCK, Cause.UNSENT)),
        (Cause.INCIDENT,),
        (Cause.GATEWAY_SILENT,),
        (Cause.SUPPLIER_SILENT,),
    ),
    Symptom.CODE: (
        (Cause.REISSUE_WAITS, Cause.REISSUED, Cause.SEEN),
        (Cause.UNSENT,),
        (Cause.UNSEEN,),
        *((each,) for each in (*_STUCK, *_UNPAID, *_MONEY_BACK, *_CAME_TO_NOTHING)),
        (Cause.INCIDENT,),
    ),
}
"""What matters for which symptom, what hinders most first. Of those in one group the one found first comes first."""


def diagnose(
    db: Db,
    person: Person,
    symptom: Symptom,
    *,
    order: Order | None = None,
    wanted: Wanted | None = None,
    rules: RiskRules | None = None,
    now: datetime,
) -> Diagnosis:
    """Look for what hinders the person: with their latest orders, or this one; with what they want to buy, if known.

    `rules` are those by which somebody who pays is asked who they are.
    """
    looked_at = [order] if order is not None else worth_a_look(db, person, symptom)
    found = [
        *refusals.of_person(db, person, wanted, now=now),
        *(finding for each in looked_at for finding in of_order(db, person, each, rules=rules, now=now)),
        *of_shop(db, looked_at, wanted, now=now),
        *of_messages(db, person, now=now),
    ]
    return Diagnosis(symptom, _ranked(symptom, found))


def _ranked(symptom: Symptom, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """What matters for the symptom, each cause once, what hinders most first."""
    ranks = {cause: rank for rank, causes in reversed(list(enumerate(MATTERS[symptom]))) for cause in causes}
    once = {each.cause: each for each in reversed(found)}
    mattering = [each for each in found if each.cause in ranks and once[each.cause] is each]
    return tuple(sorted(mattering, key=lambda each: ranks[each.cause]))
