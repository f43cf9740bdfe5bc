"""The back office: what the owner does from the command line — credit a customer, make up for an incident.

Not here: files taken in (bot.imports), or the rules of any of it (backend).
"""

from collections.abc import Sequence
from datetime import date, datetime

from backend import incidents, ledger, people
from backend.compensation import Decision, GiftKind
from backend.compensation_policy import Policy
from backend.errors import IncidentNotClosed, IncidentNotFound
from backend.incidents import Verdict
from backend.money import InvalidAmount, Money
from bot.cannot_do import CannotDo
from handlers.admin.incidents import first_batch
from storage import timers
from storage.database import Database, Db


def credit(database: Database, telegram_id: int, amount: str, currency: str, *, ref: str, now: datetime) -> str:
    """Put money on a customer's balance, once for each `ref`."""
    try:
        money = Money.parse(amount, currency)
    except InvalidAmount as invalid:
        raise CannotDo(f"{invalid}.") from invalid
    with database.transaction() as db:
        person = people.with_telegram_id(db, telegram_id)
        if person is None:
            raise CannotDo(f"Nobody with the number {telegram_id} has written to the bot yet.")
        is_new = ledger.credit(db, person, money, ref=ref, why="command line", now=now)
        held = ledger.balance(db, person, currency)
    return f"{'Credited' if is_new else 'Credited before'}: the balance is {held}."


def compensate(
    database: Database,
    policy: Policy,
    incident_id: int,
    *,
    is_dry_run: bool,
    today: date,
    now: datetime,
) -> str:
    """Say who would be given what for a closed incident; unless it is a dry run, have the running bot give it."""
    with database.transaction() as db:
        try:
            incident = incidents.the_incident(db, incident_id)
            verdicts = incidents.preview(db, policy, incident, today=today)
            is_new = not is_dry_run and incidents.start_granting(db, incident_id, by="command line", now=now)
        except IncidentNotFound:
            raise CannotDo(f"There is no incident {incident_id}: admins open one with /incident.") from None
        except IncidentNotClosed:
            raise CannotDo(f"Incident {incident_id} is still open: close it first, with /incident.") from None
        table = _table_of(db, verdicts)
        if is_new:
            opener = people.the_person(db, incident.opened_by)
            timers.set_timers(db, [first_batch(incident_id, lane=f"chat:{opener.telegram_id}", due_at=now)])
    if is_dry_run:
        return f"{table}\nNothing was given."
    return f"{table}\n" + ("The bot gives it from now on." if is_new else "This was begun before; nothing was changed.")


def _table_of(db: Db, verdicts: Sequence[Verdict]) -> str:
    """A line for each person, then what it comes to."""
    lines = [
        f"{people.the_person(db, each.case.person_id).telegram_id}\t{_gift_in_words(each.decision)}"
        for each in verdicts
    ]
    gifts = [each.decision.gift for each in verdicts if each.decision.gift is not None]
    worth = sum(gift.amount.minor for gift in gifts)
    points = sum(gift.points for gift in gifts)
    total = str(Money(worth, gifts[0].amount.currency)) if gifts else "nothing"
    return "\n".join([*lines, f"{len(verdicts)} people, {len(gifts)} gifts, worth {total} at most, {points} points."])


def _gift_in_words(decision: Decision) -> str:
    gift = decision.gift
    if gift is None:
        return f"nothing: {decision.reason}"
    if gift.kind is GiftKind.POINTS:
        return f"{gift.points} points"
    return f"{gift.kind} {gift.amount}" if gift.percent is None else f"coupon {gift.percent}%, up to {gift.amount}"
