"""A person's conversation while a turn works on it: the open question, the answers, what was interrupted.

Not here: how it moves on (flows.engine) or how it is kept (storage.conversations).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from storage import conversations
from storage.conversations import SavedConversation
from storage.database import Db

Answer = str | int | list[str] | None
"""What a step's answer may be: plain JSON, so that a row can be read and mended by a person."""


@dataclass
class Frame:
    """One run of a flow: where it is, what was answered, and the way back."""

    flow: str
    version: int
    step: str
    answers: dict[str, Answer] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """How it stands now, as plain JSON values; an answer is never changed, only given anew."""
        return {**vars(self), "answers": dict(self.answers), "trail": list(self.trail)}


class Conversation:
    """The frames of one person, the open one last. Changes are kept by `keep`, over the revision that was read.

    While `is_talking`, what the person writes is for whoever serves them and answers no question.
    """

    def __init__(
        self,
        person_id: int,
        frames: list[Frame],
        *,
        is_talking: bool,
        screen_id: int | None,
        revision: int,
        answered_at: datetime,
    ) -> None:
        self.person_id = person_id
        self.frames = frames
        self.is_talking = is_talking
        self.screen_id = screen_id
        self.answered_at = answered_at
        self._revision = revision
        self._as_read = self._state()

    @classmethod
    def of(cls, db: Db, person_id: int, *, now: datetime) -> "Conversation":
        """The person's conversation as it is kept, or a new one without an open question."""
        return cls.as_saved(conversations.conversation_of(db, person_id), person_id, now=now)

    @classmethod
    def as_saved(cls, saved: SavedConversation | None, person_id: int, *, now: datetime) -> "Conversation":
        """The conversation that was kept so; None for who never had one."""
        if saved is None:
            return cls(person_id, [], is_talking=False, screen_id=None, revision=0, answered_at=now)
        frames = [Frame(**frame) for frame in saved.suspended]
        if saved.flow is not None and saved.version is not None and saved.step is not None:
            frames.append(Frame(saved.flow, saved.version, saved.step, saved.answers, saved.trail))
        return cls(
            person_id,
            frames,
            is_talking=saved.is_talking,
            screen_id=saved.screen_id,
            revision=saved.revision,
            answered_at=saved.answered_at,
        )

    @property
    def open(self) -> Frame | None:
        """The run whose question is open; None between conversations."""
        return self.frames[-1] if self.frames else None

    def idle_for(self, now: datetime) -> timedelta:
        """How long ago the last answer was given or question asked."""
        return now - self.answered_at

    def keep(self, db: Db) -> None:
        """Write the next revision if anything changed; raises WrongRowCount if another turn was quicker."""
        if (changed := self.changed()) is not None:
            conversations.keep_conversation(db, changed)

    def changed(self) -> SavedConversation | None:
        """The next revision; None if nothing changed."""
        if self._state() == self._as_read:
            return None
        top = self.open
        return SavedConversation(
            person_id=self.person_id,
            flow=top.flow if top else None,
            version=top.version if top else None,
            step=top.step if top else None,
            answers=dict(top.answers) if top else {},
            trail=list(top.trail) if top else [],
            suspended=[frame.as_json() for frame in self.frames[:-1]],
            is_talking=self.is_talking,
            screen_id=self.screen_id,
            revision=self._revision + 1,
            answered_at=self.answered_at,
        )

    def _state(self) -> dict[str, Any]:
        return {
            "frames": [frame.as_json() for frame in self.frames],
            "is_talking": self.is_talking,
            "screen_id": self.screen_id,
            "answered_at": self.answered_at,
        }
