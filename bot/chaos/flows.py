"""Flows to rehearse: what people do with the shop, each from its first word to the last answer.

Not here: that the bot dies meanwhile (bot.chaos.sweep). A flow waits for every answer it is due, so one that comes
to its end has lost none; how often the orders stand in the books is told by what it returns.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from backend.orders import OrderStatus
from bot.chaos.shop import CARD, RARE
from bot.chaos.stage import Stage
from bot.tour.actor import Actor

UNTIL_IT_LAPSES = timedelta(minutes=16)
UNTIL_IT_IS_LATE = timedelta(minutes=62)
UNTIL_TRIED_AGAIN = timedelta(minutes=2)
UNTIL_RATED = timedelta(minutes=11)


@dataclass(frozen=True)
class Due:
    """What the books must say of a customer when the flow is over."""

    customer: Actor
    statuses: tuple[OrderStatus, ...] = (OrderStatus.DELIVERED,)


Flow = Callable[[Stage], list[Due]]


def buys_from_balance(stage: Stage) -> list[Due]:
    """Somebody with a coupon buys two cards, looks at the codes, is asked after them and rates."""
    ana = stage.customer(has_coupon=True)
    _orders(ana, quantity=2)
    ana.taps("Pay from balance")
    ana.sees("is here!")
    ana.taps("Show codes")
    ana.sees("Codes of order")
    return [Due(ana)]


def pays_online(stage: Stage) -> list[Due]:
    """A visitor pays at the gateway, which calls back."""
    eva = stage.visitor()
    stage.pay_at(_opens_payment(eva))
    eva.sees("is here!")
    return [Due(eva)]


def pays_too_late(stage: Stage) -> list[Due]:
    """An order lapses, and its money comes after all."""
    ana = stage.customer(has_coupon=True)
    address = _opens_payment(ana)
    stage.let_pass(UNTIL_IT_LAPSES)
    ana.hears("was not paid in time")
    stage.pay_at(address)
    ana.sees("is here!")
    return [Due(ana)]


def pays_what_was_cancelled(stage: Stage) -> list[Due]:
    """An order is cancelled with the payment page open, and its money goes to the balance."""
    ana = stage.customer(has_coupon=True)
    address = _opens_payment(ana)
    ana.says("/orders")
    ana.sees("Steam card")
    ana.taps("Steam card")
    ana.sees("waiting for payment", "Cancel order")
    ana.taps("Cancel order")
    ana.sees("Yes, cancel")
    ana.taps("Yes, cancel")
    ana.sees("Order again")
    stage.pay_at(address)
    ana.hears("went to your balance")
    return [Due(ana, (OrderStatus.CANCELLED,))]


def is_refunded(stage: Stage) -> list[Due]:
    """A paid order can't be delivered; the owner gives the money back, and the shop makes up for it."""
    ana, owner = _has_paid_for_nothing(stage), stage.staff.owner
    [order] = stage.orders_of(ana)
    owner.says(f"/refund {order.number}")
    owner.sees("Refund this order?")
    owner.taps("Refund CN")
    owner.hears("is back on the customer’s balance")
    ana.hears("we could not deliver order")
    ana.sees("Use it now")
    return [Due(ana, (OrderStatus.REFUNDED,))]


def is_made_good_to(stage: Stage) -> list[Due]:
    """A paid order waits too long; the owner opens an incident and gives, and then there is stock again."""
    ana, owner = _has_paid_for_nothing(stage), stage.staff.owner
    stage.let_pass(UNTIL_IT_IS_LATE)
    owner.says("/incident")
    owner.sees("Incidents")
    owner.taps("New incident")
    owner.sees("What went wrong")
    owner.says("Deliveries were slow")
    owner.sees("Which product did it touch")
    owner.says("Rare card")
    owner.sees("How many minutes ago")
    owner.taps("180 min ago")
    owner.sees("How bad was it")
    owner.taps("serious")
    owner.sees("Open this incident?")
    owner.taps("Open it")
    owner.sees("It is over: close it")
    owner.taps("It is over: close it")
    owner.sees("Look first")
    owner.taps("Who would get")
    owner.sees("Give")
    owner.taps("Give")
    ana.sees("Use it now")
    stage.shop.stock_up(RARE, 1)
    stage.let_pass(UNTIL_TRIED_AGAIN)
    ana.sees("is here!")
    return [Due(ana)]


