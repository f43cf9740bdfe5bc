"""People: who the shop knows, by the chat platform's own number for them.

Not here: what they may do or pay (backend), or what they are talking about (storage.conversations).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, expect_rows, insert_or_ignore, many, one


class Tier(StrEnum):
    """Which of a product's prices a person pays."""

    RETAIL = "retail"
    SILVER = "silver"
    GOLD = "gold"


class Role(StrEnum):
    """What a person may do in the shop, from least to most; each may do what those before it may."""

    CUSTOMER = "customer"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"

    def reaches(self, least: "Role") -> bool:
        """Whether this role may do what `least` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(least)


class PersonRow(Table):
    """One row a person. `blocked_at` is since when they can't be written to, `frozen_at` since when they can't buy.

    `own_tier` is theirs whatever else gives them one; `tier` is whose prices they pay now (backend.tiers).
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    username: Mapped[str | None]
    language: Mapped[str]
    tier: Mapped[Tier] = mapped_column(choice(Tier, name="tier"))
    own_tier: Mapped[str] = mapped_column(server_default="retail")
    role: Mapped[Role] = mapped_column(choice(Role, name="role"))
    time_zone: Mapped[str | None]
    wants_follow_ups: Mapped[bool]
    wants_news: Mapped[bool]
    created_at: Mapped[datetime]
    blocked_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]
    freeze_reason: Mapped[str | None]
    is_trusted: Mapped[bool] = mapped_column(server_default=sa.false())
    verified_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Person:
    """Someone the shop knows. `blocked_at` is None as long as the shop can write to them.

    `time_zone` is an IANA name, or None where the shop's own is meant; `wants_news` is about broadcasts.
    `frozen_at` and why (storage.freezes) stand here as well, so that looking costs nothing; who `is_trusted` is frozen
    by no rule; `verified_at` is when they last proved which phone is theirs.
    """

    id: int
    telegram_id: int
    name: str
    username: str | None
    language: str
    tier: Tier
    role: Role
    time_zone: str | None
    wants_follow_ups: bool
    wants_news: bool
    created_at: datetime
    blocked_at: datetime | None
    frozen_at: datetime | None = None
    freeze_reason: str | None = None
    is_trusted: bool = False
    verified_at: datetime | None = None

    @property
    def who(self) -> str:
        """How the audit trail names them."""
        return f"{self.role}:{self.id}"


_PEOPLE = sa.select(*columns(PersonRow, Person))
_WITH_TELEGRAM_ID = _PEOPLE.where(PersonRow.telegram_id == sa.bindparam("the_telegram_id"))
_WITH_TELEGRAM_IDS = _PEOPLE.where(PersonRow.telegram_id.in_(sa.bindparam("the_telegram_ids", expanding=True)))
_WITH_ID = _PEOPLE.where(PersonRow.id == sa.bindparam("the_id"))


def with_telegram_id(db: Db, telegram_id: int) -> Person | None:
    """The person with this number of the chat platform."""
    return one(db, _WITH_TELEGRAM_ID, Person, {"the_telegram_id": telegram_id})


def with_telegram_ids(db: Db, telegram_ids: Collection[int]) -> dict[int, Person]:
    """The people with these numbers of the chat platform, by number; who isn't known is missing."""
    if not telegram_ids:
        return {}
    found = many(db, _WITH_TELEGRAM_IDS, Person, {"the_telegram_ids": list(telegram_ids)})
    return {person.telegram_id: person for person in found}


def with_id(db: Db, person_id: int) -> Person | None:
    """The person with our own number."""
    return one(db, _WITH_ID, Person, {"the_id": person_id})


def add_or_rename(db: Db, *, telegram_id: int, name: str, username: str | None, language: str, now: datetime) -> Person:
    """Add the person, or give one who is known already their present name, reachable again."""
    added = insert_or_ignore(db, PersonRow).values(
        telegram_id=telegram_id,
        name=name,
        username=username,
        language=language,
        tier=Tier.RETAIL,
        role=Role.CUSTOMER,
        wants_follow_ups=True,
        wants_news=True,
        created_at=now,
    )
    renamed = added.on_conflict_do_update(
        index_elements=[PersonRow.telegram_id], set_={"name": name, "username": username, "blocked_at": None}
    )
    return Person(**db.execute(renamed.returning(*columns(PersonRow, Person))).mappings().one())


def set_language(db: Db, person_id: int, language: str) -> None:
    """Remember the language the person wants to be spoken to in."""
    expect_rows(db.execute(_of(person_id).values(language=language)), 1)


