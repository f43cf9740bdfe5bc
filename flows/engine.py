"""The conversation engine: declared steps, one question at a time, and the way back, out and to a person.

Not here: any question or any word of a conversation (one file each beside this one).

    start ──> ask ──> answer ──> ask … ──> done          at every step: back, cancel, a person
                ^        │                                side questions leave the step open; `ask` returns to it
                └─ no ───┘
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Protocol, runtime_checkable

from backend.errors import Refused
from backend.people import Role
from flows.conversation import Answer, Frame
from flows.events import Sent
from flows.screens import Button, Screen, button
from flows.turn import Turn
from flows.words import Words, words

RESUME_AFTER = timedelta(minutes=30)
"""After this silence a text is taken for a greeting and not for an answer: we ask whether to go on."""

FORGET_AFTER = timedelta(days=7)
"""After this silence the order is begun anew, with the answers that still hold."""


class Question(Protocol):
    """One thing a step asks. A refusal explains a wrong answer and changes nothing."""

    def prompt(self, turn: Turn) -> Screen:
        """The question with the buttons that answer it."""
        ...

    def read(self, turn: Turn, text: str) -> Answer:
        """The answer a text gives; raises Refused if it gives none."""
        ...

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The answer as it is to be kept; raises Refused if it does not hold (any more)."""
        ...


@runtime_checkable
class TakesFiles(Protocol):
    """A question that may also be answered with a photo or file."""

    def read_sent(self, turn: Turn, sent: Sent) -> Answer:
        """The answer a photo or file gives; raises Refused if it gives none."""
        ...


def _never(_: Turn) -> bool:
    return False


@dataclass(frozen=True)
class Ask:
    """A step: its question, and when it needs no asking. An answer that agrees to all the others goes with any.

    Where an order's number is an answer, typing one is no wish to see the order.
    """

    question: Question
    skip: Callable[[Turn], bool] = _never
    agrees_to_all: bool = False
    reads_numbers: bool = False


