"""Reconciling: sets each night's timer for each gateway that can be asked, in the lane of the first admin.

Not here: what happens then (handlers.admin.reconciliation). Setting a timer twice changes nothing, so it may be done
at any time and by any process.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.gateways.gateway import Gateway
from bot.reading import lane_of_chat
from storage import timers
from storage.database import Db
from storage.timers import Timer

AT = time(4, 10)
"""When the shop sleeps, by its own clock; late enough for gateways to have the day together."""

Plan = Callable[[Db, datetime], None]


def planned(gateways: Mapping[str, Gateway], *, admin_chats: Sequence[int], zone: ZoneInfo) -> Plan:
    """What sets the timers of the coming night; nothing, where there is no admin to tell."""
    names = [gateway.name for gateway in gateways.values() if gateway.gives_back]

    def plan(db: Db, now: datetime) -> None:
        if admin_chats:
            timers.set_timers(db, list(_timers(names, lane_of_chat(admin_chats[0]), zone, now)))

    return plan


def _timers(names: Iterable[str], lane: str, zone: ZoneInfo, now: datetime) -> Iterable[Timer]:
    """The day that ends at the coming midnight is looked at in the night after it."""
    ends = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(0), zone)
    begins = datetime.combine(now.astimezone(zone).date(), time(0), zone)
    due_at = datetime.combine(ends.date(), AT, zone)
    for name in names:
        args = {"gateway": name, "since": begins.isoformat(), "until": ends.isoformat()}
        yield Timer("reconcile", f"{name}:{begins.date()}", lane, due_at, args)