def asks_a_human(stage: Stage) -> list[Due]:
    """A ticket is claimed, talked about, resolved and rated."""
    stage.let_it_be_day()
    ana = stage.customer()
    desk = _is_served(stage, ana)
    answer = desk.says("Hello, this is Bo")
    ana.hears("Hello, this is Bo")
    desk.corrects(answer, "Hello, this is Bo speaking")
    ana.hears("Bo speaking")
    ana.says("My code does not work")
    desk.hears("My code does not work")
    desk.says("/resolve")
    ana.sees("Open again")
    stage.let_pass(UNTIL_RATED)
    ana.sees("5 ⭐")
    ana.taps("5 ⭐")
    ana.sees("our day")
    return []


def is_handed_over(stage: Stage) -> list[Due]:
    """A ticket changes hands, is resolved, and opened again."""
    ana = stage.customer()
    desk = _is_served(stage, ana)
    desk.taps("转给别人")
    desk.sees("Offer to Cai")
    desk.taps("Offer to Cai")
    other = stage.staff.other_agent.at(stage.staff.group, topic=desk.topic)
    other.sees("I’ll take it")
    other.taps("I’ll take it")
    ana.sees("Cai is looking after you")
    other.says("/resolve")
    ana.sees("Open again")
    ana.taps("Open again")
    other.hears("重新打开了")
    return []


def hears_news(stage: Stage) -> list[Due]:
    """The owner writes to the customers of the highest tier."""
    owner, number = stage.staff.owner, stage.shop.number()
    owner.says("/broadcast")
    owner.sees("Write one")
    owner.taps("Write one")
    owner.sees("A photo with it?")
    owner.taps("No photo")
    owner.sees("Chinese text")
    owner.says(f"新货到了 {number}")
    owner.sees("English text")
    owner.says(f"New stock {number}")
    owner.sees("button")
    owner.taps("No button")
    owner.sees("Who is it for?")
    owner.taps("Gold")
    owner.sees(f"New stock {number}", "Send now")
    owner.taps("Send now")
    owner.sees("Send it now?")
    owner.taps("Send it")
    owner.hears("is done")
    return []


def is_closed_for_maintenance(stage: Stage) -> list[Due]:
    """The shop closes; a customer is refused, waits, is told, and buys."""
    owner, ana = stage.staff.owner, stage.customer()
    owner.says("/maintenance")
    owner.sees("Plan maintenance")
    owner.taps("Plan maintenance")
    owner.sees("When does it begin")
    owner.taps("Now")
    owner.sees("For about how long")
    owner.taps("30 min")
    owner.sees("in Chinese")
    owner.says("换网线")
    owner.sees("in English")
    owner.says("a new cable")
    owner.sees("Confirm and tell")
    owner.taps("Confirm and tell")
    owner.hears("Maintenance is on")
    ana.says(f"/start p_{CARD}")
    ana.sees("Buy")
    ana.taps("Buy")
    ana.sees("How many?")
    ana.taps("1")
    ana.sees("check your order")
    ana.taps("Order for")
    ana.hears("under maintenance until")
    ana.says("/tellme")
    ana.hears("the moment orders are open again")
    owner.says("/maintenance")
    owner.sees("Take orders again now")
    owner.taps("Take orders again now")
    ana.hears("takes orders again")
    return [Due(ana, ())]


