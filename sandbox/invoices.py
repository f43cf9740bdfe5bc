"""Invoices, checkouts and Stars: what was asked for, who paid, and what went back.

Not here: the messages around a payment (`acts.paying`, `api.payments`). A checkout waits ten seconds for
the bot:

    asked ─► paid ─► refunded      asked ─► refused | lapsed      asked ─► approved (the person left)
"""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from sandbox.bots import Bot
from sandbox.changes import Changes
from sandbox.chats import Chat
from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.records import Records

STARS = "XTR"
ANSWER_SECONDS = 10


class CheckoutState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    PAID = "paid"
    REFUSED = "refused"
    LAPSED = "lapsed"
    REFUNDED = "refunded"


@dataclass(frozen=True)
class Invoice:
    """`chat_key` and `message_id` are None for an invoice link, which has a `slug`."""

    id: int
    bot_id: int
    chat_key: int | None
    message_id: int | None
    slug: str | None
    title: str
    currency: str
    total_amount: int
    payload: str


@dataclass(frozen=True)
class Checkout:
    id: int
    invoice_id: int
    bot_id: int
    person_id: int
    chat_key: int
    state: CheckoutState
    will_abandon: bool
    error_message: str | None
    charge_id: str | None
    asked_at: float
    paid_at: float | None
    refunded_at: float | None


class Invoices:
    """Every invoice and every attempt to pay one."""

    def __init__(self, records: Records, changes: Changes, clock: Clock) -> None:
        self._records = records
        self._changes = changes
        self._clock = clock

    def add_message(
        self,
        bot: Bot,
        chat: Chat,
        message_id: int,
        *,
        title: str,
        currency: str,
        total_amount: int,
        payload: str,
    ) -> Invoice:
        """Keep what an invoice message asks for."""
        id = self._records.insert(
            "INSERT INTO invoice (bot_id, chat_key, message_id, title, currency, total_amount, payload)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            bot.id,
            chat.key,
            message_id,
            title,
            currency,
            total_amount,
            payload,
        )
        return self.the(id)

    def add_link(self, bot: Bot, *, title: str, currency: str, total_amount: int, payload: str) -> Invoice:
        """Keep what an invoice link asks for; anybody who has the link may pay."""
        slug = f"invoice{bot.id}x{self._records.count_up('invoice_links')}"
        id = self._records.insert(
            "INSERT INTO invoice (bot_id, slug, title, currency, total_amount, payload) VALUES (?, ?, ?, ?, ?, ?)",
            bot.id,
            slug,
            title,
            currency,
            total_amount,
            payload,
        )
        return self.the(id)

    def the(self, id: int) -> Invoice:
        """Return an invoice known to be there."""
        return Invoice(**dict(self._records.the_row("SELECT * FROM invoice WHERE id = ?", id)))

    def of_message(self, chat: Chat, message_id: int) -> Invoice | None:
        row = self._records.row("SELECT * FROM invoice WHERE chat_key = ? AND message_id = ?", chat.key, message_id)
        return Invoice(**dict(row)) if row else None

    def of_slug(self, slug: str) -> Invoice | None:
        row = self._records.row("SELECT * FROM invoice WHERE slug = ?", slug)
        return Invoice(**dict(row)) if row else None

    def ask(self, invoice: Invoice, person: Person, chat: Chat, *, will_abandon: bool) -> Checkout:
        """Begin a checkout that waits for the bot's consent."""
        id = self._records.insert(
            "INSERT INTO checkout (invoice_id, bot_id, person_id, chat_key, state, will_abandon, asked_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            invoice.id,
            invoice.bot_id,
            person.id,
            chat.key,
            CheckoutState.ASKED,
            will_abandon,
            self._clock.seconds,
        )
        self._changes.record()
        return self.the_checkout(id)

    def the_checkout(self, id: int) -> Checkout:
        """Return a checkout known to be there, lapsed if the bot was too slow."""
        row = self._records.the_row("SELECT * FROM checkout WHERE id = ?", id)
        return self._lapsed_if_late(_checkout(row))

    def lapses_at(self, checkout: Checkout) -> float:
        """Return when the bot's time to answer is over, in Unix seconds."""
        return checkout.asked_at + ANSWER_SECONDS

    def waiting(self, bot: Bot, id: str) -> Checkout | None:
        """Return the bot's checkout that still waits for its answer."""
        if not id.isdigit() or not self._records.row(
            "SELECT 1 FROM checkout WHERE id = ? AND bot_id = ?", int(id), bot.id
        ):
            return None
        checkout = self.the_checkout(int(id))
        return checkout if checkout.state is CheckoutState.ASKED else None

    def refuse(self, checkout: Checkout, error_message: str) -> None:
        self._move(checkout, CheckoutState.REFUSED, error_message=error_message)

    def approve(self, checkout: Checkout) -> None:
        """Note the bot's consent to somebody who left before paying."""
        self._move(checkout, CheckoutState.APPROVED)

    def settle(self, checkout: Checkout) -> Checkout:
        """Take the money; the charge id is the payment's name from now on."""
        charge_id = f"stxCharge{checkout.bot_id}n{checkout.id:08d}"
        self._move(checkout, CheckoutState.PAID, charge_id=charge_id, paid_at=self._clock.seconds)
        return self.the_checkout(checkout.id)

    def refund(self, checkout: Checkout) -> None:
        self._move(checkout, CheckoutState.REFUNDED, refunded_at=self._clock.seconds)

    def of_charge(self, bot: Bot, charge_id: str) -> Checkout | None:
        row = self._records.row("SELECT * FROM checkout WHERE bot_id = ? AND charge_id = ?", bot.id, charge_id)
        return _checkout(row) if row else None

    def settled(self, bot: Bot) -> list[Checkout]:
        """Return every checkout that was paid, also if it went back later, oldest first."""
        rows = self._records.rows(
            "SELECT * FROM checkout WHERE bot_id = ? AND charge_id IS NOT NULL ORDER BY id", bot.id
        )
        return [_checkout(row) for row in rows]

    def _lapsed_if_late(self, checkout: Checkout) -> Checkout:
        is_late = self._clock.seconds >= self.lapses_at(checkout)
        if checkout.state is not CheckoutState.ASKED or not is_late:
            return checkout
        self._move(checkout, CheckoutState.LAPSED)
        return self.the_checkout(checkout.id)

    def _move(
        self,
        checkout: Checkout,
        state: CheckoutState,
        *,
        error_message: str | None = None,
        charge_id: str | None = None,
        paid_at: float | None = None,
        refunded_at: float | None = None,
    ) -> None:
        self._records.run(
            "UPDATE checkout SET state = ?, error_message = coalesce(?, error_message),"
            " charge_id = coalesce(?, charge_id), paid_at = coalesce(?, paid_at),"
            " refunded_at = coalesce(?, refunded_at) WHERE id = ?",
            state,
            error_message,
            charge_id,
            paid_at,
            refunded_at,
            checkout.id,
        )
        self._changes.record()


def _checkout(row: sqlite3.Row) -> Checkout:
    return Checkout(**{**dict(row), "state": CheckoutState(row["state"]), "will_abandon": bool(row["will_abandon"])})
