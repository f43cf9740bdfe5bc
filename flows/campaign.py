"""A new coupon campaign: what its coupons take off, for whom and for what, and how many there are.

Not here: the rules themselves (backend.campaigns), or what is done with a campaign later (handlers.admin.coupons).

    name ──> worth ──> threshold ──> scope ──> tiers ──> length ──> total ──> each ──> together ──> way ──> sure
"""

from collections.abc import Mapping

from backend import campaigns, catalogue, products
from backend.campaigns import Terms
from backend.errors import NoSuchProduct
from backend.money import Money
from backend.people import Role, Tier
from flows.asks import ChooseByButton, LanguageText, OneOf, WholeNumber
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages.campaigns import campaign_page
from flows.pages.coupons import CURRENCY_OF_POINTS, restriction
from flows.screens import Screen
from flows.turn import Turn
from flows.understanding.search import search
from flows.words import words

LONGEST_NAME = 40
MOST_COUPONS = 100_000
MOST_EACH = 100
LONGEST_DAYS = 365
EVERYTHING = ""

_TIERS = {
    "all": (),
    "members": (Tier.SILVER, Tier.GOLD),
    "gold": (Tier.GOLD,),
}


class Worth:
    """What a coupon takes off: an amount, or a percentage with a cap."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with the two ways to write it."""
        del turn
        return Screen(words("ask-campaign-worth"))

    def read(self, turn: Turn, text: str) -> Answer:
        """The text, if it is a worth; raises NotAWorth."""
        return self.check(turn, text.strip())

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """As it was written; raises NotAWorth."""
        del turn
        campaigns.read_worth(str(answer), currency=CURRENCY_OF_POINTS)
        return str(answer)


class Threshold:
    """From which price on, in minor units of the worth's currency."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with a button for any order."""
        del turn
        return Screen(words("ask-campaign-threshold"), ((answer_button("button-any-order", "threshold", 0),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """The price; raises NotAPrice."""
        return products.read_price(text, _worth(turn)[1].currency).minor

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A price, or none; raises ChooseByButton."""
        del turn
        if not isinstance(answer, int) or answer < 0:
            raise ChooseByButton
        return answer


class Scope:
    """For everything, a shelf, or one product that is named."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with a button for all and for each shelf."""
        shelves = [
            answer_button("button-category", "scope", f"categories:{each.id}", **_shelf(turn, each.id))
            for each in catalogue.categories(turn.db)
        ]
        pairs = tuple(tuple(shelves[start : start + 2]) for start in range(0, len(shelves), 2))
        return Screen(words("ask-campaign-scope"), ((answer_button("button-everything", "scope", EVERYTHING),), *pairs))

    def read(self, turn: Turn, text: str) -> Answer:
        """The product that the text names; raises NoSuchProduct unless it is one only."""
        found = search(products.every_product(turn.db), text)
        if len(found) != 1:
            raise NoSuchProduct(count=len(found))
        return f"products:{found[0].id}"

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """Everything, or a shelf or product there is; raises NoSuchProduct."""
        kind, _, name = str(answer).partition(":")
        known = {
            "": [""],
            "categories": [each.id for each in catalogue.categories(turn.db)],
            "products": [each.id for each in products.every_product(turn.db)],
        }
        if name not in known.get(kind, []):
            raise NoSuchProduct(count=0)
        return str(answer)


class Sure:
    """'Is that right?'"""

    def prompt(self, turn: Turn) -> Screen:
        """All of it, as customers will have it."""
        terms = _terms(_answers(turn))
        named = {"products": list(terms.products), "categories": list(terms.categories), "tiers": list(terms.tiers)}
        text = words(
            "ask-campaign-sure",
            name=terms.name,
            worth=words("coupon-amount", amount=terms.amount)
            if terms.percent is None
            else words("coupon-percent", percent=terms.percent, most=terms.amount),
            over=terms.threshold,
            scope=restriction(turn, {kind: values for kind, values in named.items() if values}),
            count=terms.runs_for,
            total=terms.total,
            each=terms.per_person,
            together=words("campaign-together" if terms.is_stackable else "campaign-alone"),
            way=words("campaign-public" if terms.is_public else "campaign-by-code"),
        )
        return Screen(text, ((answer_button("button-begin-campaign", "sure", "yes"),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """No text says yes; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """'yes'; raises ChooseByButton."""
        del turn
        if answer != "yes":
            raise ChooseByButton
        return answer


class CampaignTerms(Flow, id="campaign", version=1, least=Role.ADMIN):
    """A campaign is begun."""

    name = Ask(LanguageText("name", key="ask-campaign-name", most=LONGEST_NAME))
    worth = Ask(Worth())
    threshold = Ask(Threshold())
    scope = Ask(Scope())
    tiers = Ask(OneOf("tiers", key="ask-campaign-tiers", answers=tuple(_TIERS)))
    length = Ask(WholeNumber("length", key="ask-campaign-length", offered=(7, 30, 90), least=1, most=LONGEST_DAYS))
    total = Ask(WholeNumber("total", key="ask-campaign-total", offered=(100, 1000), least=1, most=MOST_COUPONS))
    each = Ask(WholeNumber("each", key="ask-campaign-each", offered=(1, 2, 5), least=1, most=MOST_EACH))
    together = Ask(OneOf("together", key="ask-campaign-together", answers=("alone", "together")))
    way = Ask(OneOf("way", key="ask-campaign-way", answers=("public", "codes")))
    sure = Ask(Sure(), agrees_to_all=True)

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Begin the campaign and show it."""
        begun = campaigns.begin(turn.db, _terms(answers), by=turn.person.who, now=turn.now)
        turn.show(campaign_page(turn, begun).below(words("campaign-begun")))


def _answers(turn: Turn) -> Mapping[str, Answer]:
    frame = turn.conversation.open
    return {} if frame is None else frame.answers


def _worth(turn: Turn) -> tuple[int | None, Money]:
    return campaigns.read_worth(str(_answers(turn)["worth"]), currency=CURRENCY_OF_POINTS)


def _terms(answers: Mapping[str, Answer]) -> Terms:
    percent, amount = campaigns.read_worth(str(answers["worth"]), currency=CURRENCY_OF_POINTS)
    kind, _, name = str(answers["scope"]).partition(":")
    days = int(str(answers["length"]))
    return Terms(
        name=str(answers["name"]),
        amount=amount,
        percent=percent,
        threshold=Money(int(str(answers["threshold"])), amount.currency),
        products=(name,) if kind == "products" else (),
        categories=(name,) if kind == "categories" else (),
        tiers=_TIERS[str(answers["tiers"])],
        is_stackable=answers["together"] == "together",
        is_public=answers["way"] == "public",
        days=days,
        runs_for=days,
        total=int(str(answers["total"])),
        per_person=int(str(answers["each"])),
    )


def _shelf(turn: Turn, category_id: str) -> dict[str, object]:
    category = next(each for each in catalogue.categories(turn.db) if each.id == category_id)
    return {"emoji": category.emoji, "name": category.name_in(turn.person.language)}