class Flow(ABC):
    """A conversation: its steps in the order they are declared, who may hold it, what is done with the answers.

    Step names are public: they stand in kept rows and in buttons that are already in chats. Whoever renames
    one raises `version` and says in `migrate` where a kept conversation goes on.
    """

    id: ClassVar[str]
    version: ClassVar[int]
    least: ClassVar[Role]
    steps: ClassVar[Mapping[str, Ask]]

    def __init_subclass__(cls, *, id: str, version: int, least: Role) -> None:
        super().__init_subclass__()
        cls.id = id
        cls.version = version
        cls.least = least
        cls.steps = {name: value for name, value in vars(cls).items() if isinstance(value, Ask)}

    @abstractmethod
    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Act on the answers, in the same transaction that ends the conversation."""

    def migrate(self, frame: Frame) -> Frame | None:
        """The kept frame of an older version as one of this version; None when it must begin anew."""
        return None


Flows = Mapping[str, Flow]


class Engine:
    """Moves conversations along; knows the flows by their ids."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows

    def start(self, turn: Turn, flow_id: str, **answers: Answer) -> None:
        """Begin a flow with what is known already; the same flow begun before gives way, another one is suspended."""
        former = [frame for frame in turn.conversation.frames if frame.flow == flow_id]
        if former:
            turn.conversation.frames = [frame for frame in turn.conversation.frames if frame is not former[-1]]
        self.start_beside(turn, flow_id, **answers)

    def start_beside(self, turn: Turn, flow_id: str, **answers: Answer) -> None:
        """Begin a flow; whatever was begun before, the same flow too, goes on when this run is over."""
        flow = self._flows[flow_id]
        frame = Frame(flow.id, flow.version, next(iter(flow.steps)), dict(answers))
        turn.conversation.frames.append(frame)
        self._advance(turn, frame, note=self._drop_what_no_longer_holds(turn, frame))

    def ask(self, turn: Turn, *, note: Words | None = None) -> None:
        """Put the open question after `note`; where an earlier answer no longer holds, say so and ask that one."""
        frame = self._open(turn)
        gone = self._drop_what_no_longer_holds(turn, frame)
        if gone is None:
            self._put(turn, frame, note=note)
        else:
            self._advance(turn, frame, note=gone)

    def hear(self, turn: Turn, text: str) -> None:
        """Take a text for the answer to the open question, or explain why it is none."""
        frame = self._open(turn)
        try:
            answer = self._step(frame).question.read(turn, text)
        except Refused as refusal:
            self.ask(turn, note=_explained(refusal))
        else:
            self._take(turn, frame, answer)

    def accepts(self, turn: Turn, text: str) -> bool:
        """Whether the text would answer the open question; nothing is changed."""
        try:
            self._step(self._open(turn)).question.read(turn, text)
        except Refused:
            return False
        return True

    def hear_sent(self, turn: Turn, sent: Sent) -> bool:
        """Take a photo or file for the answer to the open question; False if it is none that a file can answer."""
        frame = self._open(turn)
        question = self._step(frame).question
        if not isinstance(question, TakesFiles):
            return False
        try:
            answer = question.read_sent(turn, sent)
        except Refused as refusal:
            self.ask(turn, note=_explained(refusal))
        else:
            self._take(turn, frame, answer)
        return True

    def pick(self, turn: Turn, step: str, answer: Answer) -> None:
        """Take a tapped answer; a button of a step that has been left shows the open question."""
        frame = self._open(turn)
        if step != frame.step:
            turn.toast("tap-outdated")
            self.ask(turn)
            return
        try:
            checked = self._step(frame).question.check(turn, answer)
        except Refused as refusal:
            self.ask(turn, note=_explained(refusal))
        else:
            self._take(turn, frame, checked, is_checked=True)

    def back(self, turn: Turn) -> bool:
        """Return to the question answered before; False when the open one is the first."""
        frame = self._open(turn)
        if not frame.trail:
            return False
        frame.step = frame.trail.pop()
        frame.answers.pop(frame.step, None)
        self.ask(turn)
        return True

    def change(self, turn: Turn, step: str) -> None:
        """Ask an answered question again; the other answers stay as long as they hold."""
        frame = self._open(turn)
        if step not in self._flows[frame.flow].steps:
            raise LookupError(f"{frame.flow} has no step {step}")
        frame.trail.append(frame.step)
        frame.step = step
        self.ask(turn)

    def amend(
        self, turn: Turn, answers: Mapping[str, Answer], *, note: Words | None, forgetting: Collection[str] = ()
    ) -> None:
        """Put these answers in the place of the former ones, checked like any, and go on; `note` says that it was done.

        Where one is refused all stays as it was, with the reason. Answers to `forgetting` were to what is gone now;
        whoever agreed to the former ones agrees anew.
        """
        frame = self._open(turn)
        steps = self._flows[frame.flow].steps
        former = frame.answers
        gone = {*forgetting, *(name for name, step in steps.items() if step.agrees_to_all)}
        frame.answers = {name: answer for name, answer in former.items() if name not in gone}
        try:
            for name in [step for step in steps if step in answers]:
                frame.answers[name] = steps[name].question.check(turn, answers[name])
        except Refused as refusal:
            frame.answers = former
            self.ask(turn, note=_explained(refusal))
        else:
            self._advance(turn, frame, note=self._drop_what_no_longer_holds(turn, frame) or note)

    def leave(self, turn: Turn) -> None:
        """End the open run without acting; an interrupted one becomes the open one."""
        turn.conversation.frames.pop()

    def exchange(self, turn: Turn) -> None:
        """Go on with the run of the same flow that was suspended last; the open one waits in its place."""
        frames, opened = turn.conversation.frames, self._open(turn)
        at = [number for number, frame in enumerate(frames[:-1]) if frame.flow == opened.flow]
        if at:
            frames[at[-1]], frames[-1] = opened, frames[at[-1]]
        self.resume(turn)

    def is_open(self, turn: Turn) -> bool:
        """Whether a question is open."""
        return turn.conversation.open is not None

    def reads_numbers(self, turn: Turn) -> bool:
        """Whether a question is open to which an order's number is an answer."""
        frame = turn.conversation.open
        return frame is not None and self._step(frame).reads_numbers

    def mend(self, turn: Turn) -> bool:
        """Bring what older code kept up to this code; True when that meant asking anew, so the event is answered."""
        frame = turn.conversation.open
        if frame is None:
            return False
        flow = self._flows.get(frame.flow)
        if flow is None or not turn.person.role.reaches(flow.least):
            self.leave(turn)
            turn.show(_gone())
            return True
        if frame.version == flow.version and frame.step in flow.steps:
            return False
        return self._carry_over(turn, flow, frame)

    def resume(self, turn: Turn) -> None:
        """Go on at the open question with every answer that still holds; say so where something changed."""
        frame = self._open(turn)
        gone = self._drop_what_no_longer_holds(turn, frame)
        if turn.conversation.idle_for(turn.now) > FORGET_AFTER:
            gone = gone or words("conversation-long-ago")
        if frame.step in frame.answers or gone is not None:
            self._advance(turn, frame, note=gone)
        else:
            self._put(turn, frame)

    def resume_prompt(self, turn: Turn) -> Screen:
        """'You were choosing …: go on?'"""
        frame = self._open(turn)
        return Screen(
            words("resume-prompt", step=step_name(frame)),
            (
                (self.continue_button(turn),),
                (button("button-cancel", "conversation.cancel"), button("button-human", "human")),
            ),
        )

    def continue_button(self, turn: Turn) -> Button:
        """The way back to the open question from a screen beside it."""
        return button("resume-continue", "conversation.resume", {"step": step_name(self._open(turn))})

    def _take(self, turn: Turn, frame: Frame, answer: Answer, *, is_checked: bool = False) -> None:
        frame.answers[frame.step] = answer
        if frame.step not in frame.trail:
            frame.trail.append(frame.step)
        fresh = frame.step if is_checked else None
        self._advance(turn, frame, note=self._drop_what_no_longer_holds(turn, frame, but_for=fresh))

    def _advance(self, turn: Turn, frame: Frame, *, note: Words | None = None) -> None:
        """Ask the first step that has no answer and needs one; with none left, act."""
        flow = self._flows[frame.flow]
        passed: list[str] = []
        for name, step in flow.steps.items():
            if name not in frame.answers and not step.skip(turn):
                frame.step = name
                frame.trail = [answered for answered in frame.trail if answered in passed]
                self._put(turn, frame, note=note)
                return
            passed.append(name)
        turn.conversation.answered_at = turn.now
        turn.conversation.frames.remove(frame)
        flow.done(turn, frame.answers)

    def _put(self, turn: Turn, frame: Frame, *, note: Words | None = None) -> None:
        turn.conversation.answered_at = turn.now
        turn.conversation.is_talking = False
        prompt = self._step(frame).question.prompt(turn)
        turn.show(prompt.with_row(*_ways_out(frame)).below(note))

    def _drop_what_no_longer_holds(self, turn: Turn, frame: Frame, *, but_for: str | None = None) -> Words | None:
        """Forget the first answer that is refused by now and say why. `but_for` is a step that was just checked.

        Those after it may rest on it, so they are kept unseen and checked again once it is answered anew.
        """
        steps = self._flows[frame.flow].steps
        for name in [step for step in steps if step in frame.answers and step != but_for]:
            try:
                frame.answers[name] = steps[name].question.check(turn, frame.answers[name])
            except Refused as refusal:
                forgotten = {name, *(other for other, step in steps.items() if step.agrees_to_all)}
                frame.answers = {step: answer for step, answer in frame.answers.items() if step not in forgotten}
                frame.trail = [answered for answered in frame.trail if answered not in forgotten]
                return _explained(refusal)
        return None

    def _carry_over(self, turn: Turn, flow: Flow, frame: Frame) -> bool:
        moved = flow.migrate(frame)
        if moved is not None:
            turn.conversation.frames[-1] = moved
            return False
        known = {name: answer for name, answer in frame.answers.items() if name in flow.steps}
        anew = Frame(flow.id, flow.version, next(iter(flow.steps)), known)
        turn.conversation.frames[-1] = anew
        self._drop_what_no_longer_holds(turn, anew)
        self._advance(turn, anew, note=words("conversation-updated"))
        return True

    def _open(self, turn: Turn) -> Frame:
        frame = turn.conversation.open
        if frame is None:
            raise LookupError("no conversation is open")
        return frame

    def _step(self, frame: Frame) -> Ask:
        return self._flows[frame.flow].steps[frame.step]


def answer_button(key: str, step: str, answer: Answer, **label_args: object) -> Button:
    """A button that answers `step`."""
    return button(key, "conversation.answer", label_args, step=step, answer=answer)


def step_name(frame: Frame) -> Words:
    """What the open step is called, as in 'choosing the quantity'."""
    return words(f"step-{frame.flow}-{frame.step}")


def _explained(refusal: Refused) -> Words:
    return words(refusal.key, **refusal.arguments)


def _gone() -> Screen:
    """A conversation that is no longer to be had, or not by them; what it interrupted is the open one now."""
    return Screen(words("conversation-gone"), ((button("button-menu", "menu"), button("button-human", "human")),))


def _ways_out(frame: Frame) -> tuple[Button, ...]:
    back = (button("button-back", "conversation.back"),) if frame.trail else ()
    return (*back, button("button-cancel", "conversation.cancel"), button("button-human", "human"))
