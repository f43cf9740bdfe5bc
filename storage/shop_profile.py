"""The shop's profile: its name, what every visitor should know, and when people answer; one row.

Not here: reckoning with those hours (backend.opening_hours), or the shelves (storage.catalogue).
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, insert_or_ignore, one
from storage.revisions import kept, raise_number

_ONLY = 1


class ShopProfileRow(Table):
    """The one row there is. `opens` and `closes` are times of day in `time_zone`, as in 09:00."""

    __tablename__ = "shop_profile"
    __table_args__ = (sa.CheckConstraint(f"id = {_ONLY}", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[dict[str, str]] = mapped_column(sa.JSON())
    notice: Mapped[dict[str, str]] = mapped_column(sa.JSON())
    opens: Mapped[str]
    closes: Mapped[str]
    time_zone: Mapped[str]


@dataclass(frozen=True)
class ShopProfile:
    """What the shop is called in each language, and when people answer: from `opens` to `closes`, every day.

    Closing at or before the opening means on the next day, so that 18:00 to 02:00 is an evening and 00:00 to
    00:00 the whole day.
    """

    name: dict[str, str]
    notice: dict[str, str]
    opens: str
    closes: str
    time_zone: str


_PROFILE = sa.select(*columns(ShopProfileRow, ShopProfile)).where(ShopProfileRow.id == _ONLY)


def the_profile(db: Db) -> ShopProfile | None:
    """The profile; None as long as no catalogue file had one."""
    return kept(db, "shop profile", lambda: one(db, _PROFILE, ShopProfile))


def put(db: Db, profile: ShopProfile) -> None:
    """Keep this profile in place of the one before."""
    row = {name: getattr(profile, name) for name in ShopProfile.__dataclass_fields__}
    added = insert_or_ignore(db, ShopProfileRow).values(id=_ONLY, **row)
    raise_number(db)
    db.execute(added.on_conflict_do_update(index_elements=["id"], set_=row))
