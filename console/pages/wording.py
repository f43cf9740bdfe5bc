"""Wording: lengths of time, moments and messages, as the pages write them.

Not here: any sentence (locales/*/console.ftl).
"""

from datetime import datetime, timedelta

from backend.tickets import Message, Side
from console.session import Session
from flows.pages.crossing import read_words
from flows.words import Words, words

MINUTES_OF_A_DAY = 24 * 60


def length(passed: timedelta) -> Words:
    """A length of time, in the one or two units that matter."""
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 60:
        return words("console-minutes", minutes=minutes)
    if minutes < MINUTES_OF_A_DAY:
        return words("console-hours", hours=minutes // 60, minutes=minutes % 60)
    return words("console-days", days=minutes // MINUTES_OF_A_DAY)


def hour(session: Session, moment: datetime) -> str:
    """The time of day, in the shop's zone."""
    return moment.astimezone(session.desk.time_zone).strftime("%H:%M")


def moment(session: Session, at: datetime) -> str:
    """Day and time, in the shop's zone."""
    return session.says("console-moment", at=at)


def text_of(session: Session, message: Message) -> str:
    """What a message says; what the shop itself noted is said in the session's language."""
    return session.tells(read_words(message.text)) if message.side is Side.SHOP else message.text


def matter_or_text(session: Session, message: Message) -> str:
    """What a message says on one line; what it carries, if it carries something."""
    if message.matter is None:
        return text_of(session, message)
    return f"[{session.says('console-matter', matter=message.matter)}] {message.text}".strip()
