"""Compensation: what somebody is given for trouble that the shop caused, decided by rules and given once.

Not here: the rules themselves (backend.compensation_policy), whom an incident touched (backend.incidents), or
what people are told.

    case ──> decide(policy, case, history) ──> gift or reason        pure: a dry run stops here
                                                 └──> grant           once for each order or incident and person
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from backend import coupons, ledger, orders, people, points, preorders, promises
from backend.compensation_policy import Gift, Policy, Rule
from backend.coupons import Coupon
from backend.money import Money
from backend.orders import Order, OrderStatus, timeline
from backend.people import Person, Role
from storage import failpoints
from storage import grants as rows
from storage.database import Db, WrongRowCount, savepoint
from storage.grants import Allowance
from storage.grants import Cause as Cause
from storage.grants import GiftKind as GiftKind
from storage.grants import Grant as Grant
from storage.incidents import Severity


class Reason(StrEnum):
    """Why something is given, or why not."""

    GIVEN = "given"
    NO_RULE = "no-rule"
    OWN_DOING = "own-doing"
    HAD_BEFORE = "had-before"
    OVER_LIMIT = "over-limit"


@dataclass(frozen=True)
class Case:
    """Somebody had trouble. `subject` is the order or incident, `order_ids` are their orders that suffered by it."""

    cause: Cause
    subject: str
    person_id: int
    order_ids: tuple[int, ...]
    minutes_late: int = 0
    severity: Severity | None = None
    is_own_doing: bool = False


@dataclass(frozen=True)
class History:
    """What the person was given today, and whether for this trouble already."""

    gifts_today: int
    worth_today_minor: int
    had_before: bool


@dataclass(frozen=True)
class Decision:
    """What is to be given, if anything, and why or why not."""

    gift: Gift | None
    reason: Reason


@dataclass(frozen=True)
class Award:
    """What became of a case. `grant` is None when nothing was given, `coupon` when it was something else."""

    decision: Decision
    grant: Grant | None = None
    coupon: Coupon | None = None


def decide(policy: Policy, case: Case, history: History) -> Decision:
    """What the rules give in this case."""
    if case.is_own_doing:
        return Decision(None, Reason.OWN_DOING)
    rule = _rule_for(policy, case)
    if rule is None:
        return Decision(None, Reason.NO_RULE)
    if history.had_before:
        return Decision(None, Reason.HAD_BEFORE)
    worth = history.worth_today_minor + rule.gift.amount.minor
    if history.gifts_today >= policy.gifts_per_day or worth > policy.worth_per_day.minor:
        return Decision(None, Reason.OVER_LIMIT)
    return Decision(rule.gift, Reason.GIVEN)


def case_of(db: Db, order: Order) -> Case | None:
    """The trouble that an order's buyer had with it, however small; None while it is still on its way."""
    subject = f"order:{order.id}"
    if order.status in (OrderStatus.DELIVERED, OrderStatus.COMPLETED):
        late = minutes_late(db, order, until=None)
        return Case(Cause.LATE_DELIVERY, subject, order.person_id, (order.id,), minutes_late=late)
    if order.status is OrderStatus.REFUNDED:
        is_own = is_refunded_at_wish(db, order)
        return Case(Cause.FAILED_TRANSACTION, subject, order.person_id, (order.id,), is_own_doing=is_own)
    return None


def has_rule(policy: Policy, case: Case) -> bool:
    """Whether the rules have anything for such a case."""
    return _rule_for(policy, case) is not None


