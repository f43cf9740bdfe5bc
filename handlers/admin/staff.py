"""The staff, for admins: who they are, inviting, changing a role, dismissing; joining them; connecting their group.

Not here: what staff do once they are there (handlers.agent).
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from backend import complaints, people, staff, tickets
from backend.errors import NotAForum
from backend.people import Person, Role
from flows.pages import staff as pages
from flows.pages import tickets as ticket_pages
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to

TOKEN_BYTES = 18
"""144 bits, which are 24 characters of a link."""


@open_to(Role.AGENT)
def staff_page(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show admins the staff, and everybody else of the staff what they may do and how."""
    if turn.person.role.reaches(Role.ADMIN):
        turn.show(pages.staff_list(turn, page=args.get("page", 1)))
    else:
        turn.show(_guide(turn.person))


@open_to(Role.ADMIN)
def member(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show one of the staff."""
    turn.show(pages.member(turn, people.the_person(turn.db, args["person"])))


@open_to(Role.ADMIN)
def invite(turn: Turn, args: Mapping[str, Any]) -> None:
    """Make a link that lets one person join."""
    token = _token(turn)
    made = staff.invite(turn.db, Role(args["role"]), token=token, by=turn.person, now=turn.now)
    turn.show(pages.invited(turn, made, token=token))


@open_to(Role.ADMIN)
def change_role(turn: Turn, args: Mapping[str, Any]) -> None:
    """Give one of the staff another role, or none, and tell them what they can do now."""
    person = people.the_person(turn.db, args["person"])
    before = person.role
    person = staff.change_role(
        turn.db, person, Role(args["role"]), by=turn.person, owners=turn.shop.admin_chats, now=turn.now
    )
    if person.role is not before:
        turn.tell(person, _guide(person))
        _give_back_what_they_served(turn, person)
    name = pages.called(person)
    turn.show(
        pages.staff_list(turn, page=1).below(words("staff-role-changed", name=name, role=words(f"role-{person.role}")))
    )


@open_to(Role.ADMIN)
def ask_dismiss(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask whether to dismiss one of the staff, and say which tickets would be left behind."""
    person = people.the_person(turn.db, args["person"])
    turn.show(pages.dismissal(person, open_tickets=len(tickets.served_by(turn.db, person))))


def join(turn: Turn, token: str) -> None:
    """Let who opened an invite's link join, and tell them and the admins."""
    person = staff.join(turn.db, turn.person, token, now=turn.now)
    if person.role is not turn.person.role:
        turn.notify_admins(
            words(
                "admin-staff-joined",
                name=pages.called(person),
                id=str(person.telegram_id),
                role=words(f"role-{person.role}"),
            )
        )
    turn.person = person
    turn.show(_guide(person))


@open_to(Role.ADMIN)
def connect(turn: Turn, args: Mapping[str, Any]) -> None:
    """Make this group the staff's, if it has topics. Raises NotAForum."""
    del args
    chat = turn.event.chat
    if chat is None or not chat.is_forum:
        raise NotAForum
    is_new = staff.connect_group(turn.db, turn.chat_id, by=turn.person.who, now=turn.now)
    turn.notify(Screen(words("group-connected" if is_new else "group-connected-before")))
    ticket_pages.hand_over_all(turn)


def _give_back_what_they_served(turn: Turn, person: Person) -> None:
    """Let the tickets of who is of the staff no more wait for somebody else, and tell customers and colleagues."""
    if person.role.reaches(Role.AGENT):
        return
    for offered in tickets.offered_to(turn.db, person):
        ticket_pages.show_change(turn, tickets.decline(turn.db, offered.id, person, now=turn.now))
    for served in tickets.served_by(turn.db, person):
        until = complaints.promised_at(turn.db, served.category, now=turn.now)
        ticket = tickets.give_back(turn.db, served, person, by=turn.person, promised_at=until, now=turn.now)
        if ticket is not None:
            turn.tell(people.the_person(turn.db, ticket.person_id), ticket_pages.returned(turn, ticket))
            ticket_pages.show_change(turn, ticket)
            name = pages.called(person)
            ticket_pages.announce(turn, ticket, words("ticket-was-returned", number=ticket.number, name=name))
    ticket_pages.show_places(turn)


def _guide(person: Person) -> Screen:
    """What the person can do from now on, with the ways there."""
    ways_on = (button("button-help", "help"), button("button-menu", "menu"))
    if not person.role.reaches(Role.AGENT):
        return Screen(words("staff-dismissed"), (ways_on,))
    return Screen(pages.guide(person.role), (ways_on,))


def _token(turn: Turn) -> str:
    """The same tap makes the same link however often it is tried, and nobody else can make it."""
    seed = f"invite:{turn.event.id}".encode()
    keyed = hashlib.blake2b(seed, key=turn.shop.token_key, digest_size=TOKEN_BYTES)
    return base64.urlsafe_b64encode(keyed.digest()).decode()
