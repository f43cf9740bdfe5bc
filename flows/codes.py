"""New redeem codes: what each gives, how many, and for how long they are good.

Not here: what a code looks like (backend.redeem_codes), or the file they come in (bot.sheets).

    prize ──> worth ──────────────> count ──> days ──────────> sure ──> made
             (not of a campaign)             (not of a campaign)
"""

import hashlib
from collections.abc import Mapping

from backend import campaigns, products, redeem_codes
from backend.errors import CampaignOver
from backend.money import Money
from backend.people import Role, Tier
from backend.redeem_codes import MOST_CODES, Worth
from flows.asks import ChooseByButton, NumberOutOfRange, WholeNumber, whole_number
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages.campaigns import codes_file, codes_made, prize_name
from flows.pages.coupons import CURRENCY_OF_POINTS
from flows.screens import Screen
from flows.turn import Turn
from flows.words import Words, words

MOST_POINTS = 100_000
MOST_DAYS = 730
FORGET_TIMER = "codes-forget"

_OF_CAMPAIGN = "campaign:"
_PRIZES = ("balance", "points", Tier.SILVER.value, Tier.GOLD.value)


class PrizeChoice:
    """What a code gives; `campaign:3` is a coupon of that campaign, and chosen on its page."""

    def prompt(self, turn: Turn) -> Screen:
        """A button for each that needs no campaign."""
        del turn
        return Screen(
            words("ask-codes-prize"), tuple((answer_button(f"button-prize-{each}", "prize", each),) for each in _PRIZES)
        )

    def read(self, turn: Turn, text: str) -> Answer:
        """The buttons say it; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """One of them, or a campaign that is on; raises ChooseByButton or CampaignOver."""
        campaign_id = _campaign_id(str(answer))
        if campaign_id is not None and not campaigns.the_campaign(turn.db, campaign_id).is_on(turn.now):
            raise CampaignOver
        if campaign_id is None and answer not in _PRIZES:
            raise ChooseByButton
        return str(answer)


class HowMuch:
    """How much money, how many points, or how many days; money in minor units."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, worded for the prize."""
        match _prize(turn):
            case "balance":
                return Screen(words("ask-codes-balance"))
            case "points":
                return Screen(words("ask-codes-points", most=MOST_POINTS))
            case tier:
                return Screen(words("ask-codes-days", tier=words(f"membership-{tier}"), most=MOST_DAYS))

    def read(self, turn: Turn, text: str) -> Answer:
        """The number; raises NotAPrice, NotANumber or NumberOutOfRange."""
        if _prize(turn) == "balance":
            return products.read_price(text, CURRENCY_OF_POINTS).minor
        return self.check(turn, whole_number(text))

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A number that such a code may give; raises NumberOutOfRange."""
        most = {"balance": None, "points": MOST_POINTS}.get(_prize(turn), MOST_DAYS)
        if not isinstance(answer, int) or answer < 1 or (most is not None and answer > most):
            raise NumberOutOfRange(least=1, most=most or MOST_POINTS)
        return answer


class SureOfCodes:
    """'Is that right?'"""

    def prompt(self, turn: Turn) -> Screen:
        """What is made, and that it is shown once."""
        answers = _answers(turn)
        count = int(str(answers["count"]))
        text = words("ask-codes-sure", count=count, worth=_named(turn, answers))
        return Screen(text, ((answer_button("button-make-codes", "sure", "yes", count=count),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """No text says yes; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """'yes'; raises ChooseByButton."""
        del turn
        if answer != "yes":
            raise ChooseByButton
        return answer


def is_of_campaign(turn: Turn) -> bool:
    """Whether the codes give coupons, whose worth and time their campaign says."""
    return _campaign_id(_prize(turn)) is not None


class NewCodes(Flow, id="redeem-codes", version=1, least=Role.ADMIN):
    """Codes are made."""

    prize = Ask(PrizeChoice())
    worth = Ask(HowMuch(), skip=is_of_campaign)
    count = Ask(WholeNumber("count", key="ask-codes-count", offered=(1, 10, 100), least=1, most=MOST_CODES))
    days = Ask(
        WholeNumber("days", key="ask-codes-good-for", offered=(30, 90, 365), least=1, most=MOST_DAYS),
        skip=is_of_campaign,
    )
    sure = Ask(SureOfCodes(), agrees_to_all=True)

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Make them, and send them as a file this once."""
        made = redeem_codes.make(
            turn.db,
            _worth(answers),
            int(str(answers["count"])),
            lasts_days=int(str(answers.get("days", MOST_DAYS))),
            seed=_seed(turn),
            vault=turn.shop.vault,
            by=turn.person,
            now=turn.now,
        )
        turn.show(codes_made(turn, made))
        turn.notify(codes_file(turn, made))
        due_at = turn.now + redeem_codes.HANDED_OVER_WITHIN
        turn.set_timer(FORGET_TIMER, f"codes:{made.id}", due_at=due_at, batch=made.id)


def _answers(turn: Turn) -> Mapping[str, Answer]:
    frame = turn.conversation.open
    return {} if frame is None else frame.answers


def _prize(turn: Turn) -> str:
    return str(_answers(turn)["prize"])


def _campaign_id(prize: str) -> int | None:
    return int(prize.removeprefix(_OF_CAMPAIGN)) if prize.startswith(_OF_CAMPAIGN) else None


def _worth(answers: Mapping[str, Answer]) -> Worth:
    prize = str(answers["prize"])
    campaign_id = _campaign_id(prize)
    if campaign_id is not None:
        return Worth(campaign_id=campaign_id)
    number = int(str(answers["worth"]))
    match prize:
        case "balance":
            return Worth(amount=Money(number, CURRENCY_OF_POINTS))
        case "points":
            return Worth(points=number)
        case tier:
            return Worth(tier=Tier(tier), days=number)


def _named(turn: Turn, answers: Mapping[str, Answer]) -> Words:
    worth = _worth(answers)
    number = int(str(answers.get("worth", 0)))
    return prize_name(turn, worth.prize, campaign_id=worth.campaign_id, number=number, tier=worth.tier)


def _seed(turn: Turn) -> str:
    """The same event makes the same codes however often it is tried, and nobody else can make them."""
    keyed = hashlib.blake2b(f"codes:{turn.event.id}".encode(), key=turn.shop.token_key)
    return keyed.hexdigest()
