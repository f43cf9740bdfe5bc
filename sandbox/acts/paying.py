"""Paying: a person's checkout, the bot's consent to it, and the receipt.

Not here: invoices themselves (`invoices`) and refunds (`api.payments`).
"""

from aiogram.types import PreCheckoutQuery, SuccessfulPayment

from sandbox.acts import places
from sandbox.acts.telling import tell
from sandbox.chats import Chat
from sandbox.impossible import Impossible
from sandbox.invoices import STARS, Checkout, Invoice
from sandbox.people import Person
from sandbox.world import World


def pays(
    world: World,
    person: Person,
    chat: Chat,
    *,
    message_id: int | None = None,
    link: str | None = None,
    abandons: bool = False,
) -> Checkout:
    """Press pay on an invoice: the latest in the chat, that of a message, or that behind a link.

    The bot is asked and has ten seconds; a person who abandons leaves after its consent, without paying.
    """
    places.may_write(world, person, chat)
    invoice = _the_invoice(world, chat, message_id, link)
    if invoice.currency == STARS and person.stars < invoice.total_amount:
        raise Impossible(f"{person.name} has {person.stars} Stars and needs {invoice.total_amount}.")
    checkout = world.invoices.ask(invoice, person, chat, will_abandon=abandons)
    query = PreCheckoutQuery(
        id=str(checkout.id),
        from_user=person.as_user(),
        currency=invoice.currency,
        total_amount=invoice.total_amount,
        invoice_payload=invoice.payload,
    )
    world.updates.issue(world.bots.the(invoice.bot_id), "pre_checkout_query", query, lane=f"checkout:{person.id}")
    return checkout


def complete(world: World, checkout: Checkout) -> None:
    """Carry out what the bot consented to: take the money, post the receipt; or let who left go."""
    if checkout.will_abandon:
        world.invoices.approve(checkout)
        return
    settled = world.invoices.settle(checkout)
    invoice = world.invoices.the(checkout.invoice_id)
    person = world.people.the(checkout.person_id)
    if invoice.currency == STARS:
        world.people.give_stars(person, -invoice.total_amount)
        world.bots.give_stars(world.bots.the(invoice.bot_id), invoice.total_amount)
    payment = SuccessfulPayment(
        currency=invoice.currency,
        total_amount=invoice.total_amount,
        invoice_payload=invoice.payload,
        telegram_payment_charge_id=settled.charge_id or "",
        provider_payment_charge_id=f"provider-{settled.charge_id}",
    )
    chat = world.chats.the(checkout.chat_key)
    tell(world, chat, world.messages.post(chat, person.as_user(), successful_payment=payment))


def _the_invoice(world: World, chat: Chat, message_id: int | None, link: str | None) -> Invoice:
    if link is not None:
        invoice = world.invoices.of_slug(link.rpartition("$")[2])
    elif message_id is not None:
        invoice = world.invoices.of_message(chat, message_id)
    else:
        shown = [one for one in world.messages.in_chat(chat) if one.message.invoice and not one.is_deleted]
        invoice = world.invoices.of_message(chat, shown[-1].id) if shown else None
    if invoice is None:
        raise Impossible("There is no such invoice to pay in this chat.")
    return invoice
