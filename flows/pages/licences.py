"""Licences: a person's own, and what staff see of one that they review.

Not here: what a licence allows (backend.licences), or handing one in (flows.licence).
"""

from collections.abc import Sequence

from backend import licences, people
from backend.licences import Licence, LicenceStatus
from backend.people import Tier
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

SHOWN_DIGITS = 4


def own(turn: Turn, licence: Licence) -> Screen:
    """The person's licence where it stands, with what they can do."""
    key = f"licence-{licence.status}"
    if licence.status is LicenceStatus.APPROVED and licence.ends_on < licences.today(turn.db, turn.now):
        key = "licence-ended"
    may_send = key == "licence-ended" or licence.status in (LicenceStatus.REFUSED, LicenceStatus.WITHDRAWN)
    tier = people.the_person(turn.db, licence.person_id).tier
    text = words(key, number=_masked(turn, licence), ends=licence.ends_on.isoformat(), tier=words(f"tier-name-{tier}"))
    rows: tuple[Row, ...] = ((button("button-licence-another", "licence.send"),),) if may_send else ()
    return Screen(text, (*rows, _ways_on()), _subject(licence))


def not_handed_in(why: Words) -> Screen:
    """What is wrong with what was handed in."""
    return Screen(why, ((button("button-licence-another", "licence.send"),), _ways_on()))


def review(turn: Turn, licence: Licence) -> Screen:
    """A licence as staff see it, with what they may do about it."""
    holder = people.the_person(turn.db, licence.person_id)
    text = words(
        "licence-review",
        name=holder.name or words("guest"),
        id=str(holder.telegram_id),
        number=licences.number_of(licence, vault=turn.shop.vault).reveal(),
        ends=licence.ends_on.isoformat(),
        status=words(f"licence-status-{licence.status}"),
    )
    return Screen(text, (*_acts(licence), (button("button-licences", "licences"),)), f"{_subject(licence)}:review")


def waiting(turn: Turn, found: Sequence[Licence]) -> Screen:
    """Those that wait for a review."""
    rows = tuple(
        (button("button-licence", "licence.review", {"name": _name(turn, each)}, licence=each.id),) for each in found
    )
    menu = (button("button-menu", "menu"),)
    return Screen(words("licences-waiting", count=len(found)), (*rows, menu))


def _acts(licence: Licence) -> tuple[Row, ...]:
    match licence.status:
        case LicenceStatus.SUBMITTED:
            accept = tuple(
                (button(f"button-licence-{tier}", "licence.approve", licence=licence.id, tier=tier.value),)
                for tier in Tier
            )
            return (*accept, (button("button-licence-refuse", "licence.refuse", licence=licence.id),))
        case LicenceStatus.APPROVED:
            return ((button("button-licence-withdraw", "licence.withdraw", licence=licence.id),),)
        case _:
            return ()


def _name(turn: Turn, licence: Licence) -> str | Words:
    return people.the_person(turn.db, licence.person_id).name or words("guest")


def _masked(turn: Turn, licence: Licence) -> str:
    """The end of the number: enough for its holder to know which one it is."""
    number = licences.number_of(licence, vault=turn.shop.vault).reveal()
    return f"••••{number[-SHOWN_DIGITS:]}"


def _subject(licence: Licence) -> str:
    return f"licence:{licence.id}"


def _ways_on() -> Row:
    return (button("button-menu", "menu"), button("button-human", "human"))
