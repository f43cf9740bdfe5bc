"""Complaining: which order, what the books say about it, what is wrong, in one's own words or with a photo.

Not here: what the books say (backend.complaints), or the ticket's way to the staff (flows.pages.tickets).

    order ──> look ──> category ──> words ──> ticket         look: what we see ourselves, with the remedy as a button
    (if any)  (if an                (or a                    whoever writes there instead of tapping has
               order)                photo)                  complained in their own words already
"""

import re
from collections.abc import Mapping

from backend import catalogue, complaints, orders, tickets
from backend.complaints import Cause, Finding
from backend.errors import OrderNotFound, Refused
from backend.orders import Order
from backend.people import Role
from backend.tickets import Category
from flows.asks import ChooseByButton
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.events import Said, Sent
from flows.pages import tickets as pages
from flows.screens import Button, Screen, button
from flows.turn import Turn
from flows.understanding.complaining import category_in, order_in, tells_what_happened
from flows.understanding.complaining import is_about_no_order as is_about_no_order_in
from flows.understanding.intents import Guess, Intent
from flows.words import Words, words

RECENT_ORDERS = 5

NO_ORDER = 0
"""The answer of who complains about none."""

NOTHING_TO_ADD = ""

_NUMBER = re.compile(r"\b(?=\w*\d)[A-Za-z0-9]{8,}\b")


class WhichOrder(Refused):
    """One of the orders is to be named, by a number, its good or its place in the list."""

    key = "refused-which-order"


class OrderChoice:
    """Which order it is about: one of the latest, any by its number, or none."""

    def prompt(self, turn: Turn) -> Screen:
        """The latest orders as buttons."""
        recent = orders.orders_of(turn.db, turn.person, page=1, per_page=RECENT_ORDERS).items
        none = answer_button("button-no-order", "order", NO_ORDER)
        return Screen(words("complaint-order"), (*((_to_order(turn, order),) for order in recent), (none,)))

    def read(self, turn: Turn, text: str) -> Answer:
        """The order of this number, ours or a payment's, or the one of the latest that is spoken of.

        Raises OrderNotFound, or WhichOrder where there is no number in it.
        """
        found = orders.find(turn.db, turn.person, text)
        if found is None and _NUMBER.search(text):
            raise OrderNotFound
        if found is None and is_about_no_order_in(text):
            return NO_ORDER
        found = found or _spoken_of(turn, text)
        if found is None:
            raise WhichOrder
        return found.id

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The person's own order, or none; raises OrderNotFound."""
        return NO_ORDER if answer == NO_ORDER else orders.own_order(turn.db, turn.person, int(str(answer))).id


