"""Buying: from a product to an order that waits for its payment.

Not here: prices, limits and stock (backend), paying and delivery (handlers.customer.orders).

    product ──> quantity ──> account ──> again? ──> confirm ──> order          note, coupon: only when asked for
               (if > 1)    (if needed)  (if alike)
"""

from collections.abc import Mapping
from datetime import timedelta

from backend import catalogue, freezes, licences, orders, points, preorders, pricing
from backend.catalogue import AccountKind, Product
from backend.coupons import the_coupon
from backend.errors import CouponTaken, OutOfStock, ProductNotOnSale, QuantityOutOfRange
from backend.money import Money
from backend.orders import Order
from backend.people import Role
from backend.preorders import ForSale
from backend.pricing import Quote
from backend.stock import StockLevel
from flows.asks import ChooseByButton, Note, YesOrNo, whole_number
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages.coupons import coupon_lines, name_of
from flows.pages.orders import order_page
from flows.pages.prices import explained, with_terms
from flows.screens import Button, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

REMIND_BEFORE = timedelta(minutes=5)
"""How long before an unpaid order lapses the person is reminded."""

OFFERED_QUANTITIES = 5
OFFERED_COUPONS = 6

BEST_COUPONS = "best"
NO_COUPON = "none"
"""Answers that name no coupon."""


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
        """A product this person can buy; raises ProductNotOnSale, OutOfStock, PurchaseLimitReached or AccountFrozen."""
        freezes.require_good(turn.person)
        product = catalogue.the_product(turn.db, str(answer))
        if not product.is_on_sale:
            raise ProductNotOnSale
        licences.require(turn.db, turn.person, product.id, now=turn.now)
        left = _level(turn, product).available
        if left == 0:
            raise OutOfStock(wanted=1, left=0)
        pricing.require_allowed(turn.db, turn.person, product.id, 1, now=turn.now)
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
        text = words("ask-quantity", product=_name(turn), price=price, most=most)
        return Screen(with_terms(turn, product, text), (numbers,))

    def read(self, turn: Turn, text: str) -> Answer:
        """The number; raises NotANumber or as `check` does."""
        return self.check(turn, whole_number(text))

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A quantity that may be had now; raises QuantityOutOfRange, OutOfStock or PurchaseLimitReached."""
        product = _product(turn)
        if not isinstance(answer, int) or not 1 <= answer <= product.max_per_order:
            raise QuantityOutOfRange(least=1, most=product.max_per_order)
        left = _level(turn, product).available
        if answer > left:
            raise OutOfStock(wanted=answer, left=left)
        pricing.require_allowed(turn.db, turn.person, product.id, answer, now=turn.now)
        licences.require(turn.db, turn.person, product.id, quantity=answer, now=turn.now)
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
        product = _product(turn)
        account = catalogue.read_account(product.account, str(answer))
        if product.account is AccountKind.LICENCE:
            licences.require_own_number(turn.db, turn.person, product.id, account, vault=turn.shop.vault)
        return account


class CouponChoice:
    """Which of their coupons the person wants to use: the best by itself, one of them, or none."""

    def prompt(self, turn: Turn) -> Screen:
        """What each would take off."""
        fitting = pricing.coupons_for(turn.db, turn.person, _product(turn), _quantity(turn), now=turn.now)
        each_alone = tuple(
            (_coupon_button(each.coupon.id, coupon=name_of(each.coupon), discount=each.amount),)
            for each in fitting[:OFFERED_COUPONS]
        )
        best = answer_button("button-coupon-best", "coupon", BEST_COUPONS)
        none = answer_button("button-coupon-none", "coupon", NO_COUPON)
        return Screen(words("ask-coupon"), ((best,), *each_alone, (none,)))

    def read(self, turn: Turn, text: str) -> Answer:
        """Coupons are chosen by button; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The best, none, or a coupon of the person's own; raises CouponTaken if it can't be had any more."""
        if answer in (BEST_COUPONS, NO_COUPON):
            return answer
        coupon = the_coupon(turn.db, int(str(answer)))
        if coupon.person_id != turn.person.id or not coupon.is_usable(turn.now):
            raise CouponTaken
        return coupon.id


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
            ((confirm,), *_points_to_use(turn, offer), _changes(turn, offer)),
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
            coupon_ids=_chosen_coupons(turn),
            expected_on=_for_sale(turn, _product(turn)).expected_on,
            now=turn.now,
        )


def needs_no_quantity(turn: Turn) -> bool:
    """Whether only one can be bought at once."""
    return _most(turn, _product(turn)) == 1


def needs_no_account(turn: Turn) -> bool:
    """Whether the product goes to no account."""
    return _product(turn).account is AccountKind.NONE


def is_no_twin(turn: Turn) -> bool:
    """Whether the person ordered nothing like this in the last minutes, also not while this order was set aside."""
    return _twin(turn) is None


def only_on_demand(turn: Turn) -> bool:
    """A note, or which coupon, is asked only of who wants to say."""
    del turn
    return True


class Checkout(Flow, id="checkout", version=1, least=Role.CUSTOMER):
    """A product is bought."""

    product = Ask(ProductChoice())
    quantity = Ask(Quantity(), skip=needs_no_quantity)
    account = Ask(Account(), skip=needs_no_account)
    note = Ask(Note(), skip=only_on_demand)
    coupon = Ask(CouponChoice(), skip=only_on_demand)
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
    let_go_in_time(turn, order)


def let_go_in_time(turn: Turn, order: Order) -> None:
    """Have an unpaid order's goods freed once they have been set aside long enough, if that is before it lapses."""
    if order.hold_until is not None and order.hold_until < order.pay_until:
        subject = f"order:{order.id}:{order.hold_until.isoformat()}"
        turn.set_timer("order-let-go", subject, due_at=order.hold_until, order=order.id)


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
    return _for_sale(turn, product).level


