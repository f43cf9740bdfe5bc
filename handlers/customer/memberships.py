"""Memberships: the timers that remind of their end and end them.

Not here: what makes somebody a member (backend.memberships), or whether a reminder goes out by night
(handlers.customer.follow_ups).
"""

from collections.abc import Mapping
from typing import Any

from backend import memberships
from backend.memberships import REMINDED_BEFORE, Membership
from backend.people import Person, Role
from flows.pages import coupons as pages
from flows.turn import Turn
from handlers.audience import open_to


def watch(turn: Turn, member: Person, membership: Membership) -> None:
    """Have the member reminded before it ends, and let it end; a longer one later sets timers of its own."""
    subject = f"membership:{member.id}:{membership.until.isoformat()}"
    reminded_at = membership.until - REMINDED_BEFORE
    if reminded_at > turn.now:
        until = membership.until.isoformat()
        turn.set_timer("membership-ending", subject, due_at=reminded_at, lane_of=member, until=until)
    turn.set_timer("membership-end", subject, due_at=membership.until, lane_of=member)


@open_to(Role.CUSTOMER)
def end(turn: Turn, args: Mapping[str, Any]) -> None:
    """End the membership and say so; do nothing if it was made longer."""
    del args
    tier = memberships.the_membership(turn.db, turn.person).tier
    if memberships.end(turn.db, turn.person, now=turn.now):
        turn.notify(pages.membership_over(turn, tier))
