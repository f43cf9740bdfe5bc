"""The order page, the delivery with its codes, and the list of orders.

Not here: what happens to an order (backend.orders) or the taps on these pages (handlers.customer).
The delivery is one message that is shown and hidden again, always with the same codes; it holds only whose
codes to show, the courier fills them in.
"""

from backend import catalogue, orders, payments, promises, receipts, suppliers
from backend.ledger import balance
from backend.money import Money
from backend.orders import Order, OrderStatus, Stage
from flows.pages.coupons import coupon_lines, coupons_after
from flows.pages.payments import to_way, way_to_pay, with_fee
from flows.pages.promises import choices, promised
from flows.pages.shelves import page_row
from flows.screens import Button, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

ORDERS_PER_PAGE = 6

_HAS_CODES = {OrderStatus.DELIVERED, OrderStatus.COMPLETED}
_COUPON_IS_BACK = {OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUNDED}


def order_page(turn: Turn, order: Order) -> Screen:
    """Everything about an order, and what can be done with it now."""
    return Screen(
        words(
            "order-page",
            number=order.number,
            status=_status(order, order.status),
            facts=_facts(turn, order),
            timeline=[stage_line(order, stage) for stage in orders.stages(turn.db, order)],
            next=_next(turn, order),
        ),
        (
            *_next_acts(turn, order),
            (button("button-orders", "orders"), button("button-human", "human", order=order.id)),
            (
                button("button-diagnose", "diagnosis", order=order.id),
                button("button-complain", "complain", order=order.id),
                button("button-menu", "menu"),
            ),
        ),
        subject=f"order:{order.id}",
    )


def stage_line(order: Order, stage: Stage) -> Words:
    """Since when the order has, or had, a status."""
    return words("order-moved", at=stage.since, status=_status(order, stage.status))


def cancel_question(order: Order) -> Screen:
    """'Really cancel?'"""
    return Screen(
        words("order-cancel-really", number=order.number),
        (
            (button("button-cancel-order-yes", "order.cancel", order=order.id),),
            (button("button-cancel-order-no", "order", order=order.id),),
        ),
        subject=f"order:{order.id}",
    )


def payment_page(turn: Turn, order: Order, *, gateway: str) -> Screen:
    """Where to pay outside the chat. It turns into the order page once the money is there. Raises CannotPay."""
    fee = turn.shop.gateways[gateway].fee
    payment = payments.open_gateway_payment(turn.db, order, gateway=gateway, fee=fee, now=turn.now)
    title = words("invoice-title", number=order.number)
    pay = way_to_pay(turn, payment, title=title, text=words("invoice-order", number=order.number, total=order.total))
    text = words(
        "payment-here" if pay is None else "payment-outside",
        number=order.number,
        total=order.total,
        until=order.pay_until,
    )
    return Screen(
        with_fee(turn, payment, text),
        (
            *(() if pay is None else ((pay,),)),
            (button("button-back", "order", order=order.id), button("button-human", "human", order=order.id)),
        ),
        subject=f"order:{order.id}",
    )


def delivery(turn: Turn, order: Order, *, is_open: bool) -> Screen:
    """The delivery message: closed it says that the codes are there, open it shows them."""
    toggle = (
        button("button-codes-hide", "codes.hide", order=order.id)
        if is_open
        else button("button-codes", "codes", order=order.id)
    )
    return Screen(
        words(
            "delivery-open" if is_open else "delivery",
            number=order.number,
            product=_product_name(turn, order),
            count=order.quantity,
        ),
        (
            (toggle,),
            (
                button("button-order-page", "order.beside", order=order.id),
                button("button-complain", "complain.beside", order=order.id),
            ),
            (button("button-human", "human", order=order.id),),
        ),
        subject=f"delivery:{order.id}",
        codes_of=order.id if is_open else None,
        is_protected=True,
    )


def order_list(turn: Turn, *, page: int) -> Screen:
    """The person's orders, newest first."""
    shown = orders.orders_of(turn.db, turn.person, page=page, per_page=ORDERS_PER_PAGE)
    if not shown.items:
        return Screen(words("orders-none"), ((button("button-browse", "categories"), button("button-menu", "menu")),))
    return Screen(
        words("orders", page=shown.number, pages=shown.count),
        (
            *((_to_order(turn, order),) for order in shown.items),
            *page_row("orders", shown),
            (button("button-menu", "menu"),),
        ),
    )


