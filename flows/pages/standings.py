"""A person as staff see them: how they stand, what stands out, what was done to their account, and what can be.

Not here: what the person sees of it (flows.pages.account), or the deciding (flows.standing).
"""

from backend import freezes, phones, risk
from backend.freezes import Fix, Freeze, FreezeReason, Standing
from backend.money import Money
from backend.people import Person, Role
from flows.pages.staff import called
from flows.screens import Button, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

LIFT, TRUST, DISTRUST = "lift", "trust", "distrust"
FREEZE = "freeze"
"""What can be done to somebody's account; to freeze names the reason besides, as in freeze-payment."""

_NOTHING = Money(0, "CNY")


def person_page(turn: Turn, person: Person) -> Screen:
    """The person, with what this member of the staff may do."""
    standing = freezes.standing(turn.db, person, now=turn.now)
    facts = [
        words(
            "person-facts",
            tier=words(f"tier-name-{person.tier}"),
            since=person.created_at,
            language=words(f"language-{person.language.lower()}"),
        ),
        _phone(turn, person),
        *_signs(turn, person),
        *(_past(each) for each in freezes.of_person(turn.db, person)),
    ]
    text = words("person", name=called(person), id=str(person.telegram_id), standing=_standing(standing), facts=facts)
    return Screen(text, (*_acts(turn, person, is_frozen=standing.is_frozen), (button("button-menu", "menu"),)))


def _standing(standing: Standing) -> Words:
    if standing.reason is None:
        return words("person-trusted" if standing.is_trusted else "person-good")
    return words("person-frozen-verify" if standing.fix is Fix.VERIFY else "person-frozen-appeal")


def _phone(turn: Turn, person: Person) -> Words:
    phone = phones.of_person(turn.db, person)
    if phone is None:
        return words("account-no-phone")
    return words("account-phone", number=phones.masked(phone, vault=turn.shop.vault))


def _signs(turn: Turn, person: Person) -> list[Words]:
    """What stands out at present, however much they would pay."""
    if turn.shop.risk is None:
        return []
    found = risk.look(turn.db, person, _NOTHING, turn.shop.risk, now=turn.now)
    return [words("person-signs", points=found.points, signs=[words(f"sign-{sign}") for sign in found.signs])]


def _past(freeze: Freeze) -> Words:
    reason = words(f"freeze-reason-{freeze.reason}")
    begun = words("person-freeze", reason=reason, why=freeze.why, by=freeze.frozen_by, since=freeze.frozen_at)
    if freeze.lifted_at is None:
        return begun
    ended = words("person-lifted", by=freeze.lifted_by or "", why=freeze.lifted_why or "", until=freeze.lifted_at)
    return words("lines", lines=[begun, ended])


def _acts(turn: Turn, person: Person, *, is_frozen: bool) -> tuple[Row, ...]:
    if person.role.reaches(Role.AGENT):
        return ()
    is_supervisor = turn.person.role.reaches(Role.SUPERVISOR)
    if is_frozen:
        rows: tuple[Row, ...] = ((_act("button-unfreeze", person, LIFT),),) if is_supervisor else ()
    else:
        rows = tuple((_act(f"button-freeze-{reason}", person, f"{FREEZE}-{reason}"),) for reason in FreezeReason)
    if is_supervisor:
        distrust, trust = _act("button-distrust", person, DISTRUST), _act("button-trust", person, TRUST)
        rows = (*rows, (distrust if person.is_trusted else trust,))
    return rows


def _act(key: str, person: Person, act: str) -> Button:
    return button(key, "person.act", person=person.id, act=act)