def takes_codes_in(stage: Stage) -> list[Due]:
    """The owner sends a file of codes, and changes a price and what is on sale."""
    owner, number = stage.staff.owner, stage.shop.number()
    owner.says("/stock")
    owner.sees("Codes for which product?")
    owner.taps("Mobile card")
    owner.sees(".txt or .csv")
    owner.sends_file("codes.txt", f"FILE-{number}-A\nFILE-{number}-B\n".encode())
    owner.sees("New codes: 2")
    owner.taps("Take in 2")
    owner.hears("Taken in: 2")
    owner.says("/products Mobile")
    owner.sees("Take off sale")
    owner.taps("Take off sale")
    owner.sees("Put on sale")
    owner.taps("Put on sale")
    owner.sees("Take off sale")
    owner.taps("New price")
    owner.sees("whose price?")
    owner.taps("Retail")
    owner.sees("Please send the new one")
    owner.says(f"6{number % 10}.{number % 90 + 10}")
    owner.hears("New retail price")
    return []


def is_reported(stage: Stage) -> list[Due]:
    """The owner has the last days counted, which is a job."""
    owner = stage.staff.owner
    owner.says("/report")
    owner.hears("The last", "Orders")
    return []


def joins_the_staff(stage: Stage) -> list[Due]:
    """The owner invites somebody, who opens the link."""
    owner, eva = stage.staff.owner, stage.visitor()
    owner.says("/staff")
    owner.sees("Invite an agent")
    before = {bubble.text for bubble in owner.person.sees()}  # earlier links, which may still lose their buttons
    owner.taps("Invite an agent")
    link = owner.person.waits_for(lambda bubble: "?start=" in bubble.text and bubble.text not in before).text
    eva.says(f"/start {link.partition('?start=')[2].split()[0]}")
    eva.hears("You are on the staff")
    return []


FLOWS: Mapping[str, Flow] = {
    flow.__name__.replace("_", "-"): flow
    for flow in (
        buys_from_balance,
        pays_online,
        joins_the_staff,
        hears_news,
        is_closed_for_maintenance,
        takes_codes_in,
        is_reported,
        pays_what_was_cancelled,
        pays_too_late,
        is_refunded,
        is_made_good_to,
        is_handed_over,
        asks_a_human,
    )
}
"""By name; the quick ones first, and early what everybody is told of, while there are few people."""


def _orders(customer: Actor, *, quantity: int) -> None:
    """Order cards, up to the page of the unpaid order."""
    customer.says(f"/start p_{CARD}")
    customer.sees("A wallet code", "Buy")
    customer.taps("Buy")
    customer.sees("How many?")
    customer.taps(str(quantity))
    customer.sees("check your order")
    customer.taps("Order for")
    customer.sees("Order placed")


def _opens_payment(customer: Actor) -> str | None:
    """Order a card and go to pay for it; returns the payment page's address."""
    _orders(customer, quantity=1)
    customer.taps("Pay online")
    customer.sees("Pay CN")
    return customer.taps("Pay CN")


def _has_paid_for_nothing(stage: Stage) -> Actor:
    """Somebody who has paid for a card that is gone."""
    stage.shop.stock_up(RARE, 1)
    ana = stage.customer()
    ana.says(f"/start p_{RARE}")
    ana.sees("A wallet code", "Buy")
    ana.taps("Buy")
    ana.sees("check your order")
    ana.taps("Order for")
    ana.sees("Order placed")
    stage.lose_cards_of(ana, RARE)
    ana.taps("Pay from balance")
    ana.hears("paid")
    return ana


def _is_served(stage: Stage, customer: Actor) -> Actor:
    """Ask for a human, and be claimed; returns the agent in the ticket's topic."""
    customer.says("/human")
    number = _ticket_in(customer.hears("T-").text)
    desk = stage.in_topic(stage.staff.agent, number)
    desk.sees("接手")
    desk.taps("接手")
    desk.sees("转给别人")
    customer.sees("Bo is looking after you")
    return desk


def _ticket_in(text: str) -> str:
    """The number of the ticket that a message names."""
    return "T-" + "".join(char for char in text.partition("T-")[2].split()[0] if char.isdigit())
