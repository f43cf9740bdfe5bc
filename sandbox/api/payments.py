"""Invoices, the consent to a checkout, and Stars going back.

Not here: a person paying (`acts.paying`). Stars (XTR) need no provider; any other currency wants a provider
token. Source: the Bot API's "Payments" and core.telegram.org/bots/payments-stars.
"""

from datetime import UTC, datetime
from typing import Any

from aiogram.methods import (
    AnswerPreCheckoutQuery,
    CreateInvoiceLink,
    GetMyStarBalance,
    GetStarTransactions,
    RefundStarPayment,
    SendInvoice,
)
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Invoice,
    Message,
    RefundedPayment,
    StarAmount,
    StarTransaction,
    StarTransactions,
    TransactionPartnerUser,
)

from sandbox import keyboards
from sandbox.acts import paying, telling
from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request
from sandbox.api.sending import post
from sandbox.invoices import STARS, Checkout, CheckoutState


def send_invoice(call: Call, request: SendInvoice) -> Message:
    _check(request)
    paid_button = request.reply_markup or _pay_button(request)
    first = next(iter(keyboards.buttons_of(paid_button)), None)
    if first is None or not first.pay:
        raise bad_request("REPLY_MARKUP_BUY_EMPTY")
    total = _total(request)
    invoice = Invoice(
        title=request.title,
        description=request.description,
        start_parameter=request.start_parameter or "",
        currency=request.currency,
        total_amount=total,
    )
    posted = post(call, request.model_copy(update={"reply_markup": paid_button}), {"invoice": invoice})
    call.world.invoices.add_message(
        call.bot,
        call.chat(request.chat_id),
        posted.id,
        title=request.title,
        currency=request.currency,
        total_amount=total,
        payload=request.payload,
    )
    return posted.message


def create_invoice_link(call: Call, request: CreateInvoiceLink) -> str:
    _check(request)
    invoice = call.world.invoices.add_link(
        call.bot,
        title=request.title,
        currency=request.currency,
        total_amount=_total(request),
        payload=request.payload,
    )
    return f"https://t.me/${invoice.slug}"


def answer_pre_checkout_query(call: Call, request: AnswerPreCheckoutQuery) -> bool:
    checkout = call.world.invoices.waiting(call.bot, request.pre_checkout_query_id)
    if checkout is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if request.ok:
        paying.complete(call.world, checkout)
    elif request.error_message:
        call.world.invoices.refuse(checkout, request.error_message)
    else:
        raise bad_request("error message is required")
    return True


def refund_star_payment(call: Call, request: RefundStarPayment) -> bool:
    checkout = call.world.invoices.of_charge(call.bot, request.telegram_payment_charge_id)
    if checkout is None or checkout.person_id != request.user_id:
        raise bad_request("CHARGE_NOT_FOUND")
    if checkout.state is CheckoutState.REFUNDED:
        raise bad_request("CHARGE_ALREADY_REFUNDED")
    invoice = call.world.invoices.the(checkout.invoice_id)
    if invoice.currency != STARS:
        raise bad_request("CHARGE_NOT_FOUND")
    call.world.invoices.refund(checkout)
    call.world.bots.give_stars(call.bot, -invoice.total_amount)
    call.world.people.give_stars(call.world.people.the(checkout.person_id), invoice.total_amount)
    refunded = RefundedPayment(
        total_amount=invoice.total_amount,
        invoice_payload=invoice.payload,
        telegram_payment_charge_id=request.telegram_payment_charge_id,
    )
    chat = call.world.chats.the(checkout.chat_key)
    telling.tell(call.world, chat, call.world.messages.post(chat, call.bot.as_user(), refunded_payment=refunded))
    return True


def get_star_transactions(call: Call, request: GetStarTransactions) -> StarTransactions:
    """List payments and refunds, oldest first; a refund carries the id of the payment it undoes."""
    rows = [row for one in call.world.invoices.settled(call.bot) for row in _transactions(call, one)]
    rows.sort(key=lambda row: row.date)
    first = request.offset or 0
    return StarTransactions(transactions=rows[first : first + (request.limit or 100)])


def get_my_star_balance(call: Call, request: GetMyStarBalance) -> StarAmount:
    return StarAmount(amount=call.bot.stars)


def _check(request: SendInvoice | CreateInvoiceLink) -> None:
    if not 1 <= len(request.title) <= 32:
        raise bad_request("invoice title must be 1-32 characters long")
    if not 1 <= len(request.description) <= 255:
        raise bad_request("invoice description must be 1-255 characters long")
    if not 1 <= len(request.payload.encode()) <= 128:
        raise bad_request("INVOICE_PAYLOAD_INVALID")
    if not request.prices or _total(request) <= 0:
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")
    if request.currency == STARS and len(request.prices) != 1:
        raise bad_request("PRICES_INVALID")
    if request.currency != STARS and not request.provider_token:
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    if len(request.currency) != 3 or not request.currency.isupper():
        raise bad_request("CURRENCY_INVALID")


def _total(request: Any) -> int:  # Any: two generated classes share these fields
    return sum(price.amount for price in request.prices)


def _pay_button(request: SendInvoice) -> InlineKeyboardMarkup:
    """Telegram adds this button by itself when the bot gives no keyboard."""
    label = f"Pay ⭐️{_total(request)}" if request.currency == STARS else f"Pay {request.currency}"
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=label, pay=True)]])


def _transactions(call: Call, checkout: Checkout) -> list[StarTransaction]:
    invoice = call.world.invoices.the(checkout.invoice_id)
    if invoice.currency != STARS:
        return []
    partner = TransactionPartnerUser(
        transaction_type="invoice_payment",
        user=call.world.people.the(checkout.person_id).as_user(),
        invoice_payload=invoice.payload,
    )
    id, amount = checkout.charge_id or "", invoice.total_amount
    paid = StarTransaction(id=id, amount=amount, date=_date(checkout.paid_at), source=partner)
    if checkout.refunded_at is None:
        return [paid]
    return [paid, StarTransaction(id=id, amount=amount, date=_date(checkout.refunded_at), receiver=partner)]


def _date(seconds: float | None) -> datetime:
    return datetime.fromtimestamp(seconds or 0, UTC)
