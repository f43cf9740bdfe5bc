"""Invites: links that make whoever opens them first a member of the staff, once.

Not here: the link itself, of which only a hash is kept, or what the role may do (storage.people).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, one
from storage.people import Role


class InviteRow(Table):
    """One row an invite. It is spent once `used_by_id` is set; withdrawing one moves its `expires_at`."""

    __tablename__ = "invites"
    __table_args__ = (sa.CheckConstraint("(used_by_id is null) = (used_at is null)", name="used"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role] = mapped_column(choice(Role, name="role"))
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    used_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Invite:
    """An invite to a role, good until `expires_at` for one person."""

    id: int
    role: Role
    made_by_id: int
    expires_at: datetime
    used_by_id: int | None


def add(db: Db, *, token_hash: str, role: Role, made_by_id: int, expires_at: datetime, now: datetime) -> Invite:
    """Keep the invite."""
    added = sa.insert(InviteRow).values(
        token_hash=token_hash, role=role, made_by_id=made_by_id, made_at=now, expires_at=expires_at
    )
    return Invite(**db.execute(added.returning(*columns(InviteRow, Invite))).mappings().one())


def with_hash(db: Db, token_hash: str) -> Invite | None:
    """The invite whose link this is the hash of, spent or not."""
    return one(db, sa.select(*columns(InviteRow, Invite)).where(InviteRow.token_hash == token_hash), Invite)


def use(db: Db, invite_id: int, *, by_id: int, now: datetime) -> bool:
    """Spend the invite; False if somebody was quicker or its time is over."""
    usable = InviteRow.id == invite_id, InviteRow.used_by_id.is_(None), InviteRow.expires_at > now
    return db.execute(sa.update(InviteRow).where(*usable).values(used_by_id=by_id, used_at=now)).rowcount == 1


def withdraw_of(db: Db, made_by_id: int, *, now: datetime) -> None:
    """End every invite of this person's that nobody used yet."""
    unused = InviteRow.made_by_id == made_by_id, InviteRow.used_by_id.is_(None), InviteRow.expires_at > now
    db.execute(sa.update(InviteRow).where(*unused).values(expires_at=now))
