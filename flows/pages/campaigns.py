"""Campaigns and redeem codes as admins see them: all of them, one with what can be done, codes on their way out.

Not here: the questions about a new one (flows.campaign, flows.codes), or what customers see (flows.pages.coupons).
"""

from backend import campaigns, points, redeem_codes
from backend.campaigns import Campaign
from backend.money import Money
from backend.redeem_codes import Batch, Prize
from flows.pages.coupons import CURRENCY_OF_POINTS, restriction, worth_of
from flows.screens import Row, Screen, Sheet, button
from flows.turn import Turn
from flows.words import Words, words


def campaign_list(turn: Turn) -> Screen:
    """The newest campaigns, what else can be made, and whether orders earn points."""
    found = campaigns.latest(turn.db)
    rows = tuple((button("button-campaign", "campaign", _label(turn, each), campaign=each.id),) for each in found)
    per_unit = points.earned_by(turn.db, CURRENCY_OF_POINTS)
    switch = button(
        "button-points-off" if per_unit else "button-points-on", "points.earned", per_unit=0 if per_unit else 1
    )
    return Screen(
        words("campaigns", count=len(found), points=words("points-on" if per_unit else "points-off")),
        (
            *rows,
            (button("button-new-campaign", "campaign.new"), button("button-new-codes", "codes.new")),
            (switch,),
            (button("button-menu", "menu"),),
        ),
    )


def campaign_page(turn: Turn, campaign: Campaign) -> Screen:
    """One campaign: its terms, how far it is, and what can be done with it."""
    acts: tuple[Row, ...] = ()
    if campaign.is_on(turn.now):
        acts = (
            (
                button("button-campaign-codes", "codes.new", campaign=campaign.id),
                button("button-close-campaign", "campaign.close", campaign=campaign.id),
            ),
        )
    text = words(
        "campaign",
        name=campaign.name,
        state=_state(turn, campaign),
        worth=worth_of(campaign),
        over=campaign.threshold,
        scope=restriction(turn, campaign.scope),
        given=campaign.given,
        total=campaign.total,
        each=campaign.per_person,
        until=campaign.ends_at,
        together=words("campaign-together" if campaign.is_stackable else "campaign-alone"),
        way=words("campaign-public" if campaign.is_public else "campaign-by-code"),
    )
    return Screen(text, (*acts, (button("button-campaigns", "campaigns"), button("button-menu", "menu"))))


def codes_file(turn: Turn, batch: Batch) -> Screen:
    """The codes themselves, as a file that is sent this once; it can be saved, which is what it is for."""
    text = words("codes-file", count=batch.count, worth=_worth(turn, batch), until=batch.expires_at)
    return Screen(
        text,
        ((button("button-campaigns", "campaigns"), button("button-menu", "menu")),),
        sheet=Sheet("redeem-codes", f"codes-{batch.id}.csv", batch.id),
    )


def codes_made(turn: Turn, batch: Batch) -> Screen:
    """That they are made, and where they are."""
    redeemed = redeem_codes.redeemed_of(turn.db, batch)
    text = words("codes-made", number=batch.id, count=batch.count, worth=_worth(turn, batch), redeemed=redeemed)
    return Screen(text, ((button("button-campaigns", "campaigns"), button("button-menu", "menu")),))


def prize_name(turn: Turn, prize: Prize, *, campaign_id: int | None, number: int, tier: str | None) -> Words:
    """What a code gives; `number` is minor units, points or days."""
    match prize:
        case Prize.COUPON:
            return worth_of(campaigns.the_campaign(turn.db, campaign_id or 0))
        case Prize.BALANCE:
            return words("gift-balance", amount=Money(number, CURRENCY_OF_POINTS))
        case Prize.POINTS:
            return words("gift-points", count=number)
        case Prize.MEMBERSHIP:
            return words("gift-membership", tier=words(f"membership-{tier}"), count=number)


def _worth(turn: Turn, batch: Batch) -> Words:
    number = batch.amount_minor or batch.points or batch.days or 0
    return prize_name(turn, batch.prize, campaign_id=batch.campaign_id, number=number, tier=batch.tier)


def _label(turn: Turn, campaign: Campaign) -> dict[str, object]:
    sign = "on" if campaign.is_on(turn.now) else "over"
    return {"name": campaign.name, "given": campaign.given, "total": campaign.total, "state": sign}


def _state(turn: Turn, campaign: Campaign) -> Words:
    if campaign.closed_at is not None:
        return words("campaign-closed")
    return words("campaign-on" if campaign.is_on(turn.now) else "campaign-over")
