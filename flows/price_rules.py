"""Lower prices for more of a product, and how many one person may buy: all of its rules in one line.

Not here: what may stand in that line (backend.price_rules).

    product ──> rules ──> set
"""

from collections.abc import Mapping

from backend import catalogue, price_rules
from backend.catalogue import Product
from backend.people import Role
from flows.asks import ProductOfPage
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages.products import name_of, product_desk
from flows.screens import Screen
from flows.turn import Turn
from flows.words import words

NO_RULES = ""


class Rules:
    """All rules in one line, in place of those that are."""

    def prompt(self, turn: Turn) -> Screen:
        """How they are written, and the present ones."""
        product = _product(turn)
        now = price_rules.written(price_rules.rules_of(turn.db, product), product)
        present = words("price-rules-present", rules=now) if now else words("price-rules-none")
        none = answer_button("button-no-price-rules", "rules", NO_RULES)
        return Screen(words("ask-price-rules", product=name_of(turn, product), present=present), ((none,),))

    def read(self, turn: Turn, text: str) -> Answer:
        """The line; raises NotAPriceRule."""
        return self.check(turn, text.strip())

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """As it was written; raises NotAPriceRule."""
        price_rules.read_rules(str(answer), _product(turn))
        return str(answer)


class SetPriceRules(Flow, id="price-rules", version=1, least=Role.ADMIN):
    """The rules of a product are set."""

    product = Ask(ProductOfPage())
    rules = Ask(Rules())

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Set them and show what they are now."""
        product = catalogue.the_product(turn.db, str(answers["product"]))
        rules = price_rules.read_rules(str(answers["rules"]), product)
        price_rules.set_rules(turn.db, product, rules, by=turn.person.who, now=turn.now)
        written = price_rules.written(rules, product)
        effect = words("price-rules-set", rules=written) if written else words("price-rules-gone")
        turn.show(product_desk(turn, product).below(effect))


def _product(turn: Turn) -> Product:
    frame = turn.conversation.open
    answers = {} if frame is None else frame.answers
    return catalogue.the_product(turn.db, str(answers["product"]))
