"""Teaching: what was not understood is kept, staff say what it means, and what is learned from it is kept as well.

Not here: understanding (flows.understanding), or the learning itself (bot.understanding.schooling).
"""

from datetime import datetime

from backend import pages
from backend.pages import Page
from storage import audit_trail, learned_weights
from storage import unclear_sentences as rows
from storage.database import Db
from storage.learned_weights import Lesson as Lesson
from storage.unclear_sentences import UnclearSentence as UnclearSentence

MOST_KEPT = 500
"""Of sentences that nobody has settled; who looks at them sees the most frequent first."""

LONGEST_CHARS = 160
"""What is longer is a story, and said by nobody else."""


def note_unclear(db: Db, text: str, *, now: datetime) -> None:
    """Count a sentence that was not understood. It must be redacted: it does not say whose it was, and stays."""
    if len(text) <= LONGEST_CHARS:
        rows.note(db, text, most=MOST_KEPT, now=now)


def sentences(db: Db, *, is_taught: bool, page: int, per_page: int) -> Page[UnclearSentence]:
    """One page of those that have a meaning, or that wait for one, the most frequent first."""
    return pages.turn_to(
        page,
        per_page=per_page,
        total=rows.count(db, is_taught=is_taught),
        items=lambda offset: rows.most_frequent(db, is_taught=is_taught, offset=offset, most=per_page),
    )


def count(db: Db, *, is_taught: bool) -> int:
    """How many have a meaning, or wait for one."""
    return rows.count(db, is_taught=is_taught)


def sentence(db: Db, sentence_id: int) -> UnclearSentence | None:
    """The sentence of this number; None if newer ones have taken its place."""
    return rows.with_id(db, sentence_id)


def teach(db: Db, sentence_id: int, *, intent: str | None, by: str, now: datetime) -> bool:
    """Say what the sentence means, or leave it out; False if somebody else was quicker."""
    if not rows.settle(db, sentence_id, intent=intent, by=by, now=now):
        return False
    _record(db, sentence_id, "left out" if intent is None else "taught", by=by, why=intent or "", now=now)
    return True


def take_back(db: Db, sentence_id: int, *, by: str, now: datetime) -> bool:
    """Let the sentence wait for a meaning once more; False if it does already."""
    if not rows.reopen(db, sentence_id):
        return False
    _record(db, sentence_id, "taken back", by=by, why="", now=now)
    return True


def taught(db: Db) -> list[tuple[str, str]]:
    """Every sentence that has a meaning, with it."""
    return rows.taught(db)


def is_any_taught(db: Db) -> bool:
    """Whether there is anything to learn, or to learn no more."""
    return rows.count(db, is_taught=True) > 0 or learned_weights.is_any(db)


def keep(db: Db, lesson: Lesson, weights: bytes, *, base: str, now: datetime) -> None:
    """Have every running bot understand with these weights; the same lesson once more changes nothing."""
    learned_weights.keep(db, lesson, weights, base=base, now=now)


def newest_lesson(db: Db, *, base: str) -> Lesson | None:
    """What was learned last on top of these weights."""
    return learned_weights.newest(db, base=base)


def is_behind(db: Db, *, base: str) -> bool:
    """Whether something was learned, but on top of other weights than these: those of an older version."""
    return learned_weights.is_any(db) and learned_weights.newest(db, base=base) is None


def weights_of(db: Db, lesson: Lesson) -> bytes | None:
    """The weights that came of it; None if newer ones have taken their place."""
    return learned_weights.weights_of(db, lesson.digest)


def _record(db: Db, sentence_id: int, what: str, *, by: str, why: str, now: datetime) -> None:
    audit_trail.record(db, subject=f"sentence:{sentence_id}", what=what, by=by, why=why, now=now)
