"""What people see of money on its way: an invoice in the chat, a top-up, a statement, what is going back.

Not here: what an order looks like (flows.pages.orders), or the acts themselves (handlers.customer.payments).
"""

from datetime import datetime

from backend import ledger, payments
from backend.ledger import Movement
from backend.money import Money
from backend.orders import Order
from backend.payments import Payment
from backend.refunds import Refund
from flows.pages.shelves import page_row
from flows.screens import Button, Invoice, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

MOVEMENTS_PER_PAGE = 10
CURRENCY = "CNY"
"""In which balances are topped up, and nothing is told to whoever has nothing."""

OFFERED_TOP_UPS = ("50", "100", "200", "500")
"""In whole units of the shop's currency."""

KNOWN_MOVEMENTS = ("payment", "top-up", "surplus", "refund", "refund-back", "credit")


def await_money(turn: Turn, payment: Payment) -> None:
    """Have the gateway asked about the payment by and by, if it is one that answers: a notice may be lost."""
    due_at = payments.next_question(payment, now=turn.now)
    if due_at is not None and turn.shop.gateways[payment.gateway].gives_back:
        subject = f"payment:{payment.id}:{int(due_at.timestamp())}"
        turn.set_timer("payment-ask", subject, due_at=due_at, payment=payment.id)


def way_to_pay(turn: Turn, payment: Payment, *, title: Words, text: Words) -> Button | None:
    """The button that leads to the gateway; where it is paid in the chat, the invoice is sent and there is none."""
    await_money(turn, payment)
    address = turn.shop.gateways[payment.gateway].address(payment)
    if address is not None:
        return Button(words("button-pay-now", total=payment.amount), url=address)
    turn.notify(Screen(text, invoice=Invoice(title, payment.number, payment.amount)))
    return None


def name_of_way(turn: Turn, gateway: str) -> Words | str:
    """What stands on the button that leads to it."""
    return turn.shop.gateways[gateway].label or words(f"gateway-{gateway}")


def to_way(turn: Turn, gateway: str, action: str, fee: Money, **args: int) -> Button:
    """The button that leads to it, with what it costs besides."""
    label = {"gateway": name_of_way(turn, gateway)}
    if fee.minor:
        return button("button-pay-outside-fee", action, label | {"fee": fee}, gateway=gateway, **args)
    return button("button-pay-outside", action, label, gateway=gateway, **args)


def with_fee(turn: Turn, payment: Payment, text: Words) -> Words:
    """The text of a page that leads there, with what this way of paying costs besides, if it does."""
    if not payment.fee_minor:
        return text
    key = "top-up-fee" if payment.order_id is None else "payment-fee"
    way = name_of_way(turn, payment.gateway)
    return words("lines", lines=[text, words(key, way=way, fee=payment.fee, amount=payment.amount)])


def ways_to_top_up(turn: Turn) -> list[str]:
    """The gateways at which money for the balance can be paid."""
    return [name for name, gateway in turn.shop.gateways.items() if gateway.takes(CURRENCY)]


def balance_page(turn: Turn) -> Screen:
    """What the person has with the shop, and what can be done with it."""
    held = ledger.balances(turn.db, turn.person) or [Money(0, CURRENCY)]
    top_up = (button("button-top-up", "top-up"),) if ways_to_top_up(turn) else ()
    return Screen(
        words("balance", balance=[words("amount", amount=each) for each in held]),
        (
            (*top_up, button("button-statement", "statement")),
            (button("button-browse", "categories"), button("button-menu", "menu")),
        ),
    )


def statement(turn: Turn, *, page: int) -> Screen:
    """Every movement of the person's balance, newest first."""
    shown = ledger.statement(turn.db, turn.person, page=page, per_page=MOVEMENTS_PER_PAGE)
    last = (button("button-balance", "balance"), button("button-menu", "menu"))
    if not shown.items:
        return Screen(words("statement-none"), (last,))
    lines = [_line(movement) for movement in shown.items]
    return Screen(
        words("statement", page=shown.number, pages=shown.count, lines=lines), (*page_row("statement", shown), last)
    )


