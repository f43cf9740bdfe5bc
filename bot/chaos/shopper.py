"""A shopper: orders one thing after the other over HTTP, and remembers every answer that was due.

Not here: what the shop made of it (bot.chaos.verdict).
"""

import random
import threading
from dataclasses import dataclass, field

from sandbox.client import PersonInChat
from sandbox.screens import Bubble

PATIENCE_SECONDS = 120.0
"""A bot that is killed every second still answers, in the end. The sandbox lets nobody wait longer."""


@dataclass
class Shopper:
    """Somebody with a balance who buys until told to go home.

    `answers` has an item for each act, in their order: words of all that the bot had to show because of it.
    """

    person: PersonInChat
    dice: random.Random
    answers: list[tuple[str, ...]] = field(default_factory=list)
    bought: list[int] = field(default_factory=list)
    trouble: Exception | None = None

    def shop_until(self, closing: threading.Event, *, on_trouble: threading.Event) -> None:
        """Buy again and again; the order that is under way at closing time is finished."""
        try:
            while not closing.is_set():
                self._buy(self.dice.randint(1, 3))
        except Exception as trouble:
            self.trouble = trouble
            on_trouble.set()

    def _buy(self, quantity: int) -> None:
        self.person.starts()
        menu = self._sees("Hello")
        self._taps("Browse", menu)
        shelves = self._sees("What are you looking for?")
        self._taps("Game cards", shelves)
        shelf = self._sees("Game cards")
        self._taps("Steam", shelf)
        card = self._sees("A wallet code")
        self._taps("Buy", card)
        summary = self._chooses(quantity, self._sees("How many?"))
        self._taps("Order for", summary)
        page = self._sees("Order placed")
        self._taps("Pay from balance", page)
        delivery = self._sees("is here!", "Status: delivered")
        self._taps("Show codes", delivery)
        self._sees("Codes of order")
        self.bought.append(quantity)

    def _chooses(self, quantity: int, question: Bubble) -> Bubble:
        """Answer by button or in writing, and insist if the shop remembers an order like this."""
        if self.dice.random() < 0.5:
            self._taps(str(quantity), question)
        else:
            self.person.says(str(quantity))
        if quantity in self.bought:
            self._taps("another one", self._sees("the very same order"))
        return self._sees("check your order")

    def _taps(self, label: str, bubble: Bubble) -> None:
        self.person.taps(label, message=bubble.message_id)

    def _sees(self, *texts: str) -> Bubble:
        """Wait for everything one act causes; returns the first."""
        self.answers.append(texts)
        first, *_ = [self.person.waits_for(text, timeout_seconds=PATIENCE_SECONDS) for text in texts]
        return first
