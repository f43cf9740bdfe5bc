"""Flows to rehearse: what people do with the shop, each from its first word to the last answer.

Not here: that the bot dies meanwhile (bot.chaos.sweep). A flow waits for every answer it is due, so one that comes
to its end has lost none; how often the orders stand in the books is told by what it returns.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from backend.orders import OrderStatus
from bot.chaos.shop import AWAITED, BOUGHT, CARD, FOREIGN, OTHER, RARE, STARRED
from bot.chaos.stage import Stage
from bot.gateways.epay_gateway import EpayGateway
from bot.tour.actor import Actor
from sandbox.client import NotSeen

UNTIL_IT_LAPSES = timedelta(minutes=16)
UNTIL_IT_IS_LET_GO = timedelta(minutes=6)
UNTIL_IT_IS_LATE = timedelta(minutes=62)
UNTIL_TRIED_AGAIN = timedelta(minutes=2)
UNTIL_RATED = timedelta(minutes=11)
UNTIL_LOOKED_AT = timedelta(seconds=11)
"""What became of a purchase that is unknown (backend.supplier_purchases)."""

UNTIL_PAID_ANEW = timedelta(seconds=61)
"""A payment that was let through and then not made is nobody else's for a minute (backend.payments)."""

UNTIL_NO_MEMBER = timedelta(days=1, minutes=1)
MOST_ATTEMPTS = 4
"""To pay in the chat: the bot that was to consent died, and there are ten seconds for it."""

BULK_ROWS = 24
"""More than are bought in one commit."""


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


def buys_of_a_supplier(stage: Stage) -> list[Due]:
    """Somebody buys what the shop has no card of, and suppliers have; the first acts and fails to say so."""
    ana = stage.customer()
    stage.wait_for_stock(BOUGHT)
    stage.shop.supplier_fails("failed")
    _is_supplied(stage, ana)
    return [Due(ana)]


def has_a_code_replaced(stage: Stage) -> list[Due]:
    """A code that a supplier sold us does not work; an agent has it replaced, and its supplier is asked about it."""
    ana = stage.customer()
    stage.wait_for_stock(BOUGHT)
    _is_supplied(stage, ana)
    ana.taps("Show codes")
    ana.sees("Codes of order", "Report a problem")
    desk = _has_complained(stage, ana)
    desk.taps("补发卡密")
    desk.sees("Replace code 1")
    stage.shop.stock_up(BOUGHT, 1)
    desk.taps("Replace code 1")
    ana.hears("you pay nothing for it")
    ana.taps("Show codes")
    ana.sees("Codes of order")
    return [Due(ana)]


def pays_online(stage: Stage) -> list[Due]:
    """A visitor pays at the gateway, which calls back, and then puts money on their balance there."""
    eva = stage.visitor()
    stage.pay_at(_opens_payment(eva))
    eva.sees("is here!")
    eva.says("/topup 50")
    eva.sees("for your balance", "Pay CN")
    stage.pay_at(eva.taps("Pay CN"))
    eva.hears("is on your balance")
    return [Due(eva)]


def is_sent_back(stage: Stage) -> list[Due]:
    """What is paid twice goes back by itself; what can't be delivered, as the owner says, to where it was paid from."""
    ana, ben, owner = stage.visitor(), stage.visitor(), stage.staff.owner
    stage.shop.stock_up(FOREIGN, 1)
    _orders(ana, quantity=1, product=FOREIGN, is_last=True)
    ana.taps("E-pay")
    ana.sees("to pay by", "a fee of", "50.85")
    address = ana.taps("50.85")
    stage.pay_at(address)
    ana.hears("is here!")
    stage.pay_at(address)
    ana.hears("went back to where you paid it from")
    stage.shop.stock_up(STARRED, 1)
    _orders(ben, quantity=1, product=STARRED, is_last=True)
    stage.lose_cards_of(ben, STARRED)
    ben.taps("Pay with Stars")
    _pays_in_the_chat(stage, ben)
    ben.hears("paid, on its way")
    [order] = stage.orders_of(ben)
    owner.says(f"/refund {order.number}")
    owner.sees("Refund this order?", "Back to its source")
    owner.taps("Back to its source")
    ben.hears("went back to where you paid it from")
    return [Due(ana), Due(ben, (OrderStatus.REFUNDED,))]


