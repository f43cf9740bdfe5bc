"""Handing in a licence: its number, and until when it is good.

Not here: the review (handlers.admin.licences), or what a licence allows (backend.licences).

    number ──> until ──> (submitted; staff are told)
"""

from collections.abc import Mapping
from datetime import date

from backend import licences, people
from backend.errors import Refused
from backend.people import Role
from flows.asks import NotADay, read_day
from flows.conversation import Answer
from flows.engine import Ask, Flow
from flows.pages import licences as pages
from flows.screens import Screen
from flows.turn import Turn
from flows.words import words


class Number:
    """Which number it has."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, and what becomes of the answer."""
        del turn
        return Screen(words("ask-licence-number"))

    def read(self, turn: Turn, text: str) -> Answer:
        """The number in its one spelling; raises InvalidAccount."""
        return self.check(turn, text)

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A number that can be one; raises InvalidAccount."""
        del turn
        return licences.read_number(str(answer))


class Until:
    """Until when it is good."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with how a day is written."""
        del turn
        return Screen(words("ask-licence-until"))

    def read(self, turn: Turn, text: str) -> Answer:
        """The day as in 2027-01-31; raises NotADay."""
        del turn
        return read_day(text).isoformat()

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A day there is; raises NotADay."""
        del turn
        try:
            return date.fromisoformat(str(answer)).isoformat()
        except ValueError:
            raise NotADay from None


class HandIn(Flow, id="licence", version=1, least=Role.CUSTOMER):
    """A licence is handed in."""

    number = Ask(Number(), reads_numbers=True)
    until = Ask(Until())

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Keep it for the review, and tell those who may review it. What is wrong with it is said, and nothing kept."""
        try:
            licence = licences.submit(
                turn.db,
                turn.person,
                number=str(answers["number"]),
                ends_on=date.fromisoformat(str(answers["until"])),
                vault=turn.shop.vault,
                now=turn.now,
            )
        except Refused as refusal:
            turn.show(pages.not_handed_in(words(refusal.key, **refusal.arguments)))
            return
        for each in people.staff(turn.db, Role.SUPERVISOR):
            turn.tell(each, pages.review(turn, licence))
        turn.show(pages.own(turn, licence))
