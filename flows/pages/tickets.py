"""A ticket as staff see it (the card, in its topic) and as its customer does (the page); handing it over.

Not here: what is said about it (flows.pages.crossing), or the taps on these pages (handlers.agent, handlers.customer).
"""

from backend import catalogue, complaints, opening_hours, orders, people, staff, tickets
from backend.orders import Order
from backend.people import Person
from backend.tickets import Category, Opened, Side, Ticket, TicketStatus
from flows.conversation import Conversation
from flows.engine import step_name
from flows.events import Said, Sent
from flows.pages import crossing
from flows.pages.crossing import has_topic, title_of, topic_of
from flows.pages.orders import stage_line
from flows.screens import Row, Screen, button
from flows.turn import REFRESHED_AT_MOST, Turn
from flows.words import Words, words
from storage import conversations
from storage.catalogue import FIRST_LANGUAGE

FORMER_SHOWN = 3
"""How many of the customer's former tickets the card names."""

SAID_AGAIN = 20
"""How many messages a topic begins with that takes another's place."""

_SAID_BY_STAFF = (Side.STAFF, Side.NOTE)
"""What customers say is brought again by crossing, and what the shop itself noted stands on the card."""

PLACES_SHOWN = 10
"""How many of the first in the queue see their place change by itself; further back a page is as old as its tap."""


def begin(turn: Turn, opened: Opened, *, said_before: str = "") -> None:
    """Hand the ticket over with what the customer said about it, earlier and just now."""
    ticket = opened.ticket
    if said_before:
        tickets.say(turn.db, ticket, side=Side.CUSTOMER, author_id=turn.person.id, text=said_before, now=turn.now)
    if isinstance(turn.event.happening, Said | Sent):
        crossing.take(turn, ticket, side=Side.CUSTOMER, happening=turn.event.happening)
    hand_over(turn, ticket)


def hand_over(turn: Turn, ticket: Ticket) -> None:
    """Put the ticket before staff: its card and all that was said so far, in a topic of its own, each thing once."""
    if not has_topic(turn, ticket):
        name = people.the_person(turn.db, ticket.person_id).name
        turn.notify_admins(words("admin-ticket-without-group", number=ticket.number, name=name))
        return
    if not _cards(turn, ticket):
        turn.post(topic_of(ticket), card(turn, ticket))
        _say_again(turn, ticket)
    crossing.cross_what_waits(turn, ticket)


def hand_over_all(turn: Turn) -> None:
    """Have whatever waited for a group to serve in put before staff, each ticket in its customer's own lane."""
    for ticket in tickets.all_open(turn.db):
        customer = people.the_person(turn.db, ticket.person_id)
        subject = f"{topic_of(ticket)}:{turn.event.id}"
        turn.set_timer("ticket-hand-over", subject, due_at=turn.now, lane_of=customer, ticket=ticket.id)


def post_card_again(turn: Turn, ticket: Ticket) -> None:
    """Put the card below all that was said since; the one further up gives way."""
    if not has_topic(turn, ticket):
        return
    for screen_id in _cards(turn, ticket):
        turn.redraw(screen_id, Screen(words("ticket-card-below", number=ticket.number)))
    turn.post(topic_of(ticket), card(turn, ticket))


def fill_again(turn: Turn, ticket: Ticket) -> None:
    """Put the card and the latest messages into a topic that was made again; what stands there already stays."""
    for screen_id in _cards(turn, ticket):
        turn.redraw(screen_id, card(turn, ticket))
    if not ticket.is_open:
        return
    for message in tickets.latest_messages(turn.db, ticket.id, most=SAID_AGAIN):
        if message.side is Side.CUSTOMER:
            crossing.show_again(turn, message)
        elif message.side in _SAID_BY_STAFF:
            turn.post(topic_of(ticket), Screen(crossing.spoken(turn, message)))


def show_change(turn: Turn, ticket: Ticket) -> None:
    """Bring all that shows the ticket up to date: card, topic, the customer's page, places in the queue."""
    turn.refresh(card(turn, ticket))
    turn.refresh(customer_page(turn, ticket))
    if has_topic(turn, ticket):
        turn.change_topic(topic_of(ticket), title=title_of(turn, ticket), is_closed=not ticket.is_open)


def show_places(turn: Turn) -> None:
    """Let those who are next in the queue see that they are."""
    for ticket in tickets.queue(turn.db)[:PLACES_SHOWN]:
        turn.refresh(customer_page(turn, ticket))


def announce(turn: Turn, ticket: Ticket, said: Words) -> None:
    """Say in the ticket's topic what happened to it."""
    if has_topic(turn, ticket):
        turn.post(topic_of(ticket), Screen(said))


def card(turn: Turn, ticket: Ticket) -> Screen:
    """All that an agent needs so that nobody has to say it twice, and what can be done now."""
    return Screen(
        words(
            "ticket-card",
            number=ticket.number,
            category=ticket.category or "none",
            status=_status(turn, ticket),
            facts=_facts(turn, ticket),
        ),
        (*_staff_acts(ticket), (button("button-ticket-card", "ticket.card", ticket=ticket.id),)),
        subject=topic_of(ticket),
    )