def set_own_tier(db: Db, person_id: int, tier: Tier) -> None:
    """Give the person a tier of their own; which prices they pay is another matter (`set_present_tier`)."""
    expect_rows(db.execute(_of(person_id).values(own_tier=tier)), 1)


def lock_own_tier(db: Db, person_id: int) -> Tier:
    """The tier that is the person's own; others who would change which prices they pay wait.

    Rows that only name the person don't: two that add the same one would else wait for each other.
    """
    own = sa.select(PersonRow.own_tier).where(PersonRow.id == person_id).with_for_update(key_share=True)
    return Tier(db.execute(own).scalar_one())


def set_present_tier(db: Db, person_id: int, tier: Tier) -> None:
    """Let the person pay the prices of a tier that something other than their own gives them, or no longer does."""
    expect_rows(db.execute(_of(person_id).values(tier=tier)), 1)


def set_role(db: Db, person_id: int, role: Role, *, was: Role) -> None:
    """Give the person another role. Raises WrongRowCount if theirs is no longer `was`."""
    changed = sa.update(PersonRow).where(PersonRow.id == person_id, PersonRow.role == was)
    expect_rows(db.execute(changed.values(role=role)), 1)


def with_roles(db: Db, roles: Sequence[Role]) -> list[Person]:
    """Everybody who has one of these roles, in the order they were met."""
    found = sa.select(*columns(PersonRow, Person)).where(PersonRow.role.in_(roles))
    return many(db, found.order_by(PersonRow.id), Person)


def called(db: Db, text: str, *, most: int) -> list[int]:
    """Our numbers of the people whose name or username has this in it, in any case, the newest first."""
    is_called = PersonRow.name.icontains(text, autoescape=True) | PersonRow.username.icontains(text, autoescape=True)
    return list(db.scalars(sa.select(PersonRow.id).where(is_called).order_by(PersonRow.id.desc()).limit(most)))


def set_time_zone(db: Db, person_id: int, time_zone: str | None) -> None:
    """Remember the person's time zone; None for the shop's."""
    expect_rows(db.execute(_of(person_id).values(time_zone=time_zone)), 1)


def set_wants_follow_ups(db: Db, person_id: int, *, wants: bool) -> None:
    """Remember whether the person wants to be asked and reminded."""
    expect_rows(db.execute(_of(person_id).values(wants_follow_ups=wants)), 1)


def set_wants_news(db: Db, person_id: int, *, wants: bool) -> None:
    """Remember whether the person wants to hear the shop's news."""
    expect_rows(db.execute(_of(person_id).values(wants_news=wants)), 1)


def freeze(db: Db, person_id: int, *, reason: str, now: datetime) -> bool:
    """Let the person buy nothing from now on; False if that is so already.

    What they do at this moment, and refers to them, is waited for.
    """
    db.execute(sa.select(PersonRow.id).where(PersonRow.id == person_id).with_for_update())
    frozen = _of(person_id).where(PersonRow.frozen_at.is_(None)).values(frozen_at=now, freeze_reason=reason)
    return db.execute(frozen).rowcount == 1


def thaw(db: Db, person_id: int) -> bool:
    """Let the person buy again; False if they may."""
    thawed = _of(person_id).where(PersonRow.frozen_at.is_not(None)).values(frozen_at=None, freeze_reason=None)
    return db.execute(thawed).rowcount == 1


def set_trusted(db: Db, person_id: int, *, is_trusted: bool) -> bool:
    """Let no rule freeze the person, or let rules do so again; False if that is so already."""
    changed = _of(person_id).where(PersonRow.is_trusted.is_not(is_trusted)).values(is_trusted=is_trusted)
    return db.execute(changed).rowcount == 1


def set_verified(db: Db, person_id: int, *, at: datetime | None) -> None:
    """Remember when the person proved which phone is theirs; None for that they have none any more."""
    expect_rows(db.execute(_of(person_id).values(verified_at=at)), 1)


def note_blocked(db: Db, telegram_id: int, *, now: datetime) -> None:
    """Remember since when the person can't be written to, if there is such a person."""
    reachable = PersonRow.telegram_id == telegram_id, PersonRow.blocked_at.is_(None)
    db.execute(sa.update(PersonRow).where(*reachable).values(blocked_at=now))


def _of(person_id: int) -> sa.Update:
    return sa.update(PersonRow).where(PersonRow.id == person_id)
