"""Taking in a file of card codes: for which product, then the file. It is checked before anything changes.

Not here: what the check finds and what is done then (handlers.admin.stock).

    product ──> file ──> (fetched, checked, shown)
"""

from collections.abc import Mapping

from backend import catalogue, products, stock
from backend.errors import CodesInChat, NoSuchProduct, NotACardFile
from backend.people import Role
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.events import Matter, Sent
from flows.pages.products import label_of, name_of
from flows.screens import Screen, button
from flows.turn import Turn
from flows.understanding.search import search
from flows.words import words

OFFERED_PRODUCTS = 8
CARD_FILES = (".txt", ".csv")


class AnyProduct:
    """Which product, on sale or not: one of those with the least left, or any by its name."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with the products that run out first."""
        every = products.every_product(turn.db)
        levels = stock.levels(turn.db, [each.id for each in every])
        scarce = sorted((each for each in every if each.is_on_sale), key=lambda each: levels[each.id].available)
        rows = tuple(
            (answer_button("button-desk", "product", each.id, **label_of(turn, each)),)
            for each in scarce[:OFFERED_PRODUCTS]
        )
        return Screen(words("ask-stock-product"), rows)

    def read(self, turn: Turn, text: str) -> Answer:
        """The product of this id or name. Raises NoSuchProduct unless it is one only."""
        every = products.every_product(turn.db)
        named = [each for each in every if each.id == text.strip()] or search(every, text)
        if len(named) != 1:
            raise NoSuchProduct(count=len(named))
        return named[0].id

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A product there is. Raises ProductNotOnSale."""
        return catalogue.the_product(turn.db, str(answer)).id


class CardFile:
    """The file: a document whose name says that it is plain text."""

    def prompt(self, turn: Turn) -> Screen:
        """'Send me the file', and how it has to look."""
        product = catalogue.the_product(turn.db, _product_id(turn))
        left = stock.level(turn.db, product.id).available
        return Screen(words("ask-card-file", product=name_of(turn, product), left=left))

    def read(self, turn: Turn, text: str) -> Answer:
        """Codes are not typed. Raises CodesInChat."""
        raise CodesInChat

    def read_sent(self, turn: Turn, sent: Sent) -> Answer:
        """The file's handle and name. Raises NotACardFile."""
        del turn
        if not is_card_file(sent):
            raise NotACardFile
        return [sent.file_id, sent.file_name]

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """What `read_sent` gave. Raises NotACardFile."""
        del turn
        if not isinstance(answer, list):
            raise NotACardFile
        return answer


class StockImport(Flow, id="stock-import", version=1, least=Role.ADMIN):
    """A file of codes is sent."""

    product = Ask(AnyProduct())
    file = Ask(CardFile())

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Have the file fetched; its check comes as soon as it is here."""
        file = answers["file"]
        if not isinstance(file, list):
            raise TypeError("a file is kept by its handle and name")
        file_id, name = file
        turn.fetch_file(file_id, name, then="cards", product=str(answers["product"]))
        turn.show(Screen(words("stock-file-fetching", file=name), ((button("button-menu", "menu"),),)))


def is_card_file(sent: Sent) -> bool:
    """Whether what was sent can be a file of codes."""
    return sent.matter is Matter.DOCUMENT and sent.file_name.lower().endswith(CARD_FILES)


def _product_id(turn: Turn) -> str:
    frame = turn.conversation.open
    return str(frame.answers["product"]) if frame else ""
