"""The staff: who they are, one of them, an invite, and what each role may do and how.

Not here: appointing anybody (backend.staff).
"""

from backend import pages, people
from backend.people import Person, Role
from backend.staff import Invite
from flows.pages.shelves import page_row
from flows.screens import Button, Screen, button
from flows.turn import Turn
from flows.words import Words, words

STAFF_PER_PAGE = 8

INVITE_LINK = "i_"
"""How a deep link that invites begins: `/start i_<token>`."""

PLACES = (Role.AGENT, Role.SUPERVISOR, Role.ADMIN)


def staff_list(turn: Turn, *, page: int) -> Screen:
    """One page of the staff, the highest role first, and an invite to each role."""
    everybody = sorted(people.staff(turn.db, Role.AGENT), key=lambda each: PLACES.index(each.role), reverse=True)
    shown = pages.turn_to(
        page,
        per_page=STAFF_PER_PAGE,
        total=len(everybody),
        items=lambda offset: everybody[offset : offset + STAFF_PER_PAGE],
    )
    members = tuple(
        (button("button-member", "staff.member", {"name": called(each), "role": each.role.value}, person=each.id),)
        for each in shown.items
    )
    agent, supervisor, admin = (button(f"button-invite-{role}", "staff.invite", role=role.value) for role in PLACES)
    return Screen(
        words("staff", count=len(everybody)),
        (*members, *page_row("staff", shown), (agent,), (supervisor, admin), (_menu(),)),
    )


def member(turn: Turn, person: Person) -> Screen:
    """One of the staff, with the places they can be given."""
    text = words(
        "staff-member", name=called(person), role=words(f"role-{person.role}"), can=words(f"can-{person.role}")
    )
    ways_back = (_to_staff(), _menu())
    if fixed := _why_fixed(turn, person):
        return Screen(words("with-note", note=text, text=fixed), (ways_back,))
    others = tuple(
        (button(f"button-make-{role}", "staff.role", person=person.id, role=role.value),)
        for role in PLACES
        if role is not person.role
    )
    dismiss = (button("button-dismiss", "staff.dismiss", person=person.id),)
    return Screen(text, (*others, dismiss, ways_back))


def dismissal(person: Person, *, open_tickets: int) -> Screen:
    """'Really?', with the tickets that would need another owner."""
    text = words("ask-dismiss", name=called(person), role=words(f"role-{person.role}"), count=open_tickets)
    really = button("button-dismiss-really", "staff.role", person=person.id, role=Role.CUSTOMER.value)
    return Screen(text, ((really,), (button("button-back", "staff.member", person=person.id),)))


def invited(turn: Turn, invite: Invite, *, token: str) -> Screen:
    """The link to hand on."""
    link = f"https://t.me/{turn.shop.bot_username}?start={INVITE_LINK}{token}"
    role = words(f"role-{invite.role}")
    return Screen(words("staff-invited", role=role, link=link, until=invite.expires_at), ((_to_staff(), _menu()),))


def guide(role: Role) -> Words:
    """What a role may do and how, with what each role below it may."""
    lines = [words(f"guide-{each}") for each in PLACES if role.reaches(each)]
    return words("staff-guide", role=words(f"role-{role}"), lines=lines)


def called(person: Person) -> str | Words:
    """The person's name, or what somebody without a readable one is called."""
    return person.name or words("guest")


def _why_fixed(turn: Turn, person: Person) -> Words | None:
    """Why their role can't be changed here, if it can't."""
    if person.id == turn.person.id:
        return words("staff-yourself")
    return words("staff-owner") if person.telegram_id in turn.shop.admin_chats else None


def _to_staff() -> Button:
    return button("button-staff", "staff")


def _menu() -> Button:
    return button("button-menu", "menu")