def top_up_page(turn: Turn) -> Screen:
    """How much, and where."""
    back = (button("button-balance", "balance"), button("button-menu", "menu"))
    if not ways_to_top_up(turn):
        return Screen(words("top-up-closed"), (back,))
    amounts = [Money.parse(units, CURRENCY) for units in OFFERED_TOP_UPS]
    offered = tuple(button("button-amount", "top-up.amount", {"amount": each}, minor=each.minor) for each in amounts)
    return Screen(words("top-up"), (offered, back))


def top_up_choice(turn: Turn, amount: Money) -> Screen:
    """Where to pay it, when there are several ways."""
    ways: tuple[Row, ...] = tuple(
        (to_way(turn, name, "top-up.open", turn.shop.gateways[name].fee.on(amount), minor=amount.minor),)
        for name in ways_to_top_up(turn)
    )
    back = (button("button-balance", "balance"), button("button-menu", "menu"))
    text = words("top-up-choice", amount=amount) if ways else words("top-up-closed")
    return Screen(text, (*ways, back))


def top_up_payment(turn: Turn, payment: Payment) -> Screen:
    """Where to pay a top-up; the page says so once the money is there."""
    title = words("top-up-title")
    pay = way_to_pay(turn, payment, title=title, text=words("top-up-invoice", amount=payment.without_fee))
    return Screen(
        with_fee(turn, payment, words("top-up-payment", amount=payment.without_fee)),
        (
            *(() if pay is None else ((pay,),)),
            (button("button-balance", "balance"), button("button-human", "human")),
        ),
        subject=f"top-up:{payment.number}",
    )


def topped_up(turn: Turn, payment: Payment) -> Screen:
    """It is there."""
    held = ledger.balance(turn.db, turn.person, payment.currency)
    return Screen(
        words("topped-up", amount=payment.without_fee, balance=held),
        ((button("button-browse", "categories"), button("button-balance", "balance")),),
        subject=f"top-up:{payment.number}",
    )


def credited(order: Order, payment: Payment, *, may_go_back: bool) -> Screen:
    """Money that the order can't take is on the balance; it may go back instead, if its gateway gives back."""
    back = ((button("button-give-back", "payment.give-back", payment=payment.id),),) if may_go_back else ()
    text = words("payment-credited", number=order.number, amount=payment.amount)
    return Screen(text, (*back, _beside(order)))


def returned(order: Order, amount: Money) -> Screen:
    """The order was paid twice, and the second payment is on its way back."""
    return Screen(words("payment-returned", number=order.number, amount=amount), (_beside(order),))


def on_its_way(refund: Refund) -> Screen:
    """Money is going back to where it came from."""
    return Screen(words("refund-wanted", amount=refund.amount), (_about(),))


def went_back(refund: Refund, *, at: datetime) -> Screen:
    """Money went back to where it came from."""
    return Screen(words("refund-went", amount=refund.amount, at=at, number=refund.number), (_about(),))


def went_to_balance(refund: Refund) -> Screen:
    """Money could not go back to where it came from."""
    return Screen(words("refund-rejected", amount=refund.amount), (_about(),))


def _line(movement: Movement) -> Words:
    kind = movement.kind if movement.kind in KNOWN_MOVEMENTS else "other"
    return words("statement-line", at=movement.at, amount=movement.amount, what=_what(movement, kind))


def _what(movement: Movement, kind: str) -> Words:
    """What a movement was for, with the fee that was paid on top or came back as a part of it."""
    what = words(f"movement-{kind}")
    if not movement.fee.minor:
        return what
    if movement.fee.minor < 0:
        return words("movement-with-fee", what=what, fee=-movement.fee, of="back")
    return words("movement-with-fee", what=what, fee=movement.fee, of="top")


def _beside(order: Order) -> Row:
    return button("button-order-page", "order.beside", order=order.id), button("button-human", "human", order=order.id)


def _about() -> Row:
    return button("button-statement", "statement"), button("button-human", "human")
