"""Follow-ups: the timers that ask and remind, and the answers to what they asked.

Not here: whether one goes out by night or at all (backend.follow_ups). A timer looks first whether what it is about
has moved on; one that fires by night sets another for the morning.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend import complaints, coupons, follow_ups, fulfilment, memberships, orders, people, ratings, tickets
from backend.complaints import Cause
from backend.coupons import CouponStatus
from backend.follow_ups import ASKED_IF_SEEN_AFTER, ASKED_IF_UNSEEN_AFTER, WORTHLESS_AFTER
from backend.orders import Order, OrderStatus
from backend.people import Role
from backend.tickets import Ticket
from flows.events import Fired
from flows.pages import coupons as coupon_pages
from flows.pages import follow_ups as pages
from flows.pages import orders as order_pages
from flows.pages import ratings as rating_pages
from flows.screens import Screen
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to
from handlers.customer import rating


def follow_delivery(turn: Turn, delivered: Order) -> None:
    """Have the buyer asked later whether it arrived."""
    due_at = turn.now + ASKED_IF_UNSEEN_AFTER
    turn.set_timer("arrival-check", f"order:{delivered.id}", due_at=due_at, order=delivered.id)


def follow_look(turn: Turn, delivered: Order) -> None:
    """Have the buyer, who looked at the codes for the first time, asked a little later whether they work."""
    due_at = turn.now + ASKED_IF_SEEN_AFTER
    turn.set_timer("arrival-check", f"order:{delivered.id}:seen", due_at=due_at, order=delivered.id)


def follow_ticket(turn: Turn, resolved: Ticket) -> None:
    """Have the customer asked for a rating of a ticket that was just resolved, and next day whether it really is."""
    customer = people.the_person(turn.db, resolved.person_id)
    about = {"ticket": resolved.id, "resolved_at": turn.now.isoformat()}
    subject = f"ticket:{resolved.id}:{turn.now.isoformat()}"
    for kind, after in (
        ("ticket-rating", follow_ups.RATING_ASKED_AFTER),
        ("ticket-check", follow_ups.ASKED_AGAIN_AFTER),
    ):
        turn.set_timer(kind, subject, due_at=turn.now + after, lane_of=customer, **about)


@open_to(Role.CUSTOMER)
def remind_of_payment(turn: Turn, args: Mapping[str, Any]) -> None:
    """Remind of an order that nobody has paid."""
    order = orders.the_order(turn.db, args["order"])
    if order.status is OrderStatus.AWAITING_PAYMENT:
        _follow_up(turn, f"order:{order.id}", pages.payment_reminder(order), worthless_from=order.pay_until)


@open_to(Role.CUSTOMER)
def ask_whether_it_arrived(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask the buyer whether all is well, unless they have said so, complained, or only just looked."""
    order = orders.the_order(turn.db, args["order"])
    complained = any(ticket.order_id == order.id for ticket in tickets.unresolved_of(turn.db, turn.person))
    if order.status is not OrderStatus.DELIVERED or complained:
        return
    finding = complaints.diagnosis(turn.db, order)
    if finding.cause is Cause.SEEN and turn.now < finding.at + ASKED_IF_SEEN_AFTER:
        return  # the timer of that look is still to come
    screen = pages.seen_delivery(order) if finding.cause is Cause.SEEN else pages.unseen_delivery(order)
    _follow_up(turn, f"order:{order.id}", screen, worthless_from=finding.at + WORTHLESS_AFTER)


@open_to(Role.CUSTOMER)
def ask_for_rating(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask how the ticket was settled."""
    ticket = _still_resolved(turn, args)
    if ticket is not None and ratings.rating_of(turn.db, turn.person, f"ticket:{ticket.id}") is None:
        screen = rating_pages.question(rating_pages.about("ticket", ticket.number), subject=f"ticket:{ticket.id}")
        _follow_up(turn, f"ticket:{ticket.id}", screen, worthless_from=_resolved_at(args) + WORTHLESS_AFTER)


@open_to(Role.CUSTOMER)
def ask_whether_it_is_solved(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask, a day later, whether the ticket is really solved; once for each time it was resolved."""
    ticket = _still_resolved(turn, args)
    if ticket is not None:
        subject = f"ticket:{ticket.id}:{args['resolved_at']}"
        _follow_up(turn, subject, pages.ticket_check(ticket), worthless_from=_resolved_at(args) + WORTHLESS_AFTER)


@open_to(Role.CUSTOMER)
def remind_of_coupon(turn: Turn, args: Mapping[str, Any]) -> None:
    """Remind of a coupon that nobody has used."""
    coupon = coupons.the_coupon(turn.db, args["coupon"])
    if coupon.status is CouponStatus.GRANTED:
        _follow_up(turn, f"coupon:{coupon.id}", pages.lapsing_coupon(coupon), worthless_from=coupon.expires_at)


@open_to(Role.CUSTOMER)
def remind_of_membership(turn: Turn, args: Mapping[str, Any]) -> None:
    """Remind of a membership that is about to end."""
    until = datetime.fromisoformat(args["until"])
    member = memberships.current(turn.db, turn.person)
    if member is not None and member.until == until:
        screen = coupon_pages.membership_ending(member.tier, until)
        _follow_up(turn, f"membership:{turn.person.id}:{args['until']}", screen, worthless_from=until)


@open_to(Role.CUSTOMER)
def all_arrived(turn: Turn, args: Mapping[str, Any]) -> None:
    """Close the order, and ask how it was."""
    order = orders.own_order(turn.db, turn.person, args["order"])
    completed = fulfilment.complete(turn.db, order, by=turn.person.who, now=turn.now)
    turn.refresh(order_pages.order_page(turn, completed))
    rating.show_stars(turn, f"order:{order.id}", note=words("arrival-thanks"))


@open_to(Role.CUSTOMER)
def is_solved(turn: Turn, args: Mapping[str, Any]) -> None:
    """Thank, and ask how it was."""
    ticket = tickets.own_ticket(turn.db, turn.person, args["ticket"])
    rating.show_stars(turn, f"ticket:{ticket.id}", note=words("solved-thanks"))


def _follow_up(turn: Turn, subject: str, screen: Screen, *, worthless_from: datetime) -> None:
    """Send what this timer is for, once about `subject`; by night put it off to the morning; or drop it."""
    fired = turn.event.happening
    if not isinstance(fired, Fired):
        raise TypeError("a follow-up is a timer's act")
    verdict = follow_ups.verdict(
        turn.person, now=turn.now, shop_zone=turn.shop.time_zone, worthless_from=worthless_from
    )
    if verdict.put_off_until is not None:
        anew = f"{subject}:{turn.event.id}"
        turn.set_timer(fired.kind, anew, due_at=verdict.put_off_until, **fired.args)
    elif verdict.is_sent and follow_ups.note_sent(turn.db, turn.person, kind=fired.kind, subject=subject, now=turn.now):
        turn.notify(screen)


def _still_resolved(turn: Turn, args: Mapping[str, Any]) -> Ticket | None:
    """The ticket, unless it was opened again since."""
    ticket = tickets.the_ticket(turn.db, args["ticket"])
    return ticket if ticket.resolved_at == _resolved_at(args) else None


def _resolved_at(args: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(args["resolved_at"])
