"""Broadcasts: the taps on their pages, and the timers that feed a running one to the outbox.

Not here: composing one (flows.broadcast), how the pages look, who is next (backend.broadcasts).

Feeding is a chain of timers: each firing queues as many messages as the outbox has room for and sets the next.
A timer knows the run it belongs to, so a pause ends the chain and a resumption begins another one.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from backend import broadcasts, people
from backend.broadcasts import Broadcast, BroadcastStatus
from backend.errors import BroadcastMoved
from backend.people import Role
from flows.engine import Engine
from flows.pages import broadcasts as pages
from flows.turn import Turn
from handlers.audience import open_to

FED_EVERY = timedelta(milliseconds=500)
"""Less than the ticker's second, so that each of its ticks finds the next timer due."""

REDRAWN_EVERY = 3
"""Every so many feedings, seconds apart, the progress is drawn anew: an edit costs as much as a message."""


@open_to(Role.ADMIN)
def broadcast_list(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show a page of the broadcasts."""
    turn.show(pages.broadcast_list(turn, page=args.get("page", 1)))


@open_to(Role.ADMIN)
def broadcast(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show one broadcast."""
    turn.show(pages.broadcast_page(turn, _the_broadcast(turn, args)))


@open_to(Role.ADMIN)
def compose(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to write one."""
    del args
    engine.start(turn, "broadcast")


@open_to(Role.ADMIN)
def schedule(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Ask when it is to start."""
    engine.start(turn, "broadcast-time", broadcast=_the_broadcast(turn, args).id)


@open_to(Role.ADMIN)
def preview(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send the real message, to whoever asks."""
    turn.notify(pages.message(turn, _the_broadcast(turn, args), turn.person))


@open_to(Role.ADMIN)
def ask_start(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask whether it is really to be sent to so many."""
    turn.show(pages.start_question(turn, _the_broadcast(turn, args)))


@open_to(Role.ADMIN)
def ask_cancel(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask whether it is really to be cancelled."""
    turn.show(pages.cancel_question(_the_broadcast(turn, args)))


@open_to(Role.ADMIN)
def start(turn: Turn, args: Mapping[str, Any]) -> None:
    """Start it, or go on after a pause."""
    if started := _move(turn, args, broadcasts.start):
        _feed_next(turn, started, feeding=0)


@open_to(Role.ADMIN)
def pause(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send no more of it until it is started again."""
    _move(turn, args, broadcasts.pause)


@open_to(Role.ADMIN)
def cancel(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send no more of it, ever."""
    _move(turn, args, broadcasts.cancel)


@open_to(Role.ADMIN)
def start_scheduled(turn: Turn, args: Mapping[str, Any]) -> None:
    """Start what was scheduled for now; do nothing if it was started or called off."""
    started = broadcasts.start_if_due(turn.db, args["broadcast"], now=turn.now)
    if started is not None:
        turn.refresh(pages.broadcast_page(turn, started))
        _feed_next(turn, started, feeding=0)


@open_to(Role.ADMIN)
def feed(turn: Turn, args: Mapping[str, Any]) -> None:
    """Queue the next messages of a running broadcast; do nothing if it was paused or is over."""
    running = _the_broadcast(turn, args)
    if running.status is not BroadcastStatus.RUNNING or running.run != args["run"]:
        return
    for recipient in broadcasts.next_recipients(turn.db, running):
        person = people.the_person(turn.db, recipient.person_id)
        screen_id = turn.tell_once(person, pages.message(turn, running, person))
        broadcasts.note_queued(turn.db, recipient, screen_id=screen_id)
    if done := broadcasts.finish_if_over(turn.db, running.id, now=turn.now):
        turn.refresh(pages.broadcast_page(turn, done))
        turn.notify(pages.ended(turn, done))
        return
    if args["feeding"] % REDRAWN_EVERY == 0:
        turn.refresh(pages.broadcast_page(turn, _the_broadcast(turn, args)))
    _feed_next(turn, running, feeding=args["feeding"] + 1)


def _the_broadcast(turn: Turn, args: Mapping[str, Any]) -> Broadcast:
    return broadcasts.the_broadcast(turn.db, args["broadcast"])


def _move(turn: Turn, args: Mapping[str, Any], act: Callable[..., Broadcast]) -> Broadcast | None:
    """Change its status and show its page; where another admin was quicker, say so over the present page."""
    try:
        moved = act(turn.db, args["broadcast"], by=turn.person.who, now=turn.now)
    except BroadcastMoved as refusal:
        turn.toast(refusal.key, **refusal.arguments)
        turn.show(pages.broadcast_page(turn, _the_broadcast(turn, args)))
        return None
    turn.update(pages.broadcast_page(turn, moved))
    return moved


def _feed_next(turn: Turn, running: Broadcast, *, feeding: int) -> None:
    """Have it fed again in the lane of whoever composed it, wherever it was started."""
    turn.set_timer(
        "broadcast-feed",
        f"broadcast:{running.id}:{running.run}:{feeding}",
        due_at=turn.now + FED_EVERY,
        lane_of=people.the_person(turn.db, running.created_by_id),
        broadcast=running.id,
        run=running.run,
        feeding=feeding,
    )
