"""A conversation knows whether anything of it has changed since it was read."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from flows.conversation import Conversation, Frame
from storage.conversations import SavedConversation

NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)


def as_read() -> Conversation:
    suspended = [{"flow": "errand", "version": 1, "step": "where", "answers": {"what": "milk"}, "trail": ["what"]}]
    saved = SavedConversation(1, "picnic", 2, "when", {"who": "Ben"}, ["who"], suspended, False, 7, 3, NOW)
    return Conversation.as_saved(saved, 1, now=NOW)


def frame(conversation: Conversation) -> Frame:
    assert conversation.open is not None
    return conversation.open


def test_what_was_only_read_is_not_written() -> None:
    assert as_read().changed() is None


@pytest.mark.parametrize(
    "change",
    [
        lambda talk: frame(talk).answers.update(when="noon"),
        lambda talk: frame(talk).trail.append("when"),
        lambda talk: setattr(frame(talk), "step", "who"),
        lambda talk: talk.frames[0].answers.clear(),
        lambda talk: talk.frames.pop(),
        lambda talk: setattr(talk, "screen_id", 8),
    ],
    ids=["an answer", "the way back", "the step", "an answer of what was interrupted", "the end", "the screen"],
)
def test_each_change_makes_the_next_revision(change: Callable[[Conversation], object]) -> None:
    talk = as_read()

    change(talk)

    changed = talk.changed()
    assert changed is not None
    assert changed.revision == 4


def test_what_was_interrupted_is_kept_as_it_was_read() -> None:
    talk = as_read()
    frame(talk).answers["when"] = "noon"

    changed = talk.changed()

    assert changed is not None
    assert (changed.flow, changed.answers) == ("picnic", {"who": "Ben", "when": "noon"})
    assert changed.suspended == [
        {"flow": "errand", "version": 1, "step": "where", "answers": {"what": "milk"}, "trail": ["what"]}
    ]
