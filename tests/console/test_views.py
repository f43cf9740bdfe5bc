"""What the pages show of tickets and orders: the most urgent first, and each agent what they may do."""

from datetime import timedelta

import pytest

from backend import orders, people, tickets
from backend.people import Person, Role
from backend.tickets import Category, Side, Ticket
from console import views
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW


@pytest.fixture
def ben(db: Db) -> Person:
    """An agent."""
    return people.appoint(db, given.person(db, 901), Role.AGENT, by="test", now=NOW)


@pytest.fixture
def boss(db: Db) -> Person:
    """A supervisor."""
    return people.appoint(db, given.person(db, 902), Role.SUPERVISOR, by="test", now=NOW)


def a_ticket(db: Db, customer: Person, *, promised_minutes: int = 10, order_id: int | None = None) -> Ticket:
    """A ticket that waits."""
    promised_at = NOW + timedelta(minutes=promised_minutes)
    opened = tickets.open_ticket(
        db, customer, order_id=order_id, category=Category.OTHER, now=NOW, promised_at=promised_at
    )
    return opened.ticket


def says(db: Db, ticket: Ticket, side: Side, author: Person, text: str, *, reply_to_id: int | None = None) -> int:
    """Say something about it."""
    said = tickets.say(db, ticket, side=side, author_id=author.id, text=text, reply_to_id=reply_to_id, now=NOW)
    return said.id


def test_who_was_promised_soonest_comes_first_and_who_had_an_answer_last(db: Db, ben: Person) -> None:
    answered = a_ticket(db, given.person(db, 1), promised_minutes=1)
    late = a_ticket(db, given.person(db, 2), promised_minutes=30)
    soon = a_ticket(db, given.person(db, 3), promised_minutes=5)
    says(db, answered, Side.STAFF, ben, "Hello")

    assert [line.ticket.id for line in views.queue(db).open] == [soon.id, late.id, answered.id]


def test_a_line_says_who_spoke_last(db: Db, ben: Person) -> None:
    ana = given.person(db, 1)
    ticket = a_ticket(db, ana)

    def line() -> tuple[str, bool]:
        shown = views.queue(db).open[0]
        return (shown.last.text if shown.last else "", shown.is_unanswered)

    assert line() == ("", True)
    says(db, ticket, Side.CUSTOMER, ana, "Help")
    assert line() == ("Help", True)
    says(db, ticket, Side.STAFF, ben, "Sure")
    assert line() == ("Sure", False)


def test_what_was_resolved_is_listed_apart(db: Db, ben: Person) -> None:
    ticket = a_ticket(db, given.person(db, 1))
    tickets.claim(db, ticket.id, ben, now=NOW)
    tickets.resolve(db, ticket.id, ben, now=NOW)

    queue = views.queue(db)

    assert queue.open == []
    assert [(line.ticket.id, line.owner, line.is_unanswered) for line in queue.resolved] == [
        (ticket.id, ben.name, False)
    ]


def test_only_the_owner_answers_and_a_supervisor_may_settle(db: Db, ben: Person, boss: Person) -> None:
    ticket = a_ticket(db, given.person(db, 1))

    def may(agent: Person) -> tuple[bool, bool]:
        view = views.ticket_view(db, ticket.id, agent, language="en")
        return view.may_answer, views.may_settle(view, agent)

    assert (may(ben), may(boss)) == ((False, False), (False, False))
    tickets.claim(db, ticket.id, ben, now=NOW)
    assert (may(ben), may(boss)) == ((True, True), (False, True))


def test_a_ticket_shows_what_was_said_with_names_and_replies(db: Db, ben: Person) -> None:
    ana = given.person(db, 1)
    ticket = a_ticket(db, ana)
    asked = says(db, ticket, Side.CUSTOMER, ana, "Where is it?")
    says(db, ticket, Side.NOTE, ben, "third time")
    says(db, ticket, Side.STAFF, ben, "Here", reply_to_id=asked)

    view = views.ticket_view(db, ticket.id, ben, language="en")

    assert [(remark.author, remark.message.text) for remark in view.remarks] == [
        (ana.name, "Where is it?"),
        (ben.name, "third time"),
        (ben.name, "Here"),
    ]
    assert [remark.replied_to and remark.replied_to.id for remark in view.remarks] == [None, None, asked]
    assert view.place == 1


def test_a_view_is_equal_until_something_changes(db: Db, ben: Person) -> None:
    ana = given.person(db, 1)
    ticket = a_ticket(db, ana)
    before = views.ticket_view(db, ticket.id, ben, language="en"), views.queue(db)

    assert before == (views.ticket_view(db, ticket.id, ben, language="en"), views.queue(db))
    says(db, ticket, Side.CUSTOMER, ana, "Hello?")
    after = views.ticket_view(db, ticket.id, ben, language="en"), views.queue(db)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_an_order_shows_its_way_and_its_product_in_the_readers_language(db: Db, vault: Vault, ben: Person) -> None:
    given.shelves(db)
    given.cards(db, vault, 1)
    ana = given.person(db, 1)
    placed = given.order(db, ana)
    orders.cancel(db, placed, by=ana.who, now=NOW + timedelta(minutes=1))
    ticket = a_ticket(db, ana, order_id=placed.id)

    view = views.order_view(db, placed.id, language="zh-CN")

    assert (view.product, view.customer.id) == ("Steam 50 元", ana.id)
    assert [move.status.value for move in view.timeline] == ["awaiting-payment", "cancelled"]
    assert views.ticket_view(db, ticket.id, ben, language="zh-CN").order == view