def finds_what_nobody_told(stage: Stage) -> list[Due]:
    """A gateway takes money once more and says nothing; the nightly comparison finds it, the owner settles it."""
    ana, owner = stage.visitor(), stage.staff.owner
    stage.shop.stock_up(FOREIGN, 1)
    _orders(ana, quantity=1, product=FOREIGN, is_last=True)
    ana.taps("E-pay")
    ana.sees("to pay by", "a fee of", "50.85")
    address = ana.taps("50.85")
    stage.pay_at(address)
    ana.hears("is here!")
    stage.shop.epay.fails("silent")
    stage.pay_at(address)
    stage.compare_books(EpayGateway.name)
    stage.shop.come_to_rest()
    owner.says("/trouble")
    owner.sees("came there, and we know nothing of it", "✅ D-")
    owner.taps("✅ D-")
    owner.notices("Noted as settled")
    return [Due(ana)]


def takes_a_coupon(stage: Stage) -> list[Due]:
    """The owner begins a campaign, and lets orders earn points; a customer has a coupon of it, and earns some."""
    ana, owner = stage.customer(), stage.staff.owner
    _switches_points(owner, to="No more points", by="Let orders earn points")
    _begins_a_campaign(stage, owner)
    ana.says("/coupons")
    ana.sees("Take: CN¥5.00 off")
    ana.taps("Take: CN¥5.00 off")
    ana.sees("It’s yours")
    owner.taps("Close")
    owner.sees("Closed")
    _orders(ana, quantity=1)
    ana.taps("Pay from balance")
    ana.sees("is here!")
    _switches_points(owner, to="Let orders earn points", by="No more points")
    return [Due(ana)]


def redeems_codes(stage: Stage) -> list[Due]:
    """The owner has codes made; a customer has points for one, and a coupon for them, and is a member for a day."""
    ana, owner = stage.customer(), stage.staff.owner
    for prize, worth in (("Points", "300"), ("Gold membership", "1")):
        ana.says(f"/redeem {_has_a_code_made(stage, owner, prize, worth)}")
        ana.hears("✅" if prize == "Points" else "member until")
    ana.says("/coupons")
    ana.sees("Points (300)")
    ana.taps("Points (300)")
    ana.sees("It’s yours")
    stage.let_pass(UNTIL_NO_MEMBER)
    ana.hears("membership is over")
    return [Due(ana, ())]


def buys_in_bulk(stage: Stage) -> list[Due]:
    """A retailer's licence is approved, and a file of orders is checked, bought, and answered with a file of codes."""
    ana, owner = stage.customer(), stage.staff.owner
    ana.says("/licence")
    ana.sees("What is your licence number")
    ana.says(f"SHOP-{stage.shop.number():08}")
    ana.sees("Until which day")
    ana.says((stage.shop.now() + timedelta(days=300)).date().isoformat())
    ana.hears("it is being looked at")
    owner.sees("Accept · silver", ana.person.name)
    owner.taps("Accept · silver")
    ana.hears("approved. You pay the prices of silver")
    ana.says("/bulk")
    ana.sees("one order a row")
    rows = [f"{CARD},1,,{number}" for number in range(BULK_ROWS)]
    ana.sends_file("orders.csv", "\n".join(["product,quantity,account,note", *rows]).encode())
    ana.sees(f"Buy {BULK_ROWS} for")
    ana.taps(f"Buy {BULK_ROWS} for")
    ana.hears("all rows are done", f"Orders bought: {BULK_ROWS}")
    ana.taps("Orders and codes")
    ana.hears("Your orders with their codes")
    return [Due(ana, (OrderStatus.DELIVERED,) * BULK_ROWS)]


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


