"""Crossing: what one side says about a ticket, as the other side gets it; kept first, and sent by the same turn.

Not here: who may speak (handlers.agent.relay, handlers.customer.tickets). A message has one copy on the other side, a
screen of ours: an edit changes the copy where it stands, a reply becomes a reply to the other's own message.
"""

import json

from backend import people, staff, tickets
from backend.people import Person
from backend.tickets import Message, Side, Ticket, TicketStatus
from flows.events import Edited, Matter, Said, Sent
from flows.screens import CAPTION_UNITS, TEXT_UNITS, Attachment, ReplyTo, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, from_json, to_json, words
from storage import conversations

NAME_UNITS = 100
"""Room for the speaker's name above what they say; without it the text goes alone, and nothing is cut."""

_CROSSING = {Side.CUSTOMER, Side.STAFF}
_STATUS_SIGN = {TicketStatus.WAITING: "🆕", TicketStatus.CLAIMED: "💬", TicketStatus.RESOLVED: "✅"}


def topic_of(ticket: Ticket) -> str:
    """The subject of the ticket's topic, and of its card."""
    return f"ticket:{ticket.id}"


def has_topic(turn: Turn, ticket: Ticket) -> bool:
    """Whether the ticket has a topic; it gets one if there is a staff group."""
    return turn.open_topic(topic_of(ticket), title_of(turn, ticket))


def title_of(turn: Turn, ticket: Ticket) -> str:
    """What the ticket's topic is called."""
    names = [people.the_person(turn.db, ticket.person_id).name]
    if ticket.owner_id is not None:
        names.append(people.the_person(turn.db, ticket.owner_id).name)
    return " · ".join([f"{_STATUS_SIGN[ticket.status]} {ticket.number}", *names])


def can_cross(happening: Said | Sent) -> bool:
    """Whether the platform lets us pass this on: a text, or something that has a file."""
    return isinstance(happening, Said) or bool(happening.file_id)


def take(turn: Turn, ticket: Ticket, *, side: Side, happening: Said | Sent) -> Message:
    """Keep what was said or sent just now. It is not sent to the other side yet."""
    answered = replied_to(turn)
    sent = happening if isinstance(happening, Sent) else None
    return tickets.say(
        turn.db,
        ticket,
        side=side,
        author_id=turn.person.id,
        text=happening.text if isinstance(happening, Said) else happening.caption,
        matter=None if sent is None else sent.matter.value,
        file_id=None if sent is None else sent.file_id or None,
        chat_id=turn.chat_id,
        message_id=happening.message_id,
        reply_to_id=answered.id if answered is not None and answered.ticket_id == ticket.id else None,
        now=turn.now,
    )


def cross(turn: Turn, ticket: Ticket, message: Message) -> None:
    """Send the message to the other side, once. What customers say waits as long as there is no staff group."""
    if message.screen_id is not None:
        return
    if message.side is Side.STAFF:
        customer = people.the_person(turn.db, ticket.person_id)
        screen = _copy(turn, message, _way_to_answer(turn, ticket, customer))
        tickets.note_copy(turn.db, message, screen_id=turn.tell(customer, screen))
    elif has_topic(turn, ticket):
        cross_anew(turn, ticket, message)


def cross_anew(turn: Turn, ticket: Ticket, message: Message) -> None:
    """Send what a customer said to the ticket's topic, whatever copy there is elsewhere: this one counts now."""
    tickets.note_copy(turn.db, message, screen_id=turn.post(topic_of(ticket), _copy(turn, message)))


def cross_what_waits(turn: Turn, ticket: Ticket) -> None:
    """Send to staff what the customer said before anybody could hear it."""
    for message in tickets.messages_of(turn.db, ticket.id):
        if message.side in _CROSSING and message.screen_id is None:
            cross(turn, ticket, message)


def show_again(turn: Turn, message: Message) -> None:
    """Bring the message's copy up to date where it stands; one that is gone is sent anew."""
    if message.screen_id is not None:
        turn.redraw(message.screen_id, _copy(turn, message))


def change(turn: Turn, edited: Edited) -> bool:
    """Take an edit of something that was said about a ticket, on both sides; False if it was nothing of the kind."""
    message = tickets.message_of_original(turn.db, turn.chat_id, edited.message_id)
    if message is None or message.author_id != turn.person.id:
        return False
    show_again(turn, tickets.change_text(turn.db, message, edited.text, now=turn.now))
    return True


def replied_to(turn: Turn) -> Message | None:
    """What was said about a ticket in the message that the event replies to: somebody's own, or our copy of it."""
    if turn.event.reply_to is None:
        return None
    own = tickets.message_of_original(turn.db, turn.chat_id, turn.event.reply_to)
    if own is not None:
        return own
    screen = conversations.screen_of_message(turn.db, turn.chat_id, turn.event.reply_to)
    return None if screen is None else tickets.message_of_copy(turn.db, screen.id)


def keep_words(said: Words) -> str:
    """What the shop itself has to say about a ticket, as the text of a message: read in whatever language it is in."""
    return json.dumps(to_json(said), ensure_ascii=False)


def read_words(text: str) -> Words:
    """The words that `keep_words` kept."""
    return from_json(json.loads(text))


def spoken(turn: Turn, message: Message) -> Words:
    """What was said, below the name of who said it."""
    author = "" if message.author_id is None else people.the_person(turn.db, message.author_id).name
    if message.matter is not None and message.file_id is None:
        return words("ticket-sent-unseen", name=author, matter=message.matter)
    if message.matter is not None and not message.text:
        return words("ticket-sent", name=author, side=message.side.value)
    most = TEXT_UNITS if message.matter is None else CAPTION_UNITS
    if units(message.text) > most - NAME_UNITS:
        return words("ticket-said-alone", text=message.text)
    return words("ticket-said", name=author, side=message.side.value, text=message.text)


def units(text: str) -> int:
    """How long the platform finds the text."""
    return len(text.encode("utf-16-le")) // 2


def _copy(turn: Turn, message: Message, rows: tuple[Row, ...] = ()) -> Screen:
    file_id = message.file_id
    attachment = None if file_id is None else Attachment(Matter(message.matter or Matter.OTHER), file_id)
    return Screen(spoken(turn, message), rows, attachment=attachment, reply_to=_reply(turn, message))


def _reply(turn: Turn, message: Message) -> ReplyTo | None:
    """On the other side the speaker's own words are our copy, and the other's words their own message."""
    if message.reply_to_id is None:
        return None
    answered = tickets.the_message(turn.db, message.reply_to_id)
    if answered.side is message.side:
        return None if answered.screen_id is None else ReplyTo(screen_id=answered.screen_id)
    if answered.side not in _CROSSING or answered.message_id is None:
        return None
    is_there = answered.side is Side.CUSTOMER or answered.chat_id == staff.staff_group(turn.db)
    return ReplyTo(message_id=answered.message_id) if is_there else None


def _way_to_answer(turn: Turn, ticket: Ticket, customer: Person) -> tuple[Row, ...]:
    """Who is being asked something by the bot needs a button to answer us instead."""
    saved = conversations.conversation_of(turn.db, customer.id)
    if saved is None or saved.flow is None or saved.is_talking:
        return ()
    return ((button("button-ticket-talk", "ticket-of.talk", ticket=ticket.id),),)
