"""A bulk order: a merchant's file of orders, in one question.

Not here: what the file's check finds and what is done then (handlers.customer.bulk_orders).

    file ──> (fetched, read and checked, shown)
"""

from collections.abc import Mapping

from backend import bulk_orders
from backend.errors import NotASheet
from backend.people import Role
from backend.sheets import SHEET_FILES
from flows.conversation import Answer
from flows.engine import Ask, Flow
from flows.events import Matter, Sent
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words


class OrderFile:
    """The file: a document whose name says that it is a sheet."""

    def prompt(self, turn: Turn) -> Screen:
        """'Send me the file', how it has to look, and a template of it."""
        del turn
        template = button("button-bulk-template", "bulk.template")
        return Screen(words("ask-bulk-file", most=bulk_orders.MOST_ROWS), ((template,),))

    def read(self, turn: Turn, text: str) -> Answer:
        """A file is not typed. Raises NotASheet."""
        raise NotASheet

    def read_sent(self, turn: Turn, sent: Sent) -> Answer:
        """The file's handle and name. Raises NotASheet."""
        del turn
        if not is_sheet(sent):
            raise NotASheet
        return [sent.file_id, sent.file_name]

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """What `read_sent` gave. Raises NotASheet."""
        del turn
        if not isinstance(answer, list):
            raise NotASheet
        return answer


class BulkOrder(Flow, id="bulk-order", version=1, least=Role.CUSTOMER):
    """A file of orders is sent."""

    file = Ask(OrderFile())

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Have the file fetched; its check comes as soon as it is here."""
        file = answers["file"]
        if not isinstance(file, list):
            raise TypeError("a file is kept by its handle and name")
        file_id, name = file
        turn.fetch_file(str(file_id), str(name), then="bulk", as_bytes=True)
        turn.show(Screen(words("bulk-fetching", file=str(name)), ((button("button-menu", "menu"),),)))


def is_sheet(sent: Sent) -> bool:
    """Whether what was sent can be a file of orders."""
    return sent.matter is Matter.DOCUMENT and sent.file_name.lower().endswith(SHEET_FILES)
