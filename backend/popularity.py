"""Popularity: what sells, counted in pieces.

Not here: what it decides (flows.understanding.search), or the owner's report (backend.reports).
"""

from datetime import datetime, timedelta

from storage import reports
from storage.database import Db

LATELY = timedelta(days=30)


def pieces_sold_lately(db: Db, *, now: datetime) -> dict[str, int]:
    """How many pieces of each product were paid for in the last 30 days; products of which none was are left out."""
    return reports.pieces_paid(db, since=now - LATELY)