def minutes_late(db: Db, order: Order, *, until: datetime | None) -> int:
    """How long the order took from its payment to its delivery, or by `until` has taken.

    A pre-order takes its time from the end of the day that it was expected on; a row of a bulk order, which is promised
    for later the more rows are before it, takes none unless that promise was broken.
    """
    moments = [moment for moment in (order.delivered_at, until) if moment is not None]
    if order.paid_at is None or not moments:
        return 0
    since = order.paid_at
    if order.expected_on is not None:
        since = max(since, preorders.end_of(db, order.expected_on))
    late = max(0, (min(moments) - since) // timedelta(minutes=1))
    return 0 if late and orders.is_bulk(db, order) and not promises.was_late(db, order) else late


def is_refunded_at_wish(db: Db, order: Order) -> bool:
    """Whether the buyer took the money back of their own accord, and not because the shop had broken its promise."""
    buyer = {f"{role}:{order.person_id}" for role in Role}
    is_theirs = any(move.status is OrderStatus.REFUNDED and move.by in buyer for move in timeline(db, order))
    return is_theirs and not promises.was_late(db, order)


def look_up(db: Db, policy: Policy, cases: Sequence[Case], *, today: date) -> list[Decision]:
    """What the rules give in each case today; nothing is given yet."""
    people_of, subjects = [case.person_id for case in cases], [case.subject for case in cases]
    given = rows.given_for(db, subjects, people_of)
    amended = rows.amended(db, [order_id for case in cases for order_id in case.order_ids])
    allowances = rows.allowances(db, people_of, today)
    decisions: list[Decision] = []
    for case in cases:
        so_far = allowances.get(case.person_id) or Allowance(case.person_id, 0, 0)
        had_before = (case.subject, case.person_id) in given or amended.issuperset(case.order_ids)
        decisions.append(decide(policy, case, History(so_far.grants, so_far.worth_minor, had_before)))
    return decisions


def make_up(db: Db, policy: Policy, case: Case, *, by: str, today: date, now: datetime) -> Award:
    """Give what the rules give in this case, whoever else is at it: once for each trouble, and within the limits."""
    [decision] = look_up(db, policy, [case], today=today)
    if decision.gift is None:
        return Award(decision)
    try:
        with savepoint(db):
            return _grant(db, policy, case, decision, decision.gift, by=by, today=today, now=now)
    except _Not as reason:
        return Award(Decision(None, reason.reason))


class _Not(Exception):
    """Somebody was quicker: what was begun is undone with the savepoint."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def _rule_for(policy: Policy, case: Case) -> Rule | None:
    """The rule of the greatest delay reached, or of the incident's severity."""
    fitting = [
        rule
        for rule in policy.rules
        if rule.cause is case.cause
        and rule.severity is case.severity
        and (rule.after_minutes is None or rule.after_minutes <= case.minutes_late)
    ]
    return max(fitting, key=lambda rule: rule.after_minutes or 0, default=None)


def _grant(
    db: Db, policy: Policy, case: Case, decision: Decision, gift: Gift, *, by: str, today: date, now: datetime
) -> Award:
    grant = rows.add(
        db,
        cause=case.cause,
        subject=case.subject,
        person_id=case.person_id,
        kind=gift.kind,
        worth=gift.amount,
        points=gift.points,
        day=today,
        now=now,
    )
    if grant is None or not rows.amend(db, grant.id, case.order_ids):
        raise _Not(Reason.HAD_BEFORE)
    failpoints.reached("grant.added")
    if not rows.count_in(db, grant, most_grants=policy.gifts_per_day, most_worth=policy.worth_per_day):
        raise _Not(Reason.OVER_LIMIT)
    failpoints.reached("grant.counted")
    coupon = _give(db, people.the_person(db, case.person_id), grant, gift, by=by, now=now)
    failpoints.reached("grant.given")
    return Award(decision, grant, coupon)


def _give(db: Db, person: Person, grant: Grant, gift: Gift, *, by: str, now: datetime) -> Coupon | None:
    """Give the worth of a grant that was not there before; its ref is new, so it can't have been given."""
    why = f"{grant.cause} {grant.subject}"
    if gift.kind is GiftKind.COUPON:
        return _give_coupon(db, person, grant, gift, by=by, why=why, now=now)
    if gift.kind is GiftKind.POINTS:
        is_given = points.give(db, person, gift.points, ref=grant.ref, by=by, why=why, now=now)
    else:
        is_given = ledger.credit(db, person, gift.amount, ref=grant.ref, by=by, why=why, now=now)
    if not is_given:
        raise WrongRowCount(1, 0)
    return None


def _give_coupon(db: Db, person: Person, grant: Grant, gift: Gift, *, by: str, why: str, now: datetime) -> Coupon:
    coupon = coupons.give(
        db,
        person,
        amount=gift.amount,
        percent=gift.percent,
        threshold=gift.threshold or Money(0, gift.amount.currency),
        expires_at=now + timedelta(days=gift.days),
        ref=grant.ref,
        by=by,
        why=why,
        now=now,
    )
    if coupon is None:
        raise WrongRowCount(1, 0)
    return coupon
