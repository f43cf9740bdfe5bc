"""Buying: from a product to an order that waits for its payment.

Not here: prices, limits and stock (backend), paying and delivery (handlers.customer.orders).

    product ──> quantity ──> account ──> again? ──> confirm ──> order          note: only when asked for
               (if > 1)    (if needed)  (if alike)
"""

from collections.abc import Mapping
from datetime import timedelta

from backend import catalogue, orders, pricing, stock
from backend.catalogue import AccountKind, Product
from backend.errors import OutOfStock, ProductNotOnSale, QuantityOutOfRange
from backend.orders import Order
from backend.people import Role
from backend.pricing import Quote
from backend.stock import StockLevel
from flows.asks import ChooseByButton, Note, YesOrNo, whole_number
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages.coupons import coupon_name
from flows.pages.orders import order_page
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

REMIND_BEFORE = timedelta(minutes=5)
"""How long before an unpaid order lapses the person is reminded."""

OFFERED_QUANTITIES = 5


class ProductChoice:
    """Which product: chosen on the shelves, before the conversation starts."""

    def prompt(self, turn: Turn) -> Screen:
        """The way to the shelves."""
        del turn
        return Screen(words("ask-product"), ((button("button-browse", "categories"),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """A product is chosen on its card; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A product on sale and in stock; raises ProductNotOnSale or OutOfStock."""
        product = catalogue.the_product(turn.db, str(answer))
        if not product.is_on_sale:
            raise ProductNotOnSale
        left = _level(turn, product).available
        if left == 0:
            raise OutOfStock(wanted=1, left=0)
        return product.id


class Quantity:
    """How many."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with the first few numbers as buttons."""
        product = _product(turn)
        most = _most(turn, product)
        numbers: Row = tuple(
            answer_button("button-number", "quantity", number, number=number)
            for number in range(1, min(most, OFFERED_QUANTITIES) + 1)
        )
        price = pricing.price_for(product, turn.person.tier)
        return Screen(words("ask-quantity", product=_name(turn), price=price, most=most), (numbers,))

    def read(self, turn: Turn, text: str) -> Answer:
        """The number; raises NotANumber, QuantityOutOfRange or OutOfStock."""
        return self.check(turn, whole_number(text))

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A quantity one order may have and the stock allows; raises QuantityOutOfRange or OutOfStock."""
        product = _product(turn)
        if not isinstance(answer, int) or not 1 <= answer <= product.max_per_order:
            raise QuantityOutOfRange(least=1, most=product.max_per_order)
        left = _level(turn, product).available
        if answer > left:
            raise OutOfStock(wanted=answer, left=left)
        return answer


class Account:
    """Which account it goes to: a phone, a game id, whatever the product needs."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, worded for the kind of account."""
        return Screen(words(f"ask-account-{_product(turn).account}", product=_name(turn)))

    def read(self, turn: Turn, text: str) -> Answer:
        """The account in its canonical spelling; raises InvalidAccount."""
        return self.check(turn, text)

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The account, of the kind this product needs; raises InvalidAccount."""
        return catalogue.read_account(_product(turn).account, str(answer))


class Confirm:
    """'Is that right?', with the price held for a stated time. The answer is the quote that was agreed to."""

    def prompt(self, turn: Turn) -> Screen:
        """The summary, a fresh quote, and a button for each answer that can be changed."""
        offer = self._quote(turn)
        confirm = answer_button("button-confirm", "confirm", offer.id, total=offer.total)
        return Screen(
            words(
                "checkout-summary",
                facts=_summary(turn, offer),
                until=offer.locked_until,
                minutes=pricing.minutes_held(offer, now=turn.now),
            ),
            ((confirm,), _changes(turn)),
        )

    def read(self, turn: Turn, text: str) -> Answer:
        """Money is agreed to by a button; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The person's own quote that still holds; raises QuoteNotFound, QuoteLapsed, CouponLapsed or CouponTaken."""
        return _agreed(turn, answer).id

    def _quote(self, turn: Turn) -> Quote:
        return pricing.quote(
            turn.db,
            person=turn.person,
            product_id=_product(turn).id,
            quantity=_quantity(turn),
            level=_level(turn, _product(turn)),
            now=turn.now,
        )


def needs_no_quantity(turn: Turn) -> bool:
    """Whether only one can be bought at once."""
    return _most(turn, _product(turn)) == 1


def needs_no_account(turn: Turn) -> bool:
    """Whether the product goes to no account."""
    return _product(turn).account is AccountKind.NONE


def is_no_twin(turn: Turn) -> bool:
    """Whether the person ordered nothing like this in the last minutes, or has agreed to the summary regardless.

    It was looked for before the summary; another order of theirs would have ended this conversation since.
    """
    return "confirm" in _answers(turn) or _twin(turn) is None


def only_on_demand(turn: Turn) -> bool:
    """A note is asked for only by who wants to leave one."""
    del turn
    return True


class Checkout(Flow, id="checkout", version=1, least=Role.CUSTOMER):
    """A product is bought."""

    product = Ask(ProductChoice())
    quantity = Ask(Quantity(), skip=needs_no_quantity)
    account = Ask(Account(), skip=needs_no_account)
    note = Ask(Note(), skip=only_on_demand)
    again = Ask(YesOrNo("again", key="ask-again", yes_key="button-order-another"), skip=is_no_twin)
    confirm = Ask(Confirm(), agrees_to_all=True)

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Place the order and show its page; reminder and expiry are set in the same transaction."""
        order = orders.place(
            turn.db,
            quote=_agreed(turn, answers["confirm"]),
            person=turn.person,
            account=str(answers.get("account", "")),
            note=str(answers.get("note", "")),
            key=f"event:{turn.event.id}",
            now=turn.now,
        )
        remind_and_expire(turn, order)
        turn.show(order_page(turn, order).below(words("order-placed")))


def remind_and_expire(turn: Turn, order: Order) -> None:
    """Have the person reminded of an unpaid order, and the order let go when its time is over."""
    turn.set_timer("order-remind", f"order:{order.id}", due_at=order.pay_until - REMIND_BEFORE, order=order.id)
    turn.set_timer("order-expire", f"order:{order.id}", due_at=order.pay_until, order=order.id)


def _answers(turn: Turn) -> Mapping[str, Answer]:
    frame = turn.conversation.open
    return {} if frame is None else frame.answers


def _product(turn: Turn) -> Product:
    return catalogue.the_product(turn.db, str(_answers(turn)["product"]))


def _name(turn: Turn) -> str:
    return _product(turn).name_in(turn.person.language)


def _quantity(turn: Turn) -> int:
    return int(str(_answers(turn).get("quantity", 1)))


def _most(turn: Turn, product: Product) -> int:
    return min(product.max_per_order, _level(turn, product).available)


def _level(turn: Turn, product: Product) -> StockLevel:
    return turn.once(stock.on_shelf, product.id)


def _agreed(turn: Turn, answer: Answer) -> Quote:
    """The quote that was agreed to, if it stands."""
    return turn.once(pricing.standing_quote, turn.person, int(str(answer)), now=turn.now)


def _twin(turn: Turn) -> Order | None:
    return orders.recent_twin(
        turn.db,
        turn.person,
        product_id=_product(turn).id,
        quantity=_quantity(turn),
        account=str(_answers(turn).get("account", "")),
        now=turn.now,
    )


def _summary(turn: Turn, offer: Quote) -> list[Words]:
    facts = [
        words("order-what", product=_name(turn), quantity=offer.quantity),
        words("checkout-price", price=offer.unit_price),
    ]
    if account := _answers(turn).get("account"):
        facts.append(words("order-account", account=str(account)))
    if note := _answers(turn).get("note"):
        facts.append(words("order-note", note=str(note)))
    if offer.coupon_id is not None:
        facts.append(words("checkout-discount", coupon=coupon_name(turn, offer.coupon_id), discount=offer.discount))
    return [*facts, words("checkout-total", total=offer.total)]


def _changes(turn: Turn) -> Row:
    steps = [step for step in ("quantity", "account") if step in _answers(turn)]
    return tuple(button(f"button-change-{step}", "conversation.change", step=step) for step in (*steps, "note"))
