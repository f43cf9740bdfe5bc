"""What a diagnosis says: the cause in plain words with its remedy as a button, what else there is, a human; for staff
the same as a note. And the check of a connection.

Not here: what is found (backend.diagnosis, backend.connection), or the taps (handlers.customer.diagnosis).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend import catalogue, freezes, promises
from backend.connection import RoundTrip
from backend.diagnosis import Diagnosis
from backend.findings import Cause, Finding, Symptom, Wanted
from backend.orders import Order
from flows.pages.account import fix_rows, standing_words, verify_first
from flows.pages.promises import choices
from flows.screens import Button, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

SAID_ELSEWHERE = (Cause.FROZEN, Cause.UNVERIFIED)
"""What has a page of its own, whose words these are."""

SAID_BY_A_REFUSAL = (
    Cause.OFF_SALE,
    Cause.LICENCE_NEEDED,
    Cause.OUTSIDE_HOURS,
    Cause.ALLOCATION_SPENT,
    Cause.SOLD_OUT,
    Cause.LIMIT_REACHED,
    Cause.QUANTITY,
    Cause.MAINTENANCE,
    Cause.TOO_MANY_UNPAID,
)
"""What is said in the very words that refuse the purchase."""

SAID_HERE = tuple(cause for cause in Cause if cause not in (*SAID_ELSEWHERE, *SAID_BY_A_REFUSAL))

_TENTH = timedelta(milliseconds=100)


def symptoms() -> Screen:
    """'What is wrong?'"""
    asked = tuple((button(f"button-symptom-{each}", "diagnosis.look", symptom=each.value),) for each in Symptom)
    return Screen(words("diagnosis-what"), (*asked, (button("button-human", "human"), button("button-menu", "menu"))))


def page(turn: Turn, diagnosis: Diagnosis, *, order: Order | None, wanted: Wanted | None) -> Screen:
    """What was found, or that nothing was; what can be done; a human who gets to know it all."""
    about = _about(diagnosis.symptom, order, wanted)
    remedies = () if diagnosis.first is None else _remedies(turn, diagnosis.first)
    return Screen(
        _text(turn, diagnosis, wanted),
        (
            *remedies,
            (button("button-diagnosed-human", "diagnosis.human", None, **about),),
            (button("button-test-connection", "diagnosis.connection"),),
            (button("button-check-again", "diagnosis.look", None, **about), button("button-menu", "menu")),
        ),
    )


def note(turn: Turn, diagnosis: Diagnosis) -> Words:
    """What staff should know of it, so that nobody has to look or to ask again."""
    found = [_in_short(turn, each) for each in diagnosis.findings] or [words("also-nothing")]
    return words("ticket-diagnosed", symptom=diagnosis.symptom.value, findings=found)


def tap_here(*, asked: int) -> Screen:
    """The message whose way is measured; `asked` is the event that it answers."""
    return Screen(words("connection-tap"), ((button("button-tap-here", "diagnosis.tapped", asked=asked),),))


def connection(trip: RoundTrip | None) -> Screen:
    """How long which part took, and what that means."""
    ways_on = (
        (button("button-check-again", "diagnosis.connection"), button("button-human", "human")),
        (button("button-menu", "menu"),),
    )
    if trip is None:
        return Screen(words("connection-unknown"), ways_on)
    verdict = "ours" if trip.is_ours_slow else "platform" if trip.is_platform_slow else "fine"
    text = words(
        "connection",
        ours=_seconds(trip.ours),
        platform=_seconds(trip.platform),
        theirs=_seconds(trip.theirs),
        verdict=verdict,
    )
    return Screen(text, ways_on)


def _text(turn: Turn, diagnosis: Diagnosis, wanted: Wanted | None) -> Words:
    if diagnosis.first is None and wanted is not None:
        product = catalogue.the_product(turn.db, wanted.product_id).name_in(turn.person.language)
        return words("diagnosis-nothing-of-good", product=product)
    if diagnosis.first is None:
        return words("diagnosis-nothing", symptom=diagnosis.symptom.value)
    said = words("diagnosis", cause=_said(turn, diagnosis.first))
    if not diagnosis.further:
        return said
    return words("diagnosis-further", diagnosis=said, further=[_in_short(turn, each) for each in diagnosis.further])


def _said(turn: Turn, finding: Finding) -> Words:
    refusal = finding.refusal
    if finding.cause is Cause.FROZEN:
        return standing_words(freezes.standing(turn.db, turn.person, now=turn.now))
    if finding.cause is Cause.UNVERIFIED and finding.order is not None:
        return verify_first(finding.order).text
    if refusal is not None and finding.cause in SAID_BY_A_REFUSAL:
        return words(refusal.key, **refusal.arguments)
    return words(f"cause-{finding.cause}", **_facts(turn, finding))


def _in_short(turn: Turn, finding: Finding) -> Words:
    return words(f"also-{finding.cause}", **_facts(turn, finding))


def _facts(turn: Turn, finding: Finding) -> dict[str, str | int | datetime]:
    """What any sentence about it may name."""
    order = finding.order
    product_id = finding.product_id if order is None else order.product_id
    product = None if product_id is None else catalogue.product(turn.db, product_id)
    return {
        "number": "" if order is None else order.number,
        "product": "" if product is None else product.name_in(turn.person.language),
        "at": _moment(finding),
        "count": finding.count,
    }


def _moment(finding: Finding) -> str | datetime:
    if finding.at is not None:
        return finding.at
    ended = None if finding.refusal is None else finding.refusal.arguments.get("ended")
    return str(ended or "")


def _about(symptom: Symptom, order: Order | None, wanted: Wanted | None) -> dict[str, str | int]:
    """What the same is looked into once more by."""
    about: dict[str, str | int] = {"symptom": symptom.value}
    if order is not None:
        about["order"] = order.id
    if wanted is not None:
        about |= {"product": wanted.product_id, "quantity": wanted.quantity}
    return about


def _remedies(turn: Turn, finding: Finding) -> tuple[Row, ...]:
    """What helps, as buttons; nothing where only time does, which the words say."""
    if finding.cause is Cause.FROZEN:
        return fix_rows(freezes.standing(turn.db, turn.person, now=turn.now))
    if finding.order is not None:
        return _remedies_of_order(finding.cause, finding.order)
    product = {} if finding.product_id is None else {"product": finding.product_id}
    match finding.cause:
        case Cause.LICENCE_NEEDED | Cause.LICENCE_ENDED:
            return ((button("button-licence-another", "licence.send"),),)
        case Cause.SOLD_OUT if product and _left(finding) == 0:
            return ((button("button-wait", "waiting.join", None, **product),),)
        case Cause.SOLD_OUT | Cause.QUANTITY | Cause.LIMIT_REACHED | Cause.ALLOCATION_SPENT | Cause.OUTSIDE_HOURS:
            return ((button("button-to-product", "product", None, **product),),)
        case Cause.OFF_SALE:
            return ((button("button-browse", "categories"),),)
        case Cause.MAINTENANCE:
            return ((button("button-tell-me", "maintenance.wait"),),)
        case Cause.MISSED:
            return ((button("button-orders", "orders"),),)
        case Cause.GATEWAY_SILENT:
            return ((button("button-balance", "balance"),),)
        case _:
            return ()


def _remedies_of_order(cause: Cause, order: Order) -> tuple[Row, ...]:
    to_page: Row = (button("button-order-page", "order", order=order.id),)
    match cause:
        case Cause.UNPAID:
            return (_to(order, "button-to-payment", "order"),)
        case Cause.TOO_MANY_UNPAID:
            return (_to(order, "button-to-payment", "order"), (button("button-orders", "orders"),))
        case Cause.UNVERIFIED:
            return ((button("button-bind-phone", "account.verify"),), _to(order, "button-order-page", "order"))
        case Cause.UNHEARD:
            ask = button("button-ask-gateway", "diagnosis.ask-payment", order=order.id)
            return ((ask,), _to(order, "button-to-payment", "order"))
        case Cause.WAITING | Cause.BEING_BOUGHT | Cause.LATE:
            again = button("button-deliver-now", "diagnosis.deliver", order=order.id)
            return ((again,), *(choices(order) if promises.may_be_given_up(order) else ()), to_page)
        case Cause.PREORDERED:
            return (*choices(order), to_page)
        case Cause.LAPSED | Cause.CANCELLED:
            return ((button("button-order-again", "buy", product=order.product_id),),)
        case Cause.CREDITED:
            again = button("button-order-again", "buy", product=order.product_id)
            return ((button("button-balance", "balance"), again),)
        case Cause.REFUNDED:
            return ((button("button-balance", "balance"),),)
        case Cause.UNSENT | Cause.UNSEEN | Cause.REISSUED | Cause.REISSUE_WAITS:
            return (_to(order, "button-codes", "codes.beside"),)
        case Cause.SEEN:
            return (_to(order, "button-codes", "codes.beside"), _to(order, "button-dead-code", "diagnosis.dead-code"))
        case _:
            return (to_page,)


def _to(order: Order, key: str, action: str) -> tuple[Button, ...]:
    return (button(key, action, order=order.id),)


def _left(finding: Finding) -> object:
    arguments: Mapping[str, Any] = {} if finding.refusal is None else finding.refusal.arguments
    return arguments.get("left")


def _seconds(length: timedelta) -> str:
    """Seconds to one place."""
    tenths = length // _TENTH
    return f"{tenths // 10}.{tenths % 10}"
