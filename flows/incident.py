"""Reporting an incident: what it was, which product it touched, since when, how bad.

Not here: whom it touched (backend.incidents), or what follows (handlers.admin.incidents).

    title ──> product ──> since ──> severity ──> confirm ──> open
             (or all)
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from backend import catalogue, incidents
from backend.errors import NoSuchProduct
from backend.incidents import Severity
from backend.people import Role
from flows.asks import ChooseByButton, LanguageText, whole_number
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages.incidents import incident_page
from flows.screens import Screen
from flows.turn import Turn
from flows.understanding.search import search
from flows.words import Words, words

LONGEST_TITLE = 80
ALL_PRODUCTS = ""
OFFERED_MINUTES = (15, 60, 180)


class ProductTouched:
    """Which product; the button says all of them."""

    def prompt(self, turn: Turn) -> Screen:
        """The question."""
        del turn
        return Screen(
            words("ask-incident-product"), ((answer_button("button-all-products", "product", ALL_PRODUCTS),),)
        )

    def read(self, turn: Turn, text: str) -> Answer:
        """The product the text names; raises NoSuchProduct unless it is one only."""
        found = search(catalogue.products(turn.db), text)
        if len(found) != 1:
            raise NoSuchProduct(count=len(found))
        return found[0].id

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A product there is, on sale or not, or all."""
        if answer != ALL_PRODUCTS and catalogue.product(turn.db, str(answer)) is None:
            raise NoSuchProduct(count=0)
        return str(answer)


class Since:
    """How many minutes ago it began; kept as the moment that was, since the next answers take their time."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with a few lengths as buttons."""
        del turn
        lengths = tuple(answer_button("button-minutes-ago", "since", each, count=each) for each in OFFERED_MINUTES)
        return Screen(words("ask-incident-since"), (lengths,))

    def read(self, turn: Turn, text: str) -> Answer:
        """So many minutes ago; raises NotANumber."""
        return self.check(turn, whole_number(text))

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The moment."""
        if isinstance(answer, int):
            return (turn.now - timedelta(minutes=answer)).isoformat()
        return str(answer)


class SeverityChoice:
    """How bad it was, which decides what people are given."""

    def prompt(self, turn: Turn) -> Screen:
        """A button for each."""
        del turn
        choices = tuple(answer_button(f"severity-{each}", "severity", each.value) for each in Severity)
        return Screen(words("ask-incident-severity"), (choices,))

    def read(self, turn: Turn, text: str) -> Answer:
        """The buttons say it; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """One of the severities; raises ChooseByButton."""
        if answer not in list(Severity):
            raise ChooseByButton
        return str(answer)


class ConfirmIncident:
    """'Is that right?'"""

    def prompt(self, turn: Turn) -> Screen:
        """All that was said."""
        frame = turn.conversation.open
        answers = {} if frame is None else frame.answers
        return Screen(
            words(
                "ask-incident-confirm",
                title=str(answers["title"]),
                product=_product_name(turn, str(answers["product"])),
                since=datetime.fromisoformat(str(answers["since"])),
                severity=words(f"severity-{answers['severity']}"),
            ),
            ((answer_button("button-open-incident", "confirm", "yes"),),),
        )

    def read(self, turn: Turn, text: str) -> Answer:
        """No text says yes; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """'yes'."""
        if answer != "yes":
            raise ChooseByButton
        return answer


class ReportIncident(Flow, id="incident", version=1, least=Role.ADMIN):
    """An incident is opened."""

    title = Ask(LanguageText("title", key="ask-incident-title", most=LONGEST_TITLE))
    product = Ask(ProductTouched())
    since = Ask(Since())
    severity = Ask(SeverityChoice())
    confirm = Ask(ConfirmIncident(), agrees_to_all=True)

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Open it and show its page."""
        opened = incidents.open_incident(
            turn.db,
            title=str(answers["title"]),
            product_id=str(answers["product"]) or None,
            severity=Severity(str(answers["severity"])),
            since=datetime.fromisoformat(str(answers["since"])),
            by=turn.person,
            now=turn.now,
        )
        turn.show(incident_page(turn, opened))


def _product_name(turn: Turn, product_id: str) -> str | Words:
    if product_id == ALL_PRODUCTS:
        return words("all-products")
    return catalogue.the_product(turn.db, product_id).name_in(turn.person.language)