def waits_in_line(stage: Stage) -> list[Due]:
    """What many want is set aside for minutes only; when it is sold out somebody waits, is told, and has one kept."""
    stage.shop.stock_up(AWAITED, 4)
    ana, ben, eva = stage.customer(), stage.customer(), stage.customer()
    _orders(ben, quantity=3, product=AWAITED)
    ben.sees("set aside for you until")
    stage.let_pass(UNTIL_IT_IS_LET_GO)
    ben.says("/orders")
    ben.sees("Awaited card")
    ben.taps("Awaited card")
    ben.sees("Nothing is set aside for you")
    _pays(ben)
    _orders(eva, quantity=1, product=AWAITED, is_last=True)
    _pays(eva)
    ana.says(f"/start p_{AWAITED}")
    ana.sees("sold out", "Join the waiting list")
    ana.taps("Join the waiting list")
    ana.sees("You are on the list")
    stage.shop.stock_up(AWAITED, 1)
    ana.hears("is back and it is your turn")
    ana.taps("Buy")
    ana.sees("check your order")
    ana.taps("Order for")
    ana.sees("Order placed")
    _pays(ana)
    return [Due(ben), Due(eva), Due(ana)]


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
    """The owner sends a file of codes, changes what is sold, for how much and when, and settles what was put aside."""
    owner, number = stage.staff.owner, stage.shop.number()
    codes = stage.shop.new_codes(2)
    owner.says("/stock")
    owner.sees("Codes for which product?")
    owner.taps("Mobile card")
    owner.sees(".txt or .csv")
    owner.sends_file("codes.txt", "\n".join(codes).encode())
    owner.sees("New codes: 2")
    owner.taps("Take in 2")
    owner.hears("Taken in: 2")
    stage.shop.brought[OTHER] += len(codes)
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
    owner.says("/products Mobile")
    owner.sees("Bulk prices and limits")
    owner.taps("Bulk prices and limits")
    owner.sees("write all its rules in one line")
    owner.says("3=45")
    owner.hears("From now on", "3=45")
    owner.says("/products Mobile")
    owner.sees("Announce")
    owner.taps("Announce")
    owner.sees("On which day")
    owner.says("2099-01-31")
    owner.sees("How many may be paid ahead")
    owner.says("5")
    owner.hears("Announced for 2099-01-31")
    owner.taps("Withdraw announcement")
    owner.hears("nobody can order it ahead")
    for answer, effect in ((("On the shelf",), "One piece is on the shelf"), (("Write off", "Yes"), "is written off")):
        stage.shop.put_aside(OTHER, 1)
        owner.says("/suppliers")
        owner.sees("Put aside: Mobile card (1)")
        owner.taps("Put aside: Mobile card")
        for label in answer:
            owner.sees(label)
            owner.taps(label)
        owner.hears(effect)
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


def is_frozen_and_freed(stage: Stage) -> list[Due]:
    """Somebody is frozen by mistake, shows that the account is theirs, and is free."""
    eva, owner = stage.visitor(), stage.staff.owner
    eva.says("/account")
    eva.sees("In good standing")
    owner.says(f"/person {eva.person.id}")
    owner.sees(eva.person.name, "Freeze: unusual orders")
    owner.taps("Freeze: unusual orders")
    owner.sees("Why, in a few words")
    owner.says("taken for another")
    owner.sees("noted with your reason")
    eva.hears("Frozen", "share your own phone")
    eva.taps("Unfreeze with my phone")
    eva.hears("Tap the button below the chat")
    eva.taps("Share my phone")
    eva.hears("is free again")
    return []


FLOWS: Mapping[str, Flow] = {
    flow.__name__.replace("_", "-"): flow
    for flow in (
        buys_from_balance,
        pays_online,
        joins_the_staff,
        is_frozen_and_freed,
        hears_news,
        is_closed_for_maintenance,
        takes_codes_in,
        is_reported,
        buys_in_bulk,
        is_sent_back,
        takes_a_coupon,
        redeems_codes,
        buys_of_a_supplier,
        has_a_code_replaced,
        finds_what_nobody_told,
        pays_what_was_cancelled,
        pays_too_late,
        waits_in_line,
        is_refunded,
        is_made_good_to,
        is_handed_over,
        asks_a_human,
    )
}
"""By name; the quick ones first, and early what everybody is told of, while there are few people."""


def _orders(customer: Actor, *, quantity: int, product: str = CARD, is_last: bool = False) -> None:
    """Order cards, up to the page of the unpaid order; the last one needs no number."""
    customer.says(f"/start p_{product}")
    customer.sees("A wallet code", "Buy")
    customer.taps("Buy")
    if not is_last:
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


def _pays(customer: Actor) -> None:
    customer.taps("Pay from balance")
    customer.hears("is here!")


