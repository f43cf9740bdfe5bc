"""Teaching: sentences are counted and bounded, settled once, and what was learned is kept once, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from backend import teaching
from backend.teaching import Lesson
from storage.database import Db

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def said(db: Db, *texts: str) -> None:
    """Let these be said, a minute after each other."""
    for minute, text in enumerate(texts):
        teaching.note_unclear(db, text, now=NOW + timedelta(minutes=minute))


def waiting(db: Db) -> list[tuple[str, int]]:
    """What waits for a meaning, as staff see it."""
    shown = teaching.sentences(db, is_taught=False, page=1, per_page=9)
    return [(each.text, each.times) for each in shown.items]


def first(db: Db) -> int:
    """The number of the sentence that stands first."""
    return teaching.sentences(db, is_taught=False, page=1, per_page=1).items[0].id


def test_what_is_said_most_often_stands_first(db: Db) -> None:
    said(db, "a", "b", "c", "b")

    assert waiting(db) == [("b", 2), ("a", 1), ("c", 1)]


def test_the_newest_are_kept_and_so_is_what_was_settled(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teaching, "MOST_KEPT", 2)
    said(db, "settled")
    assert teaching.teach(db, first(db), intent="refund", by="admin:1", now=NOW)
    said(db, "a", "b", "a", "c")

    assert waiting(db) == [("a", 2), ("c", 1)]
    assert teaching.taught(db) == [("settled", "refund")]


def test_a_story_is_nothing_to_teach(db: Db) -> None:
    said(db, "x" * (teaching.LONGEST_CHARS + 1))

    assert waiting(db) == []


def test_a_sentence_is_settled_once_and_opened_once(db: Db) -> None:
    said(db, "a")
    number = first(db)

    assert teaching.teach(db, number, intent="refund", by="admin:1", now=NOW)
    assert not teaching.teach(db, number, intent="greeting", by="admin:2", now=NOW)
    assert teaching.taught(db) == [("a", "refund")]
    assert teaching.take_back(db, number, by="admin:2", now=NOW)
    assert not teaching.take_back(db, number, by="admin:2", now=NOW)
    assert teaching.teach(db, number, intent=None, by="admin:2", now=NOW)
    assert (teaching.taught(db), waiting(db)) == ([], [])


def test_the_same_lesson_twice_is_kept_once(db: Db) -> None:
    lesson = Lesson("digest", 3, 1, 2)
    for _ in range(2):
        teaching.keep(db, lesson, b"\x00weights\xff", base="ours", now=NOW)

    assert teaching.newest_lesson(db, base="ours") == lesson
    assert teaching.weights_of(db, lesson) == b"\x00weights\xff"
    assert teaching.is_any_taught(db)


def test_a_newer_lesson_takes_the_place_of_the_former(db: Db) -> None:
    former, newer = Lesson("1", 1, 0, 1), Lesson("2", 2, 0, 2)
    teaching.keep(db, former, b"1", base="ours", now=NOW)
    teaching.keep(db, newer, b"2", base="ours", now=NOW)

    assert teaching.newest_lesson(db, base="ours") == newer
    assert teaching.weights_of(db, former) is None


def test_what_was_learned_on_top_of_an_older_version_does_not_count(db: Db) -> None:
    assert not teaching.is_behind(db, base="ours")
    teaching.keep(db, Lesson("1", 1, 0, 1), b"1", base="theirs", now=NOW)

    assert teaching.newest_lesson(db, base="ours") is None
    assert teaching.is_behind(db, base="ours")
