"""Tickets: opened once, claimed once, handed over only by acceptance, settled, opened again."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from backend import people, tickets
from backend.errors import (
    CannotOffer,
    NotYourTicket,
    OfferGone,
    Refused,
    TicketNotFound,
    TicketOpen,
    TicketResolved,
    TicketTaken,
    TicketUnclaimed,
)
from backend.people import Person, Role
from backend.tickets import Category, Side, Ticket, TicketStatus
from storage import audit_trail
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW

SOON = NOW + timedelta(minutes=30)


def agent(db: Db, telegram_id: int, *, role: Role = Role.AGENT) -> Person:
    return people.appoint(db, given.person(db, telegram_id), role, by="test", now=NOW)


def ticket_of(db: Db, customer: Person, *, order_id: int | None = None, minutes: int = 0) -> Ticket:
    at = NOW + timedelta(minutes=minutes)
    return tickets.open_ticket(db, customer, order_id=order_id, category=None, now=at, promised_at=SOON).ticket


def claimed(db: Db, owner: Person) -> Ticket:
    return tickets.claim(db, ticket_of(db, given.person(db)).id, owner, now=NOW)


def trail(db: Db, ticket: Ticket) -> list[str]:
    return [f"{act.what} {act.by}" for act in audit_trail.acts_on(db, f"ticket:{ticket.id}")]


def test_a_ticket_has_a_number_and_a_promise(db: Db) -> None:
    ana = given.person(db)

    opened = tickets.open_ticket(db, ana, order_id=None, category=Category.OTHER, now=NOW, promised_at=SOON)

    assert opened.is_new
    assert opened.ticket.number == f"T-{opened.ticket.id}"
    assert (opened.ticket.status, opened.ticket.promised_at) == (TicketStatus.WAITING, SOON)
    assert trail(db, opened.ticket) == [f"opened {ana.who}"]


def test_asking_again_finds_the_open_ticket(db: Db) -> None:
    ana = given.person(db)
    first = ticket_of(db, ana)

    again = tickets.open_ticket(db, ana, order_id=None, category=Category.OTHER, now=SOON, promised_at=SOON)

    assert (again.is_new, again.ticket) == (False, first)


def test_each_order_has_a_ticket_of_its_own(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 2)
    ana = given.person(db)
    orders = [given.order(db, ana, key=key) for key in ("a", "b")]

    about = [ticket_of(db, ana, order_id=order_id) for order_id in (orders[0].id, orders[1].id, orders[0].id, None)]

    assert about[0] == about[2]
    assert len({ticket.id for ticket in about}) == 3
    assert tickets.unresolved_of(db, ana) == [about[3], about[1], about[0]]


def test_a_resolved_ticket_leaves_room_for_another(db: Db) -> None:
    owner = agent(db, 2)
    first = claimed(db, owner)
    tickets.resolve(db, first.id, owner, now=NOW)

    assert ticket_of(db, given.person(db)).id != first.id


def test_the_first_who_claims_owns_it(db: Db) -> None:
    bo, cai = agent(db, 2), agent(db, 3)

    ticket = claimed(db, bo)

    assert (ticket.status, ticket.owner_id, ticket.claimed_at) == (TicketStatus.CLAIMED, bo.id, NOW)
    with pytest.raises(TicketTaken) as refused:
        tickets.claim(db, ticket.id, cai, now=SOON)
    assert refused.value.arguments == {"number": ticket.number, "owner": bo.name}
    assert tickets.the_ticket(db, ticket.id) == ticket


def test_the_owner_may_claim_again(db: Db) -> None:
    bo = agent(db, 2)
    ticket = claimed(db, bo)

    assert tickets.claim(db, ticket.id, bo, now=SOON) == ticket
    assert len(trail(db, ticket)) == 2


def test_a_resolved_ticket_is_not_claimed(db: Db) -> None:
    bo = agent(db, 2)
    ticket = tickets.resolve(db, claimed(db, bo).id, bo, now=NOW)

    with pytest.raises(TicketResolved):
        tickets.claim(db, ticket.id, bo, now=NOW)


def test_an_offer_changes_the_owner_only_when_it_is_accepted(db: Db) -> None:
    bo, cai = agent(db, 2), agent(db, 3)
    ticket = claimed(db, bo)

    offered = tickets.offer(db, ticket.id, to=cai, by=bo, now=NOW)
    assert (offered.owner_id, offered.offered_to_id) == (bo.id, cai.id)

    accepted = tickets.accept(db, ticket.id, cai, now=SOON)
    assert (accepted.owner_id, accepted.offered_to_id, accepted.status) == (cai.id, None, TicketStatus.CLAIMED)
    assert trail(db, ticket)[1:] == [f"claimed {bo.who}", f"offered {bo.who}", f"accepted {cai.who}"]


def test_a_declined_offer_leaves_the_owner(db: Db) -> None:
    bo, cai = agent(db, 2), agent(db, 3)
    ticket = tickets.offer(db, claimed(db, bo).id, to=cai, by=bo, now=NOW)

    declined = tickets.decline(db, ticket.id, cai, now=NOW)

    assert (declined.owner_id, declined.offered_to_id) == (bo.id, None)
    with pytest.raises(OfferGone):
        tickets.accept(db, ticket.id, cai, now=NOW)


def test_only_whom_it_is_offered_to_can_take_it(db: Db) -> None:
    bo, cai, dan = agent(db, 2), agent(db, 3), agent(db, 4)
    ticket = tickets.offer(db, claimed(db, bo).id, to=cai, by=bo, now=NOW)

    for act in (tickets.accept, tickets.decline):
        with pytest.raises(OfferGone):
            act(db, ticket.id, dan, now=NOW)
    assert tickets.the_ticket(db, ticket.id) == ticket


def test_a_later_offer_takes_the_place_of_the_former(db: Db) -> None:
    bo, cai, dan = agent(db, 2), agent(db, 3), agent(db, 4)
    ticket = tickets.offer(db, claimed(db, bo).id, to=cai, by=bo, now=NOW)
    tickets.offer(db, ticket.id, to=dan, by=bo, now=NOW)

    with pytest.raises(OfferGone):
        tickets.accept(db, ticket.id, cai, now=NOW)
    assert tickets.accept(db, ticket.id, dan, now=NOW).owner_id == dan.id


def test_who_may_offer_and_to_whom(db: Db) -> None:
    bo, cai, boss = agent(db, 2), agent(db, 3), agent(db, 4, role=Role.SUPERVISOR)
    waits = ticket_of(db, given.person(db, 5))
    ticket = claimed(db, bo)

    with pytest.raises(NotYourTicket):
        tickets.offer(db, ticket.id, to=cai, by=cai, now=NOW)
    with pytest.raises(TicketUnclaimed):
        tickets.offer(db, waits.id, to=cai, by=boss, now=NOW)
    for unfit in (bo, given.person(db, 6)):
        with pytest.raises(CannotOffer):
            tickets.offer(db, ticket.id, to=unfit, by=bo, now=NOW)
    assert tickets.offer(db, ticket.id, to=boss, by=boss, now=NOW).offered_to_id == boss.id


def test_the_owner_resolves_it_or_a_supervisor_does(db: Db) -> None:
    bo, cai, boss = agent(db, 2), agent(db, 3), agent(db, 4, role=Role.SUPERVISOR)
    ticket = claimed(db, bo)
    waits = ticket_of(db, given.person(db, 5))

    with pytest.raises(NotYourTicket):
        tickets.resolve(db, ticket.id, cai, now=NOW)
    with pytest.raises(TicketUnclaimed):
        tickets.resolve(db, waits.id, cai, now=NOW)
    resolved = tickets.resolve(db, ticket.id, bo, now=SOON)

    assert (resolved.status, resolved.resolved_at, resolved.owner_id) == (TicketStatus.RESOLVED, SOON, bo.id)
    assert tickets.resolve(db, waits.id, boss, now=SOON).owner_id is None
    with pytest.raises(TicketResolved):
        tickets.resolve(db, ticket.id, bo, now=SOON)


def test_resolving_ends_an_offer(db: Db) -> None:
    bo, cai = agent(db, 2), agent(db, 3)
    ticket = tickets.offer(db, claimed(db, bo).id, to=cai, by=bo, now=NOW)

    assert tickets.resolve(db, ticket.id, bo, now=NOW).offered_to_id is None
    with pytest.raises(OfferGone):
        tickets.accept(db, ticket.id, cai, now=NOW)


def test_a_ticket_opened_again_is_its_owners_again(db: Db) -> None:
    bo = agent(db, 2)
    ticket = tickets.resolve(db, claimed(db, bo).id, bo, now=NOW)

    reopened = tickets.reopen(db, ticket.id, given.person(db), now=SOON)

    assert (reopened.status, reopened.owner_id, reopened.resolved_at) == (TicketStatus.CLAIMED, bo.id, None)


def test_one_that_nobody_claimed_waits_again(db: Db) -> None:
    boss = agent(db, 2, role=Role.SUPERVISOR)
    ticket = tickets.resolve(db, ticket_of(db, given.person(db)).id, boss, now=NOW)

    assert tickets.reopen(db, ticket.id, boss, now=SOON).status is TicketStatus.WAITING


def test_a_ticket_is_not_opened_beside_another_about_the_same(db: Db) -> None:
    bo = agent(db, 2)
    former = tickets.resolve(db, claimed(db, bo).id, bo, now=NOW)
    later = ticket_of(db, given.person(db))

    with pytest.raises(TicketOpen) as refused:
        tickets.reopen(db, former.id, given.person(db), now=SOON)
    assert refused.value.arguments == {"number": later.number}
    with pytest.raises(TicketOpen):
        tickets.reopen(db, later.id, given.person(db), now=SOON)


def test_tickets_about_different_orders_are_opened_again_side_by_side(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 2)
    ana, boss = given.person(db), agent(db, 2, role=Role.SUPERVISOR)
    both = [ticket_of(db, ana, order_id=given.order(db, ana, key=key).id) for key in ("a", "b")]
    tickets.resolve(db, both[0].id, boss, now=NOW)

    assert tickets.reopen(db, both[0].id, ana, now=NOW).is_open


def test_who_was_first_is_next(db: Db) -> None:
    late, early = ticket_of(db, given.person(db, 1), minutes=2), ticket_of(db, given.person(db, 2))
    level = ticket_of(db, given.person(db, 3))

    assert tickets.queue(db) == [early, level, late]
    assert [tickets.place_in_queue(db, ticket) for ticket in (early, level, late)] == [1, 2, 3]


def test_others_tickets_are_not_found(db: Db) -> None:
    ticket = ticket_of(db, given.person(db, 1))

    for ticket_id in (ticket.id, ticket.id + 1):
        with pytest.raises(TicketNotFound):
            tickets.own_ticket(db, given.person(db, 2), ticket_id)


def test_what_was_said_is_kept_in_order(db: Db) -> None:
    ana, bo = given.person(db), agent(db, 2)
    ticket = claimed(db, bo)
    said = [
        tickets.say(db, ticket, side=Side.CUSTOMER, author_id=ana.id, text=f"{n}", chat_id=1, message_id=n, now=NOW)
        for n in range(5)
    ]

    assert tickets.messages_of(db, ticket.id) == said
    assert tickets.latest_messages(db, ticket.id, most=2) == said[-2:]
    assert tickets.message_of_original(db, 1, 3) == said[3]


def test_the_first_reply_is_remembered_once(db: Db) -> None:
    bo = agent(db, 2)
    ticket = claimed(db, bo)
    tickets.say(db, ticket, side=Side.NOTE, author_id=bo.id, text="a note is no reply", now=NOW)
    tickets.say(db, ticket, side=Side.STAFF, author_id=bo.id, text="hello", now=SOON)
    later = tickets.the_ticket(db, ticket.id)
    tickets.say(db, later, side=Side.STAFF, author_id=bo.id, text="still here", now=SOON + timedelta(hours=1))

    assert tickets.the_ticket(db, ticket.id).first_replied_at == SOON


def test_an_edit_changes_the_text(db: Db) -> None:
    ticket = ticket_of(db, given.person(db))
    said = tickets.say(db, ticket, side=Side.CUSTOMER, author_id=ticket.person_id, text="helo", now=NOW)

    edited = tickets.change_text(db, said, "hello", now=SOON)

    assert (edited.text, edited.edited_at) == ("hello", SOON)


def test_fifty_agents_claim_at_once(database: Database) -> None:
    with database.transaction() as db:
        ticket = ticket_of(db, given.person(db))
        agents = [agent(db, telegram_id) for telegram_id in range(100, 150)]

    results = at_once([claiming(database, ticket, person) for person in agents])

    assert Counter(results) == {"Ticket": 1, "TicketTaken": 49}
    with database.read() as db:
        assert trail(db, ticket)[1:] == [f"claimed agent:{tickets.the_ticket(db, ticket.id).owner_id}"]
    assert given.broken(database) == []


def test_one_customer_asking_many_times_at_once_has_one_ticket(database: Database) -> None:
    with database.transaction() as db:
        ana = given.person(db)

    def ask() -> str:
        with database.transaction() as db:
            return str(ticket_of(db, ana).id)

    assert len(set(at_once([ask] * 8))) == 1


def claiming(database: Database, ticket: Ticket, person: Person) -> Callable[[], str]:
    def claim() -> str:
        try:
            with database.transaction() as db:
                return type(tickets.claim(db, ticket.id, person, now=NOW)).__name__
        except Refused as refusal:
            return type(refusal).__name__

    return claim


def at_once(works: list[Callable[[], str]]) -> list[str]:
    """Do all of these at the same moment, each on a thread of its own."""
    start = Barrier(len(works))

    def run(work: Callable[[], str]) -> str:
        start.wait(timeout=30)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_who_left_gives_back_what_is_theirs_and_nothing_else(db: Db) -> None:
    bo, cai, boss = agent(db, 901), agent(db, 902), agent(db, 900, role=Role.ADMIN)
    theirs = claimed(db, bo)
    later = SOON + timedelta(hours=1)

    assert tickets.give_back(db, theirs, cai, by=boss, promised_at=later, now=NOW) is None
    returned = tickets.give_back(db, theirs, bo, by=boss, promised_at=later, now=NOW)

    assert returned is not None
    assert (returned.status, returned.owner_id, returned.promised_at) == (TicketStatus.WAITING, None, later)
    assert tickets.give_back(db, theirs, bo, by=boss, promised_at=later, now=NOW) is None
    assert trail(db, theirs)[-1] == f"returned {boss.who}"
    assert tickets.claim(db, theirs.id, cai, now=NOW).owner_id == cai.id
    assert given.broken_in(db) == []
