"""A new price for one tier of a product; a large change is asked about once more.

Not here: the rules between the tiers' prices (backend.products).

    product ──> tier ──> amount ──> sure? ──> changed
                                  (if large)
"""

from collections.abc import Mapping

from backend import catalogue, pricing, products
from backend.catalogue import Product
from backend.people import Role, Tier
from backend.pricing import QUOTE_MINUTES
from backend.products import PriceChange
from flows.asks import ChooseByButton, ProductOfPage
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages.products import name_of, product_desk
from flows.screens import Screen
from flows.turn import Turn
from flows.words import words


class WhichTier:
    """Whose price."""

    def prompt(self, turn: Turn) -> Screen:
        """The tiers with their prices as they are."""
        product = _product(turn)
        rows = tuple(
            (answer_button(f"button-price-{tier}", "tier", tier.value, price=pricing.price_for(product, tier)),)
            for tier in Tier
        )
        return Screen(words("ask-price-tier", product=name_of(turn, product)), rows)

    def read(self, turn: Turn, text: str) -> Answer:
        """A tier is chosen by its button; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A tier there is; raises ChooseByButton."""
        if answer not in list(Tier):
            raise ChooseByButton
        return answer


class Amount:
    """The new price."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with the price as it is."""
        product, tier = _product(turn), _tier(turn)
        price = pricing.price_for(product, tier)
        return Screen(
            words("ask-price-amount", product=name_of(turn, product), tier=words(f"tier-{tier}"), price=price)
        )

    def read(self, turn: Turn, text: str) -> Answer:
        """The price in minor units; raises NotAPrice or PricesOutOfOrder."""
        return self.check(turn, products.read_price(text, _product(turn).currency).minor)

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A price that fits the other tiers'; raises PricesOutOfOrder."""
        return products.price_change(_product(turn), _tier(turn), int(str(answer))).after.minor


class Sure:
    """'Really so much more, or less?' The answer is the price that was meant."""

    def prompt(self, turn: Turn) -> Screen:
        """Both prices, with a button for the new one."""
        change = _change(turn)
        text = words(
            "ask-price-sure",
            product=name_of(turn, change.product),
            tier=words(f"tier-{change.tier}"),
            before=change.before,
            after=change.after,
        )
        return Screen(text, ((answer_button("button-price-sure", "sure", change.after.minor, price=change.after),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """No text says yes; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The price asked about; raises ChooseByButton when it is another one by now."""
        if answer != _change(turn).after.minor:
            raise ChooseByButton
        return answer


def is_small(turn: Turn) -> bool:
    """Whether the price changes by so little that nobody need ask."""
    return not _change(turn).is_large


class Price(Flow, id="price", version=1, least=Role.ADMIN):
    """A price is changed."""

    product = Ask(ProductOfPage())
    tier = Ask(WhichTier())
    amount = Ask(Amount())
    sure = Ask(Sure(), skip=is_small, agrees_to_all=True)

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Change the price, and say what that means for whom."""
        product = catalogue.the_product(turn.db, str(answers["product"]))
        change = products.price_change(product, Tier(str(answers["tier"])), int(str(answers["amount"])))
        products.set_price(turn.db, change, by=turn.person.who, now=turn.now)
        effect = words(
            "price-changed",
            tier=words(f"tier-{change.tier}"),
            before=change.before,
            after=change.after,
            minutes=QUOTE_MINUTES,
        )
        turn.show(product_desk(turn, catalogue.the_product(turn.db, product.id)).below(effect))


def _answers(turn: Turn) -> Mapping[str, Answer]:
    frame = turn.conversation.open
    return {} if frame is None else frame.answers


def _product(turn: Turn) -> Product:
    return catalogue.the_product(turn.db, str(_answers(turn)["product"]))


def _tier(turn: Turn) -> Tier:
    return Tier(str(_answers(turn)["tier"]))


def _change(turn: Turn) -> PriceChange:
    return products.price_change(_product(turn), _tier(turn), int(str(_answers(turn)["amount"])))
