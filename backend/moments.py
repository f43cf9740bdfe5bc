"""Moments: what people type for a day and a time, in the shop's zone.

Not here: telling them one (bot.voice).
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.errors import MomentPassed, NotAMoment

_TYPED = re.compile(r"(?:(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})[ T]+)?(\d{1,2}):(\d{2})")


def read_moment(text: str, *, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment a text names, in UTC: `20:00` is the next time it is that late, `12-24 20:00` the next such day.

    Raises NotAMoment, or MomentPassed for a day whose year is named and over.
    """
    typed = _TYPED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if typed is None:
        raise NotAMoment
    year, month, day, hour, minute = (None if part is None else int(part) for part in typed.groups())
    here = now.astimezone(zone)
    try:
        moment = here.replace(
            year=year or here.year,
            month=month or here.month,
            day=day or here.day,
            hour=hour or 0,
            minute=minute or 0,
            second=0,
            microsecond=0,
        )
        if moment <= here and month is None:
            moment += timedelta(days=1)
        if moment <= here and year is None:
            moment = moment.replace(year=moment.year + 1)
    except ValueError:  # the 30th of February
        raise NotAMoment from None
    return still_to_come(moment.astimezone(UTC), now=now)


def still_to_come(moment: datetime, *, now: datetime) -> datetime:
    """The moment itself. Raises MomentPassed if it is over."""
    if moment <= now:
        raise MomentPassed
    return moment