def customer_page(turn: Turn, ticket: Ticket) -> Screen:
    """Where the ticket stands: who serves, or which place in the queue, until when somebody answers."""
    lines = [_page_status(turn, ticket), *_waiting(turn, ticket)]
    return Screen(
        words(
            "ticket-page",
            number=ticket.number,
            category=ticket.category or "none",
            lines=lines,
            next=words("ticket-next", status=ticket.status.value),
        ),
        (*_customer_acts(ticket), *_way_back(turn, ticket), (button("button-menu", "menu"),)),
        subject=f"ticket-of:{ticket.id}",
    )


def ask_again(ticket: Ticket) -> Screen:
    """'Is it still about that?' to who writes after their ticket was resolved; what they wrote waits."""
    return Screen(
        words("ticket-again", number=ticket.number),
        (
            (button("button-ticket-reopen", "ticket-of.reopen", ticket=ticket.id),),
            (button("button-ticket-anew", "ticket-of.anew", ticket=ticket.id), button("button-menu", "menu")),
        ),
        subject=f"ticket-again:{ticket.id}",
    )


def resolved(ticket: Ticket) -> Screen:
    """What the customer is told when staff have settled it, and the way back if they have not."""
    return Screen(
        words("ticket-resolved", number=ticket.number),
        (
            (button("button-ticket-reopen", "ticket-of.reopen", ticket=ticket.id),),
            (button("button-menu", "menu"),),
        ),
        subject=f"ticket-resolved:{ticket.id}",
    )


def returned(turn: Turn, ticket: Ticket) -> Screen:
    """What the customer is told when whoever served them has left: somebody else goes on, knowing all of it."""
    text = words(
        "ticket-returned",
        number=ticket.number,
        place=tickets.place_in_queue(turn.db, ticket),
        until=ticket.promised_at,
    )
    ways_on = (button("button-ticket-talk", "ticket-of.talk", ticket=ticket.id), button("button-menu", "menu"))
    return Screen(text, (ways_on,))


def agents_to_choose(turn: Turn, ticket: Ticket) -> Screen:
    """Who of the staff the ticket can be offered to."""
    others = [each for each in people.staff(turn.db, people.Role.AGENT) if each.id != ticket.owner_id]
    if not others:
        return Screen(words("ticket-nobody-else", number=ticket.number))
    rows = tuple(
        (button("button-ticket-offer", "ticket.offer", {"name": each.name}, ticket=ticket.id, person=each.id),)
        for each in others
    )
    return Screen(words("ticket-offer-to-whom", number=ticket.number), rows)


def offer(ticket: Ticket, *, by: Person, to: Person) -> Screen:
    """'Will you take it over?'"""
    return Screen(
        words("ticket-offer", number=ticket.number, owner=by.name, name=to.name),
        (
            (
                button("button-ticket-accept", "ticket.accept", ticket=ticket.id),
                button("button-ticket-decline", "ticket.decline", ticket=ticket.id),
            ),
        ),
        subject=_offer_subject(ticket),
    )


def offer_settled(ticket: Ticket, said: Words) -> Screen:
    """What became of an offer."""
    to_card = (button("button-ticket-card", "ticket.card", ticket=ticket.id),)
    return Screen(said, (to_card,), subject=_offer_subject(ticket))


def _offer_subject(ticket: Ticket) -> str:
    return f"ticket-offer:{ticket.id}"


def _say_again(turn: Turn, ticket: Ticket) -> None:
    """What was said in a group where staff no longer serve; what nobody has seen yet crosses by itself."""
    for message in tickets.latest_messages(turn.db, ticket.id, most=SAID_AGAIN):
        if message.side in _SAID_BY_STAFF:
            turn.post(topic_of(ticket), Screen(crossing.spoken(turn, message)))
        elif message.screen_id is not None:
            crossing.cross_anew(turn, ticket, message)


def _cards(turn: Turn, ticket: Ticket) -> list[int]:
    """The screens in the topic that show the card."""
    group = staff.staff_group(turn.db)
    found = conversations.screens_about(turn.db, topic_of(ticket), most=REFRESHED_AT_MOST)
    return [screen.id for screen in found if (screen.topic, screen.chat_id) == (topic_of(ticket), group)]


def _status(turn: Turn, ticket: Ticket) -> Words:
    owner = tickets.owner_name(turn.db, ticket)
    if ticket.offered_to_id is not None:
        offered_to = people.the_person(turn.db, ticket.offered_to_id).name
        return words("ticket-card-offered", owner=owner, name=offered_to)
    return words("ticket-card-status", status=ticket.status.value, owner=owner, until=ticket.promised_at)


