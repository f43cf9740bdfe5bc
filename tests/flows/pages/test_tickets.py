"""A ticket's card and page in every state: they fit a phone in both languages, and offer what can be done then."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from backend import people, tickets
from backend.people import Person, Role
from backend.tickets import Category, Side, Ticket
from flows.events import Event, Said
from flows.pages import tickets as pages
from flows.screens import Screen
from flows.shop import Shop
from flows.turn import Turn
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW
from tests.flows.pages.test_phone import VOICE, rendered, too_big

NAME = "W" * 64

State = Callable[[Db, Ticket, Person], Ticket]


def waiting(db: Db, ticket: Ticket, agent: Person) -> Ticket:
    del db, agent
    return ticket


def claimed(db: Db, ticket: Ticket, agent: Person) -> Ticket:
    return tickets.claim(db, ticket.id, agent, now=NOW)


def offered(db: Db, ticket: Ticket, agent: Person) -> Ticket:
    other = someone(db, 3, Role.AGENT)
    return tickets.offer(db, claimed(db, ticket, agent).id, to=other, by=agent, now=NOW)


def resolved(db: Db, ticket: Ticket, agent: Person) -> Ticket:
    return tickets.resolve(db, claimed(db, ticket, agent).id, agent, now=NOW)


def someone(db: Db, telegram_id: int, role: Role) -> Person:
    met = people.meet(db, telegram_id=telegram_id, name=NAME, username=None, language="en", now=NOW)
    return people.appoint(db, met, role, by="test", now=NOW)


def turn_of(db: Db, vault: Vault, person: Person) -> Turn:
    shop = Shop(vault, b"key", "bot", VOICE.languages, {}, (), {}, ZoneInfo("UTC"))
    return Turn(db, Event(1, Said("", 1), None, None, NOW), person=person, chat_id=1, shop=shop, now=NOW)


@pytest.fixture
def turn(db: Db, vault: Vault) -> Turn:
    """An agent's turn, in a shop where somebody with a long name has ordered."""
    given.shelves(db)
    given.cards(db, vault, 3)
    return turn_of(db, vault, someone(db, 1, Role.SUPERVISOR))


def ticket_about_an_order(turn: Turn) -> Ticket:
    customer = someone(turn.db, 2, Role.CUSTOMER)
    order = given.order(turn.db, customer)
    opened = tickets.open_ticket(turn.db, customer, order_id=order.id, category=None, now=NOW, promised_at=NOW)
    for number in range(3):
        said = f"message {number}"
        tickets.say(turn.db, opened.ticket, side=Side.CUSTOMER, author_id=customer.id, text=said, now=NOW)
    return opened.ticket


@pytest.mark.parametrize("language", VOICE.languages)
@pytest.mark.parametrize("state", [waiting, claimed, offered, resolved])
def test_card_and_page_fit(turn: Turn, state: State, language: str) -> None:
    ticket = state(turn.db, ticket_about_an_order(turn), turn.person)

    screens = [pages.card(turn, ticket), pages.customer_page(turn, ticket), pages.ask_again(ticket)]

    assert [rendered(each, language).text for each in screens if too_big(each, language)] == []


@pytest.mark.parametrize("page", [pages.card, pages.customer_page])
@pytest.mark.parametrize("language", VOICE.languages)
def test_every_category_has_a_name_of_its_own(
    turn: Turn, page: Callable[[Turn, Ticket], Screen], language: str
) -> None:
    ticket = ticket_about_an_order(turn)

    screens = [page(turn, replace(ticket, category=category)) for category in (None, *Category)]

    assert len({rendered(each, language).text.split("\n", 1)[0] for each in screens}) == len(Category) + 1


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (waiting, ["ticket.claim", "ticket.card"]),
        (claimed, ["ticket.resolve", "ticket.transfer", "ticket.card"]),
        (offered, ["ticket.resolve", "ticket.transfer", "ticket.card"]),
        (resolved, ["ticket.reopen", "ticket.card"]),
    ],
)
def test_the_card_offers_what_can_be_done(turn: Turn, state: State, acts: list[str]) -> None:
    ticket = state(turn.db, ticket_about_an_order(turn), turn.person)

    assert actions(pages.card(turn, ticket)) == acts


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (waiting, ["ticket-of.talk", "order.beside", "menu"]),
        (claimed, ["ticket-of.talk", "order.beside", "menu"]),
        (resolved, ["ticket-of.reopen", "order.beside", "menu"]),
    ],
)
def test_the_page_offers_what_can_be_done(turn: Turn, state: State, acts: list[str]) -> None:
    ticket = state(turn.db, ticket_about_an_order(turn), turn.person)

    assert actions(pages.customer_page(turn, ticket)) == acts


def actions(screen: Screen) -> list[str]:
    return [each.action.name for row in screen.rows for each in row if each.action]
