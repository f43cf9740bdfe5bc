"""A person's own account: the phone, how they stand, what the shop knows of them; and what stands in the way of paying.

Not here: what staff see of it (flows.pages.standings), or the changes (handlers.customer.account).
"""

from backend import freezes, ledger, licences, orders, phones, traces
from backend.freezes import Fix, Standing
from backend.orders import Order, OrderStatus
from backend.phones import Phone
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

LOOKED_THROUGH = 10
"""In so many of the latest orders one is looked for that can still be paid."""


def account(turn: Turn) -> Screen:
    """The person's account where it stands, with what they can change."""
    person = turn.person
    standing = freezes.standing(turn.db, person, now=turn.now)
    facts = [
        _phone_line(turn),
        words("account-tier", tier=words(f"tier-name-{person.tier}")),
        words("account-language", language=words(f"language-{person.language.lower()}")),
        *_licence_line(turn),
    ]
    return Screen(
        words("account", standing=standing_words(standing), facts=facts),
        (*fix_rows(standing), *_phone_rows(turn, standing), *_others(), _ways_on()),
    )


def standing_words(standing: Standing) -> Words:
    """How somebody stands, why, and what they can do about it."""
    if standing.reason is None or standing.since is None:
        return words("standing-trusted" if standing.is_trusted else "standing-good")
    way_out = words("standing-verify" if standing.fix is Fix.VERIFY else "standing-appeal")
    reason = words(f"freeze-reason-{standing.reason}")
    return words("standing-frozen", reason=reason, since=standing.since, way_out=way_out)


def fix_rows(standing: Standing) -> tuple[Row, ...]:
    """What a frozen person can do about it: the quick way where there is one, and somebody who looks at it."""
    if not standing.is_frozen:
        return ()
    appeal = (button("button-appeal", "account.appeal"),)
    if standing.fix is Fix.VERIFY:
        return ((button("button-verify-to-unfreeze", "account.verify"),), appeal)
    return (appeal,)


def frozen(standing: Standing) -> Screen:
    """'You can't buy at present', with the reason and the way out."""
    return Screen(standing_words(standing), (*fix_rows(standing), _ways_on()))


def thawed() -> Screen:
    """'You can buy again.'"""
    return Screen(words("thawed"), ((button("button-browse", "categories"), button("button-account", "account")),))


def verify_first(order: Order) -> Screen:
    """'Please show that it is you': the order waits meanwhile, as long as it can be paid."""
    return Screen(
        words("verify-first", number=order.number, until=order.pay_until),
        (
            (button("button-order-page", "order", order=order.id),),
            (button("button-verify-why", "account.verify-why"), button("button-human", "human", order=order.id)),
        ),
    )


def why_verify() -> Screen:
    """What the number is for, and what becomes of it."""
    return Screen(words("verify-why"), ((button("button-account", "account"),), _ways_on()))


def asks_for_contact() -> Screen:
    """The key below the chat that shares the person's own contact."""
    return Screen(words("share-contact"), contact_key=words("key-share-contact"))


def said_without_keys(spoken: Words) -> Screen:
    """Something said, and the key below the chat gone."""
    return Screen(spoken, drops_keys=True)


def phone_coming(turn: Turn, phone: Phone) -> Screen:
    """Another number is to take the place of the person's: until when that can be stopped, and how."""
    number = phones.masked(phone, vault=turn.shop.vault)
    text = words("phone-coming", number=number, due=phone.due_at or turn.now)
    return Screen(text, ((button("button-keep-phone", "account.keep-phone"),), _ways_on()))


def phone_changed(turn: Turn, phone: Phone) -> Screen:
    """The other number is the person's now."""
    text = words("phone-changed", number=phones.masked(phone, vault=turn.shop.vault))
    return Screen(text, ((button("button-account", "account"),), _ways_on()))


def known(turn: Turn) -> Screen:
    """All that the shop knows of the person."""
    person = turn.person
    found = traces.of_person(turn.db, person)
    facts = [
        words("known-name", name=person.name or words("guest"), username=person.username or "—"),
        words("known-number", id=str(person.telegram_id), since=person.created_at),
        _phone_line(turn),
        *_licence_line(turn),
        words("known-orders", count=found.orders, accounts=found.accounts),
        *(words("known-balance", amount=held) for held in ledger.balances(turn.db, person)),
        words("known-tickets", count=found.tickets, messages=found.messages),
        words("known-ratings", count=found.ratings),
    ]
    return Screen(
        words("known", facts=facts),
        ((button("button-forget", "account.forget-question"),), (button("button-account", "account"),), _ways_on()),
    )


def forget_question() -> Screen:
    """'Really?', with what goes and what stays."""
    really = button("button-forget-really", "account.forget")
    return Screen(words("forget-question"), ((really,), (button("button-back", "account.known"),)))


def cannot_forget(why: str) -> Screen:
    """What is to be settled before."""
    return Screen(words("refused-cannot-forget", why=why), ((button("button-account", "account"),), _ways_on()))


def forgotten() -> Screen:
    """It is done."""
    return Screen(words("forgotten"), ((button("button-menu", "menu"),),))


def latest_unpaid(turn: Turn) -> Order | None:
    """The newest order that the person can still pay."""
    latest = orders.orders_of(turn.db, turn.person, page=1, per_page=LOOKED_THROUGH).items
    return next((each for each in latest if each.status is OrderStatus.AWAITING_PAYMENT), None)


def _phone_line(turn: Turn) -> Words:
    phone, coming = phones.of_person(turn.db, turn.person), phones.coming(turn.db, turn.person)
    if phone is None:
        return words("account-no-phone")
    number = phones.masked(phone, vault=turn.shop.vault)
    if coming is None or coming.due_at is None:
        return words("account-phone", number=number)
    other = phones.masked(coming, vault=turn.shop.vault)
    return words("account-phone-coming", number=number, other=other, due=coming.due_at)


def _licence_line(turn: Turn) -> list[Words]:
    licence = licences.of_person(turn.db, turn.person)
    if licence is None:
        return []
    status = words(f"licence-status-{licence.status}")
    return [words("account-licence", status=status, ends=licence.ends_on.isoformat())]


def _phone_rows(turn: Turn, standing: Standing) -> tuple[Row, ...]:
    if standing.fix is Fix.VERIFY:
        return ()
    stop = ((button("button-keep-phone", "account.keep-phone"),),) if phones.coming(turn.db, turn.person) else ()
    key = "button-bind-phone" if phones.of_person(turn.db, turn.person) is None else "button-change-phone"
    return (*stop, (button(key, "account.verify"),))


def _others() -> tuple[Row, ...]:
    return (
        (button("button-known", "account.known"),),
        (button("button-settings", "settings"), button("button-language", "languages")),
    )


def _ways_on() -> Row:
    return (button("button-menu", "menu"), button("button-human", "human"))