def _is_supplied(stage: Stage, customer: Actor) -> None:
    """Buy what the shop has no card of; a purchase of which nothing is known is looked into after a while."""
    _orders(customer, quantity=1, product=BOUGHT)
    customer.taps("Pay from balance")
    customer.hears("paid, on its way")
    stage.shop.come_to_rest()
    stage.let_pass(UNTIL_LOOKED_AT)
    customer.hears("is here!")


def _has_paid_for_nothing(stage: Stage) -> Actor:
    """Somebody who has paid for a card that is gone."""
    stage.shop.stock_up(RARE, 1)
    ana = stage.customer()
    _orders(ana, quantity=1, product=RARE, is_last=True)
    stage.lose_cards_of(ana, RARE)
    ana.taps("Pay from balance")
    ana.hears("paid")
    return ana


def _is_served(stage: Stage, customer: Actor) -> Actor:
    """Ask for a human, and be claimed; returns the agent in the ticket's topic."""
    customer.says("/human")
    return _is_claimed(stage, customer)


def _has_complained(stage: Stage, customer: Actor) -> Actor:
    """Complain of a code, below the delivery, and be claimed; returns the agent in the ticket's topic."""
    customer.taps("Report a problem")
    customer.sees("Still complain")
    customer.taps("Still complain")
    customer.sees("A code doesn’t work")
    customer.taps("A code doesn’t work")
    customer.hears("in your own words")
    customer.says("it says invalid")
    return _is_claimed(stage, customer)


def _is_claimed(stage: Stage, customer: Actor) -> Actor:
    """Be told of a ticket, which an agent claims; returns the agent in its topic."""
    number = _ticket_in(customer.hears("T-").text)
    desk = stage.in_topic(stage.staff.agent, number)
    desk.sees("接手")
    desk.taps("接手")
    desk.sees("转给别人")
    customer.sees("Bo is looking after you")
    return desk


def _pays_in_the_chat(stage: Stage, customer: Actor) -> None:
    """Pay the invoice, once more if nobody was there to consent in time; by then the shop may have been told anyway."""
    customer.person.waits_for(lambda bubble: any(key.is_pay for row in bubble.buttons for key in row))
    for _ in range(MOST_ATTEMPTS):
        if customer.person.pays().state == "paid":
            return
        stage.let_pass(UNTIL_PAID_ANEW)
    raise NotSeen(f"{customer.person.name} was not let through to pay {MOST_ATTEMPTS} times")


def _switches_points(owner: Actor, *, by: str, to: str) -> None:
    """Let orders earn points, or stop; the owner is left on the page of campaigns."""
    owner.says("/campaigns")
    owner.sees(by)
    owner.taps(by)
    owner.sees(to)


def _begins_a_campaign(stage: Stage, owner: Actor) -> None:
    """A campaign of ¥5 for everything and everybody; the owner is left on its page."""
    owner.taps("New campaign")
    owner.sees("What shall the campaign be called")
    owner.says(f"Spring {stage.shop.number()}")
    owner.sees("What does a coupon take off")
    owner.says("5")
    for question, answer in (
        ("From which price on", "Any order"),
        ("What is it for", "Everything"),
        ("Who is it for", "Everybody"),
        ("For how many days", "30"),
        ("How many coupons", "100"),
        ("How many may one person have", "1"),
        ("together with coupons of other", "Alone"),
        ("How do people get one", "On their coupon page"),
        ("Begin it now", "Begin"),
    ):
        owner.sees(question)
        owner.taps(answer)
    owner.sees("It’s on")


def _has_a_code_made(stage: Stage, owner: Actor, prize: str, worth: str) -> str:
    """One redeem code, out of the file that the owner gets."""
    owner.says("/campaigns")
    owner.sees("Codes")
    owner.taps("🔑 Codes")
    owner.sees("What shall each code give")
    owner.taps(prize)
    owner.sees("each code")
    owner.says(worth)
    owner.sees("How many codes")
    owner.taps("1")
    owner.sees("can they be redeemed")
    owner.taps("30")
    owner.sees("They come as a file")
    owner.taps("Make 1")
    return stage.text_of_file(owner.hears("This file is sent this once")).split()[-1]


def _ticket_in(text: str) -> str:
    """The number of the ticket that a message names."""
    return "T-" + "".join(char for char in text.partition("T-")[2].split()[0] if char.isdigit())
