"""Acts: what somebody does in the console, stored as an event of the bot's inbox and answered there.

Not here: what an act does (handlers) — the console itself changes nothing of the shop. An act has a key made in
the browser, so one that is sent twice over a broken line is done once.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend import sign_in, staff
from console.session import Session
from flows.words import Words, from_json
from storage import console_acts, inbox
from storage.database import Db
from storage.inbox import Arrival

_KEY = re.compile(r"[A-Za-z0-9-]{16,64}")


class SignedOut(Exception):
    """Whoever acts is no longer signed in, or no longer staff."""


class BadKey(Exception):
    """A browser sent a key that none of our pages makes."""


@dataclass(frozen=True)
class Answer:
    """What became of an act: done, or refused in these words."""

    refusal: Words | None


async def hand_in(session: Session, action: str, args: Mapping[str, Any], *, key: str) -> str:
    """Store the act, once for each key, and return the name to ask for its answer by. Raises SignedOut."""
    if not _KEY.fullmatch(key):
        raise BadKey(key[:64])
    storing = session.desk.database.write(lambda db: _store(db, session, action, args, key))
    return await asyncio.wrap_future(storing)


def answer_to(db: Db, name: str) -> Answer | None:
    """What became of the act; None while it waits for the bot."""
    answered = console_acts.answer_to(db, name)
    if answered is None:
        return None
    return Answer(None if answered.refusal is None else from_json(answered.refusal))


def _store(db: Db, session: Session, action: str, args: Mapping[str, Any], key: str) -> str:
    now = session.desk.clock.now()
    person = sign_in.signed_in(db, session.cookie, now=now)
    if person is None:
        raise SignedOut
    name = f"{person.id}:{key}"  # one person's keys can't stand in the way of another's
    payload = json.dumps({"action": action, "args": dict(args), "by": person.telegram_id}, ensure_ascii=False)
    lane = f"chat:{staff.staff_group(db) or person.telegram_id}"
    inbox.store(db, [Arrival(console_acts.SOURCE, name, lane, payload)], now=now)
    return name
