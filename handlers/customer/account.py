"""A person's account: its page, the phone and its change, what halts a payment, the ways out of a freeze.

Not here: how these look (flows.pages.account), what staff do to an account (handlers.agent.standings).
"""

from collections.abc import Mapping
from typing import Any

from backend import complaints, freezes, people, phones, risk, tickets, traces
from backend.errors import PhoneTaken
from backend.freezes import FreezeReason
from backend.orders import Order, OrderStatus
from backend.people import Role
from backend.phones import Shared, Sharing
from backend.risk import Assessment, Level, Sign
from backend.tickets import Opened, Side
from flows.events import Contact, Sent
from flows.pages import account as pages
from flows.pages import crossing
from flows.pages import orders as order_pages
from flows.pages import tickets as ticket_pages
from flows.turn import Turn
from flows.words import Words, words
from handlers.audience import open_to
from storage import inbox

MOST_TOPICS = 20
"""Of so many of their latest tickets the topics lose the person's name, when they are forgotten."""

_PHONE_TIMER = "phone-change"


@open_to(Role.CUSTOMER)
def account(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the person's account."""
    del args
    turn.show(pages.account(turn))


@open_to(Role.CUSTOMER)
def verify(turn: Turn, args: Mapping[str, Any]) -> None:
    """Give the person the key that shares their own contact."""
    del args
    turn.notify(pages.asks_for_contact())
    turn.show(pages.account(turn).below(words("key-is-below")))


@open_to(Role.CUSTOMER)
def why_verify(turn: Turn, args: Mapping[str, Any]) -> None:
    """Say what the number is for."""
    del args
    turn.show(pages.why_verify())


@open_to(Role.CUSTOMER)
def keep_phone(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let the person's phone stay what it is, though another one was shared."""
    del args
    kept = phones.keep(turn.db, turn.person, now=turn.now)
    turn.show(pages.account(turn).below(words("phone-kept" if kept else "phone-not-coming")))


@open_to(Role.CUSTOMER)
def change_phone(turn: Turn, args: Mapping[str, Any]) -> None:
    """The day is over: the other number is the person's, unless they stopped it."""
    del args
    changed = phones.change_if_due(turn.db, turn.person.id, now=turn.now)
    if changed is not None:
        turn.notify(pages.phone_changed(turn, changed))


@open_to(Role.CUSTOMER)
def appeal(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have somebody look at a freeze: a ticket with what is known, and what the person writes from here on."""
    del args
    findings = _findings(turn)
    if findings is None:
        turn.show(pages.account(turn))
        return
    opened = _ticket(turn)
    text = crossing.keep_words(findings)
    if text not in [each.text for each in tickets.messages_of(turn.db, opened.ticket.id)]:
        tickets.say(turn.db, opened.ticket, side=Side.SHOP, author_id=None, text=text, now=turn.now)
    if opened.is_new:
        ticket_pages.hand_over(turn, opened.ticket)
    else:
        turn.refresh(ticket_pages.card(turn, opened.ticket))
    turn.conversation.is_talking = True
    turn.show(ticket_pages.customer_page(turn, opened.ticket).below(words("appeal-opened")))


@open_to(Role.CUSTOMER)
def known(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show all that the shop knows of the person."""
    del args
    turn.show(pages.known(turn))


@open_to(Role.CUSTOMER)
def ask_forget(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask whether to forget the person, or say what is to be settled before."""
    del args
    hindrance = traces.what_hinders(turn.db, turn.person)
    turn.show(pages.forget_question() if hindrance is None else pages.cannot_forget(hindrance))


@open_to(Role.CUSTOMER)
def forget(turn: Turn, args: Mapping[str, Any]) -> None:
    """Forget the person. Raises CannotForget."""
    del args
    served = tickets.latest_of(turn.db, turn.person, most=MOST_TOPICS)
    traces.forget(turn.db, turn.person, event_id=turn.event.id, gone_key="forgotten-words", now=turn.now)
    turn.conversation.frames.clear()
    turn.conversation.is_talking = False
    for ticket in served:
        if crossing.has_topic(turn, ticket):
            ticket_pages.show_change(turn, ticket)
    turn.show(pages.forgotten())


def takes_contact(turn: Turn, sent: Sent) -> bool:
    """Whether a contact is the person's own, and so about their account whoever they talk to."""
    return sent.contact is not None and sent.contact.telegram_id == turn.person.telegram_id


def take_contact(turn: Turn, contact: Contact) -> None:
    """Bind the person's phone, or know it again, and go on with what that stood in the way of."""
    inbox.forget_content(turn.db, turn.event.id)
    try:
        shared = phones.share(turn.db, turn.person, contact.number, vault=turn.shop.vault, now=turn.now)
    except PhoneTaken as taken:
        turn.notify(pages.said_without_keys(words(taken.key)))
        turn.show(pages.account(turn))
        return
    if shared.is_proof:
        _go_on(turn, shared)
    else:
        _await_change(turn, shared)


def refuse_contact(turn: Turn) -> None:
    """Somebody else's contact, or one typed by hand, proves nothing; it is kept by nobody."""
    inbox.forget_content(turn.db, turn.event.id)
    turn.show(pages.account(turn).below(words("refused-not-ones-contact")))


def may_pay(turn: Turn, order: Order) -> bool:
    """Whether nothing stands in the way of paying this order; else what does was said. Raises AccountFrozen."""
    if order.status is not OrderStatus.AWAITING_PAYMENT:
        return True
    freezes.require_good(turn.person)
    found = risk.assess(turn.db, turn.person, order.total, turn.shop.risk, now=turn.now)
    if found.level is Level.NONE:
        return True
    risk.note(turn.db, turn.person, found, about=f"order:{order.id}", now=turn.now)
    if found.level is Level.HOLD and _hold(turn, found):
        return False
    if found.level is Level.NOTE or turn.person.verified_at is not None:
        return True
    turn.notify(pages.asks_for_contact())
    turn.show(pages.verify_first(order))
    return False


def _hold(turn: Turn, found: Assessment) -> bool:
    """Freeze the account and say so; False for somebody whom no rule freezes."""
    reason = FreezeReason.CODES if Sign.CODES in found.signs else FreezeReason.ACTIVITY
    if freezes.freeze_by_rules(turn.db, turn.person, reason, why=found.why, now=turn.now) is None:
        return False
    turn.person = people.the_person(turn.db, turn.person.id)
    name, number = turn.person.name, str(turn.person.telegram_id)
    turn.notify_supervisors(words("staff-frozen-by-rules", name=name, id=number, why=found.why))
    turn.show(pages.frozen(freezes.standing(turn.db, turn.person, now=turn.now)))
    return True


def _go_on(turn: Turn, shared: Shared) -> None:
    lifted = freezes.lift_by_phone(turn.db, turn.person, now=turn.now)
    turn.person = people.the_person(turn.db, turn.person.id)
    key = "phone-bound" if shared.sharing is Sharing.BOUND else "phone-verified"
    said = words(key, number=phones.masked(shared.phone, vault=turn.shop.vault))
    turn.notify(pages.said_without_keys(said))
    waiting = pages.latest_unpaid(turn)
    if lifted is not None and waiting is None:
        turn.show(pages.thawed())
    elif waiting is None:
        turn.show(pages.account(turn))
    else:
        note = words("thawed-pay-now" if lifted is not None else "verified-pay-now")
        turn.show(order_pages.order_page(turn, waiting).below(note))


def _await_change(turn: Turn, shared: Shared) -> None:
    phone = shared.phone
    due_at = phone.due_at or turn.now
    turn.set_timer(_PHONE_TIMER, f"phone:{phone.id}:{turn.event.id}", due_at=due_at)
    turn.notify(pages.said_without_keys(words("contact-received")))
    turn.show(pages.phone_coming(turn, phone))


def _findings(turn: Turn) -> Words | None:
    """What whoever looks at the freeze should know; None for who is not frozen."""
    latest = freezes.of_person(turn.db, turn.person)
    if turn.person.frozen_at is None or not latest:
        return None
    freeze = latest[0]
    return words(
        "appeal-findings",
        reason=words(f"freeze-reason-{freeze.reason}"),
        since=freeze.frozen_at,
        by=freeze.frozen_by,
        why=freeze.why,
        count=len(latest),
        id=str(turn.person.telegram_id),
    )


def _ticket(turn: Turn) -> Opened:
    if unresolved := tickets.unresolved_of(turn.db, turn.person):
        return Opened(unresolved[0], is_new=False)
    return tickets.open_ticket(
        turn.db,
        turn.person,
        order_id=None,
        category=None,
        now=turn.now,
        promised_at=complaints.promised_at(turn.db, None, now=turn.now),
    )
