"""Failpoints: named places at which a rehearsal may kill, freeze or fail the process, to see what is left of its work.

Not here: what is rehearsed with them (bot.chaos). Unless they are armed, a point costs one look at a variable.
They are named in XIAOER_FAILPOINTS as in "order.added=kill,call.made=kill@3" (the third time), or written into a file
while the bot runs.
"""

import os
import signal
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SETTING = "XIAOER_FAILPOINTS"
FILE_SETTING = "XIAOER_FAILPOINTS_FILE"
"""Names a file that may hold such traps at any moment; it is deleted by the first of them that is reached."""

LIST_SETTING = "XIAOER_FAILPOINTS_SEEN"
"""Names a file to which every point that is reached is added, a line each."""

REHEARSAL_SETTING = "XIAOER_REHEARSAL"
"""Must be 1, so that no shop is ever killed by a variable that was forgotten."""

NOTHING = "nothing of the turn"
COMMITTED = "all of it"

POINTS: Mapping[str, str] = {
    # the way in
    "updates.fetched": "nothing; the platform still has the updates",
    "updates.stored": "the updates, which the platform still has as well",
    "update.posted": "the update, which the platform will post again",
    "callback.believed": "nothing; the gateway will tell again",
    "callback.stored": "the callback, which the gateway takes for untold",
    "timers.firing": "nothing; the timers are due",
    "timers.fired": "the timers' events, whose lanes sleep",
    # a turn, from its event to its commit
    "turn.read": NOTHING,
    "turn.answered": NOTHING,
    "turn.finished": NOTHING,
    "turn.committed": "the turn, whose calls nobody is sent to make",
    "turn.failed": "nothing of the turn, nor that it failed",
    "closing.begun": NOTHING,
    "closing.posted": NOTHING,
    "closing.timed": NOTHING,
    "commit.asked": "nothing of the group",
    "commit.made": "the whole group, nobody was told",
    # the way out
    "call.allowed": "the call, unclaimed",
    "call.claimed": "the claim",
    "call.made": "the claim; the platform has acted",
    "call.settled": "what became of the call",
    "claims.taken-over": "the dead process's calls are in doubt",
    "topic.made": "the topic at the platform, unknown to us",
    "topic.noted": "the topic, and that we know it",
    "file.fetched": "the claim of the fetch",
    # slow work
    "job.deferred": NOTHING,
    "job.taken": "that this worker has the job",
    "job.done": "that this worker has the job",
    "job.noted": "the job's outcome, whose lane sleeps",
    # behind everybody
    "seal.put-on": "nothing; the rows are sealed the next time",
    # the shop's own work, inside a turn
    "person.met": NOTHING,
    "order.wanted": NOTHING,
    "order.added": NOTHING,
    "order.held": NOTHING,
    "order.released": NOTHING,
    "order.let-go": NOTHING,
    "place.taken": NOTHING,
    "place.offered": "nothing; the next tick offers the same",
    "place.served": NOTHING,
    "order.moving": NOTHING,
    "order.moved": NOTHING,
    "promise.made": NOTHING,
    "promise.kept": NOTHING,
    "promise.broken": "nothing; the next look finds the same",
    "payment.opened": NOTHING,
    "payment.approved": "nothing; the platform asks no more",
    "payment.taken": NOTHING,
    "payment.posted": NOTHING,
    "notice.kept": NOTHING,
    "notice.settled": NOTHING,
    "payment.captured": NOTHING,
    "payment.credited": NOTHING,
    "refund.settled": NOTHING,
    "refund.posted": NOTHING,
    "refund.asked": "the refund; the gateway was not asked",
    "refund.answered": "that the gateway is asked; it has acted",
    "refund.noted": "that the gateway is asked; it has acted",
    "difference.kept": NOTHING,
    "difference.settled": NOTHING,
    "books.compared": NOTHING,
    "ledger.added": NOTHING,
    "ledger.posted": NOTHING,
    "cards.sold": NOTHING,
    "cards.put-back": NOTHING,
    "cards.written-off": NOTHING,
    "purchase.intended": NOTHING,
    "purchase.asked": "nothing; the supplier was not asked",
    "purchase.answered": "that the supplier is asked; it has acted",
    "purchase.taken-in": NOTHING,
    "purchase.settled": NOTHING,
    "delivery.added": NOTHING,
    "reissue.wanted": NOTHING,
    "reissue.given": NOTHING,
    "codes.revealed": NOTHING,
    "coupon.given": NOTHING,
    "coupon.reserved": NOTHING,
    "coupon.used": NOTHING,
    "coupon.given-back": NOTHING,
    "campaign.begun": NOTHING,
    "campaign.counted": NOTHING,
    "codes.made": NOTHING,
    "code.redeemed": NOTHING,
    "points.earned": NOTHING,
    "points.taken": NOTHING,
    "membership.granted": NOTHING,
    "membership.ended": NOTHING,
    "grant.added": NOTHING,
    "grant.counted": NOTHING,
    "grant.given": NOTHING,
    "incident.granting": NOTHING,
    "incident.granted": NOTHING,
    "ticket.opened": NOTHING,
    "ticket.claimed": NOTHING,
    "ticket.offered": NOTHING,
    "ticket.accepted": NOTHING,
    "ticket.said": NOTHING,
    "ticket.copied": NOTHING,
    "ticket.resolved": NOTHING,
    "ticket.reopened": NOTHING,
    "rating.given": NOTHING,
    "follow-up.noted": NOTHING,
    "broadcast.composed": NOTHING,
    "broadcast.moved": NOTHING,
    "broadcast.enlisted": NOTHING,
    "broadcast.queued": NOTHING,
    "maintenance.planned": NOTHING,
    "maintenance.moved": NOTHING,
    "maintenance.told": NOTHING,
    "stock-file.kept": NOTHING,
    "stock-file.part-taken": NOTHING,
    "stock-file.part-loaded": NOTHING,
    "product.switched": NOTHING,
    "price.set": NOTHING,
    "product.announced": NOTHING,
    "price-rules.set": NOTHING,
    "bulk.kept": NOTHING,
    "bulk.checked": "the file, unchecked",
    "bulk.row-bought": "the rows of the commits before",
    "bulk.counted": "the rows of the commits before",
    "bulk.moved": NOTHING,
    "licence.kept": NOTHING,
    "licence.moved": NOTHING,
    "invite.made": NOTHING,
    "invite.used": NOTHING,
    "person.appointed": NOTHING,
    "person.freezing": NOTHING,
    "person.thawing": NOTHING,
    "phone.kept": NOTHING,
    # the start
    "migration.asked": "the database as it was",
    "migration.made": "nothing of the new version",
    "shop.opened": "the new version",
}
"""Every point, and what is durable by the time it is reached."""


