"""The sheet on which a person pays an invoice: what it costs, what they own, and how it ended.

Not here: taking the money (`sandbox.acts.paying`), which waits for the bot's consent.
"""

from nicegui import ui

from sandbox import amounts
from sandbox.impossible import Impossible
from sandbox.invoices import STARS, Checkout, CheckoutState, Invoice
from sandbox.page.elements import part, pressable, written
from sandbox.page.seat import Seat


class CheckoutSheet:
    """A dialog over the chat; it closes by itself once the payment is done."""

    def __init__(self, seat: Seat, invoice: Invoice) -> None:
        self._seat = seat
        self._invoice = invoice
        self._checkout: Checkout | None = None
        price = amounts.written(invoice.total_amount, invoice.currency, language_code=seat.person.language_code)
        with ui.dialog().props("position=bottom") as self._dialog, part("sheet", testid="checkout"):
            written(invoice.title, "sheet-title")
            written(price, "sheet-price")
            if invoice.currency == STARS:
                stars = seat.world.people.the(seat.person.id).stars
                balance = amounts.written(stars, STARS, language_code=seat.person.language_code)
                written(seat.words.balance.format(balance), "sheet-balance")
            self._outcome = written("", "sheet-outcome", testid="checkout-outcome")
            self._pay_button = pressable("sheet-pay", testid="checkout-pay").on("click", self._pay)
            with self._pay_button:
                written(seat.words.pay.format(price), "")
            with pressable("sheet-cancel", testid="checkout-cancel").on("click", self._dialog.close):
                written(seat.words.cancel, "")

    def open(self) -> None:
        self._dialog.open()

    def refresh(self) -> None:
        """Show how the payment stands now; called at every change in the world."""
        if self._checkout is None:
            return
        with self._seat.world.writing():
            checkout = self._seat.world.invoices.the_checkout(self._checkout.id)
        match checkout.state:
            case CheckoutState.PAID:
                self._end()
                self._dialog.close()
                ui.notify(self._seat.words.paid, position="top", classes="toast")
            case CheckoutState.REFUSED:
                self._end(checkout.error_message or "")
            case CheckoutState.LAPSED:
                self._end(self._seat.words.bot_was_silent)

    def _pay(self) -> None:
        if self._checkout is not None:
            return
        try:
            self._checkout = self._begun()
        except Impossible as reason:
            self._outcome.set_text(str(reason))
            return
        self._pay_button.classes("is-waiting")
        self._outcome.set_text(self._seat.words.paying)

    def _begun(self) -> Checkout:
        slug = self._invoice.slug
        return self._seat.pays(message_id=self._invoice.message_id, link=f"${slug}" if slug else None)

    def _end(self, said: str = "") -> None:
        self._checkout = None
        self._pay_button.classes(remove="is-waiting")
        self._outcome.set_text(said)
