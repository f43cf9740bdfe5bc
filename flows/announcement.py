"""Announcing a product that is not in yet: when it is expected, and how many may be paid ahead of it at once.

Not here: what buyers who wait are told of another day (handlers.customer.preorders).

    product ──> day ──> most ──> announced
"""

from collections.abc import Mapping

from backend import announcements, catalogue
from backend.catalogue import Product
from backend.catalogue_file import MOST_PREORDERS
from backend.people import Role
from flows.asks import ProductOfPage, WholeNumber, read_day
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages.products import name_of, product_desk
from flows.screens import Row, Screen
from flows.turn import Turn
from flows.words import words

USUAL = (10, 50, 100)


class Day:
    """The day it is expected on, where the shop is."""

    def prompt(self, turn: Turn) -> Screen:
        """The question; the day that is announced has a button."""
        product = _product(turn)
        day = product.expected_on
        keep: tuple[Row, ...] = () if day is None else ((answer_button("button-same-day", "day", day, day=day),),)
        return Screen(words("ask-announcement-day", product=name_of(turn, product)), keep)

    def read(self, turn: Turn, text: str) -> Answer:
        """The day as in 2027-01-15; raises NotADay or AnnouncedDayOver."""
        return self.check(turn, read_day(text).isoformat())

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A day that is not over; raises NotADay or AnnouncedDayOver."""
        day = read_day(str(answer)).isoformat()
        announcements.require_day(turn.db, day, now=turn.now)
        return day


class Most(WholeNumber):
    """How many may be paid ahead at once."""

    def __init__(self) -> None:
        super().__init__("most", key="ask-announcement-most", offered=USUAL, least=1, most=MOST_PREORDERS)

    def prompt(self, turn: Turn) -> Screen:
        """The question with the usual numbers, and how many it is now."""
        screen = super().prompt(turn)
        now = _product(turn).most_preorders
        return screen if now is None else screen.with_row(answer_button("button-same-most", "most", now, number=now))


class Announce(Flow, id="announcement", version=1, least=Role.ADMIN):
    """A product is announced, or its announcement changed."""

    product = Ask(ProductOfPage())
    day = Ask(Day())
    most = Ask(Most())

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Announce it, and say what that means for whom."""
        former = catalogue.the_product(turn.db, str(answers["product"]))
        day, most = str(answers["day"]), int(str(answers["most"]))
        product = announcements.announce(turn.db, former.id, day=day, most=most, by=turn.person.who, now=turn.now)
        waiting = announcements.ahead_of(turn.db, product.id, now=turn.now).paid if former.expected_on != day else 0
        effect = words("product-is-announced", day=day, most=most, waiting=waiting)
        turn.show(product_desk(turn, product).below(effect))


def _product(turn: Turn) -> Product:
    frame = turn.conversation.open
    answers = {} if frame is None else frame.answers
    return catalogue.the_product(turn.db, str(answers["product"]))
