"""Visitors: people in the sandbox who buy one thing after the other, as fast or as slowly as they are told to.

Not here: what is measured meanwhile (bot.bench.latency). They live in the sandbox's own loop, as the chat page does.
"""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import cycle

from bot.bench.shop import FIRST_CUSTOMER, category_of, product_ids
from sandbox import keyboards
from sandbox.acts import places, speaking, tapping
from sandbox.chats import Chat
from sandbox.people import Person
from sandbox.world import World

START = "/start"
REMARKS = (START, "/shop", "Sample shelf-3-3", "/orders", "/balance")
BROWSE, BUY, ONE, CONFIRM, PAY = "Browse", "Buy", "1", "Order for", "Pay from balance"
CODES = "Show codes"
"""Seeing this they have what they wanted, and begin again."""

SETTLING_SECONDS = 30.0
"""How long the next phase waits for everybody to be answered, so that what one left undone is not counted to it."""

LOOK_SECONDS = 0.001
"""Between looks at the chats."""

START_SECONDS = 60.0


class Stranded(Exception):
    """There is no bot to talk to, or it does not offer what people would do next: the figures would mean nothing."""


@dataclass(frozen=True)
class Phase:
    """How the people act: so many updates a second, or, with None, each as soon as they are answered.

    Those who are not `patient` buy nothing: they write one thing after the other, whatever they see of the answers.
    """

    people: int
    seconds: float
    per_second: float | None = None
    are_patient: bool = True


@dataclass(frozen=True)
class Played:
    """A phase that is over: when it was (seconds of time.time), and how many updates it was."""

    begun: float
    ended: float
    updates: int

    @property
    def per_second(self) -> float:
        """How many updates a second it came to."""
        return self.updates / (self.ended - self.begun)


@dataclass
class _Visitor:
    person: Person
    chat: Chat
    goods: Iterator[str]
    remarks: Iterator[str] = field(default_factory=lambda: cycle(REMARKS))
    steps: Iterator[str] = field(default_factory=lambda: iter(()))
    next_label: str | None = None
    """The button they look for; None before their first purchase."""
    acted_at: int = 0


@dataclass(frozen=True)
class _Button:
    message_id: int
    callback_data: str


class Visitors:
    """Everybody. `run` belongs beside the sandbox's server; what came of it is in `played`."""

    def __init__(self, world: World, phases: list[Phase]) -> None:
        self._world = world
        self._phases = phases
        self.played: Future[list[Played]] = Future()
        most = max(phase.people for phase in phases)
        self._visitors = [self._visitor(n) for n in range(most)]

    async def run(self) -> None:
        """Play the phases as soon as there is a bot to talk to."""
        try:
            await self._wait_for_bot()
            played = [await self._play(phase) for phase in self._phases]
            await self._settle()
        except Exception as trouble:
            self.played.set_exception(trouble)
        else:
            self.played.set_result(played)

    def _visitor(self, n: int) -> _Visitor:
        goods = product_ids()
        start = n % len(goods)
        with self._world.writing():
            person = self._world.people.add(f"Mei {FIRST_CUSTOMER + n}", language_code="en")
            chat = places.the_chat(self._world, person, None)
        return _Visitor(person, chat, cycle([*goods[start:], *goods[:start]]))

    async def _wait_for_bot(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self._world.bots.first().webhook is None:
            if (remaining := deadline - time.monotonic()) <= 0:
                raise Stranded("The bot did not register its webhook.")
            await self._world.changes.wait(after=self._world.changes.number, timeout_seconds=remaining)

    async def _play(self, phase: Phase) -> Played:
        await self._settle()
        crowd = self._visitors[: phase.people]
        acts = self._evenly(crowd, phase, phase.per_second) if phase.per_second else self._at_once(crowd, phase)
        begun = time.time()
        updates = await acts
        return Played(begun, time.time(), updates)

    async def _settle(self) -> None:
        """Wait until everybody has been answered."""
        deadline = time.monotonic() + SETTLING_SECONDS
        for visitor in self._visitors:
            while not self._is_answered(visitor):
                if time.monotonic() > deadline:
                    raise Stranded(f"{visitor.person.name} still looks for {visitor.next_label!r}.")
                await self._world.changes.wait(after=self._world.changes.number, timeout_seconds=LOOK_SECONDS)

    async def _evenly(self, crowd: list[_Visitor], phase: Phase, per_second: float) -> int:
        """One after the other at an even rate; whoever waits for an answer is passed over."""
        act = self._acts if phase.are_patient else self._remarks
        turn = cycle(crowd)
        updates, begun = 0, time.monotonic()
        while (passed := time.monotonic() - begun) < phase.seconds:
            while updates < passed * per_second and any(act(next(turn)) for _ in crowd):
                updates += 1
            await asyncio.sleep(LOOK_SECONDS)
        return updates

    def _remarks(self, visitor: _Visitor) -> bool:
        self._says(visitor, next(visitor.remarks))
        return True

    async def _at_once(self, crowd: list[_Visitor], phase: Phase) -> int:
        updates, deadline = 0, time.monotonic() + phase.seconds
        while time.monotonic() < deadline:
            updates += sum(self._acts(visitor) for visitor in crowd)
            await asyncio.sleep(LOOK_SECONDS)
        return updates

    def _acts(self, visitor: _Visitor) -> bool:
        """Take the next step, if the bot has answered the one before."""
        if visitor.next_label is None or (visitor.next_label == CODES and self._find(visitor, CODES)):
            product_id = next(visitor.goods)
            shelf = f"Cards {category_of(product_id).removeprefix('shelf-')}"
            visitor.steps = iter((BROWSE, shelf, f"Sample {product_id}", BUY, ONE, CONFIRM, PAY, CODES))
            self._says(visitor, START)
        elif visitor.next_label == CODES or not self._taps(visitor, visitor.next_label):
            return False
        visitor.next_label = next(visitor.steps)
        return True

    def _says(self, visitor: _Visitor, text: str) -> None:
        visitor.acted_at = self._world.changes.number
        with self._world.writing():
            speaking.says(self._world, visitor.person, visitor.chat, text)

    def _is_answered(self, visitor: _Visitor) -> bool:
        return visitor.next_label is None or self._find(visitor, visitor.next_label) is not None

    def _taps(self, visitor: _Visitor, label: str) -> bool:
        found = self._find(visitor, label)
        if found is None:
            return False
        visitor.acted_at = self._world.changes.number
        with self._world.writing():
            tapping.forges(
                self._world, visitor.person, visitor.chat, message_id=found.message_id, data=found.callback_data
            )
        return True

    def _find(self, visitor: _Visitor, label: str) -> _Button | None:
        """The button, if it has come since they acted."""
        for posted in self._world.messages.in_chat(visitor.chat, after=visitor.acted_at):
            for button in keyboards.buttons_of(posted.message.reply_markup):
                if button.callback_data and _is_meant(button.text, label):
                    return _Button(posted.id, button.callback_data)
        return None


def _is_meant(text: str, label: str) -> bool:
    """Whether a button says that, perhaps with a picture or a price beside it."""
    return f" {label} " in f" {text} "