class Look:
    """'This is what I see': may be all that was wanted."""

    def prompt(self, turn: Turn) -> Screen:
        """What the books say, its remedy as a button, and the way on for who complains all the same."""
        order = _the_order(turn)
        finding = complaints.diagnosis(turn.db, order)
        return Screen(
            words("complaint-look", number=order.number, finding=_spoken(finding)),
            (_remedies(order, finding), (answer_button("button-still-complain", "look", NOTHING_TO_ADD),)),
        )

    def read(self, turn: Turn, text: str) -> Answer:
        """Whoever writes on complains all the same; their words are kept."""
        return self.check(turn, text)

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The words, if any."""
        del turn
        return str(answer)


class CategoryChoice:
    """What is wrong, in one word."""

    def prompt(self, turn: Turn) -> Screen:
        """A button for each category."""
        del turn
        choices = tuple((answer_button(f"button-complaint-{each}", "category", each.value),) for each in Category)
        return Screen(words("complaint-category"), choices)

    def read(self, turn: Turn, text: str) -> Answer:
        """The words on a button, or a sentence that tells of it; raises ChooseByButton."""
        told = category_in(text, _guess(turn, text))
        if told is None:
            raise ChooseByButton
        return told.value

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """One of the categories; raises ChooseByButton."""
        if answer not in list(Category):
            raise ChooseByButton
        return str(answer)


class Account:
    """What happened, in the person's own words or as a photo. The last step: what it is answered with is at hand."""

    def prompt(self, turn: Turn) -> Screen:
        """'Please tell us.'"""
        del turn
        return Screen(words("complaint-words"), ((answer_button("button-nothing-to-add", "words", NOTHING_TO_ADD),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """The text as it is."""
        return self.check(turn, text)

    def read_sent(self, turn: Turn, sent: Sent) -> Answer:
        """A photo or file says it too; its caption are the words."""
        return self.check(turn, sent.caption)

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The words, if any."""
        del turn
        return str(answer)


def has_no_orders(turn: Turn) -> bool:
    """Whether there is no order to choose."""
    return not orders.orders_of(turn.db, turn.person, page=1, per_page=1).items


def is_about_no_order(turn: Turn) -> bool:
    """Whether there is nothing to look at."""
    return not _answers(turn).get("order")


def has_spoken(turn: Turn) -> bool:
    """Whether the words were written before they were asked for, with the kind of trouble at the latest."""
    happening = turn.event.happening
    return bool(_answers(turn).get("look")) or (isinstance(happening, Said) and tells_what_happened(happening.text))


class Complaint(Flow, id="complaint", version=1, least=Role.CUSTOMER):
    """Something went wrong."""

    order = Ask(OrderChoice(), skip=has_no_orders, reads_numbers=True)
    look = Ask(Look(), skip=is_about_no_order)
    category = Ask(CategoryChoice())
    words = Ask(Account(), skip=has_spoken)

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Open the ticket, or add to the one there is about this order; from here on the person talks to it."""
        category = Category(str(answers["category"]))
        opened = tickets.open_ticket(
            turn.db,
            turn.person,
            order_id=int(str(answers.get("order") or NO_ORDER)) or None,
            category=category,
            now=turn.now,
            promised_at=complaints.promised_at(turn.db, category, now=turn.now),
        )
        turn.conversation.is_talking = True
        pages.begin(turn, opened, said_before=str(answers.get("look", "")))
        key = "complaint-opened" if opened.is_new else "complaint-added"
        turn.show(pages.customer_page(turn, opened.ticket).below(words(key)))


def _spoken_of(turn: Turn, text: str) -> Order | None:
    """The one of the latest orders that the text speaks of; of a trouble, the only one there is."""
    recent = orders.orders_of(turn.db, turn.person, page=1, per_page=RECENT_ORDERS).items
    place = order_in(text, [_names(turn, order) for order in recent])
    if place is not None:
        return recent[place]
    return recent[0] if len(recent) == 1 and category_in(text, _guess(turn, text)) is not None else None


def _names(turn: Turn, order: Order) -> list[str]:
    product = catalogue.the_product(turn.db, order.product_id)
    return [*product.name.values(), *product.aliases]


def _guess(turn: Turn, text: str) -> Guess:
    """What the text wants, where free text is understood."""
    classifier = turn.shop.classifier
    return Guess(Intent.OUT_OF_SCOPE, 0, ()) if classifier is None else classifier.guess(text)


def _answers(turn: Turn) -> Mapping[str, Answer]:
    frame = turn.conversation.open
    return {} if frame is None else frame.answers


def _the_order(turn: Turn) -> Order:
    return orders.own_order(turn.db, turn.person, int(str(_answers(turn)["order"])))


def _to_order(turn: Turn, order: Order) -> Button:
    product = catalogue.the_product(turn.db, order.product_id).name_in(turn.person.language)
    status = order.status.value
    return answer_button("button-order", "order", order.id, product=product, quantity=order.quantity, status=status)


def _spoken(finding: Finding) -> list[Words]:
    seen = words(f"finding-{finding.cause}", at=finding.at)
    return [seen] if finding.surplus is None else [seen, words("finding-surplus", amount=finding.surplus)]


def _remedies(order: Order, finding: Finding) -> tuple[Button, ...]:
    again = button("button-order-again", "buy", product=order.product_id)
    match finding.cause:
        case Cause.UNPAID:
            return (button("button-to-payment", "order", order=order.id),)
        case Cause.LAPSED | Cause.CANCELLED:
            return (again,)
        case Cause.CREDITED:
            return (button("button-balance", "balance"), again)
        case Cause.REFUNDED:
            return (button("button-balance", "balance"),)
        case Cause.WAITING_FOR_STOCK:
            return (button("button-order-page", "order", order=order.id),)
        case Cause.UNSEEN | Cause.SEEN:
            return (button("button-codes", "codes.beside", order=order.id),)