def _status(order: Order, status: OrderStatus) -> Words:
    """What a status is called; a paid pre-order is not on its way, but waits for its day."""
    is_waiting = status is OrderStatus.PAID and orders.is_preorder(order)
    return words("preorder-paid" if is_waiting else f"order-status-{status}")


def _next(turn: Turn, order: Order) -> Words:
    """What comes next, and by when it is promised; of an unpaid order also until when its goods are set aside."""
    if order.promised_at is not None:
        return _promised(turn, order)
    if order.status is not OrderStatus.AWAITING_PAYMENT or order.hold_until == order.pay_until:
        return words(f"order-next-{order.status}", until=order.pay_until)
    if order.expected_on is not None:
        return words("order-next-preorder", until=order.pay_until, day=order.expected_on)
    if order.hold_until is None:
        return words("order-next-unheld", until=order.pay_until)
    return words("order-next-held", until=order.pay_until, held=order.hold_until)


def _promised(turn: Turn, order: Order) -> Words:
    """What the order waits for; of one that has its goods already, also what can be done with them."""
    if order.status in _HAS_CODES:
        return words("lines", lines=[promised(turn, order), words(f"order-next-{order.status}", until=order.pay_until)])
    return promised(turn, order)


def _facts(turn: Turn, order: Order) -> list[Words]:
    facts = [
        words("order-what", product=_product_name(turn, order), quantity=order.quantity),
        *_discount(turn, order),
        words("order-total", total=order.total),
    ]
    if order.account:
        facts.append(words("order-account", account=order.account))
    if order.note:
        facts.append(words("order-note", note=order.note))
    if order.needs_attention:
        facts.append(words("order-attention"))
    return facts


def _discount(turn: Turn, order: Order) -> list[Words]:
    """Which coupons took how much off; for an order that came to nothing, what became of them."""
    if order.coupon_id is None:
        return []
    if order.status not in _COUPON_IS_BACK:
        return coupon_lines(turn, "order-discount", order)
    return coupons_after(turn, order)


def _next_acts(turn: Turn, order: Order) -> tuple[Row, ...]:
    if order.status is OrderStatus.AWAITING_PAYMENT:
        return (
            *_ways_to_pay(turn, order),
            (button("button-cancel-order", "order.cancel-question", order=order.id),),
        )
    if promises.may_be_given_up(order):
        return choices(order)
    if order.status in _HAS_CODES:
        again = button("button-order-again", "order.again", order=order.id)
        key = "button-receipt" if suppliers.is_topped_up(turn.db, order.product_id) else "button-codes"
        return ((button(key, "codes.beside", order=order.id), again), _to_receipt(order))
    if order.status in (OrderStatus.CANCELLED, OrderStatus.EXPIRED):
        return ((button("button-order-again", "buy", product=order.product_id),),)
    return (_to_receipt(order),) if receipts.has_one(order) else ()


def _to_receipt(order: Order) -> Row:
    return (button("button-pdf", "order.receipt", order=order.id),)


def _ways_to_pay(turn: Turn, order: Order) -> tuple[Row, ...]:
    """The balance first when it suffices, then every gateway, with what it costs besides."""
    held = balance(turn.db, turn.person, order.currency)
    from_balance: tuple[Row, ...] = ()
    if held >= order.total:
        from_balance = ((button("button-pay-balance", "order.pay-balance", {"balance": held}, order=order.id),),)
    gateways = tuple(
        (to_way(turn, name, "order.pay-outside", _fee_at(turn, order, name), order=order.id),)
        for name, gateway in turn.shop.gateways.items()
        if gateway.takes(order.currency)
    )
    return (*from_balance, *gateways)


def _fee_at(turn: Turn, order: Order, gateway: str) -> Money:
    return payments.fee_at(turn.db, order, gateway=gateway, fee=turn.shop.gateways[gateway].fee)


def _to_order(turn: Turn, order: Order) -> Button:
    is_waiting = order.status is OrderStatus.PAID and orders.is_preorder(order)
    label_args = {
        "product": _product_name(turn, order),
        "quantity": order.quantity,
        "status": "preordered" if is_waiting else order.status.value,
    }
    return button("button-order", "order", label_args, order=order.id)


def _product_name(turn: Turn, order: Order) -> str:
    return catalogue.the_product(turn.db, order.product_id).name_in(turn.person.language)