def _for_sale(turn: Turn, product: Product) -> ForSale:
    return turn.once(preorders.for_sale, turn.person, product.id, now=turn.now)


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
        *explained(turn, _product(turn), offer),
    ]
    if account := _answers(turn).get("account"):
        facts.append(words("order-account", account=str(account)))
    if note := _answers(turn).get("note"):
        facts.append(words("order-note", note=str(note)))
    if offer.expected_on is not None:
        facts.append(words("checkout-preorder", day=offer.expected_on))
    facts += coupon_lines(turn, "checkout-discount", offer)
    if offer.coupon_id is not None and _chosen_coupons(turn) is None:
        facts.append(words("checkout-best"))
    return [*facts, words("checkout-total", total=offer.total)]


def _changes(turn: Turn, offer: Quote) -> Row:
    answers = _answers(turn)
    steps = [step for step in ("quantity", "account") if step in answers]
    if offer.coupon_id is not None or "coupon" in answers:
        steps.append("coupon")
    return tuple(button(f"button-change-{step}", "conversation.change", step=step) for step in (*steps, "note"))


def _chosen_coupons(turn: Turn) -> tuple[int, ...] | None:
    """The coupons that the person wants taken; None for the best."""
    answer = _answers(turn).get("coupon", BEST_COUPONS)
    if answer == BEST_COUPONS:
        return None
    return () if answer == NO_COUPON else (int(str(answer)),)


def _coupon_button(coupon_id: int, **label: object) -> Button:
    return answer_button("button-coupon", "coupon", coupon_id, **label)


def _points_to_use(turn: Turn, offer: Quote) -> tuple[Row, ...]:
    """A button that has the person's points taken off as well, where the shop gives points for this currency."""
    if _chosen_coupons(turn) is not None or not points.earned_by(turn.db, offer.currency):
        return ()
    count = min(points.of_person(turn.db, turn.person), (offer.total.minor - 1) // points.WORTH_MINOR)
    if count < 1:
        return ()
    label = {"count": count, "amount": Money(count * points.WORTH_MINOR, offer.currency)}
    return ((button("button-use-points", "points.use", label, points=count, currency=offer.currency),),)
