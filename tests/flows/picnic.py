"""A made-up conversation to try the engine with: a picnic, its guests, a cake that must do for all of them.

Not here: what is tried (test_engine, test_versions). Each act is a turn of its own, kept and read again.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from backend import people
from backend.errors import Refused
from backend.people import Role
from flows.conversation import Answer, Conversation, Frame
from flows.engine import Ask, Engine, Flow, answer_button
from flows.events import Event, Said
from flows.screens import Screen
from flows.shop import Shop
from flows.turn import Turn
from flows.words import Words, words
from storage.database import Db
from storage.secrets import Vault

BEGAN_AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


class NoNumber(Refused):
    """That is no number."""

    key = "no-number"


class TooMany(Refused):
    """The meadow is too small."""

    key = "too-many"


class CakeTooSmall(Refused):
    """There are not enough slices."""

    key = "cake-too-small"


class Meadow:
    """The world around the picnic, which may change at any time."""

    def __init__(self) -> None:
        self.room = 10


def answers(turn: Turn) -> Mapping[str, Answer]:
    """What was answered so far."""
    assert turn.conversation.open is not None
    return turn.conversation.open.answers


def number(answer: Answer) -> int:
    """The answer as a number."""
    if not str(answer).isdecimal():
        raise NoNumber
    return int(str(answer))


class Guests:
    """How many come; at most as many as there is room for."""

    def __init__(self, meadow: Meadow) -> None:
        self._meadow = meadow

    def prompt(self, turn: Turn) -> Screen:
        """The question."""
        del turn
        return Screen(words("how-many-guests"), ((answer_button("one", "guests", 1),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """The number."""
        return self.check(turn, text)

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A number there is room for."""
        del turn
        if number(answer) > self._meadow.room:
            raise TooMany(most=self._meadow.room)
        return number(answer)


class Slices:
    """How many slices the cake has: one for each guest at least."""

    def prompt(self, turn: Turn) -> Screen:
        """The question."""
        del turn
        return Screen(words("how-many-slices"))

    def read(self, turn: Turn, text: str) -> Answer:
        """The number."""
        return self.check(turn, text)

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """Enough of them."""
        if number(answer) < number(answers(turn).get("guests")):
            raise CakeTooSmall(slices=number(answer))
        return number(answer)


class Text:
    """Anything at all."""

    def __init__(self, key: str) -> None:
        self._key = key

    def prompt(self, turn: Turn) -> Screen:
        """The question."""
        del turn
        return Screen(words(self._key))

    def read(self, turn: Turn, text: str) -> Answer:
        """The text."""
        return self.check(turn, text)

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The text."""
        del turn
        return answer


def is_alone(turn: Turn) -> bool:
    """Whether there is nobody to share a cake with."""
    return answers(turn).get("guests") == 1


def flow_of(meadow: Meadow, held: list[Mapping[str, Answer]]) -> Flow:
    """The picnic on this meadow; `held` gets the answers of each one that comes about."""

    class Picnic(Flow, id="picnic", version=2, least=Role.CUSTOMER):
        """place ──> guests ──> slices (if not alone) ──> agreed"""

        place = Ask(Text("where"))
        guests = Ask(Guests(meadow))
        slices = Ask(Slices(), skip=is_alone)
        agreed = Ask(Text("agreed?"), agrees_to_all=True)

        def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
            """Note the picnic."""
            held.append(dict(answers))
            turn.show(Screen(words("see-you-there")))

    return Picnic()


class Errand(Flow, id="errand", version=1, least=Role.CUSTOMER):
    """A conversation for in between: one question."""

    what = Ask(Text("what-to-buy"))

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Say that it is bought."""
        turn.show(Screen(words("bought", what=str(answers["what"]))))


class Planning:
    """A person who plans a picnic, turn by turn. `screen` is what the last turn showed."""

    def __init__(self, db: Db, vault: Vault, *flows: Flow) -> None:
        self.engine = Engine({flow.id: flow for flow in flows})
        self.now = BEGAN_AT
        self.screen: Screen | None = None
        self._db = db
        self._shop = Shop(vault, b"key", "bot", ("en",), {}, (), {}, ZoneInfo("UTC"))
        ana = people.meet(db, telegram_id=1, name="Ana", username=None, language="en", now=self.now)
        self._person = people.appoint(db, ana, Role.ADMIN, by="test", now=self.now)  # who may hold any conversation

    def starts(self, flow_id: str, **known: Answer) -> None:
        """Begin a flow."""
        self._in_a_turn(lambda turn: self.engine.start(turn, flow_id, **known))

    def starts_beside(self, flow_id: str) -> None:
        """Begin a flow and keep what is open."""
        self._in_a_turn(partial(self.engine.start_beside, flow_id=flow_id))

    def exchanges(self) -> None:
        """Go on with what was set aside."""
        self._in_a_turn(self.engine.exchange)

    def says(self, *texts: str) -> None:
        """Answer the open questions with these texts, a turn each."""
        for text in texts:
            self._in_a_turn(partial(self.engine.hear, text=text))

    def picks(self, step: str, answer: Answer) -> None:
        """Tap an answer."""
        self._in_a_turn(lambda turn: self.engine.pick(turn, step, answer))

    def goes_back(self) -> bool:
        """Go back; whether there was a question to go back to."""
        return bool(self._in_a_turn(self.engine.back))

    def changes(self, step: str) -> None:
        """Change the answer to a step."""
        self._in_a_turn(lambda turn: self.engine.change(turn, step))

    def amends(self, answers: Mapping[str, Answer], *, forgetting: tuple[str, ...] = ()) -> None:
        """Say other answers to several steps at once."""
        note = words("amended")
        self._in_a_turn(lambda turn: self.engine.amend(turn, answers, note=note, forgetting=forgetting))

    def leaves(self) -> None:
        """Cancel."""
        self._in_a_turn(self.engine.leave)

    def resumes(self, **after: float) -> None:
        """Go on after a while."""
        self.now += timedelta(**after)
        self._in_a_turn(self.engine.resume)

    def mends(self) -> bool:
        """Meet code that is younger than what was kept; whether that answered the event."""
        return bool(self._in_a_turn(self.engine.mend))

    def had_kept(self, *frames: Frame) -> None:
        """Let these frames be what an earlier process kept."""
        turn = self._turn()
        turn.conversation.frames = list(frames)
        turn.conversation.keep(self._db)

    @property
    def open(self) -> Frame | None:
        """The open run as it is kept."""
        return Conversation.of(self._db, self._person.id, now=self.now).open

    @property
    def shown(self) -> Words:
        """What was shown last, without the note above it."""
        assert self.screen is not None
        text = self.screen.text.args.get("text", self.screen.text)
        assert isinstance(text, Words)
        return text

    @property
    def note(self) -> Words | None:
        """The note above what was shown last."""
        assert self.screen is not None
        note = self.screen.text.args.get("note")
        assert note is None or isinstance(note, Words)
        return note

    @property
    def ways_out(self) -> list[str]:
        """What the last row of buttons does."""
        assert self.screen is not None
        return [each.action.name for each in self.screen.rows[-1] if each.action is not None]

    def _turn(self) -> Turn:
        event = Event(1, Said("", 1), None, None, self.now)
        return Turn(self._db, event, person=self._person, chat_id=1, shop=self._shop, now=self.now)

    def _in_a_turn(self, act: Callable[[Turn], object]) -> object:
        turn = self._turn()
        result = act(turn)
        turn.conversation.keep(self._db)
        self.screen = turn.screen
        return result