class Action(StrEnum):
    """What happens at a point."""

    KILL = "kill"
    FREEZE = "freeze"
    RAISE = "raise"


class Injected(Exception):
    """A rehearsal made this fail."""


class BadFailpoints(Exception):
    """What the environment says of failpoints can't be right; the message says why, in one sentence."""


@dataclass(frozen=True)
class Trap:
    """What happens at a point, and the how-manieth time it is reached."""

    action: Action
    at: int = 1


class _Armed:
    """The traps that are set, and how often each point was reached so far."""

    def __init__(self, traps: Mapping[str, Trap], *, file: str, seen: str) -> None:
        self._traps = traps
        self._file = Path(file) if file else None
        self._seen = Path(seen) if seen else None
        self._times: Counter[str] = Counter()
        self._counting = threading.Lock()

    def reached(self, point: str) -> None:
        with self._counting:
            self._times[point] += 1
            if self._seen is not None:
                with self._seen.open("a", encoding="utf-8") as seen:
                    seen.write(f"{point}\n")
            trap = self._traps.get(point)
            is_due = trap is not None and trap.at == self._times[point]
            trap = trap if is_due else self._spring(point)
        if trap is not None:
            _act(trap.action, point)

    def _spring(self, point: str) -> Trap | None:
        """The trap that the file has for this point; it works once, whoever reaches it."""
        if self._file is None:
            return None
        try:
            trap = read(self._file.read_text(encoding="utf-8")).get(point)
            if trap is not None:
                self._file.unlink()
        except FileNotFoundError:
            return None
        return trap


_armed: _Armed | None = None


def reached(point: str) -> None:
    """Say that the process is at this point; ends it there if a rehearsal has asked for that."""
    if _armed is not None:
        _armed.reached(point)


def arm(environment: Mapping[str, str]) -> None:
    """Set the traps that the environment names, if any. Raises BadFailpoints, also outside of a rehearsal."""
    global _armed
    script, file, seen = (environment.get(name, "") for name in (SETTING, FILE_SETTING, LIST_SETTING))
    if not (script or file or seen):
        _armed = None
        return
    if environment.get(REHEARSAL_SETTING) != "1":
        raise BadFailpoints(f"{SETTING} makes the bot fail on purpose: remove it, it is for rehearsals only.")
    _armed = _Armed(read(script), file=file, seen=seen)


def read(script: str) -> dict[str, Trap]:
    """The traps of a script. Raises BadFailpoints."""
    traps = {}
    for part in filter(None, script.split(",")):
        point, _, what = part.strip().partition("=")
        action, _, at = what.partition("@")
        if point not in POINTS or action not in list(Action) or not (at or "1").isdecimal():
            raise BadFailpoints(f"{SETTING} has {part!r}: it must be a known point, as in order.added=kill@2.")
        traps[point] = Trap(Action(action), int(at or 1))
    return traps


def _act(action: Action, point: str) -> None:
    match action:
        case Action.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        case Action.FREEZE:
            os.kill(os.getpid(), signal.SIGSTOP)
        case Action.RAISE:
            raise Injected(point)
