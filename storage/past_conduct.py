"""Past conduct: what one person has lately ordered, left unpaid, had refunded and tried, counted in one statement.

Not here: what is made of it (backend.risk).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.database import Db, UtcDateTime


@dataclass(frozen=True)
class Conduct:
    """Counts of one person; `largest_minor` is the most they ever paid for an order of that currency."""

    ordered: int
    left_unpaid: int
    refunded: int
    tried: int
    largest_minor: int


_CONDUCT = sa.text(
    """
    select
        (select count(*) from orders where person_id = :person and placed_at > :an_hour_ago) as ordered,
        (select count(*) from orders where person_id = :person and placed_at > :a_day_ago
            and status in ('cancelled', 'expired')) as left_unpaid,
        (select count(*) from orders where person_id = :person and placed_at > :a_month_ago
            and status = 'refunded') as refunded,
        (select coalesce(max(count), 0) from redeem_tries where person_id = :person and began_at > :an_hour_ago)
            as tried,
        (select coalesce(max(total_minor), 0) from orders where person_id = :person and currency = :currency
            and status in ('paid', 'delivered', 'completed')) as largest_minor
    """
).bindparams(
    sa.bindparam("an_hour_ago", type_=UtcDateTime()),
    sa.bindparam("a_day_ago", type_=UtcDateTime()),
    sa.bindparam("a_month_ago", type_=UtcDateTime()),
)


def conduct_of(
    db: Db, person_id: int, *, currency: str, an_hour_ago: datetime, a_day_ago: datetime, a_month_ago: datetime
) -> Conduct:
    """What the person has done since then; orders by when they were placed, tries by when the first was made."""
    times = {"an_hour_ago": an_hour_ago, "a_day_ago": a_day_ago, "a_month_ago": a_month_ago}
    found = db.execute(_CONDUCT, {"person": person_id, "currency": currency, **times}).mappings().one()
    return Conduct(**found)
