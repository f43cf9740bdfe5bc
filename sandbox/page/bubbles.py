"""A block of the chat as elements: the day above it, the bubble, and the buttons below.

Not here: which blocks there are (`blocks`) and where they stand (`message_list`).
"""

from datetime import date

from babel.dates import format_skeleton
from nicegui import ui

from sandbox import amounts
from sandbox.invoices import CheckoutState
from sandbox.page.attachments import attachments
from sandbox.page.avatars import avatar, tint
from sandbox.page.blocks import Block, local
from sandbox.page.elements import part, written
from sandbox.page.gestures import Gestures
from sandbox.page.keyboards import buttons_below
from sandbox.page.rich_text import to_html
from sandbox.page.seat import Seat
from sandbox.page.wording import named_file, service_line
from sandbox.screens import InvoiceCard, Quote

SETTLED = (CheckoutState.PAID, CheckoutState.REFUNDED)


def block_of_chat(block: Block, seat: Seat, gestures: Gestures) -> None:
    """Show the block inside the open element."""
    if block.day:
        written(_day(block.day, seat), "pill day")
    if block.head.service is not None:
        written(service_line(seat.words, block.head.service), "pill service")
        return
    with part(_row_classes(block)):
        if _is_in_company(block, seat):
            avatar(block.head.sender, block.head.sender_id, "small")
        with part("stack"):
            _bubble(block, seat)
            _below(block, seat, gestures)


def _row_classes(block: Block) -> str:
    side = "mine" if block.head.is_own else "theirs"
    return f"speech {side} {'continues' if block.continues else ''}"


def _is_in_company(block: Block, seat: Seat) -> bool:
    """Whether it must be said who is speaking."""
    return not seat.chat.is_private and not block.head.is_own


def _bubble(block: Block, seat: Seat) -> None:
    spoken = block.spoken
    with part(_bubble_classes(block)):
        if _is_in_company(block, seat) and not block.continues:
            written(spoken.sender, f"sender ink-{tint(spoken.sender_id)}")
        if spoken.forwarded_from is not None:
            written(seat.words.forwarded.format(spoken.forwarded_from), "forwarded")
        if spoken.quote is not None:
            _quote(spoken.quote, seat)
        attachments(block.bubbles)
        if spoken.invoice is not None:
            _invoice(spoken.invoice, seat)
        if spoken.contact is not None:
            _card("account_circle", spoken.contact)
        if spoken.location is not None:
            _card("place", spoken.location)
        if spoken.text:
            ui.html(to_html(spoken.text, spoken.spans), sanitize=False).classes("text").props("dir=auto")
        _meta(block, seat)
    if spoken.reactions:
        written(" ".join(spoken.reactions), "reactions")


def _bubble_classes(block: Block) -> str:
    classes = ["bubble"]
    if block.head.is_protected:
        classes.append("is-protected")
    if block.head.attachment is not None and block.head.attachment.kind == "sticker":
        classes.append("is-bare")
    elif block.head.attachment is not None and block.head.attachment.kind == "photo":
        classes.append("has-picture")
    return " ".join(classes)


def _quote(quote: Quote, seat: Seat) -> None:
    with part("quote"):
        written(quote.sender, "quote-sender")
        written(quote.text or named_file(seat.words, quote.kind), "quote-text")


def _invoice(invoice: InvoiceCard, seat: Seat) -> None:
    with part("invoice"):
        written(invoice.title, "invoice-title")
        written(invoice.description, "invoice-description")
        written(f"{price_of(invoice, seat)} · {seat.words.invoice}", "invoice-price")


def price_of(invoice: InvoiceCard, seat: Seat) -> str:
    """Write what the invoice asks for, in the person's language."""
    return amounts.written(invoice.total_amount, invoice.currency, language_code=seat.person.language_code)


def _card(sign: str, text: str) -> None:
    with part("card"):
        ui.icon(sign).classes("card-sign")
        written(text, "card-text")


def _meta(block: Block, seat: Seat) -> None:
    """Show the small print: pinned, protected, edited, the time."""
    spoken = block.spoken
    with part("meta"):
        if block.head.is_pinned:
            ui.icon("push_pin")
        if block.head.is_protected:
            lock = ui.icon("lock")
            lock.props["data-testid"] = "protected"
            lock.props["title"] = seat.words.is_protected
        if spoken.edited_at is not None and not spoken.is_bot:
            written(seat.words.edited, "edited")
        written(f"{local(block.last.sent_at):%H:%M}", "time")
        if block.head.is_own:
            ui.icon("done_all").classes("ticks")


def _below(block: Block, seat: Seat, gestures: Gestures) -> None:
    bubble = block.last
    if bubble.invoice is not None and block.checkout in SETTLED:
        _receipt(bubble.invoice, block, seat)
    elif bubble.buttons:
        buttons_below(bubble, gestures)


def _receipt(invoice: InvoiceCard, block: Block, seat: Seat) -> None:
    is_paid = block.checkout is CheckoutState.PAID
    words = seat.words.receipt if is_paid else seat.words.refunded
    with part("buttons"), part("button-row"), part("inline-button is-settled", testid="receipt"):
        written(words.format(price_of(invoice, seat)), "button-label")


def _day(day: date, seat: Seat) -> str:
    today = seat.world.clock.now.astimezone().date()
    if day == today:
        return seat.words.today
    if (today - day).days == 1:
        return seat.words.yesterday
    return str(format_skeleton("MMMMd", day, locale=seat.words.language.replace("-", "_")))