def _facts(turn: Turn, ticket: Ticket) -> list[Words]:
    customer = people.the_person(turn.db, ticket.person_id)
    facts = [
        words(
            "ticket-card-customer",
            name=customer.name,
            id=str(customer.telegram_id),
            tier=customer.tier.value,
            language=words(f"language-{customer.language.lower()}"),
            since=customer.created_at,
        ),
        *(_about_order(turn, orders.the_order(turn.db, ticket.order_id)) if ticket.order_id is not None else []),
        *(
            words("ticket-card-shop", text=crossing.read_words(message.text))
            for message in tickets.messages_of(turn.db, ticket.id)
            if message.side is Side.SHOP
        ),
    ]
    if customer.blocked_at is not None:
        facts.append(words("ticket-unreachable", name=customer.name, since=customer.blocked_at))
    former = [each for each in tickets.latest_of(turn.db, customer, most=FORMER_SHOWN + 1) if each.id < ticket.id]
    if former:
        facts.append(words("ticket-card-former", numbers=", ".join(each.number for each in former)))
    return facts


def _about_order(turn: Turn, order: Order) -> list[Words]:
    product = catalogue.the_product(turn.db, order.product_id).name_in(FIRST_LANGUAGE)
    finding = complaints.diagnosis(turn.db, order)
    about = [
        words("ticket-card-order", number=order.number, product=product, quantity=order.quantity, total=order.total),
    ]
    if order.account:
        about.append(words("order-account", account=order.account))
    if order.note:
        about.append(words("order-note", note=order.note))
    about += [stage_line(order, stage) for stage in orders.stages(turn.db, order)]
    about.append(words("ticket-card-finding", cause=finding.cause.value, at=finding.at))
    if finding.surplus is not None:
        about.append(words("ticket-card-surplus", amount=finding.surplus))
    if order.attention is not None:
        about.append(words("ticket-card-attention", why=order.attention))
    return about


def _staff_acts(ticket: Ticket) -> tuple[Row, ...]:
    match ticket.status:
        case TicketStatus.WAITING:
            return ((button("button-ticket-claim", "ticket.claim", ticket=ticket.id),),)
        case TicketStatus.CLAIMED:
            transfer = button("button-ticket-transfer", "ticket.transfer", ticket=ticket.id)
            resolve = button("button-ticket-resolve", "ticket.resolve", ticket=ticket.id)
            return ((resolve, transfer), *_to_reissue(ticket))
        case TicketStatus.RESOLVED:
            return ((button("button-ticket-reopen", "ticket.reopen", ticket=ticket.id),),)


def _to_reissue(ticket: Ticket) -> tuple[Row, ...]:
    """The way to replacing a code, where one does not work."""
    if ticket.category is not Category.CODE_DEAD or ticket.order_id is None:
        return ()
    return ((button("button-reissue", "ticket.reissue", ticket=ticket.id),),)


def _page_status(turn: Turn, ticket: Ticket) -> Words:
    match ticket.status:
        case TicketStatus.WAITING:
            return words("ticket-page-waiting", place=tickets.place_in_queue(turn.db, ticket))
        case TicketStatus.CLAIMED:
            return words("ticket-page-claimed", owner=tickets.owner_name(turn.db, ticket))
        case TicketStatus.RESOLVED:
            return words("ticket-page-resolved")


def _waiting(turn: Turn, ticket: Ticket) -> list[Words]:
    """What to expect until somebody answers, and that we have all that was said."""
    if not ticket.is_open or ticket.first_replied_at is not None:
        return []
    is_late = turn.now > ticket.promised_at
    lines = [words("ticket-page-late") if is_late else words("ticket-page-promised", until=ticket.promised_at)]
    opens_at = opening_hours.opening(turn.db, turn.now)
    if opens_at is not None:
        lines.append(words("ticket-page-closed", opens=opens_at))
    heard = sum(message.side is Side.CUSTOMER for message in tickets.messages_of(turn.db, ticket.id))
    if heard:
        lines.append(words("ticket-page-heard", count=heard))
    return lines


def _customer_acts(ticket: Ticket) -> tuple[Row, ...]:
    to_order: tuple[Row, ...] = (
        () if ticket.order_id is None else ((button("button-order-page", "order.beside", order=ticket.order_id),),)
    )
    if ticket.is_open:
        return ((button("button-ticket-talk", "ticket-of.talk", ticket=ticket.id),), *to_order)
    return ((button("button-ticket-reopen", "ticket-of.reopen", ticket=ticket.id),), *to_order)


def _way_back(turn: Turn, ticket: Ticket) -> tuple[Row, ...]:
    """The way back to the question that the customer left open: also where the page is brought up to date."""
    is_own = ticket.person_id == turn.person.id
    conversation = turn.conversation if is_own else Conversation.of(turn.db, ticket.person_id, now=turn.now)
    if conversation.open is None:
        return ()
    return ((button("resume-continue", "conversation.resume", {"step": step_name(conversation.open)}),),)
