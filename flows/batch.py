"""A batch of codes, before it is taken in: what one cost, and until when they are good; either may stay unsaid.

Not here: the file itself (flows.stock_import, handlers.admin.stock), or what a batch may cost (backend.stock_files).

    file ──> cost ──> until ──> (shown with the file)
"""

from collections.abc import Mapping
from datetime import date

from backend import catalogue, stock_files
from backend.errors import Refused
from backend.people import Role
from backend.stock_files import StockFile
from flows.asks import ChooseByButton, read_day
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages import stock_files as pages
from flows.pages.products import name_of
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words

UNSAID = ""


class FileOfPage:
    """Which file: chosen on its page, before the conversation starts."""

    def prompt(self, turn: Turn) -> Screen:
        """The way to another one."""
        del turn
        return Screen(words("ask-batch-file"), ((button("button-another-file", "stock"),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """A file is chosen on its page; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A file that waits to be taken in; raises StockFileGone."""
        return stock_files.waiting(turn.db, int(str(answer))).id


class Cost:
    """What one of the codes cost."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with the price it must not be above."""
        product = catalogue.the_product(turn.db, _file(turn).product_id)
        text = words("ask-batch-cost", product=name_of(turn, product), price=stock_files.highest_cost(product))
        return Screen(text, ((answer_button("button-no-cost", "cost", UNSAID),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """The cost in minor units; raises NotAPrice or CostAbovePrice."""
        product = catalogue.the_product(turn.db, _file(turn).product_id)
        return stock_files.read_cost(text, product).minor

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A cost that the price covers still; raises CostAbovePrice."""
        if answer == UNSAID:
            return answer
        product = catalogue.the_product(turn.db, _file(turn).product_id)
        return stock_files.require_covered(int(str(answer)), product).minor


class Until:
    """The last day on which they are good."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with how a day is written."""
        del turn
        return Screen(words("ask-batch-until"), ((answer_button("button-no-end", "until", UNSAID),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """The day as in 2027-01-31; raises NotADay or AlreadyExpired."""
        return self.check(turn, read_day(text).isoformat())

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A day that is not over; raises AlreadyExpired."""
        if answer != UNSAID:
            stock_files.require_good(date.fromisoformat(str(answer)), today=turn.today)
        return answer


class DescribeBatch(Flow, id="batch", version=1, least=Role.ADMIN):
    """What is known of a batch is said."""

    file = Ask(FileOfPage())
    cost = Ask(Cost())
    until = Ask(Until())

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Keep it with the file and show that again; one taken in or dropped meanwhile says so."""
        file_id = int(str(answers["file"]))
        cost = None if answers["cost"] == UNSAID else int(str(answers["cost"]))
        last_day = None if answers["until"] == UNSAID else date.fromisoformat(str(answers["until"]))
        try:
            file = stock_files.describe(
                turn.db,
                file_id,
                cost_minor=cost,
                expires_at=stock_files.end_of(last_day, turn.shop.time_zone),
                by=turn.person.who,
                now=turn.now,
            )
        except Refused as refusal:
            there = pages.stock_file(turn, stock_files.the_file(turn.db, file_id))
            turn.show(there.below(words(refusal.key, **refusal.arguments)))
            return
        turn.show(pages.stock_file(turn, file))


def _file(turn: Turn) -> StockFile:
    frame = turn.conversation.open
    answers = {} if frame is None else frame.answers
    return stock_files.the_file(turn.db, int(str(answers["file"])))
