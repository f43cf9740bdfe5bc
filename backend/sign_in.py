"""Signing in to the console: one-time links made by the bot, and the sessions they begin.

Not here: the pages (console), or the cookie itself. Tokens and cookies are kept as hashes; both are long and
random, so a plain hash can't be turned back.
"""

import base64
import hashlib
from datetime import datetime, timedelta

from backend import people
from backend.errors import ConsoleLinkSpent, NotAllowed
from backend.people import Person, Role
from storage import audit_trail, console_logins, console_sessions
from storage.database import Db
from storage.secrets import Secret

LINK_MINUTES = 10
SESSION_HOURS = 12
LEAST_ROLE = Role.AGENT

_TOKEN_BYTES = 24


def make_token(db: Db, person: Person, *, event_id: int, key: bytes, now: datetime) -> Secret:
    """Make what a link must carry for the person to sign in once, within ten minutes.

    The same event makes the same token however often it is tried, and nobody without `key` can make one.
    """
    seed = f"{event_id}:{person.id}".encode()
    raw = hashlib.blake2b(seed, key=key, digest_size=_TOKEN_BYTES, person=b"console login").digest()
    token = base64.urlsafe_b64encode(raw).decode()
    expires_at = now + timedelta(minutes=LINK_MINUTES)
    console_logins.add(db, person_id=person.id, token_hash=_hash(token), expires_at=expires_at, now=now)
    return Secret(token)


def sign_in(db: Db, token: str, *, cookie: Secret, now: datetime) -> Person:
    """Use the link up and let whoever has `cookie` be its person. Raises ConsoleLinkSpent or NotAllowed."""
    login = console_logins.use(db, _hash(token), now=now)
    if login is None:
        raise ConsoleLinkSpent()
    person = people.the_person(db, login.person_id)
    if not person.role.reaches(LEAST_ROLE):
        raise NotAllowed()
    expires_at = now + timedelta(hours=SESSION_HOURS)
    console_sessions.begin(
        db,
        login_id=login.id,
        person_id=person.id,
        cookie_hash=_hash(cookie.reveal()),
        expires_at=expires_at,
        now=now,
    )
    audit_trail.record(db, subject=f"person:{person.id}", what="signed-in-to-console", by=person.who, why="", now=now)
    return person


def signed_in(db: Db, cookie: str, *, now: datetime) -> Person | None:
    """Who has this cookie, as they are now; None once the session is over or they are no longer staff."""
    person_id = console_sessions.person_id_of(db, _hash(cookie), now=now)
    if person_id is None:
        return None
    person = people.the_person(db, person_id)
    return person if person.role.reaches(LEAST_ROLE) else None


def sign_out(db: Db, cookie: str, *, now: datetime) -> None:
    """End the session of this cookie."""
    console_sessions.end(db, _hash(cookie), now=now)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
