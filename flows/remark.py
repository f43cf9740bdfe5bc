"""A remark on a rating: what its giver has to say, for the supervisors.

Not here: the stars (handlers.customer.rating).

    subject ──> words ──> kept and told          subject: which rating, known from the start
"""

from collections.abc import Mapping

from backend import orders, ratings, tickets
from backend.people import Role
from backend.ratings import LONGEST_REMARK
from flows.asks import ChooseByButton, TextTooLong
from flows.conversation import Answer
from flows.engine import Ask, Flow
from flows.pages import ratings as pages
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words


class WhichRating:
    """Which rating: chosen where the stars are."""

    def prompt(self, turn: Turn) -> Screen:
        """The way to what can be rated."""
        del turn
        return Screen(words("ask-rating"), ((button("button-orders", "orders"),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """Stars are tapped; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """Something the person has rated; raises ChooseByButton."""
        if ratings.rating_of(turn.db, turn.person, str(answer)) is None:
            raise ChooseByButton
        return answer


class RemarkText:
    """What there is to say."""

    def prompt(self, turn: Turn) -> Screen:
        """'What went wrong, or well?'"""
        del turn
        return Screen(words("ask-remark"))

    def read(self, turn: Turn, text: str) -> Answer:
        """The text as it is; raises TextTooLong."""
        return self.check(turn, text.strip())

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The remark; raises TextTooLong."""
        del turn
        if len(str(answer)) > LONGEST_REMARK:
            raise TextTooLong(most=LONGEST_REMARK)
        return str(answer)


class Remark(Flow, id="remark", version=1, least=Role.CUSTOMER):
    """Somebody says more than stars can."""

    subject = Ask(WhichRating())
    words = Ask(RemarkText())

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Keep it, tell the supervisors, thank."""
        subject = str(answers["subject"])
        rating = ratings.add_remark(turn.db, turn.person, subject, str(answers["words"]), now=turn.now)
        kind, _, number = subject.partition(":")
        found = orders.the_order(turn.db, int(number)) if kind == "order" else tickets.the_ticket(turn.db, int(number))
        turn.notify_supervisors(
            words(
                "staff-rating-remark",
                name=turn.person.name,
                about=pages.about(kind, found.number),
                stars=rating.stars,
                remark=rating.remark,
            )
        )
        turn.show(pages.thanks(rating).below(words("remark-passed-on")))
